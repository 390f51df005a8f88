import { expect } from 'chai';
import { itemCollectionMetrics } from '../../fakes/dynamodb/item-collection';
import { item } from './arrange';
import { index, table } from './entries';

describe('ItemCollectionMetrics', () => {
  const local = { ...table, indexes: [index, { ...index, kind: 'local' as const }] };
  it('are there when asked for, on a table with a local index', () => {
    const key = item({ pk: 'a', sk: 'b' });
    expect(itemCollectionMetrics('SIZE', local, key)).to.deep.equal({
      ItemCollectionKey: item({ pk: 'a' }),
      SizeEstimateRangeGB: [0, 1],
    });
    expect(itemCollectionMetrics('NONE', local, key)).to.equal(undefined);
    expect(itemCollectionMetrics(undefined, local, key)).to.equal(undefined);
    expect(itemCollectionMetrics('SIZE', table, key)).to.equal(undefined);
  });
});
