import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { explore, type ExploreReport } from '../../fakes';
import { createReceiptTable } from '../../src/compaction/receipt-table';
import { COLLECTIONS, runItem, type Collection } from '../../src/shared/receipt-keys';
import { lambdaWorldOn, TABLE, type LambdaWorld } from '../arrange/lambda-world';
import { compactionRun, primaryKey, RECEIPT, RUN_ID } from '../arrange/receipts';
import { brokenRun } from '../arrange/rejection';

/** Lines and words finish at once; afterwards the run must say so of both. */
function bothFinish(
  finish: (world: LambdaWorld, collection: Collection) => Promise<unknown>,
): Promise<ExploreReport> {
  let world: LambdaWorld | undefined;
  const finishIn = async (collection: Collection): Promise<unknown> =>
    world === undefined ? undefined : finish(world, collection);
  return explore({
    async arrange(aws) {
      world = await lambdaWorldOn(aws);
      await world.put(compactionRun(RECEIPT));
    },
    tasks: { lines: () => finishIn('lines'), words: () => finishIn('words') },
    async assert() {
      const run = await world?.item(runItem(RECEIPT, RUN_ID));
      expect(COLLECTIONS.map((name) => run?.[`${name}_state`]?.S)).to.deep.equal(['COMPLETED', 'COMPLETED']);
    },
  });
}

describe('R63: lines and words of a run finish together (I1)', () => {
  it('the naive way reads the run, changes its half and puts the whole: in some order one half is lost', async () => {
    const naive = async ({ clients: { dynamodb } }: LambdaWorld, collection: Collection): Promise<void> => {
      const Key = primaryKey(runItem(RECEIPT, RUN_ID));
      const { Item = {} } = await dynamodb.send(new GetItemCommand({ TableName: TABLE, Key }));
      Item[`${collection}_state`] = { S: 'COMPLETED' };
      await dynamodb.send(new PutItemCommand({ TableName: TABLE, Item }));
    };
    expect(await brokenRun(bothFinish(naive))).to.include('PENDING');
  });

  it('ours updates its own attributes', async () => {
    const ours = ({ clients }: LambdaWorld, collection: Collection): Promise<void> =>
      createReceiptTable(clients.dynamodb, TABLE).completeRun(collection, RECEIPT, RUN_ID, 1, 0);
    expect(await bothFinish(ours)).to.include({ complete: true, failures: 0 });
  });
});
