import type { Wait } from '../kernel/operation';
import { abortError } from '../kernel/transport';
import type { World } from '../kernel/world';

/** Waits until the world's time has come, somebody writes to what the operation watches, or the caller aborts. */
export function waitFor(world: World, wait: Wait, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted === true) return Promise.reject(abortError(signal));
  return new Promise((resolve, reject) => {
    const names = new Set(wait.wakeOn.map((collection) => collection.name));
    const settle = (finish: () => void) => (): void => {
      timer.cancel();
      stopWatching();
      signal?.removeEventListener('abort', aborted);
      finish();
    };
    const woken = settle(resolve);
    const aborted = settle(() => reject(abortError(signal)));
    const timer = world.clock.at(wait.until, woken);
    const stopWatching = world.store.onWrite((name) => {
      if (names.has(name)) woken();
    });
    signal?.addEventListener('abort', aborted, { once: true });
  });
}

/** The promise of a call that is never answered; an abort still ends it. */
export function neverAnswered(signal: AbortSignal | undefined): Promise<never> {
  if (signal?.aborted === true) return Promise.reject(abortError(signal));
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(abortError(signal)), { once: true });
  });
}

/** What the promise gives, unless the caller aborts first. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const aborted = (): void => reject(abortError(signal));
    if (signal.aborted) aborted();
    signal.addEventListener('abort', aborted, { once: true });
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted));
  });
}
