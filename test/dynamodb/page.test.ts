import { expect } from 'chai';
import { Store } from '../../fakes/kernel/store';
import { fitsKeys, readPage, resumeAfter, startPosition } from '../../fakes/dynamodb/page';
import { comparePositions, segmentRange } from '../../fakes/dynamodb/position';
import { createState, itemsOf } from '../../fakes/dynamodb/state';
import { tablePosition } from '../../fakes/dynamodb/key';
import { stored } from '../../fakes/dynamodb/write';
import { item } from './arrange';
import { index, table } from './entries';

describe('pages', () => {
  it('cost what they evaluate, however large the table is', () => {
    const state = createState(new Store(() => 0), '2026');
    for (let i = 0; i < 1000; i++) {
      const entry = item({ pk: 'p', sk: String(i).padStart(4, '0') });
      itemsOf(state, table).put(tablePosition(table, entry), stored(entry));
    }
    let evaluated = 0;
    const filter = {
      matches: () => (evaluated++, true),
      paths: [],
      requireNoKeys: () => undefined,
      requireScalarKeys: () => undefined,
    };
    const page = readPage(
      { state, advice: {}, now: 0 },
      {
        table,
        index: undefined,
        range: segmentRange(0, 1),
        limit: 3,
        consistent: false,
        filter,
        projection: undefined,
        fetchesItems: false,
        countOnly: false,
        returnConsumedCapacity: undefined,
      },
    );
    expect(evaluated).to.equal(3);
    expect(page).to.deep.include({
      Count: 3,
      ScannedCount: 3,
      LastEvaluatedKey: item({ pk: 'p', sk: '0002' }),
    });
  });

  it('resume strictly behind a position, in both directions', () => {
    const range = segmentRange(0, 1);
    const position = tablePosition(table, item({ pk: 'p', sk: 's' }));
    const forward = resumeAfter(range, position, false);
    const backward = resumeAfter({ ...range, reverse: true }, position, true);
    expect(forward.after !== undefined && comparePositions(forward.after, position)).to.equal(1);
    expect(backward.before !== undefined && comparePositions(backward.before, position)).to.equal(-1);
    expect(backward).to.not.have.property('to');
  });

  it('know the keys they can start at', () => {
    const key = item({ g: 'g', sk: 's', pk: 'p' });
    expect(fitsKeys(table, index, key)).to.equal(true);
    expect(fitsKeys(table, index, item({ pk: 'p', sk: 's' }))).to.equal(false);
    expect(fitsKeys(table, undefined, item({ pk: 'p', sk: 1 }))).to.equal(false);
    expect(fitsKeys(table, undefined, item({ pk: 'p', toString: 's' }))).to.equal(false);
    expect(startPosition(table, index, key).values).to.deep.equal(['g', 's', 'p', 's'].map((S) => ({ S })));
  });
});
