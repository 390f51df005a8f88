import { AsyncResource } from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';
import nodeTimers from 'node:timers';
import timersPromises from 'node:timers/promises';
import { promisify } from 'node:util';
import { withGlobal } from '@sinonjs/fake-timers';
import { installedFakeTimers } from './clock';
import { onlyDeadlines } from './deadline';
import { FakeMisuse } from './errors';
import { dispatched, real, withRealGlobals } from './real-timers';
import { currentTask, type Task } from './scope';

type InstalledClock = ReturnType<ReturnType<typeof withGlobal>['install']>;

/** What the handler's and the SDK's time hang on. Promises, `process.nextTick` and streams stay real. */
const FAKED = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'Date',
  'performance',
  'hrtime',
] as const;

/** Installed virtual time: the process's `Date` and timers, until `uninstall`. */
export interface VirtualTime {
  hasTimers(): boolean;
  /** How many timers were ever made. */
  timersMade(): number;
  /** Whether timers were due at the same time since the last restart: then the order in which they were made counts. */
  tied(): boolean;
  /** Moves time on to the next timer and fires it. */
  advanceToNextTimer(): void;
  /** Forgets every timer and sets the time. */
  restart(now: number): void;
  uninstall(): void;
}

/**
 * Makes the process's `Date` and timers the world's: sinon's fake timers. Unless `manual`, time moves on to the next timer
 * whenever everything waits: one real turn of the event loop has passed, so all promise code has run, and no file system or
 * name lookup request is under way.
 *
 * @param start where time begins, epoch ms.
 * @throws FakeMisuse when fake timers are installed already.
 */
export function installVirtualTime(start: number, options: { readonly manual?: boolean } = {}): VirtualTime {
  if (installedFakeTimers() !== undefined) {
    throw new FakeMisuse(
      "fakeAws({ time: 'virtual' }): fake timers are installed already. Restore them, or leave `time` out: " +
        'the world then goes by your timers, and you tick them.',
    );
  }
  const clock = withRealGlobals(() => withGlobal(globalThis)).install({ now: start, toFake: [...FAKED] });
  installed.add(clock);
  dispatched.virtual++;
  const idle =
    options.manual === true ? { wake: () => undefined, stop: () => undefined } : runWhenIdle(clock);
  let made = 0;
  let tied = false;
  let firedAt: number | undefined;
  const restoreTimers = repairTimers(() => {
    made++;
    idle.wake();
  });
  const restoreAbortTimeout = fakeAbortTimeout();
  syncBuiltinESMExports();
  return {
    hasTimers: () => clock.countTimers() > 0,
    timersMade: () => made,
    tied: () => tied,
    advanceToNextTimer() {
      clock.next();
      tied ||= clock.now === firedAt;
      firedAt = clock.now;
    },
    restart(now) {
      tied = false;
      firedAt = undefined;
      clock.reset();
      clock.setSystemTime(now);
    },
    uninstall() {
      // Putting back twice would put back what the first time removed.
      if (!installed.delete(clock)) return;
      dispatched.virtual--;
      idle.stop();
      restoreAbortTimeout();
      restoreTimers();
      clock.uninstall();
      syncBuiltinESMExports();
    },
  };
}

const installed = new WeakSet<object>();

/** Whether these fake timers are virtual time: it moves on by itself. A test's own fake timers do not. */
export function isVirtualTime(timers: object): boolean {
  return installed.has(timers);
}

/** Whether a request of the process is under way that will end by itself and then run code of the test. */
export function isRequestUnderWay(): boolean {
  return process.getActiveResourcesInfo().some((name) => REQUESTS.has(name));
}

type AnyTimer = (callback: (...args: unknown[]) => void, ...args: unknown[]) => unknown;
type TimerName = 'setTimeout' | 'setInterval' | 'setImmediate';

/**
 * What fake-timers lack: a delay below 1 ms is 1 ms in Node (with 0 the SDK's rate limiter would never get on); a callback
 * keeps the async context it was made in; and the timers of a crashed task are dead. The same for `node:timers` and
 * `node:timers/promises`. Fake-timers put the originals of those two modules back themselves.
 */
function repairTimers(onTimer: () => void): () => void {
  const globals = globalThis as unknown as Record<TimerName | 'clearTimeout', AnyTimer>;
  const names = ['setTimeout', 'setInterval', 'setImmediate'] as const;
  const before = names.map((name) => globals[name]);
  const promised = repairPromises(onTimer);
  for (const name of names) {
    const fake = globals[name];
    const repaired: AnyTimer = (callback, ...args) => {
      onTimer();
      if (typeof callback !== 'function') return fake(callback, ...args);
      const task = currentTask();
      const bound = AsyncResource.bind((...given: unknown[]) => {
        if (task === undefined || (!task.dead && !task.frozen)) return callback(...given);
        // An interval of a dead or frozen task would keep time running for nobody.
        if (name === 'setInterval') globals.clearTimeout(timer as never);
        task.whenAwake(() => {
          if (name === 'setInterval') (timer as NodeJS.Timeout).refresh();
          callback(...given);
        });
      });
      const timer =
        name === 'setImmediate' ? fake(bound, ...args) : fake(bound, atLeastOne(args[0]), ...args.slice(1));
      return timer;
    };
    Object.defineProperties(repaired, Object.getOwnPropertyDescriptors(fake));
    if (name !== 'setInterval') Object.defineProperty(repaired, promisify.custom, { value: promised[name] });
    globals[name] = repaired;
    (nodeTimers as unknown as Record<TimerName, AnyTimer>)[name] = repaired;
  }
  return () => names.forEach((name, i) => (globals[name] = before[i] as AnyTimer));
}

function atLeastOne(ms: unknown): number {
  return Math.max(1, Math.trunc(Number(ms)) || 1);
}

function repairPromises(onTimer: () => void): typeof timersPromises {
  const { setTimeout, setInterval, setImmediate } = timersPromises;
  const module = timersPromises as { -readonly [Name in TimerName]: (typeof timersPromises)[Name] };
  module.setTimeout = (ms, value, options) => {
    onTimer();
    return whenAwake(currentTask(), setTimeout(atLeastOne(ms), value, options));
  };
  module.setImmediate = (value, options) => {
    onTimer();
    return whenAwake(currentTask(), setImmediate(value, options));
  };
  module.setInterval = (ms, value, options) => {
    onTimer();
    return whileAlive(currentTask(), () => setInterval(atLeastOne(ms), value, options));
  };
  return timersPromises;
}

/** Nothing while the task is frozen, and never anything once it is dead. */
function whenAwake<T>(task: Task | undefined, promise: Promise<T>): Promise<T> {
  if (task === undefined) return promise;
  return new Promise((resolve, reject) => {
    promise.then(
      (value) => task.whenAwake(() => resolve(value)),
      (error: unknown) => task.whenAwake(() => reject(error)),
    );
  });
}

async function* whileAlive<T>(
  task: Task | undefined,
  begin: () => AsyncIterable<T>,
): AsyncGenerator<T, void, undefined> {
  for (;;) {
    for await (const tick of begin()) {
      // Ends the interval, which would keep time running for nobody.
      if (task?.dead === true || task?.frozen === true) break;
      yield tick;
    }
    if (task?.dead !== true && task?.frozen !== true) return;
    await whenAwake(task, Promise.resolve());
  }
}

/** Fake-timers leave `AbortSignal.timeout` on the real clock. */
function fakeAbortTimeout(): () => void {
  const before = Object.getOwnPropertyDescriptor(AbortSignal, 'timeout') as PropertyDescriptor;
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    setTimeout(
      () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
      ms,
    );
    return controller.signal;
  };
  return () => void Object.defineProperty(AbortSignal, 'timeout', before);
}

/** Requests that end by themselves and then run code of the test: while one is under way, time stands still. */
const REQUESTS = new Set([
  'FSReqCallback',
  'FSReqPromise',
  // The last step of `fs.promises.readFile`: Node 20's name for it, and the one of its class.
  'CloseReq',
  'FileHandleCloseReq',
  'GetAddrInfoReqWrap',
  'GetNameInfoReqWrap',
]);

/** Wall time that work out of our sight (zlib, WebAssembly, a worker) gets before a function counts as hanging. */
const DEADLINE_GRACE_MS = 1_000;

/** Moves time on to the next timer at every idle moment, for as long as there are timers. */
function runWhenIdle(clock: InstalledClock): { wake(): void; stop(): void } {
  let stopped = false;
  let resting: NodeJS.Timeout | undefined;
  const look = (patient = true): void => {
    if (stopped) return;
    resting = undefined;
    // Without timers there is nothing to move on to: rest until one is made. Not all of them are seen being made
    // (`node:timers/promises`), hence a look now and then, without holding the process open.
    if (clock.countTimers() === 0) {
      resting = real.setTimeout(turn, 1).unref();
      return;
    }
    // A function's timeout is no reason for time to move on while its code may be at work out of our sight.
    if (patient && onlyDeadlines(clock, clock.countTimers())) {
      resting = real.setTimeout(look, DEADLINE_GRACE_MS, false);
      return;
    }
    try {
      if (!isRequestUnderWay()) clock.next();
    } finally {
      // A callback that throws fails the test, as with real timers; time goes on.
      turn();
    }
  };
  const turn = (): void => {
    resting = undefined;
    real.setImmediate(look);
  };
  const wake = (): void => {
    if (resting === undefined) return;
    real.clearTimeout(resting);
    turn();
  };
  turn();
  return {
    wake,
    stop: () => {
      stopped = true;
      real.clearTimeout(resting);
    },
  };
}
