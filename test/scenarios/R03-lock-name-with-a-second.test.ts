import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { acquireLock } from '../../src/compaction/lock/acquire';
import { lambdaWorld, TABLE, type LambdaWorld } from '../arrange/lambda-world';

describe('R03: two compactions of one collection start a second apart (I4)', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
  });
  afterEach(() => world.end());

  /** How many of two owners hold the lock. */
  async function holders(acquire: (owner: string) => Promise<boolean>): Promise<number> {
    const a = await acquire('A');
    await world.aws.clock.advance('1s');
    return [a, await acquire('B')].filter(Boolean).length;
  }

  it('the naive way has the second in the name: both hold "the" lock', async () => {
    const naive = async (owner: string): Promise<boolean> => {
      const name = `chroma-words-update-${Math.floor(Date.now() / 1_000)}`;
      const Item = { PK: { S: `LOCK#words#${name}` }, SK: { S: 'LOCK' }, owner: { S: owner } };
      const ConditionExpression = 'attribute_not_exists(PK)';
      await world.clients.dynamodb.send(new PutItemCommand({ TableName: TABLE, Item, ConditionExpression }));
      return true;
    };
    expect(await holders(naive)).to.equal(2);
  });

  it('ours has one name: the second one is busy', async () => {
    const ours = async (owner: string): Promise<boolean> => {
      const table = { dynamodb: world.clients.dynamodb, name: TABLE, collection: 'words' } as const;
      return (
        (await acquireLock({ table, owner, durationMs: 60_000, now: () => Date.now() })).kind === 'acquired'
      );
    };
    expect(await holders(ours)).to.equal(1);
  });
});
