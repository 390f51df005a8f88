import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from './attribute-value';

/** The largest item, in bytes. A larger one is refused. Captured: 2026-08, to the byte. */
export const MAX_ITEM_BYTES = 409_600;

/** What a list or map costs on its own, and for each of its elements. */
const DOCUMENT_BYTES = 3;
const ELEMENT_BYTES = 1;

/** The bytes DynamoDB counts for an item: names and values. The item is canonical. */
export function itemSize(item: Item): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) bytes += utf8Length(name) + valueSize(value);
  return bytes;
}

/** The bytes of a canonical value without its name. */
export function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return utf8Length(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return value.B.byteLength;
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.M !== undefined) {
    return DOCUMENT_BYTES + ELEMENT_BYTES * Object.keys(value.M).length + itemSize(value.M);
  }
  if (value.L !== undefined)
    return DOCUMENT_BYTES + sum(value.L, (element) => ELEMENT_BYTES + valueSize(element));
  if (value.SS !== undefined) return sum(value.SS, utf8Length);
  if (value.NS !== undefined) return sum(value.NS, numberSize);
  return sum(value.BS ?? [], (bytes) => bytes.byteLength);
}

/**
 * One byte, one per two significant digits before and after the point, one for a minus sign. AWS's documentation rounds
 * down and overlooks the point. Captured: 23 numbers measured at the limit of the item size, 2026-08.
 */
function numberSize(text: string): number {
  if (text === '0') return 1;
  const negative = text.startsWith('-');
  if (!text.includes('.')) return integerSize(text, negative);
  const [integer = '', fraction = ''] = (negative ? text.slice(1) : text).split('.');
  const integerDigits = integer === '0' ? 0 : integer.length;
  const fractionDigits = integer === '0' ? fraction.replace(/^0+/, '').length : fraction.length;
  return 1 + Math.ceil(integerDigits / 2) + Math.ceil(fractionDigits / 2) + (negative ? 1 : 0);
}

/** Zeros at the end of an integer cost nothing. */
function integerSize(text: string, negative: boolean): number {
  let end = text.length;
  while (text[end - 1] === '0') end--;
  const digits = end - (negative ? 1 : 0);
  return 1 + Math.ceil(digits / 2) + (negative ? 1 : 0);
}

/** UTF-8 bytes of a string, e.g. a name. */
export function utf8Length(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

function sum<T>(elements: readonly T[], size: (element: T) => number): number {
  return elements.reduce((bytes, element) => bytes + size(element), 0);
}
