import {
  CancelMessageMoveTaskCommand,
  DeleteQueueCommand,
  ListMessageMoveTasksCommand,
  StartMessageMoveTaskCommand,
  type StartMessageMoveTaskCommandInput,
} from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { redriveTo, refusal, sqsWorld } from './sqs-world';

const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const NO = (parameter: string) =>
  `ResourceNotFoundException: The resource that you specified for the ${parameter} parameter doesn't exist.`;

describe('SQS message move tasks', () => {
  const sqs = sqsWorld();
  const start = (input: Partial<StartMessageMoveTaskCommandInput> = {}) =>
    sqs.client.send(new StartMessageMoveTaskCommand({ SourceArn: arn('dlq'), ...input }));
  const list = async (MaxResults?: number) =>
    (await sqs.client.send(new ListMessageMoveTasksCommand({ SourceArn: arn('dlq'), MaxResults }))).Results ??
    [];
  const cancel = (TaskHandle: string | undefined) =>
    sqs.client.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
  const bodies = (name: string) => sqs.aws.sqs.queue(name).bodies();

  /** Queues q -> dlq and other -> dlq with dead letters of both in the dead-letter queue. */
  async function deadLetters(...letters: string[]): Promise<void> {
    await sqs.queue('dlq');
    for (const name of ['q', 'other']) {
      await sqs.queue(name, { RedrivePolicy: redriveTo('dlq'), VisibilityTimeout: '0' });
    }
    for (const body of letters) {
      const name = body.startsWith('other') ? 'other' : 'q';
      await sqs.send(name, body);
      await sqs.receive(name);
      await sqs.receive(name);
    }
    expect(bodies('dlq')).to.deep.equal(letters);
  }

  it('answer with a handle that tells task and source', async () => {
    await deadLetters('a');
    const { TaskHandle = '' } = await start();
    const handle = JSON.parse(Buffer.from(TaskHandle, 'base64').toString()) as Record<string, string>;
    expect(handle['sourceArn']).to.equal(arn('dlq'));
    expect(handle['taskId']).to.match(/^[0-9a-f-]{36}$/);
  });

  it('move each message back to where it came from, as a new message', async () => {
    await deadLetters('a', 'other-a', 'b');
    const before = sqs.aws.sqs.queue('dlq').messages();
    await start();
    await sqs.aws.clock.advance('1s');
    expect([bodies('dlq'), bodies('q'), bodies('other')]).to.deep.equal([[], ['a', 'b'], ['other-a']]);
    const [moved] = sqs.aws.sqs.queue('q').messages();
    expect(moved).to.include({ receiveCount: 0, state: 'visible', deadLetterSourceArn: undefined });
    expect(moved?.messageId).to.not.equal(before[0]?.messageId);
  });

  it('move to a given queue, and show how they went', async () => {
    await deadLetters('a', 'b');
    await sqs.queue('destination');
    const startedAt = sqs.aws.clock.now();
    const { TaskHandle } = await start({
      DestinationArn: arn('destination'),
      MaxNumberOfMessagesPerSecond: 1,
    });
    const shown = {
      SourceArn: arn('dlq'),
      DestinationArn: arn('destination'),
      MaxNumberOfMessagesPerSecond: 1,
      ApproximateNumberOfMessagesToMove: 2,
      StartedTimestamp: startedAt,
    };
    expect(await list()).to.deep.equal([
      { TaskHandle, Status: 'RUNNING', ApproximateNumberOfMessagesMoved: 1, ...shown },
    ]);
    await sqs.aws.clock.advance('1s');
    expect(await list()).to.deep.equal([
      { Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 2, ...shown },
    ]);
    expect(bodies('destination')).to.deep.equal(['a', 'b']);
  });

  it('can be cancelled, and what has moved stays moved', async () => {
    await deadLetters('a', 'b', 'c');
    const { TaskHandle } = await start({ MaxNumberOfMessagesPerSecond: 1 });
    await sqs.aws.clock.advance('1s');
    const { ApproximateNumberOfMessagesMoved } = await cancel(TaskHandle);
    expect(ApproximateNumberOfMessagesMoved).to.equal(2);
    await sqs.aws.clock.advance('1m');
    expect([bodies('dlq'), bodies('q')]).to.deep.equal([['c'], ['a', 'b']]);
    const [task] = await list();
    expect(task).to.include({ Status: 'CANCELLED', ApproximateNumberOfMessagesMoved: 2 });
    expect(task).to.not.have.property('TaskHandle');
    expect(await refusal(cancel(TaskHandle))).to.match(/^UnsupportedOperation: /);
  });

  it('fail when their destination is deleted, and keep the rest', async () => {
    await deadLetters('a', 'b');
    await sqs.queue('destination');
    await start({ DestinationArn: arn('destination'), MaxNumberOfMessagesPerSecond: 1 });
    await sqs.client.send(new DeleteQueueCommand({ QueueUrl: 'destination' }));
    await sqs.aws.clock.advance('5s');
    expect((await list())[0]).to.include({
      Status: 'FAILED',
      FailureReason: 'AWS.SimpleQueueService.NonExistentQueue',
    });
    expect(bodies('dlq')).to.deep.equal(['b']);
  });

  it('fail at a message that came from nowhere', async () => {
    await deadLetters();
    await sqs.send('dlq', 'direct');
    await start();
    expect((await list())[0]).to.include({
      Status: 'FAILED',
      FailureReason: 'CouldNotDetermineMessageSource',
    });
    expect(bodies('dlq')).to.deep.equal(['direct']);
  });

  it('are listed newest first, one unless told otherwise', async () => {
    await deadLetters();
    for (let i = 1; i <= 3; i++) {
      await start({ MaxNumberOfMessagesPerSecond: i });
      expect((await list())[0]?.Status).to.equal('COMPLETED');
    }
    const rates = (await list(2)).map((task) => task.MaxNumberOfMessagesPerSecond);
    expect(rates).to.deep.equal([3, 2]);
    expect(await list()).to.have.length(1);
    expect(await refusal(list(11))).to.match(/^InvalidParameterValue: Value 11 for parameter MaxResults/);
  });

  it('run one at a time per source', async () => {
    await deadLetters('a', 'b');
    await start({ MaxNumberOfMessagesPerSecond: 1 });
    expect(await refusal(start())).to.equal(
      'InvalidParameterValue: There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    );
    await sqs.aws.clock.advance('1s');
    await start();
  });

  it('need queues that exist, and a source that is a dead-letter queue', async () => {
    expect(await refusal(start({ DestinationArn: arn('none') }))).to.equal(NO('SourceArn'));
    await deadLetters();
    await sqs.queue('q.fifo');
    expect(await refusal(start({ SourceArn: arn('q'), DestinationArn: arn('none') }))).to.equal(
      NO('DestinationArn'),
    );
    expect(await refusal(start({ SourceArn: arn('q') }))).to.equal(
      'InvalidParameterValue: Source queue must be configured as a Dead Letter Queue.',
    );
    expect(await refusal(start({ DestinationArn: arn('q.fifo') }))).to.match(/^UnsupportedOperation: /);
    for (const rate of [0, 501]) {
      expect(await refusal(start({ MaxNumberOfMessagesPerSecond: rate }))).to.match(
        /^InvalidParameterValue: Value /,
      );
    }
  });

  it('are cancelled by a handle that is one', async () => {
    await deadLetters();
    const handle = (taskId: string, sourceArn: string) =>
      Buffer.from(JSON.stringify({ taskId, sourceArn })).toString('base64');
    expect(await refusal(cancel('foobared'))).to.equal(
      'InvalidParameterValue: Value for parameter TaskHandle is invalid.',
    );
    expect(await refusal(cancel(handle('t', arn('none'))))).to.equal(NO('SourceArn'));
    expect(await refusal(cancel(handle('t', arn('dlq'))))).to.equal(
      'ResourceNotFoundException: Task does not exist.',
    );
  });

  it('are forgotten with their source', async () => {
    await deadLetters('a', 'b');
    await start({ MaxNumberOfMessagesPerSecond: 1 });
    await sqs.client.send(new DeleteQueueCommand({ QueueUrl: 'dlq' }));
    expect(await refusal(list())).to.equal(NO('SourceArn'));
  });
});
