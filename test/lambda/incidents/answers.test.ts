import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import type { LambdaHandler } from '../../../fakes/lambda/functions';
import { lambdaWorld, type LambdaWorld } from '../world';

interface Event {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

describe('Lambda: incidents that a naive handler does not survive, and a careful one does', () => {
  let w: LambdaWorld;
  beforeEach(() => {
    w = lambdaWorld({ seed: 1, time: 'virtual' });
  });
  afterEach(() => w.aws.unplug());

  const forward = (MessageBody: string, id?: string) => {
    const url = `https://sqs.us-east-1.amazonaws.com/000000000000/next${id === undefined ? '' : '.fifo'}`;
    const once = id === undefined ? {} : { MessageGroupId: 'g', MessageDeduplicationId: id };
    return w.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody, ...once }));
  };
  /** Sends messages through a handler that forwards them; what arrived. */
  async function forwarded(handler: LambdaHandler, target: string): Promise<readonly string[]> {
    await w.queue('jobs');
    w.lambda.function('work', handler);
    w.lambda.eventSource({ queue: 'jobs', function: 'work', reportBatchItemFailures: true });
    await w.send('jobs', 'a', 'b');
    await w.lambda.settle();
    return w.aws.sqs.queue(target).bodies().toSorted();
  }
  const naive = async ({ Records }: Event): Promise<void> => {
    for (const { body } of Records) await forward(body);
  };
  /** Gives every message an identity of its own, and says which failed. */
  const careful = async ({ Records }: Event): Promise<object> => {
    const batchItemFailures: object[] = [];
    for (const { body, messageId } of Records) {
      await forward(body, messageId).catch(() => batchItemFailures.push({ itemIdentifier: messageId }));
    }
    return { batchItemFailures };
  };
  const next = (fifo: boolean) => (fifo ? w.queue('next.fifo', { FifoQueue: 'true' }) : w.queue('next'));

  const incidents: readonly (readonly [string, () => void])[] = [
    [
      'the answer to a send arrives damaged, which the SDK does not retry',
      () => w.aws.faults.on(SendMessageCommand, { MessageBody: 'b' }).damaged().for('work'),
    ],
    [
      'the key is throttled, which the SDK does not retry',
      () => w.aws.faults.on(SendMessageCommand, { MessageBody: 'b' }).error('KmsThrottled').for('work'),
    ],
    [
      'the answer to a send is lost, and the SDK sends again',
      () => w.aws.faults.on(SendMessageCommand, { MessageBody: 'b' }).answerLost().for('work'),
    ],
    [
      'the function is killed after its second send',
      () => w.aws.faults.on(SendMessageCommand, { MessageBody: 'b' }).crashes('after').for('work'),
    ],
  ];
  for (const [incident, strike] of incidents) {
    it(`${incident}: messages twice, or once`, async () => {
      await next(false);
      strike();
      expect(await forwarded(naive, 'next')).to.have.length.above(2);
    });
    it(`${incident}: with an identity, once`, async () => {
      await next(true);
      strike();
      expect(await forwarded(careful, 'next.fifo')).to.deep.equal(['a', 'b']);
    });
  }

  it('the answer of a poll is lost: the messages are out of sight, and come counted twice', async () => {
    await w.queue('jobs', { VisibilityTimeout: '40' });
    await w.send('jobs', 'a');
    w.aws.faults.on(ReceiveMessageCommand).answerLost().for('aws:lambda');
    w.lambda.function('work', async () => undefined);
    w.lambda.eventSource({ queue: 'jobs', function: 'work' });
    expect((await w.lambda.step())?.invocations).to.deep.equal([]);
    expect(w.aws.sqs.queue('jobs').counts).to.deep.equal({ visible: 0, delayed: 0, inFlight: 1 });
    const report = await w.lambda.settle();
    expect(report.elapsedMs).to.be.within(40_000, 40_200);
    expect(report.invocations).to.have.length(1);
    expect(JSON.stringify(report.invocations[0]?.event)).to.include('"ApproximateReceiveCount":"2"');
  });

  it('with maxReceiveCount 1, a lost answer of a poll sends a healthy message to the dead-letter queue', async () => {
    await w.queue('dead');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: w.arn('dead'), maxReceiveCount: 1 });
    await w.queue('jobs', { RedrivePolicy });
    await w.send('jobs', 'a');
    w.aws.faults.on(ReceiveMessageCommand).answerLost().for('aws:lambda');
    w.lambda.function('work', async () => undefined);
    w.lambda.eventSource({ queue: 'jobs', function: 'work' });
    expect((await w.lambda.settle()).invocations).to.deep.equal([]);
    expect(w.aws.sqs.queue('dead').bodies()).to.deep.equal(['a']);
  });

  it('a worker slower than its receipt handle cannot delete from a FIFO queue', async () => {
    const QueueUrl = await w.queue('jobs.fifo', { FifoQueue: 'true', ContentBasedDeduplication: 'true' });
    await w.sendGroup('jobs.fifo', 'g', 'a');
    const receive = () => w.sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 5 }));
    const remove = (ReceiptHandle: string | undefined) =>
      w.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })).then(
        () => 'deleted',
        (error: unknown) => (error as Error).message.replace(/^Value \S+/, 'Value H'),
      );
    const { Messages: slow = [] } = await receive();
    await w.aws.clock.advance('5s');
    expect(await remove(slow[0]?.ReceiptHandle)).to.equal(
      'Value H for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.',
    );
    const { Messages: quick = [] } = await receive();
    expect(await remove(quick[0]?.ReceiptHandle)).to.equal('deleted');
    expect(w.aws.sqs.queue('jobs.fifo').bodies()).to.deep.equal([]);
  });
});
