import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { acquireLock } from '../../src/compaction/lock/acquire';
import type { OwnedLease } from '../../src/compaction/lock/lease';
import { lockKey } from '../../src/compaction/lock/lock-item';
import { lambdaWorld, TABLE, type LambdaWorld } from '../arrange/lambda-world';

describe('R02: a late heartbeat after somebody else has acquired the lock (I4)', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
  });
  afterEach(() => world.end());

  async function acquire(owner: string): Promise<OwnedLease> {
    const table = { dynamodb: world.clients.dynamodb, name: TABLE, collection: 'words' } as const;
    const acquired = await acquireLock({ table, owner, durationMs: 60_000, now: () => Date.now() });
    if (acquired.kind !== 'acquired') throw new Error(acquired.kind);
    return acquired.lease;
  }

  /** A stalls past its lease, B acquires, then A's beat arrives. Answers whether B still holds the lock. */
  async function lateBeat(beat: (a: OwnedLease) => Promise<unknown>): Promise<boolean> {
    const a = await acquire('A');
    await world.aws.clock.advance('2m');
    const b = await acquire('B');
    await beat(a);
    return b.validate();
  }

  it('the naive way puts the whole row if there is one: B has lost its lock', async () => {
    const naive = () =>
      world.clients.dynamodb.send(
        new PutItemCommand({
          TableName: TABLE,
          Item: {
            ...lockKey({ dynamodb: world.clients.dynamodb, name: TABLE, collection: 'words' }),
            owner: { S: 'A' },
            expires: { S: new Date(Date.now() + 60_000).toISOString() },
          },
          ConditionExpression: 'attribute_exists(PK) AND attribute_exists(SK)',
        }),
      );
    expect(await lateBeat(naive)).to.equal(false);
  });

  it("ours names owner and token: the beat is refused, and B's lock stays", async () => {
    const beats: unknown[] = [];
    const ours = async (a: OwnedLease) => beats.push(await a.beat(new AbortController().signal));
    expect(await lateBeat(ours)).to.equal(true);
    expect(beats).to.deep.equal(['lost']);
  });
});
