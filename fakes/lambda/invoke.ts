import { FakeMisuse, isLibraryError } from '../kernel/errors';
import { runInScope, Task } from '../kernel/scope';
import { createContext, logStreamName } from './context';
import {
  crashPayload,
  errorPayload,
  timeoutPayload,
  type Invocation,
  type InvocationOutcome,
} from './invocation';
import { LIMITS } from './limits';
import type { Machine } from './machine';
import { openLog } from './platform-log';
import type { Sandbox } from './sandboxes';
import type { FunctionEntry } from './state';

/** Who invokes, for the record. */
export interface Origin {
  readonly mapping?: string;
  readonly eventSourceArn?: string;
  readonly batchSize?: number;
  readonly retry?: boolean;
  /** The request id of an asynchronous event: the same for all its tries. */
  readonly requestId?: string;
}

/** Invocations kept; older ones are forgotten. */
const KEPT = 10_000;

/**
 * Runs a function once, as a task of its own: a crash fault kills it, and so does its timeout. What it does after its
 * answer never happens either, as in a sandbox that is frozen and not used again.
 */
export async function invoke(
  machine: Machine,
  entry: FunctionEntry,
  event: unknown,
  origin: Origin = {},
): Promise<Invocation> {
  const { world, sandboxes } = machine;
  const requestId = origin.requestId ?? world.ids.uuid('lambda.request');
  const startedAt = world.clock.now();
  const logs: string[] = [];
  let coldStart = false;
  let outcome: InvocationOutcome;
  const limit = entry.reservedConcurrency;
  if (limit !== undefined && sandboxes.running(entry.name) >= limit) {
    outcome = { kind: 'throttled' };
  } else {
    const taken = sandboxes.take(entry.name);
    coldStart = taken.cold;
    outcome = await runTask(machine, entry, event, { requestId, startedAt, logs, taken });
  }
  const invocation: Invocation = {
    requestId,
    functionName: entry.name,
    mapping: origin.mapping,
    eventSourceArn: origin.eventSourceArn,
    event,
    batchSize: origin.batchSize ?? 0,
    retry: origin.retry ?? false,
    coldStart,
    outcome,
    startedAt,
    endedAt: world.clock.now(),
    logs,
  };
  machine.invocations.push(invocation);
  if (machine.invocations.length > KEPT) machine.invocations.shift();
  // A refusal or misuse is about the test, not about the function: no redelivery may hide it.
  if ('error' in outcome && isLibraryError(outcome.error)) throw outcome.error;
  return invocation;
}

interface Run {
  readonly requestId: string;
  readonly startedAt: number;
  readonly logs: string[];
  readonly taken: ReturnType<Machine['sandboxes']['take']>;
}

async function runTask(
  machine: Machine,
  entry: FunctionEntry,
  event: unknown,
  { requestId, startedAt, logs, taken }: Run,
): Promise<InvocationOutcome> {
  const { world, sandboxes } = machine;
  const task = new Task(entry.name);
  const deadline = startedAt + entry.timeoutMs;
  const log = openLog(world, entry, machine.onLogLine, {
    requestId,
    cold: taken.cold,
    logStreamName: logStreamName(world),
    keep: (line) => void logs.push(line),
  });
  const stopCapture = machine.logs.capture(task, (line) => log.write(line));
  const stopEnvironment = machine.environment.apply(task, variables(entry));

  let sandbox: Sandbox | undefined;
  const body = async (): Promise<InvocationOutcome> => {
    sandbox = await taken.start(log.logStreamName);
    log.begin(sandbox.logStreamName);
    const context = createContext(world, entry, {
      requestId,
      deadline,
      logStreamName: sandbox.logStreamName,
    });
    const answer: unknown = Reflect.apply(sandbox.handler, undefined, [copy(event), context]);
    if (answer !== undefined && !(answer instanceof Promise)) throw world.remember(notAsync(entry.name));
    return returned(await answer);
  };
  let strike: (outcome: InvocationOutcome) => void = () => undefined;
  const struck = new Promise<InvocationOutcome>((resolve) => (strike = resolve));
  const timer = world.clock.deadline(deadline, () => {
    log.write(
      `${new Date(deadline).toISOString()} ${requestId} Task timed out after ${(entry.timeoutMs / 1000).toFixed(2)} seconds`,
    );
    strike({ kind: 'timedOut', payload: timeoutPayload(requestId, entry.timeoutMs) });
    task.crash();
  });
  void task.hung.then(() => timer.expect());

  const outcome = await Promise.race([
    struck,
    task.crashed.then((): InvocationOutcome => ({ kind: 'crashed', payload: crashPayload(requestId) })),
    runInScope({ task }, body).catch((error: unknown): InvocationOutcome => ({
      kind: 'threw',
      payload: errorPayload(error),
      error,
    })),
  ]);
  timer.cancel();
  task.crash();
  stopCapture();
  log.end(outcome);
  stopEnvironment();
  const alive = outcome.kind === 'returned' || outcome.kind === 'threw';
  sandboxes.release(entry.name, alive ? sandbox : undefined);
  return outcome;
}

/** Documented: nodejs-handler, only an async handler's answer counts: the runtime drops what others return. */
function notAsync(name: string): FakeMisuse {
  return new FakeMisuse(
    `The handler of ${name} returned a value, not a promise: Lambda's runtime would drop it. Make the handler async.`,
  );
}

/** What the caller gets: the handler's answer after its way through JSON. */
function returned(answer: unknown): InvocationOutcome {
  let text: string | undefined;
  try {
    text = JSON.stringify(answer);
  } catch (error) {
    // Documented: the runtime's Runtime.MarshalError. Assumed: its text.
    const errorMessage = `Unable to stringify response body: ${String(error)}`;
    return { kind: 'threw', payload: { errorType: 'Runtime.MarshalError', errorMessage }, error };
  }
  if (text === undefined) return { kind: 'returned', payload: null };
  if (Buffer.byteLength(text) > LIMITS.payloadBytes) {
    const errorMessage = 'Response payload size exceeded maximum allowed payload size (6291556 bytes).';
    return { kind: 'threw', payload: { errorType: 'Function.ResponseSizeTooLarge', errorMessage } };
  }
  return { kind: 'returned', payload: JSON.parse(text) as unknown };
}

/** An event as the function gets it: JSON, shared with nobody. */
function copy(event: unknown): unknown {
  return JSON.parse(JSON.stringify(event ?? {})) as unknown;
}

/** Documented: configuration-envvars, "Defined runtime environment variables". */
function variables(entry: FunctionEntry): Readonly<Record<string, string>> {
  return {
    AWS_LAMBDA_FUNCTION_NAME: entry.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(entry.memoryMB),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${entry.name}`,
    AWS_REGION: entry.region,
    ...entry.environment,
  };
}
