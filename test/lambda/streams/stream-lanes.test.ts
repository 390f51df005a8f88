import { DescribeStreamCommand, DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { expect } from 'chai';
import { lambdaWorld, type LambdaWorld } from '../world';

interface Event {
  readonly Records: readonly {
    readonly dynamodb: { readonly Keys: { readonly id: { readonly S: string } } };
  }[];
}

describe('Lambda: shards of a stream', () => {
  let w: LambdaWorld;
  beforeEach(async () => {
    w = lambdaWorld({ seed: 1, time: 'virtual' });
    await w.table();
  });
  afterEach(() => w.aws.unplug());

  const isEvent = (event: unknown): event is Event =>
    typeof event === 'object' && event !== null && 'Records' in event;
  const ids = (event: unknown): string[] =>
    isEvent(event) ? event.Records.map(({ dynamodb }) => dynamodb.Keys.id.S) : [];
  const split = (): void => w.aws.dynamodb.table('orders').splitShards();
  const letters = 'abcdefgh'.split('');

  it('are read at once after a split, one batch under way in each', async () => {
    let running = 0;
    let most = 0;
    w.lambda.function('work', async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 10));
      running--;
    });
    w.lambda.eventSource({ table: 'orders', function: 'work', batchSize: 1 });
    await w.put(...letters);
    await w.lambda.settle();
    expect(most).to.equal(1);
    split();
    await w.put(...letters.map((id) => `${id}2`));
    const report = await w.lambda.settle();
    expect(most).to.equal(2);
    expect(report.invocations).to.have.lengthOf(8);
    split();
    await w.put(...letters.map((id) => `${id}3`), ...letters.map((id) => `${id}4`));
    await w.lambda.settle();
    expect(most).to.equal(4);
  });

  it('keep their children waiting until they are drained: nothing of an item overtakes what came before', async () => {
    let failures = 3;
    const order: string[] = [];
    w.lambda.function('work', async (event: Event) => {
      if (ids(event).includes('a') && failures-- > 0) throw new Error('no');
      order.push(ids(event).join(''));
    });
    w.lambda.eventSource({ table: 'orders', function: 'work', batchSize: 2 });
    await w.put('a', 'b', 'c');
    split();
    await w.put(...letters.slice(3));
    w.aws.dynamodb.table('orders').delete({ id: 'a' });
    const report = await w.lambda.settle();
    expect(order.slice(0, 2)).to.deep.equal(['ab', 'c']);
    expect(order.slice(2).join('').split('').toSorted().join('')).to.equal('adefgh');
    expect(report.retries).to.equal(3);
  });

  it('block only themselves: what is in the other half goes on', async () => {
    w.lambda.function('work', async (event: Event) => {
      if (ids(event).includes('a')) throw new Error('no');
    });
    w.lambda.eventSource({ table: 'orders', function: 'work', maximumRetryAttempts: 5, batchSize: 1 });
    split();
    await w.put(...letters);
    const step = await w.lambda.step();
    expect(step?.invocations).to.have.lengthOf(2);
    const report = await w.lambda.settle();
    expect(report.deadLetters).to.have.lengthOf(1);
    const handled = [...(step?.invocations ?? []), ...report.invocations]
      .filter(({ outcome }) => outcome.kind === 'returned')
      .flatMap(({ event }) => ids(event));
    expect(handled.toSorted().join('')).to.equal('bcdefgh');
  });

  it('multiply with ParallelizationFactor', async () => {
    const together: number[] = [];
    w.lambda.function('work', async () => undefined);
    w.lambda.eventSource({ table: 'orders', function: 'work', parallelizationFactor: 10, batchSize: 1 });
    split();
    await w.put(...Array.from({ length: 60 }, (_, i) => `key ${i}`));
    for (let step = await w.lambda.step(); step !== undefined; step = await w.lambda.step()) {
      together.push(step.invocations.length);
    }
    expect(Math.max(...together)).to.be.within(11, 20);
    expect(together.reduce((sum, count) => sum + count, 0)).to.equal(60);
  });

  it('begin at LATEST behind what was there, in whatever shard, and at TRIM_HORIZON with the oldest', async () => {
    await w.put('a');
    split();
    await w.put('b');
    w.lambda.function('latest', async () => undefined);
    w.lambda.function('all', async () => undefined);
    w.lambda.eventSource({ table: 'orders', function: 'latest' });
    w.lambda.eventSource({ table: 'orders', function: 'all', startingPosition: 'TRIM_HORIZON' });
    await w.put('c');
    split();
    await w.put('d');
    const { invocations } = await w.lambda.settle();
    const seen = (name: string): string =>
      invocations
        .filter(({ functionName }) => functionName === name)
        .flatMap(({ event }) => ids(event))
        .join('');
    expect(seen('latest').split('').toSorted().join('')).to.equal('cd');
    expect(seen('all').split('').toSorted().join('')).to.equal('abcd');
    expect(seen('all')).to.match(/^a/);
  });

  it('follow each other through the day without a word', async () => {
    w.lambda.function('work', async () => undefined);
    w.lambda.eventSource({ table: 'orders', function: 'work' });
    for (const id of letters) {
      await w.put(id);
      await w.aws.clock.advance('2h');
    }
    const report = await w.lambda.settle();
    expect(report.invocations.flatMap(({ event }) => ids(event)).join('')).to.equal('abcdefgh');
    expect(report.invocations.map(({ batchSize }) => batchSize)).to.deep.equal([2, 2, 2, 2]);
  });

  it('are named to the on-failure destination', async () => {
    await w.queue('lost');
    w.lambda.function('work', async () => {
      throw new Error('no');
    });
    const { EventSourceArn: StreamArn } = w.lambda.eventSource({
      table: 'orders',
      function: 'work',
      maximumRetryAttempts: 0,
      onFailure: { queue: 'lost' },
    });
    split();
    await w.put(...letters);
    await w.lambda.settle();
    const { StreamDescription } = await new DynamoDBStreamsClient({}).send(
      new DescribeStreamCommand({ StreamArn }),
    );
    const shards = StreamDescription?.Shards?.slice(1).map(({ ShardId }) => ShardId) ?? [];
    const told = w.aws.sqs.queue('lost').bodies();
    expect(told).to.have.lengthOf(2);
    for (const shard of shards)
      expect(told.some((body) => body.includes(`"shardId":"${shard}"`))).to.equal(true);
  });
});
