import { expect } from 'chai';
import { Store } from '../../fakes/kernel/store';
import { createState, indexItemsOf, itemsOf, recordsOf } from '../../fakes/dynamodb/state';
import { index, table } from './entries';

describe('the state of DynamoDB', () => {
  const state = createState(new Store(() => 0), '2026');

  it('has a collection per table, index and stream, the same one every time', () => {
    expect(itemsOf(state, table)).to.equal(itemsOf(state, table));
    expect(itemsOf(state, table)).to.not.equal(itemsOf(state, { ...table, region: 'eu-west-1' }));
    expect(indexItemsOf(state, table, index)).to.equal(indexItemsOf(state, table, index));
    expect(indexItemsOf(state, table, index)).to.not.equal(itemsOf(state, table));
    expect(recordsOf(state, 'arn')).to.equal(recordsOf(state, 'arn'));
  });

  it('orders tables by region and name', () => {
    for (const key of [
      ['b', 'x'],
      ['a', 'y'],
      ['a', 'x'],
    ] as const)
      state.tables.put(key, table);
    expect([...state.tables.entries()].map(([key]) => key.join('/'))).to.deep.equal(['a/x', 'a/y', 'b/x']);
  });
});
