import { expect } from 'chai';
import { DeleteMessageBatchCommand, DeleteQueueCommand } from '@aws-sdk/client-sqs';
import { lambdaWorld, type LambdaWorld } from '../world';

describe('lambda/queue-poll', () => {
  let w: LambdaWorld;
  beforeEach(async () => {
    w = lambdaWorld({ seed: 1, time: 'virtual' });
    w.lambda.function('work', async () => undefined);
  });
  afterEach(() => w.aws.unplug());

  const operations = (): string[] =>
    w.aws.calls.entries.flatMap(({ caller, operation }) => (caller === 'aws:lambda' ? [operation] : []));

  it('polls only when something can be received', async () => {
    await w.queue('jobs', { DelaySeconds: '30' });
    w.lambda.eventSource({ queue: 'jobs', function: 'work' });
    await w.send('jobs', 'a');
    expect(await w.lambda.step()).to.equal(undefined);
    expect(operations()).to.deep.equal([]);
    const report = await w.lambda.settle();
    expect(report.elapsedMs).to.be.within(30_000, 30_100);
    expect(operations()).to.deep.equal(['ReceiveMessage', 'DeleteMessageBatch']);
  });

  it('deletes ten messages at a time', async () => {
    await w.queue('jobs');
    await w.send('jobs', ...Array.from({ length: 12 }, (_, i) => `${i}`));
    w.lambda.eventSource({ queue: 'jobs', function: 'work', batchSize: 12, maximumBatchingWindow: '1s' });
    await w.lambda.step();
    expect(operations()).to.deep.equal([
      'ReceiveMessage',
      'ReceiveMessage',
      'DeleteMessageBatch',
      'DeleteMessageBatch',
    ]);
  });

  it('says which deletes of a batch failed', async () => {
    await w.queue('jobs');
    const ids = await w.send('jobs', 'a', 'b');
    w.lambda.eventSource({ queue: 'jobs', function: 'work' });
    w.aws.faults.on(DeleteMessageBatchCommand).failsEntries([1]).for('aws:lambda');
    expect((await w.lambda.step())?.deletesLost).to.deep.equal([ids[1]]);
  });

  it('says what a poll moved to the dead-letter queue, not what was there', async () => {
    await w.queue('dead');
    await w.queue('jobs', {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: w.arn('dead'), maxReceiveCount: 1 }),
    });
    await w.send('dead', 'older');
    const [id] = await w.send('jobs', 'a');
    w.lambda.function('fails', async () => {
      throw new Error('no');
    });
    w.lambda.eventSource({ queue: 'jobs', function: 'fails' });
    const report = await w.lambda.settle();
    expect(report.deadLetters).to.deep.equal([{ source: w.arn('jobs'), target: w.arn('dead'), what: id }]);
    expect(report.steps.at(-1)?.invocations).to.deep.equal([]);
    expect(report.toText()).to.include(`${id} -> ${w.arn('dead')}`);
  });

  it('rests when the queue is gone', async () => {
    const QueueUrl = await w.queue('jobs');
    w.lambda.eventSource({ queue: 'jobs', function: 'work' });
    await w.send('jobs', 'a');
    await w.sqs.send(new DeleteQueueCommand({ QueueUrl }));
    expect(await w.lambda.step()).to.equal(undefined);
  });
});
