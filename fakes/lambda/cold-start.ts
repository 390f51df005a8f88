import { Task } from '../kernel/scope';
import { execute, type Ending } from './execution';
import { crashPayload, errorPayload, timeoutPayload, type InvocationOutcome } from './invocation';
import { LIMITS } from './limits';
import type { Machine } from './machine';
import type { InvocationLog } from './platform-log';
import type { Sandbox } from './sandboxes';
import type { FunctionEntry } from './state';

/** A sandbox that came up, and the process that runs in it; or why it did not. */
export type ColdStart =
  | {
      readonly kind: 'ready';
      readonly task: Task;
      readonly sandbox: Sandbox;
      /** When the invocation's time is over, if the initialisation has begun to use it up. */
      readonly deadline: number | undefined;
    }
  | { readonly kind: 'failed'; readonly outcome: InvocationOutcome };

/** Gives a process its environment and its log. */
export type Attach = (task: Task) => void;

/**
 * Initialises a function: ten seconds of its own, before the invocation's time begins. What fails there is done again in a
 * new process, now at the expense of the invocation.
 *
 * Documented: lambda-runtime-environment, "Init phase" and "Failures during the Init phase". Captured: that an error makes
 * the initialisation run twice, and the lines about it (a public log of Node.js on Lambda, 2025-02-10).
 */
export async function coldStart(
  machine: Machine,
  entry: FunctionEntry,
  requestId: string,
  { log, attach }: { readonly log: InvocationLog; readonly attach: Attach },
): Promise<ColdStart> {
  const { world } = machine;
  const begin = async (deadline: number): Promise<{ task: Task; ending: Ending<Sandbox>; ms: number }> => {
    const task = new Task(entry.name);
    attach(task);
    const begunAt = world.clock.now();
    const start = (): Promise<Sandbox> => machine.sandboxes.start(entry.name, log.logStreamName);
    const ending = await execute(machine, task, { deadline, strike: () => task.crash() }, start);
    return { task, ending, ms: world.clock.now() - begunAt };
  };
  const first = await begin(world.clock.now() + LIMITS.initMs);
  if (first.ending.kind === 'done') {
    log.initialised();
    return { kind: 'ready', task: first.task, sandbox: first.ending.value, deadline: undefined };
  }
  first.task.crash();
  report(log, 'init', first.ending, first.ms);

  const deadline = world.clock.now() + entry.timeoutMs;
  log.again();
  const { task, ending, ms } = await begin(deadline);
  if (ending.kind === 'done') return { kind: 'ready', task, sandbox: ending.value, deadline };
  task.crash();
  report(log, 'invoke', ending, ms);
  return { kind: 'failed', outcome: outcomeOf(entry, requestId, ending) };
}

function report(
  log: InvocationLog,
  phase: 'init' | 'invoke',
  ending: Exclude<Ending<Sandbox>, { kind: 'done' }>,
  ms: number,
): void {
  if (ending.kind === 'timedOut') return log.initReport(phase, ms, 'timeout', undefined);
  if (ending.kind === 'crashed') return log.initReport(phase, ms, 'error', 'Runtime.ExitError');
  const payload = errorPayload(ending.error);
  log.failed('Uncaught Exception', payload, ending.error);
  return log.initReport(phase, ms, 'error', payload.errorType);
}

function outcomeOf(
  entry: FunctionEntry,
  requestId: string,
  ending: Exclude<Ending<Sandbox>, { kind: 'done' }>,
): InvocationOutcome {
  if (ending.kind === 'timedOut') {
    return { kind: 'timedOut', payload: timeoutPayload(requestId, entry.timeoutMs) };
  }
  if (ending.kind === 'crashed') return { kind: 'crashed', payload: crashPayload(requestId) };
  return { kind: 'threw', payload: errorPayload(ending.error), error: ending.error };
}
