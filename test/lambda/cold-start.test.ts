import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import type { LambdaHandler } from '../../fakes/lambda/functions';
import { lambdaWorld, type LambdaWorld } from './world';

describe('Lambda: cold starts', () => {
  let w: LambdaWorld;
  beforeEach(() => {
    w = lambdaWorld({ seed: 1, time: 'virtual' });
  });
  afterEach(() => w.aws.unplug());

  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  /** Lambda's own lines, without their numbers. */
  const lines = (): string[] =>
    w.aws.logs
      .text()
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /(INIT_REPORT|START|END|REPORT|Uncaught)/.test(line));

  it('have ten seconds of their own: the time of the invocation begins after them', async () => {
    const left: number[] = [];
    w.lambda.function(
      'f',
      {
        async init() {
          await sleep(9_999);
          return async (_event, context) => void left.push(context.getRemainingTimeInMillis());
        },
      },
      { timeout: '3s' },
    );
    expect((await w.lambda.invoke('f')).outcome.kind).to.equal('returned');
    expect(left).to.deep.equal([3_000]);
    expect(w.aws.logs.reports()[0]).to.include({ initDurationMs: 9_999, durationMs: 0 });
  });

  it('that take longer begin anew, now in the time of the invocation', async () => {
    const left: number[] = [];
    let starts = 0;
    w.lambda.function(
      'f',
      {
        async init() {
          await sleep(++starts === 1 ? 10_001 : 2_000);
          return async (_event, context) => void left.push(context.getRemainingTimeInMillis());
        },
      },
      { timeout: '3s' },
    );
    const { outcome, startedAt, endedAt, coldStart } = await w.lambda.invoke('f');
    expect([outcome.kind, coldStart, endedAt - startedAt]).to.deep.equal(['returned', true, 12_000]);
    expect(left).to.deep.equal([1_000]);
    const [report] = w.aws.logs.reports();
    expect(report).to.include({ initDurationMs: undefined, durationMs: 2_000, status: undefined });
    expect(w.aws.logs.text()).to.contain(
      'INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout',
    );
  });

  it('that never come up time out with the invocation', async () => {
    w.lambda.function(
      'f',
      { init: () => new Promise<LambdaHandler>(() => void sleep(60_000)) },
      { timeout: '5s' },
    );
    const { outcome, requestId, startedAt, endedAt } = await w.lambda.invoke('f');
    expect(outcome).to.deep.equal({
      kind: 'timedOut',
      payload: {
        errorType: 'Sandbox.Timedout',
        errorMessage: `RequestId: ${requestId} Error: Task timed out after 5.00 seconds`,
      },
    });
    expect(endedAt - startedAt).to.equal(15_000);
    expect(w.aws.logs.reports()[0]).to.include({ status: 'timeout', durationMs: 5_000 });
  });

  it('that throw are tried twice, fail the invocation, and leave lines as recorded', async () => {
    let starts = 0;
    w.lambda.function('f', {
      async init() {
        starts++;
        await sleep(20);
        throw new TypeError('no configuration');
      },
    });
    const { outcome, coldStart, logs, requestId } = await w.lambda.invoke('f');
    expect([starts, coldStart, outcome.kind]).to.deep.equal([2, true, 'threw']);
    expect(outcome).to.have.nested.property('payload.errorType', 'TypeError');
    expect(outcome).to.have.nested.property('payload.errorMessage', 'no configuration');
    expect(logs).to.have.lengthOf(2);
    expect(logs[0]).to.match(
      /^2026-01-01T00:00:00\.020Z\tundefined\tERROR\tUncaught Exception \t\{"errorType":"TypeError","errorMessage":"no configuration","stack":\["TypeError: no configuration"/,
    );
    const own = lines().filter((line) => !line.includes('Uncaught'));
    expect(own.map((line) => line.slice(line.search(/(INIT_REPORT|START|END|REPORT) /)))).to.deep.equal([
      'INIT_REPORT Init Duration: 20.00 ms\tPhase: init\tStatus: error\tError Type: TypeError',
      'INIT_REPORT Init Duration: 20.00 ms\tPhase: invoke\tStatus: error\tError Type: TypeError',
      `START RequestId: ${requestId} Version: $LATEST`,
      `END RequestId: ${requestId}`,
      `REPORT RequestId: ${requestId}\tDuration: 20.00 ms\tBilled Duration: 20 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB`,
    ]);
    expect((await w.lambda.invoke('f')).coldStart).to.equal(true);
  });

  it('that die in a call come up in a new process; what they did stays done', async () => {
    const QueueUrl = await w.queue('out');
    w.lambda.function('f', {
      async init() {
        await w.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
        return async () => 'up';
      },
    });
    w.aws.faults.on(SendMessageCommand).crashes('after').for('f');
    expect((await w.lambda.invoke('f')).outcome).to.deep.equal({ kind: 'returned', payload: 'up' });
    expect(w.aws.sqs.queue('out').bodies()).to.deep.equal(['hello', 'hello']);
    expect(w.aws.logs.text()).to.contain('Phase: init\tStatus: error\tError Type: Runtime.ExitError');
  });

  it('that die twice fail the invocation', async () => {
    const QueueUrl = await w.queue('out');
    w.lambda.function('f', {
      async init() {
        await w.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
        return async () => 'up';
      },
    });
    w.aws.faults.on(SendMessageCommand).crashes('before').for('f').times(2);
    expect((await w.lambda.invoke('f')).outcome).to.have.nested.property(
      'payload.errorType',
      'Runtime.ExitError',
    );
    expect((await w.lambda.invoke('f')).outcome.kind).to.equal('returned');
  });

  it('come when the test says so: module state is gone', async () => {
    w.lambda.function('f', {
      init() {
        let count = 0;
        return async () => ++count;
      },
    });
    const count = async () => {
      const { outcome } = await w.lambda.invoke('f');
      return outcome.kind === 'returned' ? outcome.payload : undefined;
    };
    expect([await count(), await count()]).to.deep.equal([1, 2]);
    w.lambda.recycle('f');
    expect([await count(), await count()]).to.deep.equal([1, 2]);
    expect(() => w.lambda.recycle('g')).to.throw('aws.lambda has no function "g"');
  });

  it('a cache that outlives its invocation goes stale, unless the handler looks again', async () => {
    w.aws.s3.createBucket('config').put('flag', 'old');
    const read = async () => w.aws.s3.bucket('config').get('flag')?.text;
    w.lambda.function('naive', {
      async init() {
        const flag = await read();
        return async () => flag;
      },
    });
    w.lambda.function('careful', async () => read());
    const answers = async () => {
      const outcomes = [await w.lambda.invoke('naive'), await w.lambda.invoke('careful')].map(
        ({ outcome }) => outcome,
      );
      return outcomes.map((outcome) => (outcome.kind === 'returned' ? outcome.payload : undefined));
    };
    expect(await answers()).to.deep.equal(['old', 'old']);
    w.aws.s3.bucket('config').put('flag', 'new');
    expect(await answers()).to.deep.equal(['old', 'new']);
    w.lambda.recycle('naive');
    expect(await answers()).to.deep.equal(['new', 'new']);
  });
});
