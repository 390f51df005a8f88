import { expect } from 'chai';
import { checkIndexKeys, indexView, sameView } from '../../fakes/dynamodb/index-entry';
import { stored } from '../../fakes/dynamodb/write';
import { item, type Short } from './arrange';
import { index, table } from './entries';

describe('DynamoDB index entries', () => {
  const view = (members: Record<string, Short>, of = index) => indexView(table, of, stored(item(members)));

  it('hold what is projected, at the position of the index key', () => {
    const entry = view({ pk: 'p', sk: 's', g: 'g', x: 'x' });
    expect(entry?.stored).to.deep.equal({ item: item({ g: 'g', sk: 's', pk: 'p' }), bytes: 8 });
    const whole = view({ pk: 'p', sk: 's', g: 'g', x: 'x' }, { ...index, projected: undefined });
    expect(whole?.stored.item).to.have.property('x');
  });

  it('leave out items without the key, or with one that does not fit', () => {
    for (const g of [5, '', 'x'.repeat(2049), { L: [] }])
      expect(view({ pk: 'p', sk: 's', g })).to.equal(undefined);
    expect(view({ pk: 'p', sk: 's' })).to.equal(undefined);
  });

  it('are the same when what they store is', () => {
    const [a, b, c] = [{ x: 'x' }, { x: 'y' }, { g: 'other' }].map((more) =>
      view({ pk: 'p', sk: 's', g: 'g', ...more }),
    );
    if (a === undefined || b === undefined || c === undefined) throw new Error('no entry');
    expect(sameView(a, b)).to.equal(true);
    expect(sameView(a, a)).to.equal(true);
    expect(sameView(a, c)).to.equal(false);
  });

  it('are checked on an update only for what it changed', () => {
    const before = item({ pk: 'p', sk: 's', g: 5 });
    checkIndexKeys(table, { ...before, x: { S: 'new' } }, before);
    expect(() => checkIndexKeys(table, before)).to.throw(
      'Type mismatch for Index Key g Expected: S Actual: N IndexName: gsi',
    );
  });
});
