import type { Call, Step } from './call';
import {
  beforeSending,
  FakeDefect,
  FakeMisuse,
  isBeforeSending,
  isLibraryError,
  notSupported,
} from './errors';
import type { Effect } from './faults';
import { abridged, type Outcome } from './journal';
import { Wait, type Context } from './operation';
import { nearest } from './nearest';
import { accessOf } from './policy/access';
import { ShapeError } from './shape';
import { transportError } from './transport';
import { serverTime, whatStrikes } from './what-strikes';
import type { World } from './world';

/** What a call begins with. */
export const NEW_CALL = {
  attempt: 0,
  attemptStartedAt: 0,
  fault: undefined,
  standing: undefined,
  clockOffsetMs: 0,
} as const;

/** Starts an attempt of a call. */
export function beginAttempt(world: World, call: Call): void {
  call.attempt++;
  call.attemptStartedAt = world.clock.now();
  call.fault = undefined;
  call.standing = undefined;
}

/**
 * The path of one call, synchronous from end to end, so one execution is atomic: check the input, let a fault strike,
 * run the operation on a copy of the input, copy its output, write the journal.
 *
 * @throws the service's error, a transport error, or a library error (which the world remembers).
 */
export function dispatch(world: World, call: Call): Step {
  const { row, service, state, shape } = call.operation;
  const input = refusals(world, call, () => {
    if (call.refusal !== undefined) throw call.refusal;
    return checkInput(world, call);
  });
  const now = world.clock.now();

  const { effect, delayMs } = whatStrikes(world, call, now);
  if (now < call.attemptStartedAt + delayMs) {
    return { kind: 'wait', wait: new Wait(call.attemptStartedAt + delayMs, []) };
  }
  const struckBefore = effect && strikeUnlessApplied(world, call, effect);
  if (struckBefore) return struckBefore;
  refuseSkewedClock(world, call);

  const access = accessOf(world, call, now);
  const context: Context = {
    state,
    now,
    ids: world.ids,
    rng: world.rng,
    region: call.region,
    accountId: access?.caller.accountId ?? world.options.accountId,
    operation: row.name,
    startedAt: call.startedAt,
    advice: effect?.kind === 'advice' ? effect.advice : NO_ADVICE,
    access,
  };
  let output: Record<string, unknown>;
  try {
    const result = guarded(world, call, () => {
      access?.require(input);
      return row.execute(context as never, input as never);
    });
    if (result instanceof Wait) return { kind: 'wait', wait: result };
    output = guarded(world, call, () => checkOutput(call, result));
  } catch (error) {
    const lost = effect && !isLibraryError(error) && strikeApplied(world, call, effect);
    if (lost) return lost;
    record(world, call, { kind: 'error', error: withMetadata(world, call, error as Error) });
    throw error;
  }

  const lost = effect && strikeApplied(world, call, effect);
  if (lost) return lost;
  if (effect?.kind === 'damaged') refuseDamaged(world, call, output);
  output['$metadata'] = {
    httpStatusCode: service.status?.(row.name, output) ?? call.operation.successStatus,
    ...service.requestMetadata(world.ids),
    attempts: 1,
    totalRetryDelay: 0,
  };
  record(world, call, { kind: 'answer', output: abridged(output, shape.output.streaming) });
  return { kind: 'answer', output };
}

const NO_ADVICE = {};

/** What is refused before any fault can strike is part of the journal like every other answer. */
function refusals<T>(world: World, call: Call, body: () => T): T {
  try {
    return guarded(world, call, body);
  } catch (error) {
    record(world, call, { kind: 'error', error: withMetadata(world, call, error as Error) });
    throw error;
  }
}

/** Lets AWS's errors pass, remembers the library's own, and turns anything else into a defect that says where. */
function guarded<T>(world: World, call: Call, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (isLibraryError(error)) throw world.remember(error);
    if (isServiceError(error)) throw error;
    const { service, row } = call.operation;
    throw world.remember(
      new FakeDefect(
        `${service.name}.${row.name}: aws-fakes failed on its own: ${String(error)}. Please report it.`,
        {
          cause: error,
        },
      ),
    );
  }
}

/** What the SDK throws for a service has `$fault`; what it throws before sending is marked so by the service. */
function isServiceError(error: unknown): boolean {
  return error instanceof Error && ('$fault' in error || isBeforeSending(error));
}

function checkInput(world: World, call: Call): Record<string, unknown> {
  const { row, service, shape } = call.operation;
  let input: Record<string, unknown>;
  try {
    input = shape.input.copy(row.drops === undefined ? call.input : withoutMembers(call.input, row.drops));
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw explainShape(call, error);
  }
  for (const member of Object.keys(input)) {
    if (!row.members.includes(member)) throw notSupported(row.name, `the parameter ${member}`);
  }
  for (const member of shape.input.required) {
    if (!Object.hasOwn(input, member)) {
      const error = service.missingMember(row.name, member);
      if (error !== undefined) throw error;
    }
  }
  // The SDK serialises once, before its retries: every attempt carries the same token.
  const token = shape.input.idempotencyToken;
  if (token !== undefined && row.members.includes(token) && !Object.hasOwn(input, token)) {
    input[token] = call.idempotencyToken ??= world.ids.uuid('idempotency token');
  }
  return input;
}

function withoutMembers(input: object, names: readonly string[]): object {
  if (!names.some((name) => Object.hasOwn(input, name))) return input;
  return Object.fromEntries(Object.entries(input).filter(([name]) => !names.includes(name)));
}

function explainShape(call: Call, error: ShapeError): Error {
  const { row, service } = call.operation;
  if (error.problem === 'wrongType') {
    const answer = service.wrongType(row.name, error.path, error.expected, error.value);
    if (answer !== undefined) return answer;
    return new FakeMisuse(
      `${row.name}: ${error.path} must be a ${error.expected}, and is ${describeValue(error.value)}.`,
    );
  }
  if (error.problem === 'tooDeep') {
    return new FakeMisuse(
      `${row.name}: ${error.path.slice(0, 80)}... is nested deeper than 200 levels, or contains itself.`,
    );
  }
  const meant = nearest(error.path.slice(error.path.lastIndexOf('.') + 1), error.expected.split(', '));
  return new FakeMisuse(
    `${row.name}: ${error.path} is no member of its input. The SDK would drop it without a word, so AWS would never see it.\n` +
      `${meant === undefined ? '' : `Did you mean ${meant}? `}Known members: ${error.expected}.`,
  );
}

function describeValue(value: unknown): string {
  if (value === null || typeof value !== 'object') return `${typeof value} ${String(value)}`.slice(0, 80);
  return Array.isArray(value) ? 'a list' : `a ${value.constructor?.name ?? 'object'}`;
}

function checkOutput(call: Call, result: object): Record<string, unknown> {
  try {
    return call.operation.shape.output.copy(result);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new Error(`the output does not fit the SDK's schema at ${error.path}: ${error.message}`, {
      cause: error,
    });
  }
}

/** AWS looks at the signature before anything else; the SDK signs by the caller's clock, as far as it has set it right. */
function refuseSkewedClock(world: World, call: Call): void {
  const { service, row } = call.operation;
  const skewMs = call.standing?.skewMs ?? 0;
  if (skewMs === 0 || service.clockSkew === undefined) return;
  if (Math.abs(skewMs + call.clockOffsetMs) <= service.clockSkew.mostMs) return;
  const signedAt = new Date(Date.now() + call.clockOffsetMs);
  const error = service.clockSkew.error(row.name, signedAt, serverTime(skewMs));
  record(world, call, { kind: 'error', error: withMetadata(world, call, error) });
  throw error;
}

/** The effects that come instead of the answer, either before the work or after it. */
type Strike = Extract<Effect, { applied: boolean }>;

/** Faults that keep the operation from running at all. */
function strikeUnlessApplied(world: World, call: Call, effect: Effect): Step | undefined {
  return 'applied' in effect && !effect.applied ? strike(world, call, effect) : undefined;
}

/** Faults that strike when the work is done: the answer is lost. */
function strikeApplied(world: World, call: Call, effect: Effect): Step | undefined {
  return 'applied' in effect && effect.applied ? strike(world, call, effect) : undefined;
}

function strike(world: World, call: Call, effect: Strike): Step {
  const { service } = call.operation;
  if (effect.kind === 'never' || effect.kind === 'crash') {
    record(world, call, { kind: 'noAnswer' });
    return { kind: effect.kind };
  }
  const error =
    effect.kind === 'transport'
      ? transportError(effect.fault, `${service.name.toLowerCase()}.${call.region}.amazonaws.com`)
      : withMetadata(world, call, answerOf(call, effect));
  record(world, call, { kind: 'error', error });
  throw error;
}

/** The service's own error. That it has one was asked when the rule was made. */
function answerOf(call: Call, effect: Extract<Effect, { kind: 'service' | 'error' }>): Error {
  const { service, row } = call.operation;
  const error =
    effect.kind === 'service'
      ? service.fault(effect.fault, row.name)
      : service.namedError(effect.name, row.name, {
          message: effect.message,
          input: call.input,
          after200: effect.after200,
        });
  return error as Error;
}

/** The SDK compares digests when its retries are over: its error is no answer of the service, and carries no metadata. */
function refuseDamaged(world: World, call: Call, output: Readonly<Record<string, unknown>>): void {
  const { service, row } = call.operation;
  const error = service.damagedAnswer?.(row.name, output);
  if (error === undefined) return;
  record(world, call, { kind: 'error', error: beforeSending(error) });
  throw error;
}

/** Completes an error of the service as the SDK does from the answer's headers. */
function withMetadata(world: World, call: Call, error: Error): Error {
  if (!('$metadata' in error)) return error;
  const { service } = call.operation;
  const metadata = service.requestMetadata(world.ids);
  const known = error.$metadata as object;
  error.$metadata = { ...known, ...metadata, attempts: 1, totalRetryDelay: 0 };
  service.completeError?.(error, metadata);
  return error;
}

function record(world: World, call: Call, outcome: Outcome): void {
  const { service, row, shape } = call.operation;
  world.journal.add({
    call: call.number,
    attempt: call.attempt,
    startedAt: call.attemptStartedAt,
    endedAt: world.clock.now(),
    service: service.name,
    operation: row.name,
    region: call.region,
    caller: call.caller,
    input: abridged(call.input, shape.input.streaming),
    outcome,
    fault: call.fault?.effect,
  });
}
