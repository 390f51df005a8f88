import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Range } from '../kernel/collection';
import { compareKeyValues, equalValues, type Item } from './attribute-value';
import type { KeyComparison, KeyQuery } from './expressions/key-condition';
import { attributeOf } from './key';
import { LIMITS } from './limits';
import { edgeOf, positionOf, type Position } from './position';
import type { Key } from './state';

/** The part of a table or index that a key condition selects, as one contiguous range. */
export function keyRange(keyQuery: KeyQuery): Range<Position> {
  const equal = keyQuery.range.filter((comparison) => comparison.operator === '=');
  const prefix = equal.map((comparison) => operand(comparison, 0));
  const last = keyQuery.range.find((comparison) => comparison.operator !== '=');
  const at = (value: AttributeValue, edge: -1 | 1): Position =>
    edgeOf(positionOf(keyQuery.hash, [...prefix, value]), edge);
  const all = positionOf(keyQuery.hash, prefix);
  const from = edgeOf(all, -1);
  const to = edgeOf(all, 1);
  if (last === undefined) return { from, to };
  const value = operand(last, 0);
  switch (last.operator) {
    case '<':
      return { from, to: at(value, -1) };
    case '<=':
      return { from, to: at(value, 1) };
    case '>':
      return { from: at(value, 1), to };
    case '>=':
      return { from: at(value, -1), to };
    case 'BETWEEN':
      return { from: at(value, -1), to: at(operand(last, 1), 1) };
    case 'begins_with':
      return { from: at(value, -1), to: at(lastWithPrefix(value), 1) };
    case '=':
      return { from, to };
  }
}

function operand(comparison: KeyComparison, index: number): AttributeValue {
  const value = comparison.operands[index];
  if (value === undefined) throw new Error('a key condition lacks its operand');
  return value;
}

/** Sorts after every sort key (of at most 1024 bytes) that begins with the prefix. */
function lastWithPrefix(prefix: AttributeValue): AttributeValue {
  if (prefix.B !== undefined) {
    return { B: Buffer.concat([prefix.B, Buffer.alloc(LIMITS.rangeKeyBytes + 1, 0xff)]) };
  }
  return { S: `${prefix.S ?? ''}${'\u{10ffff}'.repeat(LIMITS.rangeKeyBytes / 4 + 1)}` };
}

/** Whether a key lies in what the key condition selects; AWS's words for why it does not. */
export function meetsKeyQuery(startKey: Item, key: Key, keyQuery: KeyQuery): string | undefined {
  const sameHash = key.hash.every(({ name }, i) =>
    equalValues(attributeOf(startKey, name), keyQuery.hash[i]),
  );
  if (!sameHash) {
    return 'The provided starting key is outside query boundaries based on provided conditions';
  }
  return keyQuery.range.every((comparison) => meets(comparison, attributeOf(startKey, comparison.attribute)))
    ? undefined
    : 'The provided starting key does not match the range key predicate';
}

function meets(comparison: KeyComparison, value: AttributeValue | undefined): boolean {
  if (value === undefined) return false;
  const order = compareKeyValues(value, operand(comparison, 0));
  switch (comparison.operator) {
    case '=':
      return order === 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case 'BETWEEN':
      return order >= 0 && compareKeyValues(value, operand(comparison, 1)) <= 0;
    case 'begins_with':
      return order >= 0 && compareKeyValues(value, lastWithPrefix(operand(comparison, 0))) <= 0;
  }
}
