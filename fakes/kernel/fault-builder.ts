import { nearest } from './nearest';
import { toMs, type Duration } from './duration';
import { FakeMisuse } from './errors';
import { FOR_EVER, type Advice, type Effect, type FaultRule, type TransportFault } from './faults';
import { faultPlan, loadPlan, type FaultPlan } from './fault-plan';
import type { CommandClass, ServiceFault } from './operation';
import { requirePossible } from './possible-faults';
import { createStandingApi, type StandingApi } from './standing-api';
import { wholeNumber } from './whole-number';
import type { MountedOperation, World } from './world';

/** Where a rule strikes and how often. Every method narrows or widens the rule and returns it. */
export interface FaultConditions {
  /** Strikes this many attempts (with `wholeOperation`: calls). Default 1. */
  times(count: number): this;
  /** Strikes every time. */
  always(): this;
  /** Lets this many matching attempts (or calls) pass first. Default 0. */
  after(count: number): this;
  /** Strikes a matching attempt with this probability, drawn from the world's seed. Implies `always` unless `times` is given. */
  with(probability: number): this;
  /** S3: strikes only calls for keys that begin with this. */
  under(prefix: string): this;
  /** Strikes only calls of this task: a Lambda function's name, or the name given to `aws.run`. */
  for(caller: string): this;
  /** Stops striking at this world time (epoch ms or Date). Implies `always` unless `times` is given. */
  until(time: number | Date): this;
  /** Strikes every attempt of a struck call, so the SDK's retries cannot absorb it. */
  wholeOperation(): this;
  /** The operation does its work and the answer is lost; without it, nothing has happened. */
  afterCommit(): this;
  /** The rule may stay unused: `unplug()` does not complain about it. */
  optional(): this;
}

/** What strikes. Chosen once; then conditions may follow. */
export interface FaultKinds {
  /** AWS's own throttling error of this operation. The SDK backs off and retries it. */
  throttled(): FaultConditions;
  /** S3's name for `throttled`. */
  slowDown(): FaultConditions;
  /** An internal error, HTTP 500. The SDK retries it. */
  serverError(): FaultConditions;
  /** HTTP 503. The SDK retries it. */
  serviceUnavailable(): FaultConditions;
  /** The caller has no permission. Not retried. */
  accessDenied(): FaultConditions;
  /** The caller's temporary credentials have expired. Not retried. */
  expiredToken(): FaultConditions;
  /**
   * An error that AWS can answer this operation with, by its name: `ConditionalRequestConflict`, `KmsDisabled`. In the SDK's own
   * class where the client package has one. Whether it is retried is the SDK's affair.
   */
  error(name: string, how?: { readonly message?: string }): FaultConditions;
  /**
   * S3: CopyObject, UploadPartCopy and CompleteMultipartUpload send status 200 before they are done, and an error may
   * still follow. Nothing is stored, unless `.afterCommit()`. Retried. Default: InternalError.
   */
  errorAfter200(name?: string): FaultConditions;
  /** S3: the answer's body breaks off after so many bytes (half of it): reading it fails with ECONNRESET. */
  truncatesBody(how?: { readonly after: number }): FaultConditions;
  /** S3: a bit of the body flips. Reading it fails where the SDK has a checksum of just these bytes, and nobody notices where not. */
  corruptsBody(how?: { readonly after: number }): FaultConditions;
  /** S3: after so many bytes (half of it) nothing more of the body comes, and no error either. */
  stallsBody(how?: { readonly after: number }): FaultConditions;
  /** S3: somebody else deletes the key right before the call looks, or these keys: between two pages, between list and get. */
  vanishes(...keys: string[]): FaultConditions;
  /** S3-compatible stores: a read answers from before the last writes of its bucket. S3 itself never does. Default 1 write. */
  readsStaleUnlikeS3(how?: { readonly writes: number }): FaultConditions;
  /** SQS: the work is done and the answer arrives damaged: the SDK's own error about the MD5, which it does not retry. */
  damaged(): FaultConditions;
  /** The connection breaks (ECONNRESET). Add `.afterCommit()` for "work done, answer lost". Retried. */
  connectionReset(): FaultConditions;
  /** ECONNREFUSED. Retried. */
  connectionRefused(): FaultConditions;
  /** ENOTFOUND. Retried. */
  dnsFailure(): FaultConditions;
  /** ETIMEDOUT. Add `.afterCommit()` for "work done, answer lost". Retried. */
  timesOut(): FaultConditions;
  /** The work is done, then the connection breaks: `connectionReset().afterCommit()`. */
  answerLost(): FaultConditions;
  /** The answer comes this much later, on the world's time. */
  delayed(by: Duration): FaultConditions;
  /** No answer ever comes; an abort signal still ends the call. */
  neverAnswers(): FaultConditions;
  /** The process of the calling task dies at this call, before it reaches AWS or right after its work is done. */
  crashes(when: 'before' | 'after'): FaultConditions;
  /** HTTP 200, but these entries of the batch fail: positions (0-based), Ids (SQS), Keys (S3) or all. */
  failsEntries(
    entries: NonNullable<Advice['failEntries']>['entries'],
    how?: Omit<NonNullable<Advice['failEntries']>, 'entries'>,
  ): FaultConditions;
  /** An eventually consistent read answers from before the last writes. Default 1 write. */
  readsStale(how?: { readonly writes: number }): FaultConditions;
  /**
   * CloudWatch, GetMetricData: the page ends halfway (`PartialData`, the rest comes with NextToken; nothing does with an
   * expression), or these queries fail with `InternalError` and have no data. Default: PartialData.
   */
  partialData(how?: {
    readonly statusCode: 'PartialData' | 'InternalError';
    readonly queries?: readonly string[];
  }): FaultConditions;
  /** CloudWatch, PutMetricData: what it takes shows in queries and alarms only so much later. S3: a configuration of a bucket, too. */
  arrivesLate(by: Duration): FaultConditions;
  /** CloudWatch Logs, GetLogEvents and FilterLogEvents: a page ends after so many events though there is more. Default 0: an empty page. */
  endsPageEarly(atMost?: number): FaultConditions;
  /** SQS: of so many of the messages received, a copy comes again, even if they are deleted. Standard queues. Default 1. */
  duplicates(count?: number): FaultConditions;
  /** SQS: a receive returns no more than this though there is more; 0 looks like an empty queue. */
  deliversAtMost(count: number): FaultConditions;
  /** SQS: a receive returns messages in any order, decided by the seed. Standard queues. */
  reorders(): FaultConditions;
}

/** How a test states faults: `aws.faults.on(PutObjectCommand, { Bucket }).slowDown().times(2)`. */
export interface FaultApi extends StandingApi {
  /**
   * Begins a rule for a command and, if given, only for inputs that contain `input` (deep, partial).
   * @throws FakeMisuse when no mounted service has this command, or AWS cannot show the chosen fault there.
   */
  on<Input extends object, Output>(
    command: CommandClass<Input, Output>,
    input?: DeepPartial<Input>,
  ): FaultKinds;
  /** Adds a rule given as data, as reports print it. */
  add(rule: FaultRule): void;
  /** Every rule and standing condition as it was made: plain data, also after `JSON.stringify` and `JSON.parse`. */
  toJSON(): FaultPlan;
  /**
   * Adds the rules and conditions of a plan, behind the ones there are.
   * @throws FakeMisuse for what is no plan, and what `on` and `add` throw.
   */
  load(plan: FaultPlan): void;
}

export type DeepPartial<T> = T extends object ? { readonly [K in keyof T]?: DeepPartial<T[K]> } : T;

export function createFaultApi(world: World): FaultApi {
  return {
    on(command, input) {
      const operation = world.operations().find((mounted) => mounted.row.command === (command as unknown));
      if (operation === undefined) throw notStruck(world, command);
      return faultKinds(world, operation, input);
    },
    add: (rule) => addRule(world, rule),
    toJSON: () => faultPlan(world),
    load: (plan) => loadPlan(world, plan, (rule) => addRule(world, rule)),
    ...createStandingApi(world),
  };
}

function notStruck(world: World, command: { readonly name: string }): FakeMisuse {
  const known = world.operations().map(({ row }) => row.command.name);
  const on = `aws.faults.on(${typeof command === 'function' ? command.name : JSON.stringify(command)})`;
  if (typeof command !== 'function')
    return new FakeMisuse(`${on}: give the command's class, as PutObjectCommand.`);
  if (known.includes(command.name)) {
    return new FakeMisuse(
      `${on}: this is not the class that aws-fakes knows by that name. It comes from @aws-sdk/lib-dynamodb (then name ` +
        'the command of @aws-sdk/client-dynamodb), or from another copy of its client package (npm ls shows both).',
    );
  }
  const meant = nearest(command.name, known);
  return new FakeMisuse(
    `${on}: aws-fakes does not model this command, so no fault can strike it.${meant === undefined ? '' : ` Did you mean ${meant}?`}`,
  );
}

function addRule(world: World, rule: FaultRule): void {
  const operation = world
    .operations()
    .find(({ service, row }) => service.name === rule.service && row.name === rule.operation);
  if (operation === undefined) {
    throw new FakeMisuse(
      `aws.faults.add(): aws-fakes does not model ${rule.service}.${rule.operation}, so no fault can strike it.`,
    );
  }
  requirePossible(operation, rule.effect);
  world.faults.add(rule);
}

function faultKinds(world: World, operation: MountedOperation, input: unknown): FaultKinds {
  const { service, row } = operation;
  const rule = (effect: Effect): FaultConditions => {
    requirePossible(operation, effect);
    return conditions(world, operation, {
      service: service.name,
      operation: row.name,
      ...(input === undefined ? {} : { input }),
      level: 'attempt',
      after: 0,
      times: 1,
      probability: 1,
      until: FOR_EVER,
      optional: false,
      effect,
    });
  };
  const ofService = (fault: ServiceFault) => () => rule({ kind: 'service', fault, applied: false });
  const ofTransport =
    (fault: TransportFault, applied = false) =>
    () =>
      rule({ kind: 'transport', fault, applied });
  const advice = (given: Advice) => rule({ kind: 'advice', advice: given });
  return {
    throttled: ofService('throttled'),
    slowDown: ofService('throttled'),
    serverError: ofService('serverError'),
    serviceUnavailable: ofService('serviceUnavailable'),
    accessDenied: ofService('accessDenied'),
    expiredToken: ofService('expiredToken'),
    error: (name, how = {}) => rule({ kind: 'error', name, ...how, applied: false }),
    errorAfter200: (name = 'InternalError') => rule({ kind: 'error', name, applied: false, after200: true }),
    truncatesBody: (how) => rule({ kind: 'body', how: 'truncated', ...how }),
    corruptsBody: (how) => rule({ kind: 'body', how: 'corrupted', ...how }),
    stallsBody: (how) => rule({ kind: 'body', how: 'stalled', ...how }),
    vanishes: (...keys) => advice({ vanish: keys.length === 0 ? {} : { keys } }),
    readsStaleUnlikeS3: (how = { writes: 1 }) => advice({ staleUnlikeS3: how }),
    damaged: () => rule({ kind: 'damaged' }),
    connectionReset: ofTransport('connectionReset'),
    connectionRefused: ofTransport('connectionRefused'),
    dnsFailure: ofTransport('dnsFailure'),
    timesOut: ofTransport('timeout'),
    answerLost: ofTransport('connectionReset', true),
    delayed: (by) => rule({ kind: 'delay', ms: toMs(by) }),
    neverAnswers: () => rule({ kind: 'never', applied: false }),
    crashes: (when) => rule({ kind: 'crash', applied: when === 'after' }),
    failsEntries: (entries, how = {}) => advice({ failEntries: { entries, ...how } }),
    readsStale: (how = { writes: 1 }) => advice({ stale: how }),
    partialData: (how = { statusCode: 'PartialData' }) => advice({ partialData: how }),
    arrivesLate: (by) => advice({ late: { ms: toMs(by) } }),
    endsPageEarly: (atMost = 0) => advice({ page: { atMost: wholeNumber('endsPageEarly', atMost, 0) } }),
    duplicates: (count = 1) => advice({ deliver: { duplicates: wholeNumber('duplicates', count, 1) } }),
    deliversAtMost: (count) => advice({ deliver: { atMost: wholeNumber('deliversAtMost', count, 0) } }),
    reorders: () => advice({ deliver: { reorder: true } }),
  };
}

/** Arms the rule at once; each condition replaces it, which is allowed until a call has looked at it. */
function conditions(world: World, operation: MountedOperation, first: FaultRule): FaultConditions {
  const armed = world.faults.add(first);
  let rule = first;
  let counted = false;
  const change = (members: Partial<FaultRule>): FaultConditions => {
    rule = { ...rule, ...members };
    armed.amend(rule);
    return api;
  };
  const unlessCounted = (): Partial<FaultRule> => (counted ? {} : { times: FOR_EVER });
  const api: FaultConditions = {
    times(count) {
      counted = true;
      return change({ times: wholeNumber('times', count, 1) });
    },
    always: () => change({ times: FOR_EVER }),
    after: (count) => change({ after: wholeNumber('after', count, 0) }),
    with(probability) {
      if (!(probability > 0 && probability <= 1))
        throw new FakeMisuse(`with(${probability}): a probability is above 0 and at most 1.`);
      return change({ probability, ...unlessCounted() });
    },
    under: (keyPrefix) => change({ keyPrefix }),
    for: (caller) => change({ caller }),
    until: (time) => change({ until: Number(time), ...unlessCounted() }),
    wholeOperation: () => change({ level: 'operation' }),
    afterCommit() {
      if (!('applied' in rule.effect))
        throw new FakeMisuse('afterCommit() needs a fault that replaces the answer.');
      const effect = { ...rule.effect, applied: true };
      requirePossible(operation, effect);
      return change({ effect });
    },
    optional: () => change({ optional: true }),
  };
  return api;
}
