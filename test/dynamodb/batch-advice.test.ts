import { expect } from 'chai';
import { checkBatchAdvice, failsEntry } from '../../fakes/dynamodb/batch-advice';

describe('advice on a batch', () => {
  it('fails the entries at its positions, or all', () => {
    const failing = (advice: Parameters<typeof failsEntry>[0]) =>
      [0, 1, 2].filter((i) => failsEntry(advice, i));
    expect(failing({})).to.deep.equal([]);
    expect(failing({ failEntries: { entries: [2, 0] } })).to.deep.equal([0, 2]);
    expect(failing({ failEntries: { entries: 'all' } })).to.deep.equal([0, 1, 2]);
  });

  it('is refused where DynamoDB has nothing like it', () => {
    const check = (failEntries: Parameters<typeof failsEntry>[0]['failEntries']) => () =>
      checkBatchAdvice('BatchWriteItem', failEntries === undefined ? {} : { failEntries });
    check(undefined)();
    check({ entries: 'all' })();
    check({ entries: [0, 1] })();
    const noCode = 'BatchWriteItem: DynamoDB leaves entries unprocessed without a code or a sender fault.';
    expect(check({ entries: [0], code: 'Throttled' })).to.throw(noCode);
    expect(check({ entries: [0], senderFault: true })).to.throw(noCode);
    expect(check({ entries: ['id'] })).to.throw(
      "BatchWriteItem: entries of a batch have no Ids. Give their positions, from 0, or 'all'.",
    );
  });
});
