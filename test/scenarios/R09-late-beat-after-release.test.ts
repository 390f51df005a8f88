import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { explore, type ExploreReport } from '../../fakes';
import { acquireLock } from '../../src/compaction/lock/acquire';
import type { OwnedLease } from '../../src/compaction/lock/lease';
import { lockKey, type LockTable } from '../../src/compaction/lock/lock-item';
import { lambdaWorldOn, TABLE } from '../arrange/lambda-world';
import { brokenRun } from '../arrange/rejection';

/** A beats while it releases and B acquires: in every order of the calls B must hold the lock in the end. */
function handOver(beat: (a: OwnedLease, table: LockTable) => Promise<unknown>): Promise<ExploreReport> {
  let table: LockTable | undefined;
  let [a, b]: (OwnedLease | undefined)[] = [];
  const acquire = async (owner: string): Promise<OwnedLease | undefined> => {
    if (table === undefined) throw new Error('not arranged');
    const acquired = await acquireLock({ table, owner, durationMs: 60_000, now: () => Date.now() });
    return acquired.kind === 'acquired' ? acquired.lease : undefined;
  };
  return explore({
    async arrange(aws) {
      const { clients } = await lambdaWorldOn(aws);
      table = { dynamodb: clients.dynamodb, name: TABLE, collection: 'words' };
      a = await acquire('A');
    },
    tasks: {
      beat: async () => a !== undefined && table !== undefined && beat(a, table),
      handOver: async () => {
        await a?.release();
        b = await acquire('B');
      },
    },
    async assert() {
      expect(await b?.validate(), 'B holds the lock').to.equal(true);
    },
  });
}

const ours = async (a: OwnedLease): Promise<unknown> => a.beat(new AbortController().signal);
const naive = async (_a: OwnedLease, table: LockTable): Promise<unknown> =>
  table.dynamodb.send(
    new PutItemCommand({
      TableName: TABLE,
      Item: {
        ...lockKey(table),
        owner: { S: 'A' },
        expires: { S: new Date(Date.now() + 60_000).toISOString() },
      },
      ConditionExpression: 'attribute_exists(PK)',
    }),
  );

describe('R09: a beat is under way while its lock is released (I4)', () => {
  it('the naive way puts the row if there is one: in some order it takes the lock back from B', async () => {
    expect(await brokenRun(handOver(naive))).to.include('B holds the lock');
  });

  it('ours names owner and token: in no order', async () => {
    expect(await handOver(ours)).to.include({ complete: true, failures: 0 });
  });
});
