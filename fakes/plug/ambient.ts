import { currentScope } from '../kernel/scope';

type SetTimeout = typeof globalThis.setTimeout;

/** On a function of ours: how many plugs use it, and what it stands in for. */
const REDIRECT = Symbol.for('aws-fakes.redirect');

interface Redirect<F> {
  plugs: number;
  readonly original: F;
}

/**
 * The SDK's retry code sleeps with the global `setTimeout` and draws its jitter from `Math.random`. While plugged, calls
 * that come from inside it (and only those: the scope tells) go to the world instead, so a backoff costs no wall time and
 * the same seed gives the same delays. Everybody else gets the real functions, or the test's own fake timers.
 *
 * The scope says which world, so several plugs share one redirection, whatever the order in which they are unplugged.
 *
 * Returns how to put the originals back.
 */
export function redirectRetryAmbience(): () => void {
  const releaseTimeout = redirect(globalThis, 'setTimeout', scopedSetTimeout);
  const releaseRandom = redirect(Math, 'random', scopedRandom);
  return () => {
    releaseTimeout();
    releaseRandom();
  };
}

function scopedSetTimeout(original: SetTimeout): SetTimeout {
  const scoped = ((callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
    const retry = currentScope()?.retry;
    const faked = (original as { clock?: object }).clock !== undefined;
    if (retry === undefined || faked) return original(callback, ms, ...args);
    return retry.sleep(() => callback(...args), ms ?? 0);
  }) as SetTimeout;
  // `util.promisify.custom`, and the mark that fake timers leave, belong to the function.
  return Object.defineProperties(scoped, Object.getOwnPropertyDescriptors(original));
}

function scopedRandom(original: () => number): () => number {
  return () => currentScope()?.retry?.random() ?? original();
}

function redirect<Name extends string, F extends object>(
  holder: Record<Name, F>,
  name: Name,
  wrap: (original: F) => F,
): () => void {
  const present = holder[name] as F & { [REDIRECT]?: Redirect<F> };
  const scoped = present[REDIRECT] === undefined ? (wrap(present) as typeof present) : present;
  const state = (scoped[REDIRECT] ??= { plugs: 0, original: present });
  state.plugs++;
  holder[name] = scoped;
  return () => {
    state.plugs--;
    // Somebody may have replaced it since (fake timers installed by the test): then it is not ours to put back.
    if (state.plugs === 0 && holder[name] === scoped) holder[name] = state.original;
  };
}
