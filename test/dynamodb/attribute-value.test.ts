import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  ATTRIBUTE_TYPES,
  attributeOf,
  canonicalItem,
  canonicalValue,
  compareKeyValues,
  compareScalars,
  equalItems,
  equalValues,
  typeOf,
} from '../../fakes/dynamodb/attribute-value';

const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);

/** One value of each type. */
const EXAMPLES: readonly AttributeValue[] = [
  { S: 'a' },
  { SS: ['a', 'b'] },
  { N: '1' },
  { NS: ['1', '2'] },
  { B: bytes(1) },
  { BS: [bytes(1), bytes(2)] },
  { BOOL: true },
  { NULL: true },
  { L: [{ S: 'a' }, { N: '1' }] },
  { M: { a: { S: 'a' }, b: { L: [] } } },
];

describe('DynamoDB attribute values', () => {
  it('tells the type of a value', () => {
    expect(EXAMPLES.map(typeOf)).to.deep.equal([...ATTRIBUTE_TYPES]);
    expect(typeOf({ BOOL: false })).to.equal('BOOL');
    expect(typeOf({ S: '' })).to.equal('S');
    expect(() => typeOf({} as AttributeValue)).to.throw('without a type');
  });

  it('holds each value equal to a copy of itself and to no other', () => {
    for (const [i, a] of EXAMPLES.entries()) {
      for (const [j, b] of EXAMPLES.entries()) {
        expect(equalValues(a, structuredClone(b)), `${typeOf(a)} and ${typeOf(b)}`).to.equal(i === j);
      }
    }
  });

  const different: [AttributeValue, AttributeValue][] = [
    [{ S: 'a' }, { S: 'A' }],
    [{ N: '1' }, { N: '2' }],
    [{ B: bytes(1) }, { B: bytes(2) }],
    [{ BOOL: true }, { BOOL: false }],
    [{ SS: ['a'] }, { SS: ['a', 'b'] }],
    [{ SS: ['a'] }, { SS: ['b'] }],
    [{ NS: ['1'] }, { NS: ['2'] }],
    [{ BS: [bytes(1)] }, { BS: [bytes(2)] }],
    [{ L: [{ S: 'a' }, { S: 'b' }] }, { L: [{ S: 'b' }, { S: 'a' }] }],
    [{ L: [{ S: 'a' }] }, { L: [] }],
    [{ M: { a: { S: 'a' } } }, { M: { b: { S: 'a' } } }],
    [{ M: { a: { S: 'a' } } }, { M: { a: { S: 'a' }, b: { S: 'a' } } }],
    [{ M: { a: { S: 'a' } } }, { M: { a: { S: 'b' } } }],
  ];
  for (const [a, b] of different) {
    it(`tells ${JSON.stringify(a)} from ${JSON.stringify(b)}`, () => {
      expect(equalValues(a, b)).to.equal(false);
      expect(equalValues(b, a)).to.equal(false);
    });
  }

  it('compares items, and what is not there', () => {
    const item = { a: { S: 'x' } };
    expect(equalItems(item, { a: { S: 'x' } })).to.equal(true);
    expect(equalItems(item, item)).to.equal(true);
    expect(equalItems(item, undefined)).to.equal(false);
    expect(equalItems(undefined, undefined)).to.equal(true);
    expect(equalItems(undefined, item)).to.equal(false);
    expect(equalValues(undefined, { S: 'a' })).to.equal(false);
    expect(equalValues({ S: 'a' }, undefined)).to.equal(false);
  });

  it('finds attributes whose names every object inherits only when they are there', () => {
    const item = JSON.parse('{"__proto__": {"S": "own"}}') as Record<string, AttributeValue>;
    expect(attributeOf(item, '__proto__')).to.deep.equal({ S: 'own' });
    expect(attributeOf({}, '__proto__')).to.equal(undefined);
    expect(attributeOf({}, 'constructor')).to.equal(undefined);
    expect(Object.keys(canonicalItem(item))).to.deep.equal(['__proto__']);
    expect(equalItems(item, canonicalItem(item))).to.equal(true);
    expect(equalItems(item, { a: { S: 'own' } })).to.equal(false);
  });

  const ordered: [AttributeValue, AttributeValue][] = [
    [{ S: 'A' }, { S: 'a' }],
    [{ S: '' }, { S: 'a' }],
    [{ S: 'a' }, { S: 'aa' }],
    // U+FF5E before U+1F600 in UTF-8, behind it in UTF-16.
    [{ S: '～' }, { S: '😀' }],
    [{ N: '-1' }, { N: '1' }],
    [{ N: '9' }, { N: '10' }],
    [{ B: bytes(1) }, { B: bytes(255) }],
    [{ B: bytes(1) }, { B: bytes(1, 0) }],
  ];
  for (const [a, b] of ordered) {
    it(`orders ${JSON.stringify(a)} before ${JSON.stringify(b)}`, () => {
      expect(compareKeyValues(a, b)).to.be.lessThan(0);
      expect(compareKeyValues(b, a)).to.be.greaterThan(0);
      expect(compareScalars(a, a)).to.equal(0);
    });
  }

  it('knows no order between types, and none for documents', () => {
    expect(compareScalars({ S: '1' }, { N: '1' })).to.equal(undefined);
    expect(compareScalars({ BOOL: true }, { BOOL: false })).to.equal(undefined);
    expect(compareKeyValues({ S: 'z' }, { N: '1' })).to.be.lessThan(0);
  });

  it('keeps the laws of an order over key values', () => {
    const key = fc.oneof(
      fc.string({ unit: 'binary' }).map((S): AttributeValue => ({ S })),
      fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map((n): AttributeValue => ({ N: String(n) })),
      fc.uint8Array({ maxLength: 4 }).map((B): AttributeValue => ({ B })),
    );
    fc.assert(
      fc.property(key, key, key, (a, b, c) => {
        const ab = Math.sign(compareKeyValues(a, b));
        expect(Math.sign(compareKeyValues(b, a))).to.equal(ab === 0 ? 0 : -ab);
        expect(ab === 0).to.equal(equalValues(a, b));
        if (ab <= 0 && compareKeyValues(b, c) <= 0) expect(compareKeyValues(a, c)).to.be.at.most(0);
      }),
      { seed: 1 },
    );
  });

  it('sorts strings as their UTF-8 bytes sort', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        const inBytes = Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect(Math.sign(compareKeyValues({ S: a }, { S: b }))).to.equal(inBytes);
      }),
      { seed: 2 },
    );
  });

  const canonical: [AttributeValue, AttributeValue][] = [
    [{ N: '1.50' }, { N: '1.5' }],
    [{ NS: ['10', '9.0', '-1E1'] }, { NS: ['-10', '9', '10'] }],
    [{ SS: ['b', 'a', ''] }, { SS: ['', 'a', 'b'] }],
    [{ BS: [bytes(255), bytes(0)] }, { BS: [bytes(0), bytes(255)] }],
    [{ L: [{ N: '1.0' }, { S: '1.0' }] }, { L: [{ N: '1' }, { S: '1.0' }] }],
    [{ M: { n: { M: { n: { N: '01' } } } } }, { M: { n: { M: { n: { N: '1' } } } } }],
    [{ BOOL: false }, { BOOL: false }],
  ];
  for (const [given, stored] of canonical) {
    it(`stores ${JSON.stringify(given)} as ${JSON.stringify(stored)}`, () => {
      const before = structuredClone(given);
      expect(canonicalValue(given)).to.deep.equal(stored);
      expect(given).to.deep.equal(before);
    });
  }
});
