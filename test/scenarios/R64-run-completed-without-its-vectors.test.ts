import { expect } from 'chai';
import { createReceiptTable } from '../../src/compaction/receipt-table';
import { TABLE } from '../arrange/lambda-world';
import { RECEIPT, RUN_ID } from '../arrange/receipts';
import { brokenRun } from '../arrange/rejection';
import { sweepCompaction } from '../arrange/swept-compaction';

describe('R64: the merge of a run fails (I1)', function () {
  this.timeout(60_000);

  it('the naive way marks the run as completed all the same, with no vectors', async () => {
    const sweep = sweepCompaction({
      wrap:
        (ours, { dynamodb }) =>
        async (event, context) => {
          const answer = await ours(event, context);
          await createReceiptTable(dynamodb, TABLE).completeRun('words', RECEIPT, RUN_ID, 0, 0);
          const batchItemFailures = answer.batchItemFailures.filter(
            ({ itemIdentifier }) => itemIdentifier !== 'run',
          );
          return { ...answer, batchItemFailures };
        },
      faults: ['serverError'],
      keepGoing: false,
    });
    expect(await brokenRun(sweep)).to.include('vectors');
  });

  it('ours marks it after its vectors are published', async () => {
    expect(await sweepCompaction({ faults: ['serverError'] })).to.include({ complete: true, failures: 0 });
  });
});
