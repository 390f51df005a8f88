import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { createRng, hash, type Rng } from '../kernel/rng';
import { currentTask, type Task } from '../kernel/scope';

/**
 * Gives every task its own seeded `Math.random`, `crypto.randomUUID`, `randomBytes` and `getRandomValues`, so that what a
 * handler draws depends on the handler alone and not on the interleaving. Code outside tasks keeps the real ones.
 *
 * Returns how to put the originals back.
 */
export function seedTaskRandomness(seed: number): () => void {
  const streams = new WeakMap<Task, Rng>();
  const rngOf = (task: Task): Rng => {
    let rng = streams.get(task);
    if (rng === undefined) streams.set(task, (rng = createRng(hash(`${seed}/${task.name}`))));
    return rng;
  };
  const bytes = (rng: Rng, size: number): Uint8Array =>
    Uint8Array.from({ length: size }, () => rng.below(256));

  const undo = [
    override(Math, 'random', (real) => () => {
      const task = currentTask();
      return task === undefined ? real() : rngOf(task).next();
    }),
    override(crypto, 'randomUUID', (real) => (options) => {
      const task = currentTask();
      return task === undefined ? real(options) : uuidOf(bytes(rngOf(task), 16));
    }),
    override(
      crypto,
      'randomBytes',
      (real) =>
        ((size: number, callback?: (error: null, buffer: Buffer) => void) => {
          const task = currentTask();
          if (task === undefined) return callback === undefined ? real(size) : real(size, callback as never);
          const buffer = Buffer.from(bytes(rngOf(task), size));
          if (callback === undefined) return buffer;
          queueMicrotask(() => callback(null, buffer));
          return undefined;
        }) as typeof crypto.randomBytes,
    ),
    override(crypto.webcrypto, 'getRandomValues', (real) => (array) => {
      const task = currentTask();
      if (task === undefined || array === null) return real.call(crypto.webcrypto, array) as typeof array;
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(
        bytes(rngOf(task), array.byteLength),
      );
      return array;
    }),
    override(crypto.webcrypto, 'randomUUID', (real) => () => {
      const task = currentTask();
      return task === undefined ? real.call(crypto.webcrypto) : uuidOf(bytes(rngOf(task), 16));
    }),
  ];
  syncBuiltinESMExports();
  return () => {
    for (const restore of undo) restore();
    syncBuiltinESMExports();
  };
}

function override<T extends object, K extends keyof T>(
  target: T,
  name: K,
  make: (real: T[K]) => T[K],
): () => void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  const replacement = make(target[name]);
  Object.defineProperty(target, name, {
    value: replacement,
    configurable: true,
    writable: true,
    enumerable: true,
  });
  return () => {
    if (own === undefined) Reflect.deleteProperty(target, name);
    else Object.defineProperty(target, name, own);
  };
}

function uuidOf(bytes: Uint8Array): `${string}-${string}-${string}-${string}-${string}` {
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
