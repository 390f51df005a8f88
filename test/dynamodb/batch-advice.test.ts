import { expect } from 'chai';
import { failsEntry } from '../../fakes/dynamodb/batch-advice';

describe('advice on a batch', () => {
  it('fails the entries at its positions, or all', () => {
    const failing = (advice: Parameters<typeof failsEntry>[0]) =>
      [0, 1, 2].filter((i) => failsEntry(advice, i));
    expect(failing({})).to.deep.equal([]);
    expect(failing({ failEntries: { entries: [2, 0] } })).to.deep.equal([0, 2]);
    expect(failing({ failEntries: { entries: 'all' } })).to.deep.equal([0, 1, 2]);
  });
});
