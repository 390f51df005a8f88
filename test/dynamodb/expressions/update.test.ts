import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import type { Item } from '../../../fakes/dynamodb/attribute-value';
import { Bindings } from '../../../fakes/dynamodb/expressions/bindings';
import { readUpdate } from '../../../fakes/dynamodb/expressions/parse';
import { updateOf, type Update } from '../../../fakes/dynamodb/expressions/update';
import { bindUpdate } from '../../../fakes/dynamodb/expressions/update-binding';
import { refusal } from '../refusal';

const VALUES: Record<string, AttributeValue> = { ':1': { N: '1' }, ':s': { S: 's' }, ':ss': { SS: ['a'] } };
const ITEM: Item = {
  pk: { S: 'k' },
  n: { N: '1' },
  a: { M: { b: { S: 'b' }, c: { L: [{ N: '1' }, { N: '2' }] } } },
  ss: { SS: ['a'] },
};

function update(text: string): Update {
  return updateOf(bindUpdate(readUpdate(text), new Bindings({ '#a': 'a' }, VALUES, '2026')));
}

describe('DynamoDB expressions: an update', () => {
  const rows: [text: string, updatedOld: Item, updatedNew: Item][] = [
    ['SET n = n + :1', { n: { N: '1' } }, { n: { N: '2' } }],
    ['SET x = :s', {}, { x: { S: 's' } }],
    // Only the leaf that was touched.
    ['SET a.c[1] = :s', { a: { M: { c: { L: [{ N: '2' }] } } } }, { a: { M: { c: { L: [{ S: 's' }] } } } }],
    [
      'SET a.b = :s, a.x = :1',
      { a: { M: { b: { S: 'b' } } } },
      { a: { M: { b: { S: 's' }, x: { N: '1' } } } },
    ],
    ['SET a.c[7] = :s', {}, { a: { M: { c: { L: [{ S: 's' }] } } } }],
    ['REMOVE a.c[0]', { a: { M: { c: { L: [{ N: '1' }] } } } }, {}],
    ['REMOVE n', { n: { N: '1' } }, {}],
    ['ADD n :1', { n: { N: '1' } }, { n: { N: '2' } }],
    ['DELETE ss :ss', { ss: { SS: ['a'] } }, {}],
    ['DELETE x :ss', {}, {}],
  ];
  for (const [text, updatedOld, updatedNew] of rows) {
    it(`${text} returns the touched leaves`, () => {
      const updated = update(text).apply(ITEM);
      expect(updated.updatedOld()).to.deep.equal(updatedOld);
      expect(updated.updatedNew()).to.deep.equal(updatedNew);
    });
  }

  it('makes a new item and leaves the old one alone', () => {
    const before = structuredClone(ITEM);
    const { item } = update('SET a.b = :s REMOVE n ADD x :1 DELETE ss :ss').apply(ITEM);
    expect(item).to.deep.equal({
      pk: { S: 'k' },
      a: { M: { b: { S: 's' }, c: { L: [{ N: '1' }, { N: '2' }] } } },
      x: { N: '1' },
    });
    expect(ITEM).to.deep.equal(before);
  });

  it('creates an item from its key', () => {
    expect(update('SET x = if_not_exists(x, :s) ADD y :1').apply({ pk: { S: 'k' } }).item).to.deep.equal({
      pk: { S: 'k' },
      x: { S: 's' },
      y: { N: '1' },
    });
  });

  it('says whether it creates an item', () => {
    expect(update('SET x = :s').createsItem).to.equal(true);
    expect(update('ADD x :1').createsItem).to.equal(true);
    expect(update('REMOVE x').createsItem).to.equal(false);
    expect(update('REMOVE x DELETE y :ss').createsItem).to.equal(false);
    expect(update('REMOVE x SET y = :s').createsItem).to.equal(true);
  });

  it('tells the attributes it changes, and refuses keys among them', () => {
    const touching = update('SET #a.b = n, a.c = :s REMOVE x ADD y :1');
    expect(touching.touched).to.deep.equal(['a', 'x', 'y']);
    expect(refusal(() => touching.requireNoKeys(['pk', 'n']))).to.equal(undefined);
    expect(refusal(() => touching.requireNoKeys(['pk', 'x']))).to.equal(
      'One or more parameter values were invalid: Cannot update attribute x. This attribute is part of the key',
    );
  });

  it('refuses to read inside keys', () => {
    const message =
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk";
    for (const text of [
      'SET x = pk.y',
      'SET x = if_not_exists(pk[0], :s)',
      'SET x = if_not_exists(y, pk.y)',
      'SET x = :1 + pk.y',
      'SET x = n - pk.y',
      'SET x = list_append(y, pk.y)',
    ]) {
      expect(
        refusal(() => update(text).requireScalarKeys(['pk'])),
        text,
      ).to.equal(message);
    }
    expect(refusal(() => update('SET x = pk, y = a.b, z = :s REMOVE w').requireScalarKeys(['pk']))).to.equal(
      undefined,
    );
  });
});
