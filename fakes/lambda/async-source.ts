import { sendToQueue } from './failure-record';
import { requireFunction } from './functions';
import type { Invocation } from './invocation';
import { invoke } from './invoke';
import type { Machine } from './machine';
import type { AsyncEvent, AsyncKey, FunctionEntry } from './state';
import { stepOf, type DeadLetter, type Step } from './step';

/** Documented: invocation-async-error-handling, one minute before the first retry, two before the second. */
const RETRY_DELAYS_MS = [60_000, 120_000];
/** Documented: throttled events are tried again, at first after a second, at most after five minutes. */
const THROTTLED_DELAY_MS = 1_000;

/** Takes an event for an asynchronous invocation (InvocationType Event). Returns its request id. */
export function accept(machine: Machine, entry: FunctionEntry, event: unknown): string {
  const { world } = machine;
  const requestId = world.ids.uuid('lambda.request');
  const now = world.clock.now();
  put(machine, now, {
    functionName: entry.name,
    payload: JSON.stringify(event ?? {}),
    requestId,
    acceptedAt: now,
    failures: 0,
  });
  return requestId;
}

/** When the next asynchronous event is due: epoch ms. */
export function asyncDueAt(machine: Machine): number | undefined {
  return machine.state.asyncEvents.first()?.[0][0];
}

/**
 * Invokes for the event that is due first. A failed event is tried twice more (`maximumRetryAttempts`), then it goes to
 * the function's dead-letter queue and on-failure destination, or is dropped.
 */
export async function serveAsync(machine: Machine): Promise<Step> {
  const { state, world } = machine;
  const [key, event] = state.asyncEvents.first() as readonly [AsyncKey, AsyncEvent];
  state.asyncEvents.delete(key);
  const entry = requireFunction(state, event.functionName);
  if (world.clock.now() - event.acceptedAt > entry.asyncEventAgeMs) {
    const deadLetters = await giveUp(machine, entry, event, 'EventAgeExceeded', undefined);
    return stepOf(undefined, { deadLetters });
  }
  const payload: unknown = JSON.parse(event.payload);
  const invocation = await invoke(machine, entry, payload, {
    requestId: event.requestId,
    retry: event.failures > 0,
  });
  const deadLetters = await conclude(machine, entry, event, invocation);
  return stepOf(undefined, { invocations: [invocation], deadLetters });
}

async function conclude(
  machine: Machine,
  entry: FunctionEntry,
  event: AsyncEvent,
  invocation: Invocation,
): Promise<DeadLetter[]> {
  const now = machine.world.clock.now();
  if (invocation.outcome.kind === 'throttled') {
    put(machine, now + THROTTLED_DELAY_MS, event);
    return [];
  }
  if (invocation.outcome.kind === 'returned') {
    if (entry.onSuccess !== undefined) {
      const record = destinationRecord(machine, entry, event, 'Success', invocation);
      await sendToQueue(machine, entry.onSuccess, JSON.stringify(record));
    }
    return [];
  }
  if (event.failures >= entry.asyncRetryAttempts) {
    return giveUp(machine, entry, { ...event, failures: event.failures + 1 }, 'RetriesExhausted', invocation);
  }
  put(machine, now + (RETRY_DELAYS_MS[event.failures] ?? 0), { ...event, failures: event.failures + 1 });
  return [];
}

async function giveUp(
  machine: Machine,
  entry: FunctionEntry,
  event: AsyncEvent,
  condition: 'RetriesExhausted' | 'EventAgeExceeded',
  invocation: Invocation | undefined,
): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = [];
  const letter = (target: string | undefined): DeadLetter => ({
    source: entry.arn,
    target,
    what: event.requestId,
  });
  if (entry.deadLetterArn !== undefined) {
    // Captured: the raw event, and three attributes about the failure.
    const attributes = {
      RequestID: { DataType: 'String', StringValue: event.requestId },
      ErrorCode: { DataType: 'Number', StringValue: '200' },
      ErrorMessage: { DataType: 'String', StringValue: errorMessage(invocation) },
    };
    if (await sendToQueue(machine, entry.deadLetterArn, event.payload, attributes)) {
      letters.push(letter(entry.deadLetterArn));
    }
  }
  if (entry.onFailure !== undefined) {
    const record = destinationRecord(machine, entry, event, condition, invocation);
    if (await sendToQueue(machine, entry.onFailure, JSON.stringify(record)))
      letters.push(letter(entry.onFailure));
  }
  return letters.length > 0 ? letters : [letter(undefined)];
}

/** Documented: invocation-async-retain-records, "Example invocation record". */
function destinationRecord(
  machine: Machine,
  entry: FunctionEntry,
  event: AsyncEvent,
  condition: string,
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
      approximateInvokeCount: Math.max(event.failures, condition === 'Success' ? event.failures + 1 : 0),
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

function errorMessage(invocation: Invocation | undefined): string {
  const outcome = invocation?.outcome;
  if (outcome === undefined || outcome.kind === 'returned' || outcome.kind === 'throttled')
    return 'Event expired';
  // Documented: the first 1 KB of the message. A message attribute must not be empty.
  return outcome.payload.errorMessage.slice(0, 1024) || outcome.payload.errorType;
}

function put(machine: Machine, dueAt: number, event: AsyncEvent): void {
  machine.state.asyncEvents.put([dueAt, machine.world.ids.next('lambda.asyncEvent')], event);
}
