import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import nodeTimers from 'node:timers';
import timersPromises from 'node:timers/promises';
import { dispatched, real } from './real-timers';

type AnyFunction = (...args: unknown[]) => unknown;

const TIMERS = [
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'clearImmediate',
] as const;
const PROMISED = ['setTimeout', 'setInterval', 'setImmediate'] as const;

/**
 * Puts functions in the place of the process's timers, `Date`, `performance.now`, `process.hrtime` and random sources that
 * look, whenever they are called, whether a world has made time and chance its own. Code that takes such a function when it is
 * loaded (`const { setTimeout } = require('node:timers/promises')`) is then under the world's control all the same. Outside of
 * worlds they are the originals; fake timers that a test installs itself do not reach code that took them before.
 */
export function installDispatchers(): void {
  if (dispatched.registered) return;
  dispatched.registered = true;
  for (const name of PROMISED) dispatchPromised(name);
  for (const name of TIMERS) dispatchTimer(name);
  dispatchDate();
  dispatchPerformance();
  dispatchHrtime();
  dispatchRandomness();
  syncBuiltinESMExports();
}

/** What is called instead of a function: what holds its place under virtual time, otherwise the machine's own. */
function dispatcher(original: AnyFunction, current: () => unknown): AnyFunction {
  const own: AnyFunction = (...args) => {
    const now = dispatched.virtual > 0 ? current() : original;
    return (now === own ? original : (now as AnyFunction))(...args);
  };
  return Object.defineProperties(own, {
    ...Object.getOwnPropertyDescriptors(original),
    prototype: { value: undefined, writable: true },
  });
}

function dispatchPromised(name: (typeof PROMISED)[number]): void {
  const module = timersPromises as unknown as Record<string, unknown>;
  module[name] = dispatcher(real.promises[name] as AnyFunction, () => module[name]);
}

function dispatchTimer(name: (typeof TIMERS)[number]): void {
  const globals = globalThis as unknown as Record<string, unknown>;
  const original = real[name] as AnyFunction;
  const forward = dispatcher(original, () => globals[name]);
  // A timer of the machine's, made before there was a world, is cleared by the machine.
  const own: AnyFunction = name.startsWith('clear')
    ? Object.defineProperties(
        (...args: unknown[]) => (isMachines(args[0]) ? original : forward)(...args),
        Object.getOwnPropertyDescriptors(forward),
      )
    : forward;
  globals[name] = own;
  (nodeTimers as unknown as Record<string, unknown>)[name] = own;
}

const machineTimer = real.setTimeout(() => undefined, 0);
real.clearTimeout(machineTimer);
const machineImmediate = real.setImmediate(() => undefined);
real.clearImmediate(machineImmediate);

function isMachines(handle: unknown): boolean {
  return handle instanceof machineTimer.constructor || handle instanceof machineImmediate.constructor;
}

function dispatchDate(): void {
  const { Date: RealDate } = real;
  const current = (): DateConstructor =>
    dispatched.virtual > 0 && globalThis.Date !== own ? globalThis.Date : RealDate;
  const now = (): number => current().now();
  const own: DateConstructor = new Proxy(RealDate, {
    construct: (_target, args, newTarget) =>
      Reflect.construct(current(), args, newTarget === own ? current() : newTarget) as object,
    apply: () => String(new (current())()),
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
  });
  RealDate.prototype.constructor = own;
  globalThis.Date = own;
}

function dispatchPerformance(): void {
  const machine = performance;
  const now = (): number =>
    dispatched.virtual > 0 && globalThis.performance !== machine
      ? globalThis.performance.now()
      : real.performanceNow();
  Object.defineProperty(machine, 'now', { value: now, configurable: true, writable: true, enumerable: true });
}

function dispatchHrtime(): void {
  const { hrtime } = real;
  const current = (): NodeJS.HRTime =>
    dispatched.virtual > 0 && process.hrtime !== own ? process.hrtime : hrtime;
  const own = Object.assign((time?: [number, number]) => current()(time), {
    bigint: () => current().bigint(),
  });
  process.hrtime = own;
}

function dispatchRandomness(): void {
  dispatchRandom(Math, ['random']);
  dispatchRandom(crypto, ['randomUUID', 'randomBytes', 'randomInt', 'randomFillSync', 'randomFill']);
  dispatchRandom(crypto.webcrypto, ['getRandomValues', 'randomUUID'], 'webcrypto.');
}

/** Randomness is seeded apart from time: what is put in the place of a function stands in a table. */
function dispatchRandom(holder: object, names: readonly string[], prefix = ''): void {
  for (const name of names) {
    const original = (Reflect.get(holder, name) as AnyFunction).bind(holder);
    const own: AnyFunction = (...args) =>
      ((dispatched.seeded.get(prefix + name) as AnyFunction | undefined) ?? original)(...args);
    Object.defineProperty(holder, name, { value: own, configurable: true, writable: true, enumerable: true });
  }
}
