import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticOperationSchema } from '@smithy/types';
import type { OperationRow } from './operation';
import { setOwn } from './shape';

/** A request over HTTP, as far as members of an input are bound to it. */
export interface HttpParts {
  /** What the path names: `{ Bucket, Key }`. */
  readonly labels: Readonly<Record<string, string>>;
  query(name: string): string | undefined;
  header(name: string): string | undefined;
  /** Names (in lower case) and values of all headers. */
  readonly headers: Iterable<readonly [name: string, value: string]>;
  readonly body: Uint8Array;
}

/** The input of an operation, read from a request by the SDK's own schema; documents in the body are not looked at. */
export function inputOfRequest(row: OperationRow<never>, parts: HttpParts): Record<string, unknown> {
  const input: Record<string, unknown> = { ...parts.labels };
  for (const [name, member] of membersOf(row, 'input')) {
    const { httpHeader, httpQuery, httpPrefixHeaders } = member.getMergedTraits();
    if (httpPrefixHeaders !== undefined) {
      const prefixed = withPrefix(parts, httpPrefixHeaders);
      if (Object.keys(prefixed).length > 0) input[name] = prefixed;
    } else if (member.isBlobSchema() && member.isStreaming()) {
      input[name] = parts.body;
    } else {
      const text =
        (httpQuery === undefined ? undefined : parts.query(httpQuery)) ??
        (httpHeader === undefined ? undefined : parts.header(httpHeader.toLowerCase()));
      if (text !== undefined) input[name] = valueOf(member, text);
    }
  }
  return input;
}

function withPrefix(parts: HttpParts, prefix: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of parts.headers) {
    if (name.startsWith(prefix.toLowerCase())) setOwn(found, name.slice(prefix.length), value);
  }
  return found;
}

function valueOf(member: NormalizedSchema, text: string): unknown {
  if (member.isNumericSchema()) return Number(text);
  if (member.isBooleanSchema()) return text === 'true';
  if (member.isTimestampSchema()) return new Date(text);
  if (member.isListSchema()) return text.split(',').map((entry) => entry.trim());
  return text;
}

/** What an output looks like over HTTP. */
export interface HttpAnswer {
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes, a document to be written as XML with its schema, or nothing. */
  readonly bytes: Uint8Array | undefined;
  readonly document: { readonly schema: NormalizedSchema; readonly value: object } | undefined;
}

/** An output's headers and body, by the SDK's own schema. */
export function answerOfOutput(row: OperationRow<never>, output: object): HttpAnswer {
  const headers: Record<string, string> = {};
  const rest: Record<string, unknown> = {};
  let bytes: Uint8Array | undefined;
  let document: HttpAnswer['document'];
  for (const [name, member] of membersOf(row, 'output')) {
    const value = (output as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) continue;
    const { httpHeader, httpPayload, httpPrefixHeaders } = member.getMergedTraits();
    if (member.isBlobSchema() && member.isStreaming()) bytes = value as Uint8Array;
    else if (httpPayload !== undefined) document = { schema: member, value: value as object };
    else if (httpHeader !== undefined) headers[httpHeader.toLowerCase()] = headerText(value);
    else if (httpPrefixHeaders !== undefined) {
      for (const [key, text] of Object.entries(value as Record<string, string>))
        headers[httpPrefixHeaders + key] = text;
    } else rest[name] = value;
  }
  if (Object.keys(rest).length > 0) document ??= { schema: schemaOf(row, 'output'), value: rest };
  return { headers, bytes, document };
}

function headerText(value: unknown): string {
  return value instanceof Date ? value.toUTCString() : String(value);
}

function membersOf(row: OperationRow<never>, side: 'input' | 'output'): Iterable<[string, NormalizedSchema]> {
  const schema = schemaOf(row, side);
  return schema.isStructSchema() ? schema.structIterator() : [];
}

function schemaOf(row: OperationRow<never>, side: 'input' | 'output'): NormalizedSchema {
  const { schema } = new row.command({} as never) as unknown as {
    schema: StaticOperationSchema;
  };
  return NormalizedSchema.of(schema[side === 'input' ? 4 : 5]);
}

/** A document as S3 writes it: elements by the schema's own names, nothing for what is undefined. */
export function xmlOf(name: string, schema: NormalizedSchema, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (schema.isListSchema()) return listXml(name, schema, value as readonly unknown[]);
  if (!schema.isStructSchema()) return `<${name}>${escapeXml(scalarText(value))}</${name}>`;
  const inside = [...schema.structIterator()].map(([member, memberSchema]) => {
    const { xmlName } = memberSchema.getMergedTraits();
    return xmlOf(xmlName ?? member, memberSchema, (value as Readonly<Record<string, unknown>>)[member]);
  });
  return `<${name}>${inside.join('')}</${name}>`;
}

function listXml(name: string, schema: NormalizedSchema, values: readonly unknown[]): string {
  const entry = schema.getValueSchema();
  if (schema.getMergedTraits().xmlFlattened !== undefined)
    return values.map((value) => xmlOf(name, entry, value)).join('');
  const entryName = entry.getMergedTraits().xmlName ?? 'member';
  return `<${name}>${values.map((value) => xmlOf(entryName, entry, value)).join('')}</${name}>`;
}

function scalarText(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Text as XML carries it. */
export function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
