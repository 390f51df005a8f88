import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { acquireLock } from '../../../../src/compaction/lock/acquire';
import { lambdaWorld, TABLE, type LambdaWorld } from '../../../arrange/lambda-world';

const [A, B] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'];

describe('acquireLock', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
  });
  afterEach(() => world.end());

  const acquire = (owner: string, collection: 'lines' | 'words' = 'words') =>
    acquireLock({
      table: { dynamodb: world.clients.dynamodb, name: TABLE, collection },
      owner,
      durationMs: 180_000,
      now: () => Date.now(),
    });

  it('writes the whole row', async () => {
    const acquisition = await acquire(A);
    expect(acquisition).to.have.nested.property('lease.fencingToken', 1);
    expect(await world.item({ pk: 'LOCK#words#snapshot', sk: 'LOCK' })).to.deep.equal({
      PK: { S: 'LOCK#words#snapshot' },
      SK: { S: 'LOCK' },
      TYPE: { S: 'COMPACTION_LOCK' },
      GSI1PK: { S: 'LOCK#words' },
      GSI1SK: { S: 'EXPIRES#2025-10-23T09:03:00.000Z' },
      owner: { S: A },
      collection: { S: 'words' },
      expires: { S: '2025-10-23T09:03:00.000Z' },
      heartbeat: { S: '2025-10-23T09:00:00.000Z' },
      time_to_live: { N: String(Date.UTC(2025, 9, 24, 9, 3) / 1000) },
      fencing_token: { N: '1' },
    });
  });

  it('excludes others until the lease ends, whenever they start (R03)', async () => {
    await acquire(A);
    await world.aws.clock.advance('1s');
    expect(await acquire(B)).to.deep.equal({ kind: 'busy' });
    await world.aws.clock.advance('179s');
    expect(await acquire(B)).to.deep.equal({ kind: 'busy' });
    await world.aws.clock.advance(1);
    expect(await acquire(B)).to.have.nested.property('lease.fencingToken', 2);
  });

  it('is per collection', async () => {
    await acquire(A);
    expect(await acquire(B, 'lines')).to.have.property('kind', 'acquired');
  });

  it('tells a failing table from a busy lock (R16)', async () => {
    world.aws.faults.on(UpdateItemCommand).throttled().wholeOperation();
    const acquisition = await acquire(A);
    expect(acquisition).to.have.property('kind', 'error');
    expect(acquisition)
      .to.have.nested.property('error.name')
      .that.matches(/Throttling|ProvisionedThroughput/);
  });

  it('does not work without a token', async () => {
    world.aws.dynamodb.mock?.on(UpdateItemCommand).resolves({});
    expect(await acquire(A)).to.have.nested.property('error.message', 'fencing_token is missing');
  });

  it('takes a row that it is not shown for somebody else', async () => {
    const busy = new ConditionalCheckFailedException({
      message: 'The conditional request failed',
      $metadata: {},
    });
    world.aws.dynamodb.mock?.on(UpdateItemCommand).rejects(busy);
    expect(await acquire(A)).to.deep.equal({ kind: 'busy' });
  });

  it('recognises its own row when the answer got lost and the SDK asked again', async () => {
    world.aws.faults.on(UpdateItemCommand).answerLost();
    expect(await acquire(A)).to.have.nested.property('lease.fencingToken', 1);
  });
});
