import { expect } from 'chai';
import { groupBy, slicesOf } from '../../../src/shared/grouping';

describe('grouping', () => {
  it('keeps the order of keys and values', () => {
    expect([...groupBy([3, 1, 4, 1, 5], (value) => value % 2)]).to.deep.equal([
      [1, [3, 1, 1, 5]],
      [0, [4]],
    ]);
  });

  it('slices into runs of at most the size', () => {
    expect(slicesOf([1, 2, 3, 4, 5], 2)).to.deep.equal([[1, 2], [3, 4], [5]]);
    expect(slicesOf([], 2)).to.deep.equal([]);
  });
});
