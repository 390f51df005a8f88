import BTree from 'sorted-btree';
import { deadlineOnFakeTimers, type Deadline } from './deadline';
import { toMs, type Duration } from './duration';
import { compareNumbers, compareTuples } from './order';
import { real } from './real-timers';
import { currentTask, type Task } from './scope';

/** A function to call at a world time. */
export interface Timer {
  cancel(): void;
}

/** The world's time: what the fakes, the SDK's backoff and every wait of an operation go by. */
export interface Clock {
  /** Epoch ms. */
  now(): number;
  /** Calls back once the world's time has come. Costs no wall time. */
  at(time: number, callback: () => void): Timer;
  /** Calls back when the world's time passes this moment, without moving on to it. */
  deadline(time: number, callback: () => void): Deadline;
  /** Moves the world on. Whatever falls due on the way happens, in order. */
  advance(by: Duration): Promise<void>;
}

/** What sinon's fake timers leave on the functions they replace. */
export interface InstalledFakeTimers {
  readonly now: number;
  tickAsync(ms: number): Promise<number>;
}

/** The fake timers that are installed right now, whoever installed them; undefined when `setTimeout` is real. */
export function installedFakeTimers(): InstalledFakeTimers | undefined {
  return (globalThis.setTimeout as { clock?: InstalledFakeTimers }).clock;
}

/**
 * The clock of a world. Three cases, decided at every use, so that a test may install fake timers when it likes:
 * - fake timers are installed (by `time: 'virtual'` or by the test): they are the time, and waits are their timers;
 * - otherwise the time is the machine's `Date` plus an offset. A wait then costs one turn of the event loop: as soon as
 *   the code under test has nothing else to do, the offset jumps to the next time somebody waits for.
 */
export function createClock(): Clock {
  const jump = new JumpingTimers();
  return {
    now: () => jump.now(),
    at(time, callback) {
      if (installedFakeTimers() === undefined) return jump.at(time, callback);
      const handle = setTimeout(callback, Math.max(0, time - jump.now()));
      return { cancel: () => clearTimeout(handle) };
    },
    deadline(time, callback) {
      const fake = installedFakeTimers();
      if (fake === undefined) return jump.deadline(time, callback);
      return deadlineOnFakeTimers(fake, time - jump.now(), callback);
    },
    async advance(by) {
      const ms = toMs(by);
      const fake = installedFakeTimers();
      if (fake === undefined) await jump.advanceTo(jump.now() + ms);
      else await fake.tickAsync(ms);
    },
  };
}

type Key = readonly [time: number, order: number];

interface Waiter {
  readonly callback: () => void;
  readonly task: Task | undefined;
  readonly key: Key;
  cancelled: boolean;
}

/** Timers on the machine's time plus an offset that jumps forward when everything waits. */
class JumpingTimers {
  #offset = 0;
  #order = 0;
  #pumping = false;
  readonly #waiting = new BTree<Key, Waiter>(undefined, compareTuples<Key>(compareNumbers, compareNumbers));

  readonly #deadlines = new BTree<Key, () => void>(
    undefined,
    compareTuples<Key>(compareNumbers, compareNumbers),
  );

  now(): number {
    return Date.now() + this.#offset;
  }

  at(time: number, callback: () => void): Timer {
    const waiter: Waiter = { callback, task: currentTask(), key: [time, this.#order++], cancelled: false };
    this.#wait(waiter);
    return {
      cancel: () => {
        waiter.cancelled = true;
        this.#waiting.delete(waiter.key);
      },
    };
  }

  #wait(waiter: Waiter): void {
    if (waiter.cancelled) return;
    this.#waiting.set(waiter.key, waiter);
    if (!this.#pumping) this.#pump();
  }

  deadline(time: number, callback: () => void): Deadline {
    const key: Key = [time, this.#order++];
    // The machine's own time gets there too. The offset only grows, so this is never too early.
    const handle = real.setTimeout(() => this.#strike(key), Math.max(0, time - this.now()));
    let waiting: Timer | undefined;
    const cancel = (): boolean => {
      real.clearTimeout(handle);
      waiting?.cancel();
      return this.#deadlines.delete(key);
    };
    this.#deadlines.set(key, () => {
      cancel();
      callback();
    });
    return {
      cancel: () => void cancel(),
      expect: () => {
        // A second time changes nothing.
        if (this.#deadlines.has(key) && cancel()) waiting = this.at(time, callback);
      },
    };
  }

  async advanceTo(time: number): Promise<void> {
    for (;;) {
      // Promise code that the last timer set off runs first: it may wait for a moment on the way.
      await new Promise((resolve) => real.setImmediate(resolve));
      const next = this.#next();
      if (next !== undefined && next[0] <= time) this.#fire(next);
      else if (!this.#strikeBy(time)) break;
    }
    this.#jumpTo(time);
  }

  /** One turn of the event loop lets all promise code run; then the earliest waiter is served, and so on. */
  #pump(): void {
    this.#pumping = true;
    real.setImmediate(() => {
      const next = this.#next();
      if (next !== undefined) this.#fire(next);
      if (this.#waiting.size > 0) this.#pump();
      else this.#pumping = false;
    });
  }

  /**
   * The earliest waiter. Those of a dead task are forgotten, those of a frozen one are put aside until it is thawed: time
   * does not move on for nobody.
   */
  #next(): Key | undefined {
    for (;;) {
      const key = this.#waiting.minKey();
      const waiter = key === undefined ? undefined : this.#waiting.get(key);
      const task = waiter?.task;
      if (key === undefined || waiter === undefined || (task?.dead !== true && task?.frozen !== true))
        return key;
      this.#waiting.delete(key);
      task.whenAwake(() => this.#wait(waiter));
    }
  }

  #fire(key: Key): void {
    if (this.#strikeBy(key[0])) return;
    const waiter = this.#waiting.get(key);
    this.#waiting.delete(key);
    this.#jumpTo(key[0]);
    waiter?.callback();
  }

  #jumpTo(time: number): void {
    this.#offset += Math.max(0, time - this.now());
  }

  /** Lets the first deadline strike that is due by a time. What it sets off runs before time moves on. */
  #strikeBy(time: number): boolean {
    const next = this.#deadlines.minKey();
    if (next === undefined || next[0] > time) return false;
    this.#jumpTo(next[0]);
    this.#strike(next);
    return true;
  }

  #strike(key: Key): void {
    const callback = this.#deadlines.get(key);
    this.#deadlines.delete(key);
    callback?.();
  }
}
