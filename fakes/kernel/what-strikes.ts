import type { Call } from './call';
import type { Advice, Attempt, Effect } from './faults';
import { compareStrings } from './order';
import { NOTHING_STANDS } from './standing';
import type { World } from './world';

/** What strikes an attempt and how long it takes: fault rules (or a simulation) first, then the standing conditions. */
export function whatStrikes(
  world: World,
  call: Call,
  now: number,
): { readonly effect: Effect | undefined; readonly delayMs: number } {
  if (world.faults.none && world.standing.none) return undisturbed(call);
  const { service, row } = call.operation;
  const attempt: Attempt = {
    service: service.name,
    operation: row.name,
    input: call.input,
    caller: call.caller,
    call: call.number,
    now,
  };
  call.fault ??= { effect: world.faults.decide(attempt, (rule) => touches(world, `rule ${rule}`)) };
  call.standing ??= world.standing.decide(attempt, `${call.identity}/${call.attempt}`, (bucket) =>
    touches(world, `bucket ${bucket}`),
  );
  const { standing } = call;
  const ruled = call.fault.effect;
  const delayMs = standing.latencyMs + (ruled?.kind === 'delay' ? ruled.ms : 0);
  const effect = ruled === undefined || ruled.kind === 'delay' ? (standing.effect ?? ruled) : ruled;
  call.fault = { effect: withAdvice(effect, standing.advice, row.advice) };
  return { effect: call.fault.effect, delayMs };
}

/** Most attempts of most worlds: nothing but a simulation can have a say, and has had it. */
function undisturbed(call: Call): { readonly effect: Effect | undefined; readonly delayMs: number } {
  call.fault ??= NOTHING_STRIKES;
  call.standing ??= NOTHING_STANDS;
  const { effect } = call.fault;
  return effect === undefined ? NO_DELAY : { effect, delayMs: effect.kind === 'delay' ? effect.ms : 0 };
}

const NOTHING_STRIKES = { effect: undefined };
const NO_DELAY = { effect: undefined, delayMs: 0 };

/** Adds what standing conditions advise, as far as the operation can follow it. What strikes instead of the answer goes first. */
function withAdvice(
  effect: Effect | undefined,
  advice: Advice,
  follows: readonly (keyof Advice)[],
): Effect | undefined {
  if (effect !== undefined && effect.kind !== 'advice') return effect;
  const followed = Object.fromEntries(
    Object.entries(advice).filter(([name]) => follows.some((known) => known === name)),
  );
  if (Object.keys(followed).length === 0) return effect;
  return { kind: 'advice', advice: { ...followed, ...effect?.advice } };
}

/** Two calls that count for the same rule, or draw from the same bucket, cannot change places. */
function touches(world: World, what: string): void {
  world.store.footprint?.write('faults', compareStrings, what);
}

/** What time AWS has where the caller's clock, which is the process's, is so far ahead. */
export function serverTime(skewMs: number): Date {
  return new Date(Date.now() - skewMs);
}
