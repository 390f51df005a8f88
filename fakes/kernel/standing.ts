import { contains, FOR_EVER, type Advice, type Attempt, type Effect } from './faults';
import { describeLatency, drawLatency, type Latency } from './latency';
import type { Rng } from './rng';

/** What holds while a condition stands. */
export type StandingEffect =
  /** Calls end in this effect, a share of them (`rate`, 0 to 1). */
  | { readonly kind: 'outage'; readonly effect: Effect; readonly rate: number }
  /** Answers take their time. Latencies of several conditions add up. */
  | { readonly kind: 'latency'; readonly latency: Latency }
  /** The caller's clock is ahead of AWS's, or, with a negative number, behind. */
  | { readonly kind: 'clockSkew'; readonly ms: number }
  /** A token bucket: so many calls per second, so many at once; one bucket for each value of the input's member `per`. */
  | {
      readonly kind: 'throughput';
      readonly perSecond: number;
      readonly burst: number;
      readonly per?: string;
    }
  /** The operation does a share of its calls in another way: answers from the past, delivers twice. */
  | { readonly kind: 'advice'; readonly advice: Advice; readonly rate: number };

/** A condition that holds for a span of time. Plain data, like a rule. */
export interface StandingCondition {
  /** AWS's short name; '*' for every service. */
  readonly service: string;
  /** Default: all of the service. */
  readonly operations?: readonly string[];
  /** Only calls whose input contains this (deep, partial). */
  readonly input?: unknown;
  /** Only calls made by this task. */
  readonly caller?: string;
  /** World time, epoch ms. */
  readonly from: number;
  /** World time, epoch ms: from here on it no longer holds. */
  readonly until: number;
  /** May meet no call without failing the test. */
  readonly optional: boolean;
  readonly effect: StandingEffect;
}

/** What the standing conditions make of one attempt. */
export interface StandingVerdict {
  readonly latencyMs: number;
  /** How far ahead the caller's clock is; 0 when it is right. */
  readonly skewMs: number;
  /** What comes instead of the answer, if anything. */
  readonly effect: Effect | undefined;
  readonly advice: Advice;
}

export const NOTHING_STANDS: StandingVerdict = { latencyMs: 0, skewMs: 0, effect: undefined, advice: {} };

interface Bucket {
  readonly left: number;
  readonly at: number;
}

interface Standing {
  readonly condition: StandingCondition;
  /** How many attempts it held for. */
  met: number;
  told: boolean;
  buckets: Map<string, Bucket>;
}

/** Told which bucket an attempt drew from: two calls that draw from the same one cannot change places. */
export type OnBucket = (bucket: string) => void;

/** The standing conditions of a world, in the order they were made. */
export class StandingConditions {
  #standing: Standing[] = [];

  constructor(private readonly rng: Rng) {}

  /** Adds a condition. What comes back takes it away again. */
  add(condition: StandingCondition): { end(): void } {
    const standing: Standing = { condition, met: 0, told: false, buckets: new Map() };
    this.#standing.push(standing);
    return { end: () => void (this.#standing = this.#standing.filter((one) => one !== standing)) };
  }

  /** Whether nothing stands. */
  get none(): boolean {
    return this.#standing.length === 0;
  }

  get conditions(): readonly StandingCondition[] {
    return this.#standing.map(({ condition }) => condition);
  }

  /** What holds for this attempt. `identity` names it within the world's life: its chances depend on nothing else. */
  decide(attempt: Attempt, identity: string, onBucket: OnBucket): StandingVerdict {
    if (this.#standing.length === 0) return NOTHING_STANDS;
    let verdict = NOTHING_STANDS;
    for (const [index, standing] of this.#standing.entries()) {
      if (!holds(standing.condition, attempt)) continue;
      standing.met++;
      const rng = this.rng.fork(`${index}/${identity}`);
      verdict = this.#add(verdict, standing, attempt, rng, (bucket) => onBucket(`${index}/${bucket}`));
    }
    return verdict;
  }

  #add(
    verdict: StandingVerdict,
    standing: Standing,
    attempt: Attempt,
    rng: Rng,
    onBucket: OnBucket,
  ): StandingVerdict {
    const { effect } = standing.condition;
    switch (effect.kind) {
      case 'latency':
        return { ...verdict, latencyMs: verdict.latencyMs + drawLatency(effect.latency, () => rng.next()) };
      case 'clockSkew':
        return { ...verdict, skewMs: verdict.skewMs + effect.ms };
      case 'advice':
        return rng.next() < effect.rate
          ? { ...verdict, advice: { ...verdict.advice, ...effect.advice } }
          : verdict;
      case 'outage':
        return verdict.effect === undefined && rng.next() < effect.rate
          ? { ...verdict, effect: effect.effect }
          : verdict;
      case 'throughput':
        // A call that is refused anyway takes nothing.
        if (verdict.effect !== undefined || take(standing.buckets, effect, attempt, onBucket)) return verdict;
        return { ...verdict, effect: { kind: 'service', fault: 'throttled', applied: false } };
    }
  }

  /** The conditions that no call ever met and that were not allowed to. Each is told once. */
  takeUnmet(): readonly StandingCondition[] {
    const unmet = this.#standing.filter(
      ({ condition, met, told }) => met === 0 && !condition.optional && !told,
    );
    for (const one of unmet) one.told = true;
    return unmet.map(({ condition }) => condition);
  }

  /** Every condition with how many attempts it held for, for reports. */
  met(): readonly { condition: StandingCondition; met: number }[] {
    return this.#standing.map(({ condition, met }) => ({ condition, met }));
  }

  mark(): StandingMark {
    return this.#standing.map((one) => [one, one.met, new Map(one.buckets)]);
  }

  /** Sets every condition back to how far it had got; those made since are gone. */
  restore(mark: StandingMark): void {
    this.#standing = mark.map(([one, met, buckets]) =>
      Object.assign(one, { met, told: false, buckets: new Map(buckets) }),
    );
  }

  reset(): void {
    this.#standing = [];
  }
}

/** See `StandingConditions.mark`. */
export type StandingMark = readonly (readonly [
  one: Standing,
  met: number,
  buckets: ReadonlyMap<string, Bucket>,
])[];

/** AWS's own callers have right clocks and short ways; they meet outages, limits and odd deliveries like anybody. */
const NOT_FOR_AWS: ReadonlySet<StandingEffect['kind']> = new Set(['latency', 'clockSkew']);

function holds(condition: StandingCondition, attempt: Attempt): boolean {
  if (attempt.now < condition.from || attempt.now >= condition.until) return false;
  if (condition.service !== '*' && condition.service !== attempt.service) return false;
  if (condition.operations?.includes(attempt.operation) === false) return false;
  if (condition.caller === undefined) {
    if (attempt.caller?.startsWith('aws:') === true && NOT_FOR_AWS.has(condition.effect.kind)) return false;
  } else if (condition.caller !== attempt.caller) return false;
  return condition.input === undefined || contains(attempt.input, condition.input);
}

/** Takes a token if there is one. */
function take(
  buckets: Map<string, Bucket>,
  { perSecond, burst, per }: Extract<StandingEffect, { kind: 'throughput' }>,
  { input, now }: Attempt,
  onBucket: OnBucket,
): boolean {
  const key = per === undefined ? '' : String(Reflect.get(input, per));
  onBucket(key);
  const known = buckets.get(key) ?? { left: burst, at: now };
  const left = Math.min(burst, known.left + ((now - known.at) / 1_000) * perSecond);
  if (left < 1) return false;
  buckets.set(key, { left: left - 1, at: now });
  return true;
}

/** A condition in words, for messages: `S3: outage (serviceUnavailable), from +0 ms for 300000 ms`. */
export function describeCondition(condition: StandingCondition, origin = condition.from): string {
  const { service, operations, input, caller, from, until } = condition;
  const where = `${service === '*' ? 'every service' : service}${operations === undefined ? '' : `.${operations.join('|')}`}`;
  const which = input === undefined ? '' : ` ${JSON.stringify(input)}`;
  const span = until >= FOR_EVER ? '' : ` for ${until - from} ms`;
  const whose = caller === undefined ? '' : `, for ${caller}`;
  return `${where}${which}: ${describeStanding(condition.effect)}, from +${from - origin} ms${span}${whose}`;
}

function describeStanding(effect: StandingEffect): string {
  switch (effect.kind) {
    case 'outage':
      return `outage (${nameOf(effect.effect)}${share(effect.rate)})`;
    case 'latency':
      return `latency of ${describeLatency(effect.latency)}`;
    case 'clockSkew':
      return `clock ${Math.abs(effect.ms)} ms ${effect.ms < 0 ? 'behind' : 'ahead'}`;
    case 'throughput':
      return `at most ${effect.perSecond} a second, ${effect.burst} at once${effect.per === undefined ? '' : `, per ${effect.per}`}`;
    case 'advice':
      return `${JSON.stringify(effect.advice)}${share(effect.rate)}`;
  }
}

function share(rate: number): string {
  return rate < 1 ? `, ${rate * 100} % of calls` : '';
}

function nameOf(effect: Effect): string {
  if (effect.kind === 'error') return effect.name;
  return 'fault' in effect ? effect.fault : effect.kind;
}
