import { expect } from 'chai';
import { AsyncLocalStorage } from 'node:async_hooks';
import { readFile } from 'node:fs/promises';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import sinon from 'sinon';
import { createClock, installedFakeTimers } from '../../fakes/kernel/clock';
import { FakeMisuse } from '../../fakes/kernel/errors';
import { runInScope, Task } from '../../fakes/kernel/scope';
import {
  installVirtualTime,
  isRequestUnderWay,
  isVirtualTime,
  type VirtualTime,
} from '../../fakes/kernel/virtual-time';

const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

const realImmediate = globalThis.setImmediate;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const turn = (): Promise<void> => new Promise((resolve) => realImmediate(resolve));
const turns = async (count = 20): Promise<void> => {
  for (let i = 0; i < count; i++) await turn();
};
const elapsed = (): number => Date.now() - START;

describe('kernel/virtual-time', () => {
  let time: VirtualTime;
  beforeEach(() => {
    time = installVirtualTime(START);
  });
  afterEach(() => time.uninstall());

  it('begins at the given time and stands still while nothing waits', async () => {
    await turns();
    expect(Date.now()).to.equal(START);
    expect(new Date().toISOString()).to.equal('2026-01-01T00:00:00.000Z');
  });

  it('12 hours of sleep take milliseconds: this test would time out', async () => {
    for (let i = 0; i < 12; i++) await sleep(HOUR);
    expect(elapsed()).to.equal(12 * HOUR);
  });

  it('sleeps overlap and end in the order of their times', async () => {
    const order: number[] = [];
    await Promise.all([30, 10, 20].map((ms) => sleep(ms).then(() => order.push(ms))));
    expect(order).to.deep.equal([10, 20, 30]);
    expect(elapsed()).to.equal(30);
  });

  it('setTimeout passes its arguments, and clearTimeout stops it', async () => {
    const seen: unknown[] = [];
    setTimeout((...args: unknown[]) => seen.push(...args), 5, 'a', undefined, 2);
    const cancelled = setTimeout(() => seen.push('never'), 3);
    clearTimeout(cancelled);
    await sleep(10);
    expect(seen).to.deep.equal(['a', undefined, 2]);
  });

  it('setInterval ticks until it is cleared', async () => {
    const seen: number[] = [];
    const ticks = setInterval(() => {
      seen.push(elapsed());
      if (seen.length === 3) clearInterval(ticks);
    }, 1_000);
    await sleep(10_000);
    expect(seen).to.deep.equal([1_000, 2_000, 3_000]);
  });

  it('setImmediate passes its arguments and takes no time', async () => {
    const seen = await new Promise<unknown[]>((resolve) => {
      setImmediate((...args: unknown[]) => resolve(args), undefined, 1);
    });
    expect(seen).to.deep.equal([undefined, 1]);
    expect(elapsed()).to.equal(0);
  });

  it('node:timers and node:timers/promises are the same time', async () => {
    await new Promise<void>((resolve) => void timers.setTimeout(resolve, 100));
    expect(elapsed()).to.equal(100);
    expect(await timersPromises.setTimeout(100, 'value')).to.equal('value');
    expect(elapsed()).to.equal(200);
    expect(await timersPromises.setImmediate('now')).to.equal('now');
    const seen: number[] = [];
    for await (const value of timersPromises.setInterval(50, 'tick')) {
      expect(value).to.equal('tick');
      if (seen.push(elapsed()) === 2) break;
    }
    expect(seen).to.deep.equal([250, 300]);
    await turns();
    expect(elapsed()).to.equal(300);
  });

  it('so is util.promisify(setTimeout)', async () => {
    expect(await promisify(setTimeout)(70, 'value')).to.equal('value');
    expect(elapsed()).to.equal(70);
    await promisify(setImmediate)();
    expect(elapsed()).to.equal(70);
  });

  it('an aborted timer promise rejects', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 5);
    const error = await timersPromises
      .setTimeout(HOUR, '', { signal: controller.signal })
      .catch((e: unknown) => e);
    expect((error as Error).name).to.equal('AbortError');
    expect(elapsed()).to.equal(5);
  });

  it('AbortSignal.timeout fires at its time, with a TimeoutError', async () => {
    const signal = AbortSignal.timeout(5_000);
    await sleep(4_999);
    expect(signal.aborted).to.equal(false);
    await sleep(1);
    expect(signal.aborted).to.equal(true);
    expect((signal.reason as Error).name).to.equal('TimeoutError');
    expect((signal.reason as Error).message).to.equal('The operation was aborted due to timeout');
  });

  it('performance.now and process.hrtime go along', async () => {
    const before = { performance: performance.now(), hrtime: process.hrtime.bigint() };
    await sleep(1_500);
    expect(globalThis.performance.now() - before.performance).to.equal(1_500);
    expect(process.hrtime.bigint() - before.hrtime).to.equal(1_500_000_000n);
  });

  for (const ms of [0, 0.4, -5, Number.NaN, undefined]) {
    it(`a delay of ${ms} ms is one of 1 ms, as in Node`, async () => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      expect(elapsed()).to.equal(1);
      await timersPromises.setTimeout(ms);
      expect(elapsed()).to.equal(2);
    });
  }

  it('a delay of 1.9 ms is one of 1 ms', async () => {
    await sleep(1.9);
    expect(elapsed()).to.equal(1);
  });

  it('refuses a callback that is none at once', () => {
    expect(() => Reflect.apply(setTimeout, undefined, [undefined, 1]) as unknown).to.throw(
      /Callback must be/,
    );
  });

  it('callbacks keep the async context in which they were made', async () => {
    const storage = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    storage.run('inside', () => {
      setTimeout(() => seen.push(storage.getStore()), 1);
      setImmediate(() => seen.push(storage.getStore()));
      const ticks = setInterval(() => {
        seen.push(storage.getStore());
        clearInterval(ticks);
      }, 2);
    });
    await sleep(10);
    expect(seen).to.deep.equal(['inside', 'inside', 'inside']);
  });

  it('time does not pass while a file is read between timers', async () => {
    for (let i = 0; i < 5; i++) {
      const watch = sleep(HOUR).then(() => 'time passed');
      expect(await Promise.race([readFile(__filename).then(() => 'read'), watch])).to.equal('read');
      expect(Date.now()).to.equal(START + i * HOUR);
      await watch;
    }
  });

  it('isRequestUnderWay tells whether a file is being read', async () => {
    await turns();
    expect(isRequestUnderWay()).to.equal(false);
    const reading = readFile(__filename);
    expect(isRequestUnderWay()).to.equal(true);
    await reading;
    await turns();
    expect(isRequestUnderWay()).to.equal(false);
  });

  it('promise code of any length runs before time moves on', async () => {
    let hops = 0;
    const hopping = (async () => {
      for (; hops < 10_000; hops++) await Promise.resolve();
    })();
    await sleep(1);
    expect(hops).to.equal(10_000);
    await hopping;
  });

  it('a callback that throws does not stop time', async () => {
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    const thrown: unknown[] = [];
    process.once('uncaughtException', (error) => thrown.push(error));
    try {
      setTimeout(() => {
        throw new Error('in a callback');
      }, 5);
      await sleep(10);
    } finally {
      process.removeAllListeners('uncaughtException');
      for (const listener of listeners) process.on('uncaughtException', listener);
    }
    expect(thrown.map(String)).to.deep.equal(['Error: in a callback']);
    expect(elapsed()).to.equal(10);
  });

  describe('a crashed task', () => {
    it('its timers never fire, of whatever kind', async () => {
      const task = new Task('a');
      const seen: string[] = [];
      runInScope({ task }, () => {
        setTimeout(() => seen.push('timeout'), 10);
        setImmediate(() => seen.push('immediate'));
        setInterval(() => seen.push('interval'), 10);
        void timersPromises.setTimeout(10).then(() => seen.push('promise'));
        void timersPromises.setImmediate().then(() => seen.push('immediate promise'));
        void promisify(setTimeout)(10).then(() => seen.push('promisified'));
        void (async () => {
          for await (const _ of timersPromises.setInterval(10)) seen.push('tick');
        })();
        const signal = AbortSignal.timeout(10);
        signal.addEventListener('abort', () => seen.push('abort'));
      });
      task.crash();
      await sleep(1_000);
      expect(seen).to.deep.equal([]);
    });

    it('its intervals do not keep time running', async () => {
      const task = new Task('a');
      runInScope({ task }, () => {
        setInterval(() => undefined, 10);
        void (async () => {
          for await (const _ of timersPromises.setInterval(10)) continue;
        })();
      });
      await sleep(100);
      task.crash();
      await sleep(100);
      expect(time.hasTimers()).to.equal(false);
      await turns();
      expect(elapsed()).to.equal(200);
    });

    it('the timers of the others go on', async () => {
      const [dead, alive] = [new Task('a'), new Task('b')];
      const seen: string[] = [];
      const rejected = new AbortController();
      runInScope({ task: alive }, () => {
        setTimeout(() => seen.push('timeout'), 10);
        void timersPromises.setTimeout(10).then(() => seen.push('promise'));
        const { signal } = rejected;
        void timersPromises.setTimeout(10, '', { signal }).catch(() => seen.push('rejected'));
      });
      rejected.abort();
      dead.crash();
      await sleep(20);
      expect(seen).to.deep.equal(['rejected', 'timeout', 'promise']);
    });
  });

  describe('manual', () => {
    beforeEach(() => {
      time.uninstall();
      time = installVirtualTime(START, { manual: true });
    });

    it('moves only when told, timer by timer', async () => {
      const seen: number[] = [];
      setTimeout(() => seen.push(elapsed()), 20);
      setTimeout(() => seen.push(elapsed()), 10);
      await turns();
      expect([seen.length, time.hasTimers()]).to.deep.equal([0, true]);
      time.advanceToNextTimer();
      expect([...seen, time.hasTimers()]).to.deep.equal([10, true]);
      time.advanceToNextTimer();
      expect([...seen, time.hasTimers()]).to.deep.equal([10, 20, false]);
    });

    it('restart forgets every timer and sets the time', async () => {
      let fired = false;
      setTimeout(() => (fired = true), 10);
      time.restart(START + HOUR);
      expect(time.hasTimers()).to.equal(false);
      expect(elapsed()).to.equal(HOUR);
      time.advanceToNextTimer();
      expect(fired).to.equal(false);
    });
  });

  it('is the time of a world, whose waits are its timers', async () => {
    const clock = createClock();
    expect(installedFakeTimers()).to.not.equal(undefined);
    expect(clock.now()).to.equal(START);
    await new Promise<void>((resolve) => void clock.at(START + HOUR, resolve));
    expect(Date.now()).to.equal(START + HOUR);
    await clock.advance('1h');
    expect(elapsed()).to.equal(2 * HOUR);
  });

  it('is told from the fake timers of a test', () => {
    const own = installedFakeTimers();
    expect(own !== undefined && isVirtualTime(own)).to.equal(true);
    time.uninstall();
    const others = sinon.useFakeTimers();
    try {
      const theirs = installedFakeTimers();
      expect(theirs !== undefined && isVirtualTime(theirs)).to.equal(false);
    } finally {
      others.restore();
      time = installVirtualTime(START);
    }
  });

  it('uninstalling twice is harmless', () => {
    time.uninstall();
    const { setTimeout } = globalThis;
    time.uninstall();
    expect(globalThis.setTimeout).to.equal(setTimeout);
    expect(installedFakeTimers()).to.equal(undefined);
    time = installVirtualTime(START);
  });

  it('is refused while fake timers are installed, by whomever', () => {
    expect(() => installVirtualTime(0)).to.throw(FakeMisuse, /fake timers are installed already/);
    time.uninstall();
    const own = sinon.useFakeTimers();
    try {
      expect(() => installVirtualTime(0)).to.throw(FakeMisuse, /leave `time` out/);
    } finally {
      own.restore();
      time = installVirtualTime(START);
    }
  });

  it('uninstall a second time changes nothing', () => {
    time.uninstall();
    const real = globalThis.setTimeout;
    time.uninstall();
    expect(globalThis.setTimeout).to.equal(real);
    time = installVirtualTime(START);
  });

  it('uninstall puts everything back, and a pending timer never fires', async () => {
    time.uninstall();
    const snapshot = (): unknown[] => [
      Date,
      ...(
        [
          'setTimeout',
          'setInterval',
          'setImmediate',
          'clearTimeout',
          'clearInterval',
          'clearImmediate',
        ] as const
      ).flatMap((name) => [globalThis[name], timers[name]]),
      timersPromises.setTimeout,
      timersPromises.setInterval,
      timersPromises.setImmediate,
      ...([AbortSignal, 'timeout', process, 'hrtime', globalThis.performance, 'now'] as const).flatMap(
        (part, i, all) =>
          typeof part === 'string' ? [Reflect.get(all[i - 1] as object, part) as unknown] : [],
      ),
      Object.getOwnPropertyDescriptor(AbortSignal, 'timeout')?.enumerable,
    ];
    const before = snapshot();
    time = installVirtualTime(START);
    const during = snapshot();
    let fired = false;
    setTimeout(() => (fired = true), 1);
    time.uninstall();
    const after = snapshot();
    await turns();
    expect(after.map((part, i) => part === before[i])).to.deep.equal(before.map(() => true));
    expect(during.slice(0, -1).some((part, i) => part === before[i])).to.equal(false);
    expect(fired).to.equal(false);
    time = installVirtualTime(START);
  });
});
