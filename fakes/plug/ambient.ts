import { currentScope } from '../kernel/scope';

type SetTimeout = typeof globalThis.setTimeout;

/**
 * The SDK's retry code sleeps with the global `setTimeout` and draws its jitter from `Math.random`. While plugged, calls
 * that come from inside it (and only those: the scope tells) go to the world instead, so a backoff costs no wall time and
 * the same seed gives the same delays. Everybody else gets the real functions, or the test's own fake timers.
 *
 * Returns how to put the originals back.
 */
export function redirectRetryAmbience(): () => void {
  const setTimeoutBefore = globalThis.setTimeout;
  const randomBefore = Math.random;

  const scopedSetTimeout = ((callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
    const retry = currentScope()?.retry;
    const faked = (setTimeoutBefore as { clock?: object }).clock !== undefined;
    if (retry === undefined || faked) return setTimeoutBefore(callback, ms, ...args);
    return retry.sleep(() => callback(...args), ms ?? 0);
  }) as SetTimeout;
  // `util.promisify.custom`, and the mark that fake timers leave, belong to the function.
  Object.defineProperties(scopedSetTimeout, Object.getOwnPropertyDescriptors(setTimeoutBefore));
  const scopedRandom = (): number => currentScope()?.retry?.random() ?? randomBefore();

  globalThis.setTimeout = scopedSetTimeout;
  Math.random = scopedRandom;
  return () => {
    // Somebody may have replaced them since (fake timers installed by the test): then they are not ours to put back.
    if (globalThis.setTimeout === scopedSetTimeout) globalThis.setTimeout = setTimeoutBefore;
    if (Math.random === scopedRandom) Math.random = randomBefore;
  };
}
