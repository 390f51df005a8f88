import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * A run of code that can die: one Lambda invocation, or what a test started with `aws.run`. After a crash none of its
 * calls to AWS ever answers and none of its timers fires, as if the process were gone. It can also be frozen: then its
 * calls and timers wait until it is thawed.
 */
export class Task {
  #dead = false;
  /** What goes on when the task is thawed; undefined while it is not frozen. */
  #waiting: (() => void)[] | undefined;
  readonly #crash = signal();
  readonly #hang = signal();
  /** Resolves when the task crashes; stays pending for ever when it does not. */
  readonly crashed = this.#crash.sent;
  /** Resolves when a call of the task will never be answered and nothing can abort it. */
  readonly hung = this.#hang.sent;

  constructor(readonly name: string) {}

  get dead(): boolean {
    return this.#dead;
  }

  get frozen(): boolean {
    return this.#waiting !== undefined;
  }

  freeze(): void {
    if (!this.#dead) this.#waiting ??= [];
  }

  thaw(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const goOn of waiting) this.whenAwake(goOn);
  }

  /** Calls back at once, or when the task is thawed; never once it is dead. */
  whenAwake(goOn: () => void): void {
    if (this.#dead) return;
    if (this.#waiting === undefined) goOn();
    else this.#waiting.push(goOn);
  }

  crash(): void {
    this.#dead = true;
    this.#waiting = undefined;
    this.#crash.send();
  }

  /** Says that a call of this task will never be answered: whoever waits for the task need not wait for that. */
  hang(): void {
    this.#hang.send();
  }
}

function signal(): { readonly sent: Promise<void>; send(): void } {
  let resolveSent: unknown;
  const sent = new Promise<void>((resolve) => {
    resolveSent = resolve;
  });
  return { sent, send: () => (resolveSent as () => void)() };
}

/** What the code that runs now belongs to. */
export interface Scope {
  readonly task?: Task;
  /** Set while the SDK's own retry code runs: its sleeps and its jitter belong to the world. */
  readonly retry?: { sleep(callback: () => void, ms: number): { cancel(): void }; random(): number };
}

/** One storage for the whole process, also when two copies of this package are loaded: their scopes must agree. */
const KEY = Symbol.for('aws-fakes.scope');
const shared = globalThis as { [KEY]?: AsyncLocalStorage<Scope> };
const storage = (shared[KEY] ??= new AsyncLocalStorage<Scope>());

export function currentScope(): Scope | undefined {
  return storage.getStore();
}

export function currentTask(): Task | undefined {
  return storage.getStore()?.task;
}

export function runInScope<T>(scope: Scope, body: () => T): T {
  return storage.run({ ...storage.getStore(), ...scope }, body);
}
