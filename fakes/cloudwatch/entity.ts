import type { Entity } from '@aws-sdk/client-cloudwatch';

/** Documented: adding-your-own-related-telemetry, "KeyAttributes": five allowed names, 2 to 4 of them. */
const KEY_ATTRIBUTES = new Set(['Type', 'ResourceType', 'Identifier', 'Name', 'Environment']);
const TYPES = new Set(['Service', 'RemoteService', 'AWS::Service', 'Resource', 'AWS::Resource']);
const MAX_ATTRIBUTES = 10;

/**
 * What CloudWatch would put into the header `X-Amzn-Failure-Message` for this entity; undefined when it is valid.
 *
 * Documented: API_PutMetricData, API_Entity. Assumed: which members each Type requires.
 */
export function entityProblem(entity: Entity | undefined): string | undefined {
  if (entity === undefined) return 'InvalidEntity';
  const keys = new Map(Object.entries(entity.KeyAttributes ?? {}));
  if (keys.size < 2 || keys.size > 4) return 'InvalidKeyAttributes';
  if ([...keys].some(([name, value]) => !KEY_ATTRIBUTES.has(name) || value === ''))
    return 'InvalidKeyAttributes';
  const attributes = Object.entries(entity.Attributes ?? {});
  if (attributes.length > MAX_ATTRIBUTES || attributes.some(([name]) => name === ''))
    return 'InvalidAttributes';
  const type = keys.get('Type');
  if (type === undefined) return 'MissingRequiredFields';
  if (!TYPES.has(type)) return 'InvalidTypeValue';
  const required = type.endsWith('Resource') ? ['ResourceType', 'Identifier'] : ['Name', 'Environment'];
  return required.every((name) => keys.has(name)) ? undefined : 'MissingRequiredFields';
}
