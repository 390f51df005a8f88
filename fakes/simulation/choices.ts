import type { VirtualTime } from '../kernel/virtual-time';
import type { Cost } from './budget';
import type { FaultMode } from './fault-modes';
import type { Pending, PendingCalls } from './pending';

/** One thing that could happen next. */
export interface Option {
  /** What the tape calls it. */
  readonly token: string;
  /** What it would do, in words: two runs of the same choices must be offered the same. */
  readonly label: string;
  readonly cost: Cost;
  /** The task it lets go on; undefined for time. */
  readonly task: string | undefined;
}

export interface Choice extends Option {
  /** Whether it goes on from a point that is no call: what it does to the memory of the process is not seen. */
  readonly yields?: boolean;
  act(): void;
}

/** The calls of code that belongs to no task: module initialisation, a test's own calls. */
const AMBIENT = '-';

/** Everything that could happen next. The first is what happens when nothing interferes. */
export function choices(pending: PendingCalls, time: VirtualTime, current: string | undefined): Choice[] {
  const queues = new Map<string, Pending[]>();
  for (const one of pending.alive()) {
    const name = one.task?.name ?? AMBIENT;
    const queue = queues.get(name);
    if (queue === undefined) queues.set(name, [one]);
    else queue.push(one);
  }
  const found: Choice[] = [];
  const canGoOn = current !== undefined && queues.has(current);
  const offer = (name: string, queue: readonly Pending[]): void => {
    const leaves = canGoOn && name !== current;
    for (const [i, one] of queue.entries()) {
      addChoices(found, one, name, i === 0 ? name : `${name}:${i}`, i > 0 || leaves ? 1 : 0);
    }
  };
  if (current !== undefined && canGoOn) offer(current, queues.get(current) ?? []);
  for (const [name, queue] of queues) if (name !== current) offer(name, queue);
  if (time.hasTimers()) {
    const cost = found.length > 0 ? { timeJumps: 1 } : {};
    found.push({ token: 'T', label: 'T', task: undefined, cost, act: () => time.advanceToNextTimer() });
  }
  return found;
}

/** A pending call let through undisturbed, or struck by each of the faults that AWS can show there. */
function addChoices(found: Choice[], one: Pending, task: string, token: string, preemptions: number): void {
  const label = `${token} ${one.label}`;
  const yields = one.call === undefined;
  found.push({ token, label, task, yields, cost: { preemptions }, act: () => one.release(undefined) });
  for (const mode of one.modes) found.push(struck(one, mode, { token, label, task, preemptions }));
}

function struck(
  one: Pending,
  mode: FaultMode,
  { token, label, task, preemptions }: { token: string; label: string; task: string; preemptions: number },
): Choice {
  return {
    token: `${token}!${mode.name}`,
    label: `${label}!${mode.name}`,
    task,
    cost: { preemptions, faults: 1 },
    act: () => one.release(mode),
  };
}
