import { expect } from 'chai';
import { lambdaWorld, type LambdaWorld } from '../world';

interface WindowEvent {
  readonly Records: readonly {
    readonly dynamodb: { readonly Keys: { readonly id: { readonly S: string } } };
  }[];
  readonly shardId: string;
  readonly eventSourceARN: string;
  readonly window: { readonly start: string; readonly end: string };
  readonly state: { readonly count?: number; readonly blob?: string };
  readonly isFinalInvokeForWindow: boolean;
  readonly isWindowTerminatedEarly: boolean;
}

describe('Lambda: tumbling windows of a stream', () => {
  let w: LambdaWorld;
  beforeEach(async () => {
    w = lambdaWorld({ seed: 1, time: 'virtual' });
    await w.table();
  });
  afterEach(() => w.aws.unplug());

  const ids = ({ Records }: WindowEvent): string =>
    Records.map(({ dynamodb }) => dynamodb.Keys.id.S).join('');
  const isWindowEvent = (event: unknown): event is WindowEvent =>
    typeof event === 'object' && event !== null && 'window' in event;
  /** Each invocation in a line: records, second at which the window begins, state, final and early. */
  function seen(invocations: readonly { readonly event: unknown }[]): string[] {
    return invocations.map(({ event }) => {
      if (!isWindowEvent(event)) throw new Error('no window');
      const marks = `${event.isFinalInvokeForWindow ? ' final' : ''}${event.isWindowTerminatedEarly ? ' early' : ''}`;
      return `${ids(event)}@${event.window.start.slice(14, 19)} ${event.state.count ?? '-'}${marks}`;
    });
  }
  const count = async (event: WindowEvent): Promise<object> => ({
    state: { count: (event.state.count ?? 0) + event.Records.length },
  });

  it('carries the state from batch to batch, and ends in an invocation without records (as recorded)', async () => {
    w.lambda.function('count', count);
    w.lambda.eventSource({ table: 'orders', function: 'count', batchSize: 1, tumblingWindow: '10s' });
    await w.put('a', 'b');
    await w.lambda.step();
    await w.lambda.step();
    await w.aws.clock.advance('12s');
    await w.put('c');
    const report = await w.lambda.settle();
    expect(seen(w.lambda.invocations)).to.deep.equal([
      'a@00:00 -',
      'b@00:00 1',
      '@00:00 2 final',
      'c@00:10 -',
      '@00:10 1 final',
    ]);
    // Nothing followed: Lambda waited for two minutes after the end of the second window.
    expect(w.aws.clock.now()).to.be.within(Date.UTC(2026, 0, 1, 0, 2, 20), Date.UTC(2026, 0, 1, 0, 2, 21));
    expect(report.invocations).to.have.lengthOf(3);
  });

  it('hands over the recorded members, in their order', async () => {
    w.lambda.function('count', count);
    const { EventSourceArn } = w.lambda.eventSource({
      table: 'orders',
      function: 'count',
      tumblingWindow: '5m',
    });
    await w.put('a');
    await w.lambda.settle();
    const [first, final] = w.lambda.invocations.map(({ event }) => event);
    if (!isWindowEvent(first)) throw new Error('no window');
    expect(Object.keys(first)).to.deep.equal([
      'Records',
      'shardId',
      'eventSourceARN',
      'window',
      'state',
      'isFinalInvokeForWindow',
      'isWindowTerminatedEarly',
    ]);
    expect(first.shardId).to.match(/^shardId-\d{20}-[0-9a-f]{8}$/);
    expect(first).to.deep.include({
      eventSourceARN: EventSourceArn,
      window: { start: '2026-01-01T00:00:00Z', end: '2026-01-01T00:05:00Z' },
      state: {},
      isFinalInvokeForWindow: false,
      isWindowTerminatedEarly: false,
    });
    expect(final).to.deep.include({ Records: [], state: { count: 1 }, isFinalInvokeForWindow: true });
  });

  it('never mixes two windows in one batch', async () => {
    w.lambda.function('count', count);
    w.lambda.eventSource({ table: 'orders', function: 'count', tumblingWindow: '1s', enabled: true });
    await w.put('a', 'b');
    await w.aws.clock.advance('1s');
    await w.put('c');
    await w.aws.clock.advance('5s');
    await w.put('d', 'e');
    await w.lambda.settle();
    expect(seen(w.lambda.invocations)).to.deep.equal([
      'ab@00:00 -',
      '@00:00 2 final',
      'c@00:01 -',
      '@00:01 1 final',
      'de@00:06 -',
      '@00:06 2 final',
    ]);
  });

  it('ends early when the state is larger than 1 MB, and goes on in the same window with a fresh one', async () => {
    const large = 'x'.repeat(1024 * 1024);
    w.lambda.function('grow', async (event: WindowEvent) =>
      ids(event) === 'a' ? { state: { count: 1, blob: large } } : count(event),
    );
    w.lambda.eventSource({ table: 'orders', function: 'grow', batchSize: 1, tumblingWindow: '10s' });
    await w.put('a', 'b', 'c');
    await w.lambda.settle();
    expect(seen(w.lambda.invocations)).to.deep.equal([
      'a@00:00 -',
      '@00:00 1 final early',
      'b@00:00 -',
      'c@00:00 1',
      '@00:00 2 final',
    ]);
    const { event } = w.lambda.invocations[1] ?? {};
    expect(isWindowEvent(event) && event.state.blob).to.equal(large);
  });

  it('takes a state of exactly 1 MB', async () => {
    const blob = 'x'.repeat(1024 * 1024 - '{"blob":""}'.length);
    w.lambda.function('grow', async () => ({ state: { blob } }));
    w.lambda.eventSource({ table: 'orders', function: 'grow', tumblingWindow: '10s' });
    await w.put('a');
    await w.lambda.settle();
    expect(seen(w.lambda.invocations)).to.deep.equal(['a@00:00 -', '@00:00 - final']);
  });

  it('takes an answer without a state for a failure', async () => {
    const answers: unknown[] = [undefined, null, 'state', {}, { state: {} }, { state: {} }];
    w.lambda.function('forgetful', async () => answers.shift());
    w.lambda.eventSource({ table: 'orders', function: 'forgetful', tumblingWindow: '10s' });
    await w.put('a');
    const report = await w.lambda.settle();
    expect(seen(report.invocations)).to.deep.equal([
      ...Array.from({ length: 5 }, () => 'a@00:00 -'),
      '@00:00 - final',
    ]);
    expect(report.retries).to.equal(4);
  });

  it('waits with everything that follows until the last invocation succeeds', async () => {
    let failures = 2;
    w.lambda.function('work', async (event: WindowEvent) => {
      if (event.isFinalInvokeForWindow && failures-- > 0) throw new Error('no');
      return count(event);
    });
    w.lambda.eventSource({ table: 'orders', function: 'work', tumblingWindow: '1s' });
    await w.put('a');
    await w.lambda.step();
    await w.aws.clock.advance('3s');
    await w.put('b');
    await w.lambda.settle();
    expect(seen(w.lambda.invocations).slice(0, 5)).to.deep.equal([
      'a@00:00 -',
      '@00:00 1 final',
      '@00:00 1 final',
      '@00:00 1 final',
      'b@00:03 -',
    ]);
  });

  it('gives the last invocation up when its retries are used up, and says which window was lost (as recorded)', async () => {
    w.aws.s3.createBucket('lost');
    w.lambda.function('work', async (event: WindowEvent) => {
      if (event.isFinalInvokeForWindow) throw new Error('no');
      return count(event);
    });
    const { UUID } = w.lambda.eventSource({
      table: 'orders',
      function: 'work',
      tumblingWindow: '10s',
      maximumRetryAttempts: 0,
      onFailure: { bucket: 'lost' },
    });
    await w.put('a', 'b');
    const report = await w.lambda.settle();
    expect(report.deadLetters).to.deep.equal([
      {
        source: w.aws.dynamodb.table('orders').streamArn,
        target: 'arn:aws:s3:::lost',
        what: 'RetryAttemptsExhausted window 2026-01-01T00:00:00Z',
      },
    ]);
    const [key = ''] = w.aws.s3.bucket('lost').keys();
    const event = report.invocations.at(-1)?.event;
    if (!isWindowEvent(event)) throw new Error('no window');
    expect(key).to.match(
      new RegExp(`^aws/lambda/${UUID}/${event.shardId}/2026/01/01/2026-01-01T00\\.02\\.10-[0-9a-f-]{36}$`),
    );
    const { window } = event;
    const text = w.aws.s3.bucket('lost').get(key)?.text ?? '';
    const record: unknown = JSON.parse(text);
    expect(record).to.deep.equal({
      requestContext: {
        requestId: report.invocations.at(-1)?.requestId,
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:work',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 1,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      payload: JSON.stringify(event),
      timestamp: '2026-01-01T00:02:10.000Z',
      DDBStreamBatchInfo: { shardId: event.shardId, streamArn: event.eventSourceARN },
      timeWindowInfo: { window, isFinalInvokeForWindow: true, isWindowTerminatedEarly: false },
    });
    expect(text.indexOf('"payload"')).to.be.below(text.indexOf('"timestamp"'));
  });

  it('keeps the state up to the checkpoint of a partial failure, and the window of halves that come later', async () => {
    let first = true;
    w.lambda.function(
      'work',
      async (event: WindowEvent & { Records: readonly { dynamodb: { SequenceNumber: string } }[] }) => {
        if (!first) return count(event);
        first = false;
        const [, second] = event.Records;
        const batchItemFailures = [{ itemIdentifier: second?.dynamodb.SequenceNumber }];
        return { state: { count: 1 }, batchItemFailures };
      },
    );
    w.lambda.eventSource({
      table: 'orders',
      function: 'work',
      tumblingWindow: '10s',
      reportBatchItemFailures: true,
    });
    await w.put('a', 'b', 'c');
    await w.lambda.settle();
    expect(seen(w.lambda.invocations)).to.deep.equal(['abc@00:00 -', 'bc@00:00 1', '@00:00 3 final']);
  });

  it('bisects within its window, also when the first half ends it early', async () => {
    const large = 'x'.repeat(1024 * 1024);
    let first = true;
    w.lambda.function('work', async (event: WindowEvent) => {
      if (first) {
        first = false;
        throw new Error('no');
      }
      return ids(event) === 'a' ? { state: { blob: large } } : count(event);
    });
    w.lambda.eventSource({
      table: 'orders',
      function: 'work',
      tumblingWindow: '10s',
      bisectBatchOnFunctionError: true,
    });
    await w.put('a', 'b');
    await w.lambda.settle();
    expect(seen(w.lambda.invocations)).to.deep.equal([
      'ab@00:00 -',
      'a@00:00 -',
      '@00:00 - final early',
      'b@00:00 -',
      '@00:00 1 final',
    ]);
  });

  it('ends with its shard: the children begin afresh', async () => {
    w.lambda.function('count', count);
    w.lambda.eventSource({ table: 'orders', function: 'count', tumblingWindow: '15m' });
    await w.put('a', 'b');
    await w.lambda.step();
    w.aws.dynamodb.table('orders').splitShards();
    await w.put('c', 'd', 'e', 'f');
    await w.lambda.settle();
    const [opening, final, ...children] = w.lambda.invocations.map(({ event }) => event);
    expect(seen([{ event: opening }, { event: final }])).to.deep.equal(['ab@00:00 -', '@00:00 2 final']);
    const fresh = children.filter((event) => isWindowEvent(event) && !event.isFinalInvokeForWindow);
    expect(fresh).to.have.lengthOf(2);
    for (const event of fresh) expect(event).to.deep.include({ state: {} });
    expect(new Set(children.map((event) => isWindowEvent(event) && event.shardId)).size).to.equal(2);
  });

  it('is refused beyond 15 minutes, as the API refuses it', () => {
    w.lambda.function('count', count);
    const create = (tumblingWindow: '900s' | '901s') => () =>
      w.lambda.eventSource({ table: 'orders', function: 'count', tumblingWindow });
    expect(create('901s')).to.throw(
      "1 validation error detected: Value '901' at 'tumblingWindowInSeconds' failed to satisfy constraint: Member must have value less than or equal to 900",
    );
    expect(create('900s')()).to.include({ TumblingWindowInSeconds: 900 });
  });
});
