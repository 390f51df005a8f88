import { toMs, type Duration } from './duration';
import { FakeMisuse } from './errors';
import { FOR_EVER, type Advice, type Effect, type TransportFault } from './faults';
import { toLatency, type LatencyLike } from './latency';
import { nearest } from './nearest';
import type { ServiceFault } from './operation';
import { requirePossible } from './possible-faults';
import type { StandingCondition, StandingEffect } from './standing';
import { wholeNumber } from './whole-number';
import type { MountedOperation, World } from './world';

/** Where and when a condition holds. Default: for every call of the service, from now on, for ever. */
export interface StandingOptions {
  /** Only these operations: `['PutObject']`. */
  readonly operations?: readonly string[];
  /** Only calls whose input contains this (deep, partial): `{ QueueUrl }`. */
  readonly input?: object;
  /** Only calls of this task: a Lambda function's name, or the name given to `aws.run`. */
  readonly caller?: string;
  /** World time at which it begins, Date or epoch ms. Default: now. */
  readonly from?: Date | number;
  /** Begins so much later than `from`. */
  readonly after?: Duration;
  /** Lasts so long. */
  readonly for?: Duration;
  /** World time at which it ends, Date or epoch ms. */
  readonly until?: Date | number;
  /** May meet no call: `unplug()` does not complain about it. */
  readonly optional?: boolean;
}

/** A share of the calls: 1 (default) is all, 0.1 every tenth, drawn from the world's seed. */
export interface Share {
  readonly rate?: number;
}

/** A condition that stands until its time is over, or this is called. */
export interface Standing {
  end(): void;
}

/** Conditions that hold for a span of time, beside faults at single calls. */
export interface StandingApi {
  /**
   * A service is out of order: its calls fail. With a `rate` below 1 it limps.
   *
   * @param how.as what calls end in: a kind of fault (default 'serviceUnavailable'), 'connectionRefused', 'dnsFailure', 'timeout',
   *   'connectionReset', or an error by its name.
   */
  outage(service: string, how?: StandingOptions & Share & { readonly as?: string }): Standing;
  /**
   * Answers take their time, on the world's clock: `latency('DynamoDB', { median: '5ms', p99: '200ms' })`, `'20ms'`, or
   * `{ least: '1ms', most: '30ms' }`. '*' stands for every service. Several latencies add up.
   */
  latency(service: string, latency: LatencyLike, how?: StandingOptions): Standing;
  /**
   * The clock of the code under test is wrong. AWS refuses requests signed too far from its own time (S3, SQS and CloudWatch 15
   * minutes, DynamoDB 5), and the SDK corrects its clients' clocks and tries again. Timestamps of the fakes stay on the world's clock.
   */
  clockSkew(
    by: { readonly ahead: Duration } | { readonly behind: Duration },
    how?: StandingOptions,
  ): Standing;
  /**
   * At most so many calls a second, refilled continuously, `burst` at once (default: a second's worth); what is above is
   * throttled. `per` names a member of the input: each of its values has a bucket of its own, as 'QueueUrl'.
   */
  throughput(
    service: string,
    limit: { readonly perSecond: number; readonly burst?: number; readonly per?: string },
    how?: StandingOptions,
  ): Standing;
  /** Reads that are eventually consistent answer from before the last writes to what they read. Default 1 write. */
  staleReads(service: string, how?: StandingOptions & Share & { readonly writes?: number }): Standing;
  /** SQS delivers at least once and in no order: copies, a few messages of those there are, any order. Standard queues. */
  deliveries(how: StandingOptions & Share & NonNullable<Advice['deliver']>): Standing;
  /** Adds a condition given as data, as `toJSON` gives it. @throws FakeMisuse for what AWS cannot show. */
  stand(condition: StandingCondition): Standing;
}

export function createStandingApi(world: World): StandingApi {
  const stand = (service: string, effect: StandingEffect, how: StandingOptions = {}): Standing =>
    addCondition(world, { ...scopeOf(world, service, how), effect });
  return {
    outage: (service, how = {}) =>
      stand(service, { kind: 'outage', effect: outageEffect(how.as), rate: rateOf(how) }, how),
    latency: (service, latency, how) => stand(service, { kind: 'latency', latency: toLatency(latency) }, how),
    clockSkew: (by, how) =>
      stand('*', { kind: 'clockSkew', ms: 'ahead' in by ? toMs(by.ahead) : -toMs(by.behind) }, how),
    throughput(service, { perSecond, burst = Math.max(1, perSecond), per }, how) {
      if (!(perSecond > 0))
        throw new FakeMisuse(`throughput: perSecond is ${perSecond}; give a number above 0.`);
      wholeNumber('burst', burst, 1);
      return stand(
        service,
        { kind: 'throughput', perSecond, burst, ...(per === undefined ? {} : { per }) },
        how,
      );
    },
    staleReads: (service, how = {}) =>
      stand(
        service,
        {
          kind: 'advice',
          advice: { stale: { writes: wholeNumber('writes', how.writes ?? 1, 1) } },
          rate: rateOf(how),
        },
        how,
      ),
    deliveries: ({ duplicates, atMost, reorder, ...how }) =>
      stand(
        'SQS',
        {
          kind: 'advice',
          advice: { deliver: given<NonNullable<Advice['deliver']>>({ duplicates, atMost, reorder }) },
          rate: rateOf(how),
        },
        how,
      ),
    stand: (condition) => addCondition(world, condition),
  };
}

/** Without the members that were left out. */
function given<T extends object>(members: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}

function rateOf({ rate = 1 }: Share): number {
  if (!(rate > 0 && rate <= 1))
    throw new FakeMisuse(`rate: ${rate} is no share; give a number above 0 and at most 1.`);
  return rate;
}

const SERVICE_FAULTS: readonly ServiceFault[] = [
  'throttled',
  'serverError',
  'serviceUnavailable',
  'accessDenied',
  'expiredToken',
];
const TRANSPORT_FAULTS: readonly TransportFault[] = [
  'connectionReset',
  'connectionRefused',
  'dnsFailure',
  'timeout',
];

function outageEffect(as = 'serviceUnavailable'): Effect {
  const fault = SERVICE_FAULTS.find((known) => known === as);
  if (fault !== undefined) return { kind: 'service', fault, applied: false };
  const transport = TRANSPORT_FAULTS.find((known) => known === as);
  if (transport !== undefined) return { kind: 'transport', fault: transport, applied: false };
  return { kind: 'error', name: as, applied: false };
}

function scopeOf(world: World, service: string, how: StandingOptions): Omit<StandingCondition, 'effect'> {
  const from = Number(how.from ?? world.clock.now()) + toMs(how.after ?? 0);
  if (how.for !== undefined && how.until !== undefined)
    throw new FakeMisuse('a condition lasts `for` a span or `until` a time: give one of them.');
  const until = how.for === undefined ? Number(how.until ?? FOR_EVER) : from + toMs(how.for);
  const { operations, input, caller, optional = false } = how;
  return {
    service,
    ...given<Partial<StandingCondition>>({ operations, input, caller }),
    from,
    until,
    optional,
  };
}

/** Adds a condition. @throws FakeMisuse when AWS cannot show it, or nothing could ever meet it */
export function addCondition(world: World, condition: StandingCondition): Standing {
  const { service, operations, from, until } = condition;
  const ofService = world.operations().filter((one) => service === '*' || one.service.name === service);
  if (ofService.length === 0) {
    const known = world.services.map(({ name }) => name);
    throw new FakeMisuse(
      `there is no service ${service}. There are ${known.join(', ')}.${hint(service, known)}`,
    );
  }
  for (const name of operations ?? []) {
    if (ofService.some(({ row }) => row.name === name)) continue;
    const known = ofService.map(({ row }) => row.name);
    throw new FakeMisuse(`aws-fakes does not model ${service}.${name}.${hint(name, known)}`);
  }
  if (!(until > from))
    throw new FakeMisuse(`a condition that ends (${until}) before it begins (${from}) never holds.`);
  requireSomewhere(
    condition,
    ofService.filter(({ row }) => operations?.includes(row.name) ?? true),
  );
  return world.standing.add(condition);
}

function hint(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant === undefined ? '' : ` Did you mean ${meant}?`;
}

/** An error must be possible at every operation it strikes; advice strikes those that can follow it, of which there must be one. */
function requireSomewhere({ effect }: StandingCondition, operations: readonly MountedOperation[]): void {
  if (effect.kind === 'outage') for (const one of operations) requirePossible(one, effect.effect);
  if (effect.kind !== 'advice') return;
  const names = Object.keys(effect.advice);
  if (operations.some(({ row }) => names.every((name) => row.advice.some((known) => known === name)))) return;
  for (const one of operations) requirePossible(one, { kind: 'advice', advice: effect.advice });
}
