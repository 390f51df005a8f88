import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { dispatched } from '../kernel/real-timers';
import { createRng, hash, type Rng } from '../kernel/rng';
import { currentTask, type Task } from '../kernel/scope';

/** The randomness of the process while it is seeded. */
export interface SeededRandomness {
  /** Begins every stream anew: the next run draws what this one drew. */
  restart(): void;
  /** Puts the originals back. */
  restore(): void;
}

/**
 * Gives every task its own seeded `Math.random`, `crypto.randomUUID`, `randomBytes`, `randomInt`, `randomFill` and
 * `getRandomValues`, so that what a handler draws depends on the handler alone and not on the interleaving. A second task of
 * the same name (the redelivery after a crash) draws other values than the first. Code outside tasks has a stream as well.
 */
export function seedRandomness(seed: number): SeededRandomness {
  let streams = new Streams(seed);
  const fill = (bytes: Uint8Array): void => {
    const rng = streams.current();
    for (let i = 0; i < bytes.length; i++) bytes[i] = rng.below(256);
  };
  const undo = overrides(fill, () => streams.current());
  syncBuiltinESMExports();
  return {
    restart: () => (streams = new Streams(seed)),
    restore() {
      for (const restore of undo) restore();
      syncBuiltinESMExports();
    },
  };
}

class Streams {
  readonly #ofTask = new WeakMap<Task, Rng>();
  readonly #count = new Map<string, number>();
  readonly #ambient: Rng;

  constructor(readonly seed: number) {
    this.#ambient = createRng(hash(`${seed}`));
  }

  current(): Rng {
    const task = currentTask();
    if (task === undefined) return this.#ambient;
    let rng = this.#ofTask.get(task);
    if (rng === undefined) {
      const count = (this.#count.get(task.name) ?? 0) + 1;
      this.#count.set(task.name, count);
      this.#ofTask.set(task, (rng = createRng(hash(`${this.seed}/${task.name}/${count}`))));
    }
    return rng;
  }
}

type Filled<T> = (error: null, value: T) => void;

function overrides(fill: (bytes: Uint8Array) => void, rng: () => Rng): (() => void)[] {
  const uuid = (): string => {
    const bytes = new Uint8Array(16);
    fill(bytes);
    return uuidOf(bytes);
  };
  const randomBytes = (size: number, callback?: Filled<Buffer>): Buffer | undefined => {
    const buffer = Buffer.alloc(size);
    fill(buffer);
    if (callback === undefined) return buffer;
    queueMicrotask(() => callback(null, buffer));
    return undefined;
  };
  const randomInt = (
    a: number,
    b?: number | Filled<number>,
    callback = typeof b === 'function' ? b : undefined,
  ): number | undefined => {
    const [from, to] = typeof b === 'number' ? [a, b] : [0, a];
    const value = from + Math.floor(rng().next() * (to - from));
    if (callback === undefined) return value;
    queueMicrotask(() => callback(null, value));
    return undefined;
  };
  const randomFillSync = <T extends ArrayBuffer | ArrayBufferView>(
    target: T,
    offset = 0,
    size?: number,
  ): T => {
    fill(bytesOf(target, offset, size));
    return target;
  };
  const randomFill = <T extends ArrayBuffer | ArrayBufferView>(
    target: T,
    ...rest: (number | Filled<T>)[]
  ): void => {
    const numbers = rest.filter((value) => typeof value === 'number');
    randomFillSync(target, ...numbers);
    for (const callback of rest)
      if (typeof callback === 'function') queueMicrotask(() => callback(null, target));
  };
  const webcrypto = crypto.webcrypto;
  return [
    override(Math, 'random', () => rng().next()),
    override(crypto, 'randomUUID', uuid),
    override(crypto, 'randomBytes', randomBytes),
    override(crypto, 'randomInt', randomInt),
    override(crypto, 'randomFillSync', randomFillSync),
    override(crypto, 'randomFill', randomFill),
    override(webcrypto, 'getRandomValues', (target: ArrayBufferView) => randomFillSync(target), 'webcrypto.'),
    override(webcrypto, 'randomUUID', uuid, 'webcrypto.'),
  ];
}

/** The bytes of an array in units of its elements, as `randomFill` counts. */
function bytesOf(
  target: ArrayBuffer | ArrayBufferView,
  offset: number,
  size: number | undefined,
): Uint8Array {
  if (!ArrayBuffer.isView(target)) return new Uint8Array(target, offset, size);
  const unit = 'BYTES_PER_ELEMENT' in target ? Number(target.BYTES_PER_ELEMENT) : 1;
  const begin = offset * unit;
  return new Uint8Array(
    target.buffer,
    target.byteOffset + begin,
    size === undefined ? target.byteLength - begin : size * unit,
  );
}

/** For code that took the function before, `aws-fakes/register` looks into the table whenever it is called. */
function override(target: object, name: string, value: unknown, prefix = ''): () => void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  dispatched.seeded.set(prefix + name, value);
  Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable: true });
  return () => {
    dispatched.seeded.delete(prefix + name);
    if (own === undefined) Reflect.deleteProperty(target, name);
    else Object.defineProperty(target, name, own);
  };
}

function uuidOf(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
