import { FakeMisuse, isLibraryError } from '../kernel/errors';
import { Task } from '../kernel/scope';
import { coldStart, type ColdStart } from './cold-start';
import { createContext, logStreamName } from './context';
import { execute, type Ending } from './execution';
import {
  crashPayload,
  errorPayload,
  timeoutPayload,
  type Invocation,
  type InvocationOutcome,
} from './invocation';
import { isThrottled } from './invocation-faults';
import { LIMITS } from './limits';
import type { Machine } from './machine';
import { openLog, type InvocationLog } from './platform-log';
import type { Sandbox, Taken } from './sandboxes';
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
 * answer never happens, or goes on when its sandbox is used next: see `FunctionOptions.thaw`.
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
  let cold = false;
  let outcome: InvocationOutcome;
  const limit = entry.reservedConcurrency;
  if (isThrottled(machine, entry) || (limit !== undefined && sandboxes.running(entry.name) >= limit)) {
    outcome = { kind: 'throttled' };
  } else {
    const taken = sandboxes.take(entry.name);
    cold = taken.warm === undefined;
    outcome = await runOnce(machine, entry, event, { requestId, logs, taken });
  }
  const invocation: Invocation = {
    requestId,
    functionName: entry.name,
    mapping: origin.mapping,
    eventSourceArn: origin.eventSourceArn,
    event,
    batchSize: origin.batchSize ?? 0,
    retry: origin.retry ?? false,
    coldStart: cold,
    outcome,
    startedAt,
    endedAt: world.clock.now(),
    logs,
  };
  machine.invocations.push(invocation);
  machine.recentEvents.add(invocation);
  if (machine.invocations.length > KEPT) machine.invocations.shift();
  // A refusal or misuse is about the test, not about the function: no redelivery may hide it.
  if ('error' in outcome && isLibraryError(outcome.error)) throw outcome.error;
  return invocation;
}

interface Run {
  readonly requestId: string;
  readonly logs: string[];
  readonly taken: Taken;
}

async function runOnce(
  machine: Machine,
  entry: FunctionEntry,
  event: unknown,
  { requestId, logs, taken }: Run,
): Promise<InvocationOutcome> {
  const { world } = machine;
  const { warm } = taken;
  const log = openLog(world, entry, machine.onLogLine, {
    requestId,
    logStreamName: warm?.logStreamName ?? logStreamName(world),
    keep: (line) => void logs.push(line),
  });
  const detach: (() => void)[] = [];
  const attach = (task: Task): void => {
    detach.push(machine.logs.capture(task, (line) => log.write(line)));
    detach.push(machine.environment.apply(task, variables(entry)));
  };
  const ready =
    warm === undefined ? await coldStart(machine, entry, requestId, { log, attach }) : woken(warm);
  let outcome: InvocationOutcome;
  let sandbox: Sandbox | undefined;
  if (ready.kind === 'failed') {
    ({ outcome } = ready);
  } else {
    ({ sandbox } = ready);
    if (warm !== undefined) for (const task of [ready.task, ...warm.frozen]) attach(task);
    const frozen = sandbox.frozen.splice(0);
    for (const task of frozen) task.thaw();
    outcome = await handle(machine, entry, event, { requestId, log, ready });
    if (!rest([...frozen, ready.task], sandbox, entry, outcome)) sandbox = undefined;
  }
  for (const stop of detach) stop();
  log.end(outcome);
  taken.release(sandbox);
  return outcome;

  function woken(warmOne: Sandbox): ColdStart {
    return { kind: 'ready', task: new Task(entry.name), sandbox: warmOne, deadline: undefined };
  }
}

/** Runs the handler in a sandbox that is up. */
async function handle(
  machine: Machine,
  entry: FunctionEntry,
  event: unknown,
  run: {
    readonly requestId: string;
    readonly log: InvocationLog;
    readonly ready: ColdStart & { readonly kind: 'ready' };
  },
): Promise<InvocationOutcome> {
  const { world } = machine;
  const { requestId, log, ready } = run;
  const { task, sandbox } = ready;
  log.begin(sandbox.logStreamName);
  const deadline = ready.deadline ?? world.clock.now() + entry.timeoutMs;
  const body = async (): Promise<unknown> => {
    const { logStreamName: stream } = sandbox;
    const context = createContext(world, entry, { requestId, deadline, logStreamName: stream });
    const answer: unknown = Reflect.apply(sandbox.handler, undefined, [copy(event), context]);
    if (answer !== undefined && !(answer instanceof Promise)) throw world.remember(notAsync(entry.name));
    return answer;
  };
  const strike = (): void => {
    const seconds = (entry.timeoutMs / 1000).toFixed(2);
    log.write(`${new Date(deadline).toISOString()} ${requestId} Task timed out after ${seconds} seconds`);
    if (entry.thaw === 'always') task.freeze();
    else task.crash();
  };
  const outcome = outcomeOf(entry, requestId, await execute(machine, task, { deadline, strike }, body));
  if (outcome.kind === 'threw') log.failed('Invoke Error', outcome.payload, outcome.error);
  return outcome;
}

function outcomeOf(entry: FunctionEntry, requestId: string, ending: Ending<unknown>): InvocationOutcome {
  switch (ending.kind) {
    case 'done':
      return returned(ending.value);
    case 'threw':
      return { kind: 'threw', payload: errorPayload(ending.error), error: ending.error };
    case 'timedOut':
      return { kind: 'timedOut', payload: timeoutPayload(requestId, entry.timeoutMs) };
    case 'crashed':
      return { kind: 'crashed', payload: crashPayload(requestId) };
  }
}

/** Invocations whose leftovers a sandbox keeps; those of older ones are lost. */
const KEPT_FROZEN = 100;

/** Lets a sandbox rest: what still runs in it is frozen, or over. @returns whether the sandbox lives on */
function rest(
  tasks: readonly Task[],
  sandbox: Sandbox,
  { thaw }: FunctionEntry,
  { kind }: InvocationOutcome,
): boolean {
  const answered = kind === 'returned' || kind === 'threw';
  const alive = answered || (kind === 'timedOut' && thaw === 'always');
  if (!alive || thaw === 'never') {
    for (const task of tasks) task.crash();
    return alive;
  }
  const kept = tasks.slice(-KEPT_FROZEN);
  for (const task of tasks) {
    if (kept.includes(task)) task.freeze();
    else task.crash();
  }
  sandbox.frozen.push(...kept);
  return true;
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
    // Documented: the source of Lambda's Node.js runtime, JSONStringifyError.
    const errorMessage = 'Unable to stringify response body';
    return { kind: 'threw', payload: { errorType: 'Runtime.JSONStringifyError', errorMessage }, error };
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
