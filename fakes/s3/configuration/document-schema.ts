import { NormalizedSchema } from '@smithy/core/schema';
import type { SchemaRef } from '@smithy/types';
import { malformedXml } from '../errors';

/**
 * Refuses a document in which a member is missing that the SDK's schema of it requires, at whatever depth.
 *
 * @throws MalformedXML
 */
export function requireSchema(schema: SchemaRef, document: unknown): void {
  requireMembers(NormalizedSchema.of(schema), document);
}

function requireMembers(schema: NormalizedSchema, value: unknown): void {
  if (value === undefined) return;
  if (schema.isListSchema()) {
    if (Array.isArray(value)) for (const element of value) requireMembers(schema.getValueSchema(), element);
    return;
  }
  if (!schema.isStructSchema() || typeof value !== 'object' || value === null) return;
  let required = requiredCount(schema.getSchema());
  for (const [name, member] of schema.structIterator()) {
    const given: unknown = Reflect.get(value, name);
    if (required-- > 0 && given === undefined) throw malformedXml();
    requireMembers(member, given);
  }
}

/** The last element of a structure's schema: how many of its members, from the first, are required. */
function requiredCount(schema: unknown): number {
  const count: unknown = Array.isArray(schema) ? schema[6] : undefined;
  return typeof count === 'number' ? count : 0;
}

/** @throws MalformedXML the value is given and none of those that AWS knows. */
export function requireOneOf(values: Readonly<Record<string, string>>, given: string | undefined): void {
  if (given !== undefined && !Object.values(values).includes(given)) throw malformedXml();
}
