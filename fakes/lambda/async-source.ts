import { putAsyncEvent } from './async-events';
import { deliver, sendToQueue } from './destinations';
import { requireFunction } from './functions';
import type { Invocation } from './invocation';
import { isForgotten } from './invocation-faults';
import { invoke } from './invoke';
import type { Machine } from './machine';
import type { AsyncEvent, FunctionEntry } from './state';
import { stepOf, type DeadLetter, type Step } from './step';

/** Documented: invocation-async-error-handling, one minute before the first retry, two before the second. */
const RETRY_DELAYS_MS = [60_000, 120_000];
/** Documented: throttled events are tried again, at first after a second, at most after five minutes. */
const THROTTLED_DELAY_MS = { first: 1_000, most: 300_000 };

/** Why an asynchronous event came to its end. */
type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency';

/**
 * Invokes for the event that is due first. A failed event is tried twice more (`maximumRetryAttempts`), then it goes to
 * the function's dead-letter queue and on-failure destination, or is dropped. A throttled one is tried until it is too old.
 */
export async function serveAsync(machine: Machine): Promise<Step> {
  const { state, world } = machine;
  const first = state.asyncEvents.first();
  if (first === undefined) return stepOf(undefined, {});
  const [key, event] = first;
  state.asyncEvents.delete(key);
  const entry = requireFunction(state, event.functionName);
  // Documented: invocation-async-error-handling, with a reserved concurrency of zero nothing is tried.
  if (entry.reservedConcurrency === 0) return giveUp(machine, entry, event, 'ZeroReservedConcurrency');
  if (world.clock.now() - event.acceptedAt > entry.asyncEventAgeMs) {
    return giveUp(machine, entry, event, 'EventAgeExceeded');
  }
  const payload: unknown = JSON.parse(event.payload);
  const invocation = await invoke(machine, entry, payload, {
    requestId: event.requestId,
    retry: event.failures > 0 || event.redelivered === true,
  });
  return conclude(machine, entry, event, invocation);
}

async function conclude(
  machine: Machine,
  entry: FunctionEntry,
  event: AsyncEvent,
  invocation: Invocation,
): Promise<Step> {
  const now = machine.world.clock.now();
  const done = stepOf(undefined, { invocations: [invocation] });
  const { kind } = invocation.outcome;
  if (kind === 'throttled') {
    const { first, most } = THROTTLED_DELAY_MS;
    const delay = Math.min(most, first * 2 ** Math.min(event.throttles, 10));
    putAsyncEvent(machine, now + delay, { ...event, throttles: event.throttles + 1 });
    return done;
  }
  const tried = { ...event, failures: event.failures + 1 };
  if (kind === 'returned') {
    if (isForgotten(machine, entry.name)) {
      putAsyncEvent(machine, now, { ...event, redelivered: true });
      return done;
    }
    if (entry.onSuccess !== undefined)
      await tell(machine, entry, entry.onSuccess, tried, 'Success', invocation);
    return done;
  }
  if (event.failures >= entry.asyncRetryAttempts) {
    return giveUp(machine, entry, tried, 'RetriesExhausted', invocation);
  }
  putAsyncEvent(machine, now + (RETRY_DELAYS_MS[event.failures] ?? 0), tried);
  return done;
}

async function giveUp(
  machine: Machine,
  entry: FunctionEntry,
  event: AsyncEvent,
  condition: Condition,
  invocation?: Invocation,
): Promise<Step> {
  const letters: DeadLetter[] = [];
  const letter = (target: string | undefined): DeadLetter => ({
    source: entry.arn,
    target,
    what: event.requestId,
  });
  const { deadLetterArn, onFailure } = entry;
  if (deadLetterArn !== undefined) {
    const attributes = letterAttributes(event, condition, invocation);
    if (await sendToQueue(machine, deadLetterArn, event.payload, attributes))
      letters.push(letter(deadLetterArn));
  }
  if (onFailure !== undefined && (await tell(machine, entry, onFailure, event, condition, invocation))) {
    letters.push(letter(onFailure));
  }
  const deadLetters = letters.length > 0 ? letters : [letter(undefined)];
  return stepOf(undefined, { invocations: invocation === undefined ? [] : [invocation], deadLetters });
}

/** Tells a destination what became of an event. @returns whether it arrived */
function tell(
  machine: Machine,
  entry: FunctionEntry,
  destination: string,
  event: AsyncEvent,
  condition: Condition,
  invocation: Invocation | undefined,
): Promise<boolean> {
  const record = destinationRecord(machine, entry, event, condition, invocation);
  return deliver(machine, destination, { record, keyPrefix: `aws/lambda/async/${entry.name}` });
}

/** Documented: invocation-async-retain-records, "Example invocation record". */
function destinationRecord(
  machine: Machine,
  entry: FunctionEntry,
  event: AsyncEvent,
  condition: Condition,
  invocation: Invocation | undefined,
): object {
  const outcome = invocation?.outcome;
  return {
    version: '1.0',
    timestamp: new Date(machine.world.clock.now()).toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: `${entry.arn}:$LATEST`,
      condition,
      approximateInvokeCount: event.failures,
    },
    requestPayload: JSON.parse(event.payload) as unknown,
    ...(outcome === undefined || outcome.kind === 'throttled'
      ? {}
      : {
          responseContext: {
            statusCode: 200,
            executedVersion: '$LATEST',
            ...(outcome.kind === 'returned' ? {} : { functionError: 'Unhandled' }),
          },
          responsePayload: outcome.payload,
        }),
  };
}

/**
 * The attributes of a message in a function's dead-letter queue, whose body is the raw event.
 * Documented: invocation-async-retain-records (names). Assumed: types, and the texts for events that never ran, as another
 * emulator gives them.
 */
function letterAttributes(
  event: AsyncEvent,
  condition: Condition,
  invocation: Invocation | undefined,
): Record<string, { DataType: string; StringValue: string }> {
  const text = (DataType: string, StringValue: string) => ({ DataType, StringValue });
  const RequestID = text('String', event.requestId);
  if (condition === 'ZeroReservedConcurrency') {
    const message = 'Function not invoked. Function isconfigured with zero reserved concurrent executions';
    return { RequestID, ErrorMessage: text('String', message) };
  }
  const outcome = invocation?.outcome;
  if (outcome === undefined || outcome.kind === 'returned' || outcome.kind === 'throttled') {
    return { RequestID, ErrorCode: text('Number', '429'), ErrorMessage: text('String', 'Rate Exceeded.') };
  }
  // Documented: the first 1 KB of the message. A message attribute must not be empty.
  const message = outcome.payload.errorMessage.slice(0, 1024) || outcome.payload.errorType;
  return { RequestID, ErrorCode: text('Number', '200'), ErrorMessage: text('String', message) };
}
