import { expect } from 'chai';
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { lambdaWorld, type LambdaWorld } from '../world';

interface Event {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

describe('Lambda: SQS event source', () => {
  let w: LambdaWorld;
  beforeEach(() => {
    w = lambdaWorld({ seed: 1, time: 'virtual' });
  });
  afterEach(() => w.aws.unplug());

  const bodies = (event: unknown): string[] => (event as Event).Records.map(({ body }) => body);

  it('deletes the messages of a successful batch', async () => {
    await w.queue('jobs');
    await w.send('jobs', 'a', 'b', 'c');
    w.lambda.function('work', async () => 'whatever');
    w.lambda.eventSource({ queue: 'jobs', function: 'work' });
    const report = await w.lambda.settle();
    expect(report.invocations.map(({ event }) => bodies(event))).to.deep.equal([['a', 'b', 'c']]);
    expect(w.aws.sqs.queue('jobs').messages()).to.deep.equal([]);
    expect(report.retries).to.equal(0);
  });

  it('leaves a failed batch in flight until the visibility timeout ends, then the redrive policy decides', async () => {
    await w.queue('dead');
    await w.queue('jobs', {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: w.arn('dead'), maxReceiveCount: 2 }),
    });
    const [id] = await w.send('jobs', 'poison');
    w.lambda.function('work', async () => {
      throw new TypeError('cannot');
    });
    w.lambda.eventSource({ queue: 'jobs', function: 'work' });
    const report = await w.lambda.settle();
    expect(report.invocations).to.have.length(2);
    expect(report.retries).to.equal(1);
    expect(report.deadLetters).to.deep.equal([{ source: w.arn('jobs'), target: w.arn('dead'), what: id }]);
    expect(report.elapsedMs).to.be.within(60_000, 60_500);
    expect(w.aws.sqs.queue('dead').bodies()).to.deep.equal(['poison']);
    expect(report.invocations[0]?.outcome).to.deep.include({ kind: 'threw' });
  });

  it('names the messages that keep coming back when there is no dead-letter queue', async () => {
    await w.queue('jobs');
    const [id] = await w.send('jobs', 'poison');
    w.lambda.function('work', async () => {
      throw new Error('cannot');
    });
    w.lambda.eventSource({ queue: 'jobs', function: 'work' });
    const error = await w.lambda.settle({ maxInvocations: 20 }).catch((caught: unknown) => caught as Error);
    expect(error).to.have.property('name', 'FakeMisuse');
    expect((error as Error).message).to.include(
      `message ${id} "poison": 21 times to work, which last threw Error: cannot`,
    );
    expect(() => w.aws.world.takeProblems()).to.not.throw();
  });

  describe('what a handler answers with ReportBatchItemFailures', () => {
    const rows: [name: string, answer: (ids: string[]) => unknown, kept: string[]][] = [
      ['{}', () => ({}), []],
      ['nothing', () => undefined, []],
      ['null', () => null, []],
      ['no batchItemFailures', () => ({ statusCode: 500 }), []],
      ['null batchItemFailures', () => ({ batchItemFailures: null }), []],
      ['empty batchItemFailures', () => ({ batchItemFailures: [] }), []],
      ['one id', ([, b]) => ({ batchItemFailures: [{ itemIdentifier: b }] }), ['b']],
      [
        'two ids',
        ([a, , c]) => ({ batchItemFailures: [{ itemIdentifier: c }, { itemIdentifier: a }] }),
        ['a', 'c'],
      ],
      [
        'an unknown id beside a known one',
        ([a]) => ({ batchItemFailures: [{ itemIdentifier: a }, { itemIdentifier: 'x' }] }),
        ['a', 'b', 'c'],
      ],
      ['a null id', () => ({ batchItemFailures: [{ itemIdentifier: null }] }), ['a', 'b', 'c']],
      ['an empty id', () => ({ batchItemFailures: [{ itemIdentifier: '' }] }), ['a', 'b', 'c']],
      ['a wrong key', ([a]) => ({ batchItemFailures: [{ messageId: a }] }), ['a', 'b', 'c']],
      ['a text that is not JSON', () => 'done', ['a', 'b', 'c']],
      ['an exception', () => Promise.reject(new Error('no')), ['a', 'b', 'c']],
    ];
    for (const [name, answer, kept] of rows) {
      it(`${name}: ${kept.length === 0 ? 'everything is deleted' : `${kept.join(', ')} stay`}`, async () => {
        await w.queue('jobs');
        await w.send('jobs', 'a', 'b', 'c');
        w.lambda.function('work', async (event: Event) =>
          answer(event.Records.map(({ messageId }) => messageId)),
        );
        w.lambda.eventSource({ queue: 'jobs', function: 'work', reportBatchItemFailures: true });
        await w.lambda.step();
        expect(w.aws.sqs.queue('jobs').bodies()).to.deep.equal(kept);
        expect(w.aws.sqs.queue('jobs').counts.inFlight).to.equal(kept.length);
      });
    }

    it('is ignored without FunctionResponseTypes: a reported failure is deleted', async () => {
      await w.queue('jobs');
      await w.send('jobs', 'a');
      w.lambda.function('work', async (event: Event) => ({
        batchItemFailures: [{ itemIdentifier: event.Records[0]?.messageId }],
      }));
      w.lambda.eventSource({ queue: 'jobs', function: 'work' });
      await w.lambda.settle();
      expect(w.aws.sqs.queue('jobs').bodies()).to.deep.equal([]);
    });
  });

  it('deletes a success behind a failure of its FIFO group (recorded: 1-4, then 2-4, then 4, then the DLQ)', async () => {
    const fifo = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };
    await w.queue('dead.fifo', fifo);
    await w.queue('jobs.fifo', {
      ...fifo,
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: w.arn('dead.fifo'), maxReceiveCount: 3 }),
    });
    await w.sendGroup('jobs.fifo', 'g', '1', '2', '3', '4');
    const failing = [['2', '3', '4'], ['4'], ['4'], []];
    let round = 0;
    w.lambda.function('work', async (event: Event) => {
      const fails = failing[round++] ?? [];
      return {
        batchItemFailures: event.Records.filter(({ body }) => fails.includes(body)).map(({ messageId }) => ({
          itemIdentifier: messageId,
        })),
      };
    });
    w.lambda.eventSource({ queue: 'jobs.fifo', function: 'work', reportBatchItemFailures: true });
    const report = await w.lambda.settle();
    expect(report.invocations.map(({ event }) => bodies(event))).to.deep.equal([
      ['1', '2', '3', '4'],
      ['2', '3', '4'],
      ['4'],
    ]);
    expect(w.aws.sqs.queue('dead.fifo').bodies()).to.deep.equal(['4']);
  });

  it('never has one FIFO group in two invocations, though batches run at once', async () => {
    await w.queue('jobs.fifo', { FifoQueue: 'true', ContentBasedDeduplication: 'true' });
    await w.sendGroup('jobs.fifo', 'a', 'a1', 'a2', 'a3');
    await w.sendGroup('jobs.fifo', 'b', 'b1', 'b2');
    const running = new Set<string>();
    let together = 0;
    w.lambda.function('work', async (event: Event) => {
      const groups = new Set(bodies(event).map((body) => body.charAt(0)));
      for (const group of groups) {
        expect(running.has(group)).to.equal(false);
        running.add(group);
      }
      together = Math.max(together, running.size);
      await w.sqs.send(new SendMessageCommand({ QueueUrl: await w.queue('out'), MessageBody: 'x' }));
      for (const group of groups) running.delete(group);
    });
    w.lambda.eventSource({ queue: 'jobs.fifo', function: 'work', batchSize: 2, maximumConcurrency: 5 });
    const report = await w.lambda.settle();
    expect(together).to.equal(2);
    expect(report.invocations.map(({ event }) => bodies(event))).to.deep.equal([
      ['a1', 'a2'],
      ['b1', 'b2'],
      ['a3'],
    ]);
  });

  it('waits for a batch up to its window, with the messages in flight meanwhile', async () => {
    await w.queue('jobs', { VisibilityTimeout: '60' });
    await w.send('jobs', 'a', 'b');
    w.lambda.function('work', async () => undefined);
    w.lambda.eventSource({ queue: 'jobs', function: 'work', batchSize: 100, maximumBatchingWindow: '5s' });
    const first = await w.lambda.step();
    expect(first?.invocations).to.deep.equal([]);
    expect(w.aws.sqs.queue('jobs').counts).to.deep.include({ visible: 0, inFlight: 2 });
    await w.aws.clock.advance('4s');
    await w.send('jobs', 'c');
    const report = await w.lambda.settle();
    expect(report.invocations.map(({ event }) => bodies(event))).to.deep.equal([['a', 'b', 'c']]);
    expect(report.elapsedMs).to.be.within(900, 1_100);
  });

  it('closes a batch before 6 MB, and hands the rest over in the next one', async () => {
    await w.queue('jobs', { VisibilityTimeout: '60' });
    for (let i = 0; i < 8; i++) await w.send('jobs', `${i}`.repeat(1_000_000));
    w.lambda.function('work', async () => undefined);
    w.lambda.eventSource({ queue: 'jobs', function: 'work' });
    const report = await w.lambda.settle();
    expect(report.invocations.map(({ batchSize }) => batchSize)).to.deep.equal([6, 2]);
    expect(w.aws.sqs.queue('jobs').messages()).to.deep.equal([]);
  });

  it('measures a batch to the byte: one byte more, and the last message has to wait', async () => {
    await w.queue('jobs', { VisibilityTimeout: '60' });
    w.lambda.function('work', async () => undefined);
    w.lambda.eventSource({ queue: 'jobs', function: 'work' });
    const batches = async (last: string) => {
      await w.send('jobs', ...Array.from({ length: 5 }, () => '\t'.repeat(600_000)), last);
      return (await w.lambda.settle()).invocations;
    };
    const [measured] = await batches('x');
    const room = 6 * 1024 * 1024 - Buffer.byteLength(JSON.stringify(measured?.event)) + 1;
    const sizes = async (bytes: number) =>
      (await batches('x'.repeat(bytes))).map(({ batchSize }) => batchSize);
    expect(await sizes(room)).to.deep.equal([6]);
    expect(Buffer.byteLength(JSON.stringify(w.lambda.invocations.at(-1)?.event))).to.equal(6 * 1024 * 1024);
    expect(await sizes(room + 1)).to.deep.equal([5, 1]);
  });

  it('measures attributes as well', async () => {
    const QueueUrl = await w.queue('jobs', { VisibilityTimeout: '60' });
    w.lambda.function('work', async () => undefined);
    w.lambda.eventSource({ queue: 'jobs', function: 'work' });
    for (let i = 0; i < 8; i++) {
      const blob = { DataType: 'Binary', BinaryValue: new Uint8Array(1_000_000) };
      await w.sqs.send(
        new SendMessageCommand({ QueueUrl, MessageBody: `${i}`, MessageAttributes: { blob } }),
      );
    }
    const report = await w.lambda.settle();
    expect(report.invocations.map(({ batchSize }) => batchSize)).to.deep.equal([4, 4]);
  });

  it('collects more than ten messages with several receives', async () => {
    await w.queue('jobs');
    await w.send('jobs', ...Array.from({ length: 25 }, (_, i) => `${i}`));
    w.lambda.function('work', async () => undefined);
    w.lambda.eventSource({ queue: 'jobs', function: 'work', batchSize: 20, maximumBatchingWindow: 1_000 });
    const report = await w.lambda.settle();
    expect(report.invocations.map(({ batchSize }) => batchSize)).to.deep.equal([20, 5]);
  });

  it('deletes what no filter lets through', async () => {
    await w.queue('jobs');
    const ids = await w.send('jobs', '{"kind":"a"}', '{"kind":"b"}', 'plain');
    w.lambda.function('work', async () => undefined);
    w.lambda.eventSource({ queue: 'jobs', function: 'work', filters: [{ body: { kind: ['a'] } }] });
    const report = await w.lambda.settle();
    expect(report.invocations.map(({ event }) => bodies(event))).to.deep.equal([['{"kind":"a"}']]);
    expect(report.filtered).to.deep.equal(ids.slice(1));
    expect(w.aws.sqs.queue('jobs').messages()).to.deep.equal([]);
  });

  it('delivers again what was handled well when the delete is lost', async () => {
    await w.queue('jobs');
    const [id] = await w.send('jobs', 'a');
    w.lambda.function('work', async () => undefined);
    w.lambda.eventSource({ queue: 'jobs', function: 'work' });
    w.aws.faults.on(DeleteMessageBatchCommand).serverError().for('aws:lambda');
    const report = await w.lambda.settle();
    expect(report.invocations.map(({ retry }) => retry)).to.deep.equal([false, true]);
    expect(report.steps.map(({ deletesLost }) => deletesLost)).to.deep.equal([[id], []]);
    expect(report.toText()).to.include(`${id}: delete failed`);
  });

  it("polls through faults that were meant for the code under test, and counts as 'aws:lambda' in the journal", async () => {
    await w.queue('jobs');
    await w.send('jobs', 'a');
    w.lambda.function('work', async () => undefined);
    w.lambda.eventSource({ queue: 'jobs', function: 'work' });
    w.aws.faults.on(ReceiveMessageCommand).accessDenied().optional();
    await w.lambda.settle();
    const calls = w.aws.calls.entries
      .filter(({ caller }) => caller === 'aws:lambda')
      .map(({ operation }) => operation);
    expect(calls).to.deep.equal(['ReceiveMessage', 'DeleteMessageBatch']);
  });

  it('tries again when a poll fails', async () => {
    await w.queue('jobs');
    await w.send('jobs', 'a');
    w.lambda.function('work', async () => undefined);
    w.lambda.eventSource({ queue: 'jobs', function: 'work' });
    w.aws.faults.on(ReceiveMessageCommand).throttled().for('aws:lambda').times(2);
    const report = await w.lambda.settle();
    expect(report.invocations).to.have.length(1);
  });

  it('redelivers after a crash: the calls before it are done, those after it never happen', async () => {
    await w.queue('jobs');
    const out = await w.queue('out');
    await w.send('jobs', 'a');
    w.lambda.function('work', async () => {
      await w.sqs.send(new SendMessageCommand({ QueueUrl: out, MessageBody: 'first' }));
      await w.sqs.send(new SendMessageCommand({ QueueUrl: out, MessageBody: 'second' }));
    });
    w.lambda.eventSource({ queue: 'jobs', function: 'work' });
    w.aws.faults.on(SendMessageCommand).crashes('after').for('work');
    const report = await w.lambda.settle();
    expect(report.invocations.map(({ outcome }) => outcome.kind)).to.deep.equal(['crashed', 'returned']);
    expect(report.invocations.map(({ coldStart }) => coldStart)).to.deep.equal([true, true]);
    expect(w.aws.sqs.queue('out').bodies()).to.deep.equal(['first', 'first', 'second']);
  });

  it('counts a receive for every throttled batch', async () => {
    await w.queue('jobs');
    await w.send('jobs', 'a', 'b', 'c');
    w.lambda.function(
      'work',
      async () => {
        await w.sqs.send(new ReceiveMessageCommand({ QueueUrl: await w.queue('other') }));
      },
      { reservedConcurrency: 1 },
    );
    w.lambda.eventSource({ queue: 'jobs', function: 'work', batchSize: 1, maximumConcurrency: 3 });
    const report = await w.lambda.settle();
    expect(report.invocations.map(({ outcome }) => outcome.kind)).to.deep.equal([
      'returned',
      'throttled',
      'throttled',
      'returned',
      'throttled',
      'returned',
    ]);
    const counts = report.invocations.map(
      ({ event }) =>
        (event as { Records: { attributes: Record<string, string> }[] }).Records[0]?.attributes[
          'ApproximateReceiveCount'
        ],
    );
    expect(counts).to.deep.equal(['1', '1', '1', '2', '2', '3']);
  });
});
