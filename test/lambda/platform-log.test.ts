import { expect } from 'chai';
import { endLines, reportOf, startLine } from '../../fakes/lambda/platform-log';
import { lambdaWorld, type LambdaWorld } from './world';

describe("Lambda: its own lines around a function's", () => {
  let w: LambdaWorld;
  beforeEach(() => {
    w = lambdaWorld({ seed: 1, time: 'virtual' });
  });
  afterEach(() => w.aws.unplug());

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => void w.aws.world.clock.at(Date.now() + ms, resolve));

  it('tells how long initialisation and handler took', async () => {
    w.lambda.function('f', {
      async init() {
        console.log('init');
        await pause(120);
        return async () => pause(30);
      },
    });
    await w.lambda.invoke('f');
    await w.lambda.invoke('f');
    expect(
      w.aws.logs
        .reports()
        .map(({ durationMs, initDurationMs, billedDurationMs }) => [
          durationMs,
          initDurationMs,
          billedDurationMs,
        ]),
    ).to.deep.equal([
      [30, 120, 150],
      [30, undefined, 30],
    ]);
    expect(w.aws.logs.text().split('\n')[0]).to.contain('init');
  });

  it('has the same stream for all invocations of a sandbox', async () => {
    w.lambda.function('f', async () => console.log('line'));
    await w.lambda.invoke('f');
    await w.lambda.invoke('f');
    expect(new Set(w.aws.logs.lines().map(({ stream }) => stream)).size).to.equal(1);
  });

  it('says so when the function timed out, or never got through its initialisation', async () => {
    w.lambda.function('slow', async () => new Promise(() => void pause(10_000)), { timeout: '1s' });
    w.lambda.function('broken', {
      init() {
        throw new Error('no');
      },
    });
    await w.lambda.invoke('slow');
    await w.lambda.invoke('broken');
    expect(w.aws.logs.reports().map(({ functionName, status }) => [functionName, status])).to.deep.equal([
      ['slow', 'timeout'],
      ['broken', undefined],
    ]);
    expect(w.aws.logs.lines({ functionName: 'slow' })[0]?.message).to.contain(
      'Task timed out after 1.00 seconds',
    );
    expect(w.aws.logs.text()).to.contain('Status: timeout');
  });

  it('has the error of a handler, with its own members, as the runtime writes it', async () => {
    const fail = (error: unknown) => async (): Promise<never> => {
      throw error;
    };
    const line = async (error: unknown): Promise<string> => {
      w.lambda.function('f', fail(error));
      const { logs, requestId } = await w.lambda.invoke('f');
      return (logs[0] ?? '').replace(requestId, 'ID');
    };
    const denied = Object.assign(new RangeError('no'), { code: 'AccessDenied' });
    expect(await line(denied)).to.match(
      /^2026-01-01T00:00:00\.000Z\tID\tERROR\tInvoke Error \t\{"errorType":"RangeError","errorMessage":"no","code":"AccessDenied","stack":\["RangeError: no","/,
    );
    const circular = Object.assign(new Error('no'), { self: {} });
    circular.self = circular;
    expect(await line(circular)).to.include('{"errorType":"Error","errorMessage":"no","stack":["Error: no"');
    expect(await line('text')).to.include('{"errorType":"string","errorMessage":"text","stack":[]}');
    expect(w.aws.logs.text()).to.include('Invoke Error');
  });

  it('is worded as on AWS', () => {
    const entry = w.lambda.function('f', async () => undefined);
    const run = { requestId: 'r', initMs: 120.4, durationMs: 30.25, status: undefined };
    expect(startLine('r')).to.equal('START RequestId: r Version: $LATEST');
    expect(endLines(reportOf(entry, run))).to.deep.equal([
      'END RequestId: r',
      'REPORT RequestId: r\tDuration: 30.25 ms\tBilled Duration: 151 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB\tInit Duration: 120.40 ms\t',
    ]);
  });
});
