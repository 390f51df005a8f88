import { randomUUID } from 'node:crypto';
import { createClients, type Clients } from './clients';
import type { Environment } from './configuration';

/** Everything a Lambda takes from outside. Tests replace any of it; the defaults are the process's own. */
export interface Runtime {
  readonly clients: Clients;
  readonly env: Environment;
  /** Epoch ms. */
  readonly now: () => number;
  /** From 0 (included) to 1 (excluded). */
  readonly random: () => number;
  readonly uuid: () => string;
  /** Calls back after `ms`, unless the returned function is called before. */
  readonly after: (ms: number, callback: () => void) => () => void;
  /** Takes one line of log or of embedded metrics. */
  readonly write: (line: string) => void;
}

/** The given parts, completed by those of the process. The globals are looked up at every call, so fake timers apply. */
export function createRuntime(given: Partial<Runtime> = {}): Runtime {
  return {
    clients: given.clients ?? createClients(),
    get env() {
      return given.env ?? process.env;
    },
    now: given.now ?? (() => Date.now()),
    random: given.random ?? (() => Math.random()),
    uuid: given.uuid ?? (() => randomUUID()),
    after:
      given.after ??
      ((ms, callback) => {
        const timer = setTimeout(callback, ms);
        return () => clearTimeout(timer);
      }),
    write: given.write ?? ((line) => void process.stdout.write(`${line}\n`)),
  };
}

/** Waits on the runtime's time. */
export const sleep = (runtime: Pick<Runtime, 'after'>, ms: number): Promise<void> =>
  new Promise((resolve) => void runtime.after(ms, resolve));
