import { expect } from 'chai';
import * as sinon from 'sinon';
import { startHeartbeat } from '../../../../src/compaction/lock/heartbeat';
import { NO_LEASE, type Beat, type OwnedLease } from '../../../../src/compaction/lock/lease';
import { beginInvocation } from '../../../../src/shared/invocation';
import { createRuntime } from '../../../../src/shared/runtime';

const CONFIGURATION = {
  LOG_LEVEL: 'ERROR',
  ENABLE_METRICS: false,
  METRICS_MODE: 'emf',
  METRICS_NAMESPACE: 'Test',
} as const;

describe('startHeartbeat', () => {
  let time: sinon.SinonFakeTimers;
  beforeEach(() => {
    time = sinon.useFakeTimers();
  });
  afterEach(() => time.restore());

  /** A lease whose beats go as told, then well; it ends `endsAt`. */
  function heartbeat(beats: Beat[], options: { endsAt?: number; beat?: OwnedLease['beat'] } = {}) {
    let givenUp = false;
    const times: number[] = [];
    const lease: OwnedLease = {
      ...NO_LEASE,
      isHeld: () => Date.now() < (options.endsAt ?? Number.POSITIVE_INFINITY),
      giveUp: () => {
        givenUp = true;
      },
      beat: (signal) => {
        times.push(Date.now());
        return options.beat?.(signal) ?? Promise.resolve(beats.shift() ?? 'extended');
      },
    };
    const invocation = beginInvocation(
      createRuntime({ env: {}, write: () => undefined }),
      CONFIGURATION,
      'test',
      undefined,
    );
    const count = sinon.spy(invocation.metrics, 'count');
    const running = startHeartbeat(invocation, {
      collection: 'words',
      lease,
      intervalMs: 30_000,
      maxFailures: 3,
    });
    return { running, times, givenUp: () => givenUp, count };
  }

  it('beats after every interval until stopped', async () => {
    const { running, times } = heartbeat([]);
    await time.tickAsync(95_000);
    await running.stop();
    await time.tickAsync(95_000);
    expect(times).to.deep.equal([30_000, 60_000, 90_000]);
  });

  it('counts beats that fail, not those that go well', async () => {
    const { running, count } = heartbeat(['extended', 'error', 'extended']);
    await time.tickAsync(95_000);
    await running.stop();
    expect(count.args).to.deep.equal([['CompactionHeartbeatFailed', { collection: 'words' }]]);
  });

  it('gives the lease up at once when it is taken', async () => {
    const { givenUp, times } = heartbeat(['lost']);
    await time.tickAsync(100_000);
    expect([givenUp(), times.length]).to.deep.equal([true, 1]);
  });

  it('gives it up after three errors in a row (R08)', async () => {
    const { givenUp, times } = heartbeat(['error', 'error', 'extended', 'error', 'error', 'error']);
    await time.tickAsync(150_000);
    expect(givenUp()).to.equal(false);
    await time.tickAsync(150_000);
    expect([givenUp(), times.length]).to.deep.equal([true, 6]);
  });

  it('gives it up when it has ended meanwhile', async () => {
    const { givenUp, times } = heartbeat(['error'], { endsAt: 30_000 });
    await time.tickAsync(100_000);
    expect([givenUp(), times.length]).to.deep.equal([true, 1]);
  });

  it('stops only after a beat under way has ended, which it aborts (R09)', async () => {
    const events: string[] = [];
    const beat: OwnedLease['beat'] = (signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          events.push('aborted');
          resolve('error');
        });
      });
    const { running, times, givenUp } = heartbeat([], { beat });
    await time.tickAsync(30_000);
    await running.stop();
    events.push('stopped');
    await time.tickAsync(100_000);
    expect(events).to.deep.equal(['aborted', 'stopped']);
    expect([times.length, givenUp()]).to.deep.equal([1, false]);
  });
});
