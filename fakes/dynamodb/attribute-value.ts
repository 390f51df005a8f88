import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item, a key, or the contents of a map: attribute names to values. Never changed once stored. */
export type Item = Record<string, AttributeValue>;

/** The names of AWS's data types, as they stand in an AttributeValue. */
export type AttributeType = 'S' | 'N' | 'B' | 'SS' | 'NS' | 'BS' | 'M' | 'L' | 'NULL' | 'BOOL';

/** The data type of a value. The value has been validated: it has exactly one type. */
export function typeOf(value: AttributeValue): AttributeType {
  throw new Error(`not written yet ${String(value)}`);
}

/** Deep equality of canonical values: sets without order, lists with order, numbers by value. */
export function equalValues(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  throw new Error(`not written yet ${String(a)} ${String(b)}`);
}

/** Deep equality of items: what decides whether a write changed anything. */
export function equalItems(a: Item | undefined, b: Item | undefined): boolean {
  throw new Error(`not written yet ${String(a)} ${String(b)}`);
}

/**
 * The order of key values: S by UTF-8 bytes, N by value, B by unsigned bytes. A total order: values of different types
 * (which one key attribute never has) are ordered by type.
 */
export function compareKeyValues(a: AttributeValue, b: AttributeValue): number {
  throw new Error(`not written yet ${String(a)} ${String(b)}`);
}

/** The value as DynamoDB stores and returns it: numbers canonical, sets sorted. Shares whatever did not change. */
export function canonicalValue(value: AttributeValue): AttributeValue {
  throw new Error(`not written yet ${String(value)}`);
}

/** `canonicalValue` for every attribute of an item or key. */
export function canonicalItem(item: Item): Item {
  throw new Error(`not written yet ${String(item)}`);
}
