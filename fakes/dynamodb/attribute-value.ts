import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { compareBytes, compareUtf8 } from '../kernel/order';
import { setOwn } from '../kernel/shape';
import { canonicalNumber, compareNumberTexts } from './number';

/** An item, a key, or the contents of a map: attribute names to values. Never changed once stored. */
export type Item = Record<string, AttributeValue>;

/** The names of AWS's data types, in the order in which AWS lists them. */
export const ATTRIBUTE_TYPES = ['S', 'SS', 'N', 'NS', 'B', 'BS', 'BOOL', 'NULL', 'L', 'M'] as const;

/** The name of a data type, as it stands in an AttributeValue. */
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

/** The data type of a value. The value has been validated: it has exactly one type. */
export function typeOf(value: AttributeValue): AttributeType {
  for (const type of ATTRIBUTE_TYPES) {
    if (value[type] !== undefined) return type;
  }
  throw new Error('a value without a type passed the validation');
}

/** The attribute of that name, which may be one that every object inherits: `constructor`, `__proto__`. */
export function attributeOf(item: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

/** Deep equality of canonical values: sets without order, lists with order, numbers by value. */
export function equalValues(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if (a.S !== undefined) return a.S === b.S;
  if (a.N !== undefined) return a.N === b.N;
  if (a.B !== undefined) return b.B !== undefined && compareBytes(a.B, b.B) === 0;
  if (a.BOOL !== undefined) return a.BOOL === b.BOOL;
  if (a.NULL !== undefined) return b.NULL !== undefined;
  if (a.M !== undefined) return equalItems(a.M, b.M);
  if (a.L !== undefined) return equalLists(a.L, b.L, equalValues);
  // Canonical sets are sorted.
  if (a.SS !== undefined) return equalLists(a.SS, b.SS, (x, y) => x === y);
  if (a.NS !== undefined) return equalLists(a.NS, b.NS, (x, y) => x === y);
  return equalLists(a.BS, b.BS, (x, y) => compareBytes(x, y) === 0);
}

function equalLists<T>(a: T[] | undefined, b: T[] | undefined, equal: (x: T, y: T) => boolean): boolean {
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  return a.every((element, i) => {
    const other = b[i];
    return other !== undefined && equal(element, other);
  });
}

/** Deep equality of items: what decides whether a write changed anything. */
export function equalItems(a: Item | undefined, b: Item | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => equalValues(a[name], attributeOf(b, name)));
}

/**
 * The order of two values of one scalar type: S by UTF-8 bytes, N by value, B by unsigned bytes.
 * Undefined where DynamoDB knows no order: other types, or two different ones.
 */
export function compareScalars(a: AttributeValue, b: AttributeValue): number | undefined {
  if (a.S !== undefined && b.S !== undefined) return compareUtf8(a.S, b.S);
  if (a.N !== undefined && b.N !== undefined) return compareNumberTexts(a.N, b.N);
  if (a.B !== undefined && b.B !== undefined) return compareBytes(a.B, b.B);
  return undefined;
}

/**
 * The order of key values: S by UTF-8 bytes, N by value, B by unsigned bytes. A total order: values of different types
 * (which one key attribute never has) are ordered by type.
 */
export function compareKeyValues(a: AttributeValue, b: AttributeValue): number {
  return compareScalars(a, b) ?? ATTRIBUTE_TYPES.indexOf(typeOf(a)) - ATTRIBUTE_TYPES.indexOf(typeOf(b));
}

/** The value as DynamoDB stores and returns it: numbers canonical, sets sorted. The value has been validated. */
export function canonicalValue(value: AttributeValue): AttributeValue {
  if (value.N !== undefined) return { N: canonicalNumber(value.N) };
  if (value.SS !== undefined) return { SS: value.SS.toSorted(compareUtf8) };
  if (value.NS !== undefined) return { NS: value.NS.map(canonicalNumber).toSorted(compareNumberTexts) };
  if (value.BS !== undefined) return { BS: value.BS.toSorted(compareBytes) };
  if (value.M !== undefined) return { M: canonicalItem(value.M) };
  if (value.L !== undefined) return { L: value.L.map(canonicalValue) };
  return value;
}

/** `canonicalValue` for every attribute of an item or key. */
export function canonicalItem(item: Item): Item {
  const canonical: Item = {};
  for (const [name, value] of Object.entries(item)) setOwn(canonical, name, canonicalValue(value));
  return canonical;
}
