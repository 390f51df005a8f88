import { expect } from 'chai';
import fc from 'fast-check';
import sinon from 'sinon';
import { Readable } from 'node:stream';
import { DynamoDBClient, DynamoDBServiceException, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
  SQSServiceException,
} from '@aws-sdk/client-sqs';
import { HttpResponse } from '@smithy/core/protocols';
import { runInScope } from '../../fakes/kernel/scope';
import { transportError } from '../../fakes/kernel/transport';
import { redirectRetryAmbience } from '../../fakes/plug/ambient';
import { resetRetryQuota, retryStrategyOf, withRetries, type RetriedCall } from '../../fakes/plug/retry';
import type { SdkClient } from '../../fakes/plug/sdk-client';

/** One answer on the wire: a success, an error of the service, or a broken connection. */
type Answer =
  | { readonly kind: 'success' }
  | { readonly kind: 'service'; readonly name: string; readonly status: number }
  | { readonly kind: 'transport'; readonly fault: Parameters<typeof transportError>[0] };

const success: Answer = { kind: 'success' };
const service = (name: string, status: number): Answer => ({ kind: 'service', name, status });
const transport = (fault: Parameters<typeof transportError>[0]): Answer => ({ kind: 'transport', fault });

const ANSWERS: readonly Answer[] = [
  success,
  service('ThrottlingException', 400),
  service('ProvisionedThroughputExceededException', 400),
  service('RequestLimitExceeded', 400),
  service('RequestThrottled', 403),
  service('TransactionInProgressException', 400),
  service('LimitExceededException', 400),
  service('InternalServerError', 500),
  service('ServiceUnavailable', 503),
  service('BadGateway', 502),
  service('NotImplemented', 501),
  service('TooManyRequests', 429),
  service('ValidationException', 400),
  service('ConditionalCheckFailedException', 400),
  service('AccessDeniedException', 403),
  service('RequestTimeout', 408),
  transport('connectionReset'),
  transport('timeout'),
  transport('connectionRefused'),
  transport('dnsFailure'),
];

interface Setup {
  readonly operation: 'GetItem' | 'DeleteMessage' | 'ReceiveMessage';
  readonly options: { maxAttempts?: number; retryMode?: string };
}

/** A client whose requests are answered from a script, in the process: its whole middleware stack runs. */
function scriptedClient(
  { operation, options }: Setup,
  script: Answer[],
): { client: SdkClient; send(): Promise<object> } {
  const requestHandler = {
    handle: () => {
      const answer = script.shift() ?? success;
      if (answer.kind === 'transport') return Promise.reject(transportError(answer.fault, 'host'));
      const statusCode = answer.kind === 'success' ? 200 : answer.status;
      const body =
        answer.kind === 'success' ? {} : { __type: `com.amazonaws#${answer.name}`, message: 'scripted' };
      const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'r' };
      const response = new HttpResponse({
        statusCode,
        headers,
        body: Readable.from([Buffer.from(JSON.stringify(body))]),
      });
      return Promise.resolve({ response });
    },
  };
  const config = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    requestHandler: requestHandler as never,
    ...options,
  };
  if (operation === 'GetItem') {
    const client = new DynamoDBClient(config);
    const command = (): GetItemCommand => new GetItemCommand({ TableName: 't', Key: { k: { S: '1' } } });
    return { client, send: () => client.send(command()) };
  }
  const client = new SQSClient(config);
  if (operation === 'DeleteMessage') {
    return {
      client,
      send: () =>
        client.send(
          new DeleteMessageCommand({
            QueueUrl: 'https://sqs.us-east-1.amazonaws.com/1/q',
            ReceiptHandle: 'h',
          }),
        ),
    };
  }
  return {
    client,
    send: () =>
      client.send(new ReceiveMessageCommand({ QueueUrl: 'https://sqs.us-east-1.amazonaws.com/1/q' })),
  };
}

/** The same answer as an attempt of ours. */
function attemptOf(setup: Setup, answer: Answer): Promise<object> {
  if (answer.kind === 'success') return Promise.resolve({ $metadata: { httpStatusCode: 200 } });
  if (answer.kind === 'transport') return Promise.reject(transportError(answer.fault, 'host'));
  const { name, status } = answer;
  const members = {
    name,
    message: 'scripted',
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status },
  } as const;
  return Promise.reject(
    setup.operation === 'GetItem' ? new DynamoDBServiceException(members) : new SQSServiceException(members),
  );
}

describe('plug/retry', () => {
  let date: sinon.SinonFakeTimers;
  let restore: () => void;
  let slept: number[];
  beforeEach(() => {
    date = sinon.useFakeTimers({ now: 1_000_000, toFake: ['Date'] });
    restore = redirectRetryAmbience();
    slept = [];
  });
  afterEach(() => {
    restore();
    date.restore();
  });

  /** Sleeps move the clock and cost no time; every chance is the same. */
  const scope = (random: number): Parameters<typeof withRetries>[2] => ({
    sleep(callback, ms) {
      slept.push(ms);
      date.tick(ms);
      setImmediate(callback);
      return { cancel: () => undefined };
    },
    random: () => random,
  });

  const callOf = (operation: Setup['operation'], members: Partial<RetriedCall> = {}): RetriedCall => ({
    commandName: `${operation}Command`,
    abortSignal: undefined,
    longPoll: operation === 'ReceiveMessage',
    streamed: undefined,
    ...members,
  });

  interface Outcome {
    readonly name: string;
    readonly attempts: unknown;
    readonly totalRetryDelay: unknown;
  }

  async function outcomeOf(promise: Promise<object>): Promise<Outcome> {
    const settled = await promise.then(
      (output) => ({ name: 'success', ...(output as { $metadata?: object }) }),
      (error: Error & { $metadata?: object }) => ({ name: error.name, $metadata: error.$metadata }),
    );
    const { attempts, totalRetryDelay } = (settled.$metadata ?? {}) as Partial<Outcome>;
    return { name: settled.name, attempts, totalRetryDelay };
  }

  /** What each call of a row ends with, and every sleep on the way. */
  async function rowOf(
    calls: number,
    pause: number,
    call: () => Promise<object>,
  ): Promise<{ outcomes: Outcome[]; slept: number[] }> {
    date.setSystemTime(1_000_000);
    slept = [];
    const outcomes: Outcome[] = [];
    for (let i = 0; i < calls; i++) {
      outcomes.push(await outcomeOf(call()));
      date.tick(pause);
    }
    return { outcomes, slept };
  }

  it('is the SDK: the same outcomes, attempts and sleeps as its full stack, over any row of answers', async function () {
    this.timeout(20_000);
    const setups = fc.record({
      operation: fc.constantFrom('GetItem' as const, 'DeleteMessage' as const, 'ReceiveMessage' as const),
      options: fc.constantFrom<Setup['options'][]>(
        {},
        { maxAttempts: 1 },
        { maxAttempts: 6 },
        { retryMode: 'adaptive' },
        { retryMode: 'standard' },
      ),
    });
    const answers = fc.array(fc.constantFrom(...ANSWERS), { maxLength: 40 });
    const random = fc.constantFrom(0, 0.3, 0.999);
    await fc.assert(
      fc.asyncProperty(
        setups,
        answers,
        random,
        fc.integer({ min: 1, max: 8 }),
        async (setup, script, chance, calls) => {
          const real = scriptedClient(setup, [...script]);
          const expected = await rowOf(calls, 100, () =>
            runInScope({ retry: scope(chance) }, () => real.send()),
          );
          const { client } = scriptedClient(setup, []);
          const ours = [...script];
          const given = await rowOf(calls, 100, () =>
            withRetries(client, callOf(setup.operation), scope(chance), () =>
              attemptOf(setup, ours.shift() ?? success),
            ),
          );
          expect(given).to.deep.equal(expected);
        },
      ),
      { seed: 11, numRuns: 80 },
    );
  });

  const failing = (answer: Answer, setup: Setup = { operation: 'GetItem', options: {} }) => {
    const { client } = scriptedClient(setup, []);
    let attempts = 0;
    const call = (members: Partial<RetriedCall> = {}, random = 0.999): Promise<Outcome> =>
      outcomeOf(
        withRetries(client, callOf(setup.operation, members), scope(random), () => {
          attempts++;
          return attemptOf(setup, answer);
        }),
      );
    return { client, call, attempts: () => attempts };
  };

  it('DynamoDB makes 4 attempts and the others 3, unless maxAttempts says otherwise', async () => {
    const rows: [Setup, number][] = [
      [{ operation: 'GetItem', options: {} }, 4],
      [{ operation: 'DeleteMessage', options: {} }, 3],
      [{ operation: 'GetItem', options: { maxAttempts: 1 } }, 1],
      [{ operation: 'DeleteMessage', options: { maxAttempts: 5 } }, 5],
    ];
    for (const [setup, attempts] of rows) {
      const { call } = failing(service('InternalServerError', 500), setup);
      expect((await call()).attempts).to.equal(attempts);
    }
  });

  it('sleeps by jitter under an exponential bound, longer when throttled', async () => {
    const { call } = failing(service('ThrottlingException', 400));
    expect((await call({}, 0.5)).totalRetryDelay).to.equal(500 + 1_000 + 2_000);
    expect(slept).to.deep.equal([500, 1_000, 2_000]);
    slept = [];
    await failing(transport('connectionReset')).call({}, 0.5);
    expect(slept).to.deep.equal([12, 25, 50]);
  });

  it('stops retrying, without another sign, when the quota of the client is used up', async () => {
    const { call, client } = failing(service('InternalServerError', 500));
    const attempts: unknown[] = [];
    for (let i = 0; i < 14; i++) attempts.push((await call()).attempts);
    // 500 tokens, 14 for each of three retries.
    expect(attempts).to.deep.equal([4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 3, 1, 1]);
    const strategy = await retryStrategyOf(client);
    if (strategy === undefined) expect.fail('there is a strategy');
    resetRetryQuota(strategy);
    expect(strategy.capacity).to.equal(500);
    expect((await call()).attempts).to.equal(4);
  });

  it('an adaptive client gets its quota and a new rate limiter back', async () => {
    const { call, client } = failing(service('ThrottlingException', 400), {
      operation: 'DeleteMessage',
      options: { retryMode: 'adaptive' },
    });
    for (let i = 0; i < 3; i++) await call();
    const strategy = await retryStrategyOf(client);
    const limiter = strategy?.rateLimiter;
    if (strategy?.standardRetryStrategy?.capacity === undefined || limiter === undefined)
      return expect.fail('adaptive');
    expect(strategy.standardRetryStrategy.capacity).to.be.below(500);
    resetRetryQuota(strategy);
    expect(strategy.standardRetryStrategy.capacity).to.equal(500);
    expect(strategy.rateLimiter).to.not.equal(limiter);
    expect(strategy.rateLimiter).to.be.instanceOf(limiter.constructor);
  });

  it('leaves strategies of the user that have no quota alone', () => {
    const own = {};
    resetRetryQuota(own);
    expect(own).to.deep.equal({});
  });

  it('a long poll backs off before it gives up on a used-up quota', async () => {
    const { call, client } = failing(service('ThrottlingException', 400), {
      operation: 'ReceiveMessage',
      options: {},
    });
    const strategy = await retryStrategyOf(client);
    if (strategy === undefined) return expect.fail('there is a strategy');
    strategy.capacity = 0;
    expect(await call({ longPoll: false }, 0.5)).to.deep.include({ attempts: 1 });
    expect(slept).to.deep.equal([]);
    expect(await call({ longPoll: true }, 0.5)).to.deep.include({ attempts: 1 });
    expect(slept).to.deep.equal([500]);
  });

  it('a streamed body is sent once: no retry, a warning, no count of attempts', async () => {
    const warned = sinon.stub(console, 'warn');
    try {
      const { call, attempts } = failing(service('InternalServerError', 500));
      const outcome = await call({ streamed: Readable.from(['x']) });
      expect(attempts()).to.equal(1);
      expect(outcome).to.deep.equal({
        name: 'InternalServerError',
        attempts: undefined,
        totalRetryDelay: undefined,
      });
      expect(warned.args.flat().join()).to.match(/non-retryable streaming request/);
    } finally {
      warned.restore();
    }
  });

  it('an abort ends a back-off at once, with AbortError and without metadata', async () => {
    const controller = new AbortController();
    const { client } = scriptedClient({ operation: 'GetItem', options: {} }, []);
    const sleeping = { sleep: () => ({ cancel: () => undefined }), random: () => 0.5 };
    const outcome = outcomeOf(
      withRetries(client, callOf('GetItem', { abortSignal: controller.signal }), sleeping, () =>
        attemptOf({ operation: 'GetItem', options: {} }, service('ThrottlingException', 400)),
      ),
    );
    setImmediate(() => controller.abort());
    expect(await outcome).to.deep.equal({
      name: 'AbortError',
      attempts: undefined,
      totalRetryDelay: undefined,
    });
  });

  it('a client without a retry middleware makes one attempt', async () => {
    const bare: SdkClient = { config: {}, middlewareStack: { applyToStack: () => undefined } };
    const output = { $metadata: {} };
    expect(await withRetries(bare, callOf('GetItem'), scope(0.5), () => Promise.resolve(output))).to.equal(
      output,
    );
    expect(await retryStrategyOf(bare)).to.equal(undefined);
  });
});
