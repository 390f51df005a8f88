import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import * as fc from 'fast-check';
import type { KeyComparison } from '../../fakes/dynamodb/expressions/key-condition';
import { keyRange, meetsKeyQuery } from '../../fakes/dynamodb/key-range';
import { comparePositions, positionOf, type Position } from '../../fakes/dynamodb/position';

const key = { hash: [{ name: 'pk', type: 'S' }], range: [{ name: 'sk', type: 'S' }] } as const;

function inRange(range: ReturnType<typeof keyRange>, position: Position): boolean {
  const above = range.from === undefined || comparePositions(range.from, position) <= 0;
  return above && (range.to === undefined || comparePositions(position, range.to) <= 0);
}

describe('DynamoDB key ranges', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\uffff', '\u{10ffff}', '0'), maxLength: 3 });

  for (const operator of ['=', '<', '<=', '>', '>=', 'BETWEEN', 'begins_with'] as const) {
    it(`holds exactly the sort keys that meet ${operator}`, () => {
      fc.assert(
        fc.property(text, text, text, (sk, a, b) => {
          const operands: AttributeValue[] = operator === 'BETWEEN' ? [{ S: a }, { S: b }] : [{ S: a }];
          const comparison: KeyComparison = { attribute: 'sk', operator, operands };
          const query = { hash: [{ S: 'p' }], range: [comparison] };
          const expected = meetsKeyQuery({ pk: { S: 'p' }, sk: { S: sk } }, key, query) === undefined;
          expect(inRange(keyRange(query), positionOf([{ S: 'p' }], [{ S: sk }]))).to.equal(expected);
          if (operator === 'begins_with') expect(expected).to.equal(sk.startsWith(a));
        }),
        { numRuns: 300, seed: 2 },
      );
    });
  }

  it('finds binary prefixes', () => {
    const B = (...bytes: number[]): AttributeValue => ({ B: new Uint8Array(bytes) });
    const query = {
      hash: [{ S: 'p' }],
      range: [{ attribute: 'sk', operator: 'begins_with', operands: [B(1, 255)] }],
    } as const;
    const range = keyRange(query);
    const found = [B(1, 254), B(1, 255), B(1, 255, 255, 255), B(2)].map((sk) =>
      inRange(range, positionOf([{ S: 'p' }], [sk])),
    );
    expect(found).to.deep.equal([false, true, true, false]);
  });

  it('says why a start key is outside', () => {
    const query = {
      hash: [{ S: 'p' }],
      range: [{ attribute: 'sk', operator: '>', operands: [{ S: 'b' }] }],
    } as const;
    expect(meetsKeyQuery({ pk: { S: 'q' }, sk: { S: 'c' } }, key, query)).to.equal(
      'The provided starting key is outside query boundaries based on provided conditions',
    );
    expect(meetsKeyQuery({ pk: { S: 'p' }, sk: { S: 'b' } }, key, query)).to.equal(
      'The provided starting key does not match the range key predicate',
    );
    expect(meetsKeyQuery({ pk: { S: 'p' } }, key, query)).to.be.a('string');
    expect(meetsKeyQuery({ pk: { S: 'p' }, sk: { S: 'c' } }, key, query)).to.equal(undefined);
  });

  it('refuses a comparison without operand as a defect', () => {
    const broken = { hash: [{ S: 'p' }], range: [{ attribute: 'sk', operator: '<', operands: [] }] } as const;
    expect(() => keyRange(broken)).to.throw('lacks its operand');
  });
});
