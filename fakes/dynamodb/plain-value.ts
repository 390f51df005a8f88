import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { FakeMisuse } from '../kernel/errors';
import { setOwn } from '../kernel/shape';
import type { Item } from './attribute-value';

/** What stands for an AttributeValue in a test: as the DocumentClient has it, numbers beyond 2^53 as bigint. */
export type PlainValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | ReadonlySet<string | number | bigint | Uint8Array>
  | readonly PlainValue[]
  | { readonly [name: string]: PlainValue };

export type PlainItem = Record<string, PlainValue>;

/** An item in plain values. A number that a double cannot hold comes as bigint, or as text if it has a fraction. */
export function toPlain(item: Item): PlainItem {
  const plain: PlainItem = {};
  for (const [name, value] of Object.entries(item)) setOwn(plain, name, plainValue(value));
  return plain;
}

function plainValue(value: AttributeValue): PlainValue {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return plainNumber(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.B !== undefined) return value.B;
  if (value.L !== undefined) return value.L.map((element) => plainValue(element));
  if (value.M !== undefined) return toPlain(value.M);
  if (value.SS !== undefined) return new Set(value.SS);
  if (value.NS !== undefined) return new Set(value.NS.map((member) => plainNumber(member)));
  if (value.BS !== undefined) return new Set(value.BS);
  return null;
}

function plainNumber(text: string): number | bigint | string {
  const number = Number(text);
  if (Number.isInteger(number)) return Number.isSafeInteger(number) ? number : BigInt(text);
  return text.replace(/[-.]/g, '').replace(/^0+/, '').length <= 15 ? number : text;
}

/** Plain values as DynamoDB stores them. @throws FakeMisuse a value has no counterpart */
export function fromPlain(plain: PlainItem): Item {
  const item: Item = {};
  for (const [name, value] of Object.entries(plain)) setOwn(item, name, attributeValue(name, value));
  return item;
}

function attributeValue(name: string, value: PlainValue): AttributeValue {
  if (value === null) return { NULL: true };
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
    case 'bigint':
      return { N: String(value) };
    case 'boolean':
      return { BOOL: value };
  }
  if (value instanceof Uint8Array) return { B: value };
  if (value instanceof Set) return setValue(name, [...value]);
  if (isList(value)) return { L: value.map((element) => attributeValue(name, element)) };
  if (typeof value === 'object' && isMap(value)) return { M: fromPlain(value) };
  throw new FakeMisuse(`${name}: a ${typeof value} has no counterpart in DynamoDB.`);
}

function isList(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value);
}

function isMap(value: object): value is PlainItem {
  return !(value instanceof Set);
}

function setValue(name: string, members: readonly unknown[]): AttributeValue {
  const strings = members.filter((member) => typeof member === 'string');
  const numbers = members.filter((member) => typeof member === 'number' || typeof member === 'bigint');
  const bytes = members.filter((member) => member instanceof Uint8Array);
  if (members.length > 0 && strings.length === members.length) return { SS: strings };
  if (members.length > 0 && numbers.length === members.length) return { NS: numbers.map(String) };
  if (members.length > 0 && bytes.length === members.length) return { BS: bytes };
  throw new FakeMisuse(`${name}: a set needs members of one type, all strings, numbers or Uint8Arrays.`);
}
