import type { StoredRecord } from '../dynamodb/state';
import { toMs, type Duration } from '../kernel/duration';
import { FakeMisuse } from '../kernel/errors';
import { FOR_EVER, type Effect, type FaultRule } from '../kernel/faults';
import { hash } from '../kernel/rng';
import { requireFunction } from './functions';
import type { Machine } from './machine';
import type { FunctionEntry, StreamMapping } from './state';

/** When a fault of Lambda itself strikes, and how often. Every method returns the rule. */
export interface LambdaFaultConditions {
  /** Strikes this many times. Default 1. */
  times(count: number): this;
  /** Strikes every time. */
  always(): this;
  /** Lets this many pass first. Default 0. */
  after(count: number): this;
  /** Strikes with this probability, drawn from the world's seed. Implies `always` unless `times` is given. */
  with(probability: number): this;
  /** Stops striking at this world time (epoch ms or Date). Implies `always` unless `times` is given. */
  until(time: number | Date): this;
  /** The rule may stay unused: `unplug()` does not complain about it. */
  optional(): this;
}

/** What Lambda itself does wrong around a function. */
export interface LambdaFaults {
  /** An invocation is refused, as if the account's concurrency were used up: event sources and events try again later. */
  throttled(): LambdaFaultConditions;
  /**
   * What was handled comes again: Lambda forgot that it was. Documented: event sources and asynchronous invocations deliver
   * at least once. Counts invocations that ended well.
   */
  redelivers(): LambdaFaultConditions;
  /** Records of its streams reach it this much later, and what follows in their shard waits with them. Counts records. */
  arrivesLate(by: Duration): LambdaFaultConditions;
}

const SERVICE = 'Lambda';

/** Begins a rule about a function. @throws FakeMisuse there is no such function */
export function lambdaFaults(machine: Machine, functionName: string): LambdaFaults {
  const { name } = requireFunction(machine.state, functionName);
  const rule = (operation: string, effect: Effect, level: FaultRule['level'] = 'attempt') =>
    arm(machine, {
      service: SERVICE,
      operation,
      input: { FunctionName: name },
      level,
      after: 0,
      times: 1,
      probability: 1,
      until: FOR_EVER,
      optional: false,
      effect,
    });
  return {
    throttled: () => rule('Invoke', { kind: 'service', fault: 'throttled', applied: false }),
    redelivers: () => rule('Checkpoint', { kind: 'advice', advice: { deliver: { duplicates: 1 } } }),
    arrivesLate: (by) => rule('PollStream', { kind: 'delay', ms: toMs(by) }, 'operation'),
  };
}

function arm({ world }: Machine, first: FaultRule): LambdaFaultConditions {
  const armed = world.faults.add(first);
  let rule = first;
  let counted = false;
  const change = (members: Partial<FaultRule>): LambdaFaultConditions => {
    rule = { ...rule, ...members };
    armed.amend(rule);
    return conditions;
  };
  const unlessCounted = (): Partial<FaultRule> => (counted ? {} : { times: FOR_EVER });
  const conditions: LambdaFaultConditions = {
    times(count) {
      counted = true;
      return change({ times: wholeNumber('times', count, 1) });
    },
    always: () => change({ times: FOR_EVER }),
    after: (count) => change({ after: wholeNumber('after', count, 0) }),
    with(probability) {
      if (probability > 0 && probability <= 1) return change({ probability, ...unlessCounted() });
      throw new FakeMisuse(`with(${probability}): a probability is above 0 and at most 1.`);
    },
    until: (time) => change({ until: Number(time), ...unlessCounted() }),
    optional: () => change({ optional: true }),
  };
  return conditions;
}

function wholeNumber(name: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new FakeMisuse(`${name}(${value}): give a whole number of at least ${least}.`);
}

/** Whether this invocation is refused. */
export function isThrottled(machine: Machine, entry: FunctionEntry): boolean {
  return decide(machine, 'Invoke', entry.name, 0) !== undefined;
}

/** Whether Lambda forgets that this invocation ended well. */
export function isForgotten(machine: Machine, functionName: string): boolean {
  return decide(machine, 'Checkpoint', functionName, 0) !== undefined;
}

/** When a record of a mapping's stream reaches its function: epoch ms. */
export function arrivalOf(
  machine: Machine,
  { functionName, configuration }: StreamMapping,
  { sequence, at }: StoredRecord,
): number {
  // One verdict per record, however often it is looked at: it has a number as a call has.
  const call = hash(`${functionName}/${configuration.EventSourceArn}`) * 2 ** 20 + (sequence % 2 ** 20);
  const effect = decide(machine, 'PollStream', functionName, call);
  return effect?.kind === 'delay' ? at + effect.ms : at;
}

function decide(
  { world }: Machine,
  operation: string,
  FunctionName: string,
  call: number,
): Effect | undefined {
  const now = world.clock.now();
  const input = { FunctionName };
  return world.faults.decide({ service: SERVICE, operation, input, caller: undefined, call, now });
}
