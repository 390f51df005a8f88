import { serializationError } from './errors';

/**
 * What AWS's JSON layer answers to a value of the wrong type.
 * Documented: Programming.Errors, SerializationException; Captured: the words, by the authors of several test suites.
 */
export function wrongType(expected: string, value: unknown): Error {
  if (Array.isArray(value)) return serializationError('Start of list found where not expected');
  if (typeof value === 'object' && value !== null) {
    return serializationError('Start of structure or map found where not expected.');
  }
  if (expected === 'list') return serializationError('Expected list or null');
  if (expected === 'map') return serializationError('Expected map or null');
  if (!JSON_TYPES.has(expected)) return serializationError('Expected null');
  return serializationError(
    `${javaValue(value)} cannot be converted to ${JSON_TYPES.get(expected) ?? expected}`,
  );
}

const JSON_TYPES: ReadonlyMap<string, string> = new Map([
  ['string', 'String'],
  ['number', 'Integer'],
  ['boolean', 'Boolean'],
  ['Uint8Array', 'Blob'],
]);

/** A value as the service, which is written in Java, names it. */
function javaValue(value: unknown): string {
  if (typeof value === 'string') return 'STRING_VALUE';
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
}
