import timersPromises from 'node:timers/promises';

/** What of the process is dispatched: the machine's own, whatever stands in for it. */
export interface RealTimers {
  readonly setTimeout: typeof globalThis.setTimeout;
  readonly setInterval: typeof globalThis.setInterval;
  readonly setImmediate: typeof globalThis.setImmediate;
  readonly clearTimeout: typeof globalThis.clearTimeout;
  readonly clearInterval: typeof globalThis.clearInterval;
  readonly clearImmediate: typeof globalThis.clearImmediate;
  readonly Date: DateConstructor;
  readonly performanceNow: () => number;
  readonly hrtime: NodeJS.HRTime;
  readonly promises: Pick<typeof timersPromises, 'setTimeout' | 'setInterval' | 'setImmediate'>;
}

/** What dispatchers go by, shared by all copies of this library in the process. */
export interface Dispatched {
  /** Taken when the library, or `aws-fakes/register`, was loaded first. */
  readonly real: RealTimers;
  /** How many worlds have made the process's time theirs: one, or none. */
  virtual: number;
  /** Whether dispatchers stand in for the globals. */
  registered: boolean;
  /** What seeded randomness puts in place of a function, by the function's name. */
  readonly seeded: Map<string, unknown>;
}

const KEY = Symbol.for('aws-fakes.dispatched');
const shared = globalThis as { [KEY]?: Dispatched };

export const dispatched: Dispatched = (shared[KEY] ??= {
  real: {
    setTimeout: globalThis.setTimeout,
    setInterval: globalThis.setInterval,
    setImmediate: globalThis.setImmediate,
    clearTimeout: globalThis.clearTimeout,
    clearInterval: globalThis.clearInterval,
    clearImmediate: globalThis.clearImmediate,
    Date: globalThis.Date,
    performanceNow: performance.now.bind(performance),
    hrtime: process.hrtime,
    promises: {
      setTimeout: timersPromises.setTimeout,
      setInterval: timersPromises.setInterval,
      setImmediate: timersPromises.setImmediate,
    },
  },
  virtual: 0,
  registered: false,
  seeded: new Map(),
});

/** The machine's own timers and clock. */
export const real: RealTimers = dispatched.real;

const GLOBALS = [
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'clearImmediate',
  'Date',
] as const;

/** Runs a body that must see the machine's own globals, where dispatchers stand in for them. */
export function withRealGlobals<T>(body: () => T): T {
  if (!dispatched.registered) return body();
  const globals = globalThis as unknown as Record<string, unknown>;
  const before = GLOBALS.map((name) => globals[name]);
  for (const name of GLOBALS) globals[name] = real[name];
  try {
    return body();
  } finally {
    GLOBALS.forEach((name, i) => (globals[name] = before[i]));
  }
}
