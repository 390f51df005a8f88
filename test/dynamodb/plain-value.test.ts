import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fromPlain, toPlain, type PlainValue } from '../../fakes/dynamodb/plain-value';

describe('plain values', () => {
  const bytes = new Uint8Array([1, 2]);
  const both: readonly (readonly [PlainValue, AttributeValue])[] = [
    ['text', { S: 'text' }],
    [1.5, { N: '1.5' }],
    [-7, { N: '-7' }],
    [12345678901234567890n, { N: '12345678901234567890' }],
    [true, { BOOL: true }],
    [null, { NULL: true }],
    [bytes, { B: bytes }],
    [['a', 1], { L: [{ S: 'a' }, { N: '1' }] }],
    [{ a: { b: 'c' } }, { M: { a: { M: { b: { S: 'c' } } } } }],
    [new Set(['a', 'b']), { SS: ['a', 'b'] }],
    [new Set([1, 2]), { NS: ['1', '2'] }],
    [new Set([bytes]), { BS: [bytes] }],
  ];
  for (const [plain, value] of both) {
    it(`turn ${JSON.stringify(value)} there and back`, () => {
      expect(fromPlain({ x: plain })).to.deep.equal({ x: value });
      expect(toPlain({ x: value })).to.deep.equal({ x: plain });
    });
  }

  it('keep digits that a double would lose as text', () => {
    expect(toPlain({ x: { N: '0.12345678901234567890' } })).to.deep.equal({ x: '0.12345678901234567890' });
    expect(toPlain({ x: { N: '0.000000000000000000001' } })).to.deep.equal({ x: 1e-21 });
  });

  it('keep __proto__ as a name', () => {
    const plain = JSON.parse('{"__proto__":"mine"}') as Record<string, PlainValue>;
    expect(Object.entries(toPlain(fromPlain(plain)))).to.deep.equal([['__proto__', 'mine']]);
  });

  it('refuse sets of mixed or no members, and what has no counterpart', () => {
    expect(() => fromPlain({ x: new Set(['a', 1]) })).to.throw('a set needs members of one type');
    expect(() => fromPlain({ x: new Set() })).to.throw('a set needs members of one type');
    expect(() => fromPlain({ x: undefined as never })).to.throw(
      'x: a undefined has no counterpart in DynamoDB.',
    );
  });
});
