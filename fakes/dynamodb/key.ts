import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { setOwn } from '../kernel/shape';
import { typeOf, type Item } from './attribute-value';
import { validationError } from './errors';
import { utf8Length } from './item-size';
import { LIMITS } from './limits';
import { positionOf, type Position } from './position';
import type { IndexEntry, Key, KeyAttribute, TableEntry } from './state';

/** What follows from a key, worked out once: keys never change. */
interface KeyParts {
  readonly attributes: readonly KeyAttribute[];
  readonly names: readonly string[];
}

const known = new WeakMap<Key, KeyParts>();

function partsOf(key: Key): KeyParts {
  let parts = known.get(key);
  if (parts === undefined) {
    const attributes = [...key.hash, ...key.range];
    parts = { attributes, names: attributes.map((attribute) => attribute.name) };
    known.set(key, parts);
  }
  return parts;
}

/** All attributes of a key: HASH first, then RANGE. */
export function attributesOf(key: Key): readonly KeyAttribute[] {
  return partsOf(key).attributes;
}

export function namesOf(key: Key): readonly string[] {
  return partsOf(key).names;
}

/** A value of an item by its name; `__proto__` is a legal name. */
export function attributeOf(item: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

/** The named attributes of an item, as far as it has them. */
export function pick(item: Item, names: Iterable<string>): Item {
  const picked: Item = {};
  for (const name of names) {
    const value = attributeOf(item, name);
    if (value !== undefined) setOwn(picked, name, value);
  }
  return picked;
}

/** The names that make up the keys of a page on this table or index: what LastEvaluatedKey holds. */
export function pageKeyNames(table: TableEntry, index: IndexEntry | undefined): readonly string[] {
  const names = namesOf(table.key);
  return index === undefined ? names : [...new Set([...namesOf(index.key), ...names])];
}

/** Where an item stands in its table. Its key has been validated. */
export function tablePosition(table: TableEntry, item: Item): Position {
  return positionOf(valuesOf(table.key.hash, item), valuesOf(table.key.range, item));
}

/** Where an item stands in an index: by the index key, ties by the key of the table. */
export function indexPosition(table: TableEntry, index: IndexEntry, item: Item): Position {
  const others = [...index.key.range, ...attributesOf(table.key)];
  return positionOf(valuesOf(index.key.hash, item), valuesOf(others, item));
}

function valuesOf(attributes: readonly KeyAttribute[], item: Item): AttributeValue[] {
  const values: AttributeValue[] = [];
  for (const { name } of attributes) {
    const value = attributeOf(item, name);
    if (value !== undefined) values.push(value);
  }
  return values;
}

/**
 * Checks the key inside an item that is put.
 * @throws ValidationException a key attribute is missing, of another type, empty or too long
 */
export function checkItemKey(table: TableEntry, item: Item): void {
  for (const { name, type } of attributesOf(table.key)) {
    const value = attributeOf(item, name);
    if (value === undefined) {
      throw validationError(`One or more parameter values were invalid: Missing the key ${name} in the item`);
    }
    if (typeOf(value) !== type) {
      throw validationError(
        `One or more parameter values were invalid: Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`,
      );
    }
  }
  checkKeyValues(table.key, item);
}

/**
 * Checks a `Key` parameter: exactly the key attributes, of their types, not empty, not too long.
 * @throws ValidationException
 */
export function checkKey(table: TableEntry, key: Item): void {
  const attributes = attributesOf(table.key);
  if (Object.keys(key).length !== attributes.length) throw keyMismatch();
  for (const { name, type } of attributes) {
    const value = attributeOf(key, name);
    if (value === undefined || typeOf(value) !== type) throw keyMismatch();
  }
  checkKeyValues(table.key, key);
}

/** `The provided key element does not match the schema` */
export function keyMismatch(): Error {
  return validationError('The provided key element does not match the schema');
}

/** @throws ValidationException a key value is empty or too long */
export function checkKeyValues(key: Key, item: Item): void {
  for (const { name } of attributesOf(key)) {
    const empty = emptyKind(attributeOf(item, name));
    if (empty === undefined) continue;
    throw validationError(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${empty} value. Key: ${name}`,
    );
  }
  // "of2048" is what AWS writes.
  if (bytesOf(key.hash, item) > LIMITS.hashKeyBytes) {
    throw validationError(
      `One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of${LIMITS.hashKeyBytes} bytes`,
    );
  }
  if (bytesOf(key.range, item) > LIMITS.rangeKeyBytes) {
    throw validationError(
      `One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of ${LIMITS.rangeKeyBytes} bytes`,
    );
  }
}

/** What is empty about a key value, in AWS's words; undefined when it is not. */
export function emptyKind(value: AttributeValue | undefined): 'string' | 'binary' | undefined {
  if (value?.S === '') return 'string';
  return value?.B?.byteLength === 0 ? 'binary' : undefined;
}

/** The bytes of S and B key values; numbers cannot be too long. */
export function bytesOf(attributes: readonly KeyAttribute[], item: Item): number {
  let bytes = 0;
  for (const { name } of attributes) {
    const value = attributeOf(item, name);
    bytes += value?.S === undefined ? (value?.B?.byteLength ?? 0) : utf8Length(value.S);
  }
  return bytes;
}
