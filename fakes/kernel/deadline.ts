import type { InstalledFakeTimers, Timer } from './clock';

/**
 * A time that nobody waits for, like a Lambda function's timeout: it strikes when the world's time gets there for another
 * reason. Time does not move on for its sake, or code that compresses a file would time out before the work is done.
 */
export interface Deadline extends Timer {
  /** From now on time may move on to the deadline as it does to any wait: it is known that nothing else will happen. */
  expect(): void;
}

/** The unexpected deadlines among the timers of each set of fake timers. */
const unexpected = new WeakMap<object, Set<object>>();

/** Whether nothing but unexpected deadlines is among these many timers. */
export function onlyDeadlines(timers: object, count: number): boolean {
  return count > 0 && count === unexpected.get(timers)?.size;
}

/** A deadline as one of the installed fake timers. */
export function deadlineOnFakeTimers(
  timers: InstalledFakeTimers,
  ms: number,
  callback: () => void,
): Deadline {
  const waiting = unexpected.get(timers) ?? new Set<object>();
  unexpected.set(timers, waiting);
  const token = {};
  const time = timers.now + Math.max(0, ms);
  const strike = (): void => {
    waiting.delete(token);
    callback();
  };
  waiting.add(token);
  let handle = setTimeout(strike, Math.max(0, ms));
  return {
    cancel() {
      waiting.delete(token);
      clearTimeout(handle);
    },
    expect() {
      if (!waiting.delete(token)) return;
      clearTimeout(handle);
      handle = setTimeout(strike, Math.max(0, time - timers.now));
    },
  };
}
