import { createHook } from 'node:async_hooks';
import { real } from './real-timers';
import { currentTask } from './scope';

/** The machine's time in ms, whatever stands in for `Date` and `performance`: for limits on what a search may cost. */
export function wallMs(): number {
  return Number(real.hrtime.bigint()) / 1e6;
}

/** One turn of the real event loop: every promise, `nextTick` and I/O callback that was ready has run. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => real.setImmediate(resolve));
}

/** Wall time in which work of the machine (a key derivation, a file) must come to its end. */
const MOST_WALL_MS = 10_000;
/** After so many turns the machine is given a millisecond per turn, instead of asking it without a break. */
const IMPATIENT_TURNS = 50;

/** Work that ends by itself and then runs code of the test: file system, names, crypto. */
const REQUESTS =
  /^(FSREQ\w+|FILEHANDLECLOSEREQ|GETADDRINFOREQWRAP|GETNAMEINFOREQWRAP|QUERYWRAP|(?!HTTP)\w+REQUEST)$/;
/** What may call back at any time or never. Named when nothing goes on. */
const OPEN_ENDED = new Set([
  'WORKER',
  'MESSAGEPORT',
  'PROCESSWRAP',
  'TCPWRAP',
  'TLSWRAP',
  'UDPWRAP',
  'FSEVENTWRAP',
]);

/** What tasks are doing outside the promise queue, seen by async_hooks. */
export interface RealIo {
  /** Waits until everything that can go on by itself has gone on: promise code, files, names, crypto, compression. */
  quiescence(): Promise<void>;
  /** What tasks made since `restart` that is beyond control: `a real timer of 5000 ms`, `WORKER`. */
  uncontrolled(): readonly string[];
  /** A real timer that a task made in spite of virtual time; undefined when there is none. */
  capturedTimer(): string | undefined;
  /** Forgets what tasks before made. */
  restart(): void;
  stop(): void;
}

/** What a compression has as its resource: while `buffer` is there, a chunk is being worked on. */
interface ZlibHandle {
  buffer?: unknown;
}

/** Watches the process for work that tasks have given to the machine. */
export function watchRealIo(): RealIo {
  const requests = new Map<number, string>();
  const compressions = new Set<ZlibHandle>();
  const openEnded = new Set<string>();
  let captured: string | undefined;
  // Without a `destroy` hook: that would make every promise of the process be tracked until it is collected.
  const hook = createHook({
    init(id, type, _trigger, resource) {
      if (type === 'PROMISE') return;
      if (REQUESTS.test(type)) requests.set(id, type);
      else if (currentTask()?.dead !== false) return;
      else if (type === 'ZLIB') compressions.add(resource);
      else if (type === 'Immediate') requests.set(id, 'setImmediate');
      else if (type === 'Timeout') captured ??= describeTimer(resource);
      else if (OPEN_ENDED.has(type)) openEnded.add(type);
    },
    after: (id) => void requests.delete(id),
  }).enable();

  const isBusy = (): boolean => {
    if (requests.size > 0) return true;
    for (const { buffer } of compressions) if (buffer !== undefined && buffer !== null) return true;
    return false;
  };
  return {
    async quiescence() {
      await nextTurn();
      if (!isBusy()) return;
      const until = wallMs() + MOST_WALL_MS;
      for (let turns = 1; isBusy() && wallMs() < until; turns++) {
        if (turns > IMPATIENT_TURNS) await new Promise((resolve) => real.setTimeout(resolve, 1));
        await nextTurn();
      }
    },
    uncontrolled: () => [
      ...(captured === undefined ? [] : [`a real timer ${captured}`]),
      ...openEnded,
      ...new Set(requests.values()),
      ...(compressions.size > 0 && isBusy() ? ['ZLIB'] : []),
    ],
    capturedTimer: () => captured,
    restart() {
      requests.clear();
      compressions.clear();
      openEnded.clear();
      captured = undefined;
    },
    stop: () => void hook.disable(),
  };
}

function describeTimer(resource: object): string {
  const { _idleTimeout: ms } = resource as { _idleTimeout?: number };
  const place = callSite();
  return `of ${ms} ms${place === undefined ? '' : ` (set ${place})`}`;
}

/** Frames of Node, and of this file. */
const NOT_THE_CALLER = /\(?node:|real-io\.[jt]s:/;

/** Where the code stands that called what we are in: `at handler (/src/handler.ts:12:3)`. */
function callSite(): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 30;
  const { stack = '' } = new Error('where');
  Error.stackTraceLimit = limit;
  const [, ...frames] = stack.split('\n').map((line) => line.trim());
  return frames.find((frame) => !NOT_THE_CALLER.test(frame));
}
