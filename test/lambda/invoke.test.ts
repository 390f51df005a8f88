import { expect } from 'chai';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { lambdaWorld, type LambdaWorld } from './world';

describe('Lambda.Invoke', () => {
  let w: LambdaWorld;
  beforeEach(() => {
    w = lambdaWorld();
  });
  afterEach(() => w.aws.unplug());

  it('answers what the handler returns, after its way through JSON', async () => {
    w.lambda.function('f', async (event: { n: number }) => ({
      n: event.n + 1,
      at: new Date(0),
      gone: undefined,
    }));
    const { outcome, functionName, batchSize, retry } = await w.lambda.invoke('f', { n: 1 });
    expect(outcome).to.deep.equal({ kind: 'returned', payload: { n: 2, at: '1970-01-01T00:00:00.000Z' } });
    expect({ functionName, batchSize, retry }).to.deep.equal({
      functionName: 'f',
      batchSize: 0,
      retry: false,
    });
  });

  it('answers null for nothing, and hands over a copy of the event, {} for none', async () => {
    const events: unknown[] = [];
    w.lambda.function('f', async (event: { list: number[] }) => {
      events.push(structuredClone(event));
      event.list?.push(9);
    });
    const event = { list: [1] };
    expect((await w.lambda.invoke('f', event)).outcome).to.deep.equal({ kind: 'returned', payload: null });
    await w.lambda.invoke('f');
    expect(events).to.deep.equal([{ list: [1] }, {}]);
    expect(event).to.deep.equal({ list: [1] });
  });

  it('words a thrown error as the runtime does', async () => {
    w.lambda.function('f', async () => {
      throw new RangeError('too far');
    });
    w.lambda.function('g', () => {
      // eslint-disable-next-line no-throw-literal
      throw 'text';
    });
    const { outcome } = await w.lambda.invoke('f');
    expect(outcome).to.have.property('kind', 'threw');
    expect(outcome).to.have.nested.include({
      'payload.errorType': 'RangeError',
      'payload.errorMessage': 'too far',
    });
    expect(outcome).to.have.nested.property('payload.trace[0]', 'RangeError: too far');
    expect((await w.lambda.invoke('g')).outcome).to.deep.equal({
      kind: 'threw',
      payload: { errorType: 'string', errorMessage: 'text', trace: [] },
      error: 'text',
    });
  });

  it('fails for an answer that is no JSON, or larger than 6 MB', async () => {
    w.lambda.function('big', async () => 'x'.repeat(6 * 1024 * 1024 - 1));
    w.lambda.function('fits', async () => 'x'.repeat(6 * 1024 * 1024 - 2));
    w.lambda.function('bigint', async () => 1n);
    const type = async (name: string): Promise<unknown> => {
      const { outcome } = await w.lambda.invoke(name);
      return outcome.kind === 'threw' ? outcome.payload.errorType : outcome.kind;
    };
    expect(await type('big')).to.equal('Function.ResponseSizeTooLarge');
    expect(await type('fits')).to.equal('returned');
    expect(await type('bigint')).to.equal('Runtime.JSONStringifyError');
  });

  it('throws what the library refuses, so that no redelivery hides it', async () => {
    w.lambda.function('f', async () => {
      await new S3Client({}).send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Nonsense: 1 } as never));
    });
    const error = await w.lambda.invoke('f').catch((caught: unknown) => caught);
    expect(error).to.have.property('name', 'FakeMisuse');
    expect(w.aws.world.takeProblems()).to.have.length(1);
  });

  it('refuses a handler that is not async, whose answer Lambda would drop', async () => {
    w.lambda.function('f', () => ({ batchItemFailures: [] }));
    const error = await w.lambda.invoke('f').catch((caught: unknown) => caught as Error);
    expect(error).to.have.property('message').that.includes('returned a value, not a promise');
    expect(w.aws.world.takeProblems()).to.have.length(1);
    w.lambda.function('nothing', () => undefined);
    expect((await w.lambda.invoke('nothing')).outcome).to.deep.equal({ kind: 'returned', payload: null });
  });

  it('dies at a crash fault: nothing after the call happens', async () => {
    const QueueUrl = await w.queue('out');
    let after = false;
    w.lambda.function('f', async () => {
      await w.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
      after = true;
    });
    w.aws.faults.on(SendMessageCommand).crashes('before').for('f');
    const { outcome, requestId } = await w.lambda.invoke('f');
    expect(outcome).to.deep.equal({
      kind: 'crashed',
      payload: {
        errorType: 'Runtime.ExitError',
        errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
      },
    });
    expect(after).to.equal(false);
    expect(w.aws.sqs.queue('out').bodies()).to.deep.equal([]);
  });

  it('does nothing any more once it has answered: what was not awaited is lost', async () => {
    const QueueUrl = await w.queue('out');
    w.lambda.function('f', async () => {
      void w.sqs
        .send(new SendMessageCommand({ QueueUrl, MessageBody: 'first' }))
        .then(() => w.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'second' })));
    });
    await w.lambda.invoke('f');
    await new Promise((resolve) => setImmediate(resolve));
    expect(w.aws.sqs.queue('out').bodies()).to.not.include('second');
  });

  it('is throttled beyond its reserved concurrency', async () => {
    w.lambda.function('off', async () => undefined, { reservedConcurrency: 0 });
    const { outcome, coldStart } = await w.lambda.invoke('off');
    expect(outcome).to.deep.equal({ kind: 'throttled' });
    expect(coldStart).to.equal(false);
  });

  it('keeps every invocation', async () => {
    w.lambda.function('f', async () => undefined);
    await w.lambda.invoke('f');
    await w.lambda.invoke('f');
    expect(w.lambda.invocations.map(({ coldStart }) => coldStart)).to.deep.equal([true, false]);
  });

  for (const time of ['real', 'virtual'] as const) {
    describe(`timeout in ${time} time`, () => {
      beforeEach(() => {
        w.aws.unplug();
        w = lambdaWorld({ seed: 1, time });
      });

      it('strikes during a call that is slower, whose effect is there', async () => {
        const QueueUrl = await w.queue('out');
        let after = false;
        w.lambda.function('f', async () => {
          await w.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
          after = true;
        });
        w.aws.faults.on(SendMessageCommand).delayed('10s');
        const { outcome, requestId, startedAt, endedAt, logs } = await w.lambda.invoke('f');
        expect(outcome).to.deep.equal({
          kind: 'timedOut',
          payload: {
            errorType: 'Sandbox.Timedout',
            errorMessage: `RequestId: ${requestId} Error: Task timed out after 3.00 seconds`,
          },
        });
        expect(endedAt - startedAt).to.be.within(3_000, 4_000);
        expect(logs.at(-1)).to.match(new RegExp(`Z ${requestId} Task timed out after 3.00 seconds$`));
        expect(after).to.equal(false);
      });

      it('strikes at once when a call is never answered', async () => {
        const QueueUrl = await w.queue('out');
        w.lambda.function(
          'f',
          async () => w.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' })),
          {
            timeout: '15m',
          },
        );
        w.aws.faults.on(SendMessageCommand).neverAnswers();
        const { outcome, startedAt, endedAt } = await w.lambda.invoke('f');
        expect(outcome.kind).to.equal('timedOut');
        expect(endedAt - startedAt).to.be.within(900_000, 901_000);
      });

      it('does not strike while retries take less than the timeout', async () => {
        const QueueUrl = await w.queue('out');
        w.lambda.function(
          'f',
          async () => void (await w.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }))),
        );
        w.aws.faults.on(SendMessageCommand).serverError().times(2);
        expect((await w.lambda.invoke('f')).outcome.kind).to.equal('returned');
      });

      it('does not strike while zlib is at work', async () => {
        w.lambda.function('f', async () => void (await promisify(gzip)(Buffer.alloc(100_000))));
        expect((await w.lambda.invoke('f')).outcome.kind).to.equal('returned');
      });

      it('counts down getRemainingTimeInMillis on the same clock', async () => {
        const left: number[] = [];
        const QueueUrl = await w.queue('out');
        w.lambda.function(
          'f',
          async (_event, context) => {
            left.push(context.getRemainingTimeInMillis());
            await w.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
            left.push(context.getRemainingTimeInMillis());
          },
          { timeout: '30s' },
        );
        w.aws.faults.on(SendMessageCommand).delayed('10s');
        await w.lambda.invoke('f');
        expect(left[0]).to.be.within(29_000, 30_000);
        expect(left[1]).to.be.within(19_000, 20_000);
      });
    });
  }

  it('times out a promise that never settles, in virtual time, after a grace', async () => {
    w.aws.unplug();
    w = lambdaWorld({ seed: 1, time: 'virtual' });
    w.lambda.function('f', () => new Promise(() => undefined));
    const { outcome, startedAt, endedAt } = await w.lambda.invoke('f');
    expect(outcome.kind).to.equal('timedOut');
    expect(endedAt - startedAt).to.equal(3_000);
  });

  it('keeps its sandbox through an error and loses it through a timeout', async () => {
    w.aws.unplug();
    w = lambdaWorld({ seed: 1, time: 'virtual' });
    const fails: (() => Promise<unknown>)[] = [
      async () => undefined,
      async () => Promise.reject(new Error('no')),
      async () => new Promise((resolve) => setTimeout(resolve, 60_000)),
      async () => undefined,
    ];
    let starts = 0;
    w.lambda.function('f', {
      init() {
        starts++;
        return () => (fails.shift() as () => Promise<unknown>)();
      },
    });
    const cold: boolean[] = [];
    for (let i = 0; i < 4; i++) cold.push((await w.lambda.invoke('f')).coldStart);
    expect(cold).to.deep.equal([true, false, false, true]);
    expect(starts).to.equal(2);
  });
});
