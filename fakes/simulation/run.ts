import type { Call } from '../kernel/call';
import type { Effect } from '../kernel/faults';
import { Footprint } from '../kernel/footprint';
import type { JournalEntry } from '../kernel/journal';
import { currentTask, runInScope, Task } from '../kernel/scope';
import { isRequestUnderWay, type VirtualTime } from '../kernel/virtual-time';
import type { World } from '../kernel/world';
import type { Cost } from './budget';
import { faultModes, type FaultMode, type FaultModeName } from './fault-modes';
import { subject } from './subject';

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

/** Decides what happens next. Returns an index, or 'prune' when nothing new can come of this run. */
export type Choose = (options: readonly Option[]) => number | 'prune';

/** Something that happened in a run. */
export interface StepTaken {
  readonly token: string;
  /** Whether it is what happens when nothing interferes. */
  readonly isDefault: boolean;
  readonly task: string | undefined;
  /** World time when it happened, epoch ms. */
  readonly at: number;
  /** What came of it: the attempts that were answered in consequence. */
  readonly calls: readonly JournalEntry[];
}

export type Outcome =
  | { readonly kind: 'returned'; readonly value: unknown; readonly deliveries: number }
  | { readonly kind: 'threw'; readonly error: unknown; readonly deliveries: number }
  | { readonly kind: 'crashed'; readonly deliveries: number };

export interface RunResult {
  readonly steps: readonly StepTaken[];
  readonly outcomes: Readonly<Record<string, Outcome>>;
  readonly pruned: boolean;
  /** Why the run could not go on: some task waits for something that the simulation does not control. */
  readonly stuck: string | undefined;
}

export interface RunOptions {
  readonly world: World;
  readonly time: VirtualTime;
  readonly tasks: Readonly<Record<string, () => Promise<unknown>>>;
  readonly faults: readonly FaultModeName[];
  /** How often a task is begun in all when it crashes or throws: 1 is never again. */
  readonly deliveries: number;
  readonly choose: Choose;
  /** Told what a step touched, for reductions. */
  readonly onStep?: (option: Option, footprint: Footprint) => void;
}

interface Parked {
  readonly call: Call;
  readonly task: Task | undefined;
  release(): void;
}

interface Running {
  readonly name: string;
  readonly body: () => Promise<unknown>;
  task: Task;
  deliveries: number;
  outcome: Outcome | undefined;
}

interface Action extends Option {
  act(): void;
}

/** The calls of code that belongs to no task: module initialisation, a test's own calls. */
const AMBIENT = '-';

/** How many steps a run may take before it counts as endless. */
const MAX_STEPS = 10_000;

const realSetImmediate = globalThis.setImmediate;

/** Runs the tasks once. Whenever everything waits, `choose` says what happens next. */
export async function runOnce(options: RunOptions): Promise<RunResult> {
  const { world, choose } = options;
  const parked: Parked[] = [];
  const sticky = new Map<number, Effect>();
  world.gate = (call) =>
    new Promise((resolve) => parked.push({ call, task: currentTask(), release: () => resolve() }));
  const running = Object.entries(options.tasks).map(([name, body]) => begin(options, { name, body }));
  const steps: StepTaken[] = [];
  const result = (end: { pruned?: boolean; stuck?: string }): RunResult => {
    world.gate = undefined;
    // Whatever still runs is dead from here on: its calls and timers do nothing in the next run.
    for (const { task } of running) task.crash();
    const outcomes = Object.fromEntries(
      running.flatMap((one) => (one.outcome ? [[one.name, one.outcome] as const] : [])),
    );
    return { steps, outcomes, pruned: end.pruned ?? false, stuck: end.stuck };
  };

  let current: string | undefined;
  await settled();
  for (;;) {
    if (running.every((one) => one.outcome !== undefined)) return result({});
    if (steps.length >= MAX_STEPS)
      return result({ stuck: `no end after ${MAX_STEPS} steps: a task repeats itself for ever` });
    const actions = enabled(options, parked, sticky, current);
    if (actions.length === 0) return result({ stuck: describeStuck(running) });
    const index = choose(actions);
    if (index === 'prune') return result({ pruned: true });
    const action = actions[index] as Action;
    const footprint = new Footprint();
    const known = world.journal.entries.length;
    const at = world.clock.now();
    world.store.footprint = footprint;
    action.act();
    await settled();
    world.store.footprint = undefined;
    steps.push({
      token: action.token,
      isDefault: index === 0,
      task: action.task,
      at,
      calls: world.journal.entries.slice(known),
    });
    options.onStep?.(action, footprint);
    if (action.task !== undefined) current = action.task;
  }
}

/** One turn of the real event loop runs all promise code; requests to the file system are waited for. */
async function settled(): Promise<void> {
  do {
    await new Promise((resolve) => realSetImmediate(resolve));
  } while (isRequestUnderWay());
}

/** Starts a task; when it crashes or throws, it is delivered again as often as the options allow. */
function begin(options: RunOptions, { name, body }: Pick<Running, 'name' | 'body'>): Running {
  const running: Running = { name, body, task: new Task(name), deliveries: 0, outcome: undefined };
  const deliver = (): void => {
    const task = new Task(name);
    running.task = task;
    running.deliveries++;
    const { deliveries } = running;
    const end = (outcome: Outcome): void => {
      if (running.task !== task || running.outcome !== undefined) return;
      if (outcome.kind !== 'returned' && deliveries < options.deliveries) deliver();
      else running.outcome = outcome;
    };
    void task.crashed.then(() => end({ kind: 'crashed', deliveries }));
    void runInScope({ task }, async () => body()).then(
      (value) => end({ kind: 'returned', value, deliveries }),
      (error: unknown) => end({ kind: 'threw', error, deliveries }),
    );
  };
  deliver();
  return running;
}

function describeStuck(running: readonly Running[]): string {
  const names = running.filter((one) => one.outcome === undefined).map((one) => one.name);
  return (
    `deadlock: ${names.join(', ')} ${names.length === 1 ? 'waits' : 'wait'} for something the simulation does not control: ` +
    'a promise that nobody settles, real I/O other than files, or a timer captured before the simulation began.'
  );
}

/** Everything that could happen next. The first is what happens when nothing interferes. */
function enabled(
  options: RunOptions,
  parked: Parked[],
  sticky: Map<number, Effect>,
  current: string | undefined,
): Action[] {
  const alive = parked.filter(({ task }) => task?.dead !== true);
  parked.splice(0, parked.length, ...alive);
  const queues = new Map<string, Parked[]>();
  for (const one of alive) {
    const name = one.task?.name ?? AMBIENT;
    queues.set(name, [...(queues.get(name) ?? []), one]);
  }
  const currentCalls = current === undefined ? undefined : queues.get(current);
  const order = [...queues.keys()].toSorted((a, b) => Number(b === current) - Number(a === current));
  const actions = order.flatMap((name) =>
    (queues.get(name) as Parked[]).flatMap((one, i) => {
      const preemptions = i > 0 || (currentCalls !== undefined && name !== current) ? 1 : 0;
      const token = i === 0 ? name : `${name}:${i}`;
      return callActions(options, parked, sticky, one, { name, token, preemptions });
    }),
  );
  if (options.time.hasTimers()) {
    actions.push({
      token: 'T',
      label: 'T',
      task: undefined,
      cost: actions.length > 0 ? { timeJumps: 1 } : {},
      act: () => options.time.advanceToNextTimer(),
    });
  }
  return actions;
}

/** A pending call let through undisturbed, or struck by each of the faults that AWS can show there. */
function callActions(
  options: RunOptions,
  parked: Parked[],
  sticky: Map<number, Effect>,
  one: Parked,
  { name, token, preemptions }: { name: string; token: string; preemptions: number },
): Action[] {
  const { call } = one;
  const go = (mode: FaultMode | undefined) => (): void => {
    parked.splice(parked.indexOf(one), 1);
    if (mode?.level === 'operation') sticky.set(call.number, mode.effect);
    const effect = mode?.effect ?? sticky.get(call.number);
    // Left undecided, the world's own fault rules have their say.
    if (effect !== undefined) call.fault = { effect };
    one.release();
  };
  const what = `${token} ${call.operation.row.name} ${subject(call.input)}`;
  const clean: Action = { token, label: what, task: name, cost: { preemptions }, act: go(undefined) };
  // A struck operation goes on as decided; an attempt that was woken from a wait is not struck again.
  if (sticky.has(call.number) || call.fault !== undefined) return [clean];
  return [
    clean,
    ...faultModes(call.operation, call.input, options.faults)
      .filter((mode) => mode.effect.kind !== 'crash' || one.task !== undefined)
      .map((mode) => ({
        token: `${token}!${mode.name}`,
        label: `${what}!${mode.name}`,
        task: name,
        cost: { preemptions, faults: 1 },
        act: go(mode),
      })),
  ];
}
