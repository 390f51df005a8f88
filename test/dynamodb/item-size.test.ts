import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { canonicalValue } from '../../fakes/dynamodb/attribute-value';
import { itemSize, MAX_ITEM_BYTES, utf8Length, valueSize } from '../../fakes/dynamodb/item-size';

describe('DynamoDB item size', () => {
  // Captured: measured on AWS at the limit of the item size, 2026-08.
  const numbers: [literal: string, bytes: number][] = [
    ['0', 1],
    ['-0', 1],
    ['1', 2],
    ['12', 2],
    ['123', 3],
    ['1234', 3],
    ['123456', 4],
    ['12345678901234567890123456789012345678', 20],
    ['0042', 2],
    ['100', 2],
    ['1010', 3],
    ['0.0000001', 2],
    ['1E125', 2],
    ['1E-100', 2],
    ['1.5', 3],
    ['15', 2],
    ['1.200', 3],
    ['1.234', 4],
    ['3.14159', 5],
    ['100.5', 4],
    ['0.15', 2],
    ['-42', 3],
  ];
  for (const [literal, bytes] of numbers) {
    it(`counts ${bytes} bytes for the number ${literal}`, () => {
      expect(valueSize(canonicalValue({ N: literal }))).to.equal(bytes);
    });
  }

  const values: [AttributeValue, bytes: number][] = [
    [{ S: '' }, 0],
    [{ S: 'abc' }, 3],
    [{ S: 'é€😀' }, 9],
    [{ B: new Uint8Array(5) }, 5],
    [{ BOOL: false }, 1],
    [{ NULL: true }, 1],
    [{ SS: ['a', 'bc'] }, 3],
    [{ NS: ['1', '100.5'] }, 6],
    [{ BS: [new Uint8Array(1), new Uint8Array(2)] }, 3],
    [{ L: [] }, 3],
    [{ L: [{ S: 'ab' }, { BOOL: true }] }, 8],
    [{ M: {} }, 3],
    [{ M: { key: { S: 'v' } } }, 8],
    [{ M: { a: { L: [{ M: {} }] } } }, 12],
  ];
  for (const [value, bytes] of values) {
    it(`counts ${bytes} bytes for ${JSON.stringify(value)}`, () => expect(valueSize(value)).to.equal(bytes));
  }

  it('counts names and values of an item', () => {
    expect(itemSize({})).to.equal(0);
    expect(itemSize({ pk: { S: 'a' }, größe: { N: '1' } })).to.equal(2 + 1 + 7 + 2);
    expect(utf8Length('größe')).to.equal(7);
    expect(MAX_ITEM_BYTES).to.equal(400 * 1024);
  });
});
