import { Footprint } from '../kernel/footprint';
import { compareStrings } from '../kernel/order';
import type { JournalEntry } from '../kernel/journal';
import type { RealIo } from '../kernel/real-io';
import type { VirtualTime } from '../kernel/virtual-time';
import type { World } from '../kernel/world';
import { choices, type Choice, type Option } from './choices';
import { begin, type Outcome, type Running } from './deliveries';
import type { FaultModeName } from './fault-modes';
import { PendingCalls } from './pending';

/** Decides what happens next. Returns an index, or 'prune' when nothing new can come of this run. */
export type Choose = (options: readonly Option[]) => number | 'prune';

/** Something that happened in a run. */
export interface StepTaken {
  readonly token: string;
  readonly label: string;
  /** Whether it is what happens when nothing interferes. */
  readonly isDefault: boolean;
  readonly task: string | undefined;
  /** World time when it happened, epoch ms. */
  readonly at: number;
  /** What came of it: the attempts that were answered in consequence. */
  readonly calls: readonly JournalEntry[];
  /** What it wrote, one line per entry that differs. Only where `RunOptions.detailed` asks for it. */
  readonly changes: ReturnType<World['store']['diff']>;
}

export interface RunResult {
  readonly steps: readonly StepTaken[];
  readonly outcomes: Readonly<Record<string, Outcome>>;
  readonly pruned: boolean;
  /** Whether timers were due at the same time. */
  readonly tied: boolean;
  /** Why the run could not go on: some task waits for something that the simulation does not control. */
  readonly stuck: string | undefined;
}

/** What the code under test may ask of the simulation that runs it. */
export interface Simulation {
  /** A point, beside calls to AWS, at which another task may go first. */
  yield(label: string): Promise<void>;
}

export interface RunOptions {
  readonly world: World;
  readonly time: VirtualTime;
  readonly io: RealIo;
  readonly tasks: Readonly<Record<string, (simulation: Simulation) => Promise<unknown>>>;
  readonly faults: readonly FaultModeName[] | 'all';
  /** How often a task is begun in all when it crashes or throws: 1 is never again. */
  readonly deliveries: number;
  readonly choose: Choose;
  /** Told what a step touched, for reductions. */
  readonly onStep?: ((option: Option, footprint: Footprint) => void) | undefined;
  /** Timers that are due at the same time fire in the order in which they were made: then steps that make timers cannot change places. */
  readonly timersMatter?: boolean;
  /** Notes what every step changed, for reports. */
  readonly detailed?: boolean;
}

/** How many steps a run may take before it counts as endless. */
const MAX_STEPS = 10_000;

/** Runs the tasks once. Whenever everything waits, `choose` says what happens next. */
export async function runOnce(options: RunOptions): Promise<RunResult> {
  const { world, io } = options;
  const pending = new PendingCalls(options.faults);
  world.gate = (call) => pending.park(call);
  const simulation: Simulation = { yield: (label) => pending.yield(label) };
  const running = Object.entries(options.tasks).map(([name, body]) =>
    begin(name, () => body(simulation), options.deliveries),
  );
  const steps: StepTaken[] = [];
  let end: Pick<RunResult, 'pruned' | 'stuck'> | undefined;
  try {
    await io.quiescence();
    let current: string | undefined;
    for (;;) {
      const captured = io.capturedTimer();
      if (captured !== undefined) end = stuck(describeCaptured(captured));
      else if (running.every((one) => one.outcome !== undefined)) end = { pruned: false, stuck: undefined };
      else if (steps.length >= MAX_STEPS)
        end = stuck(`no end after ${MAX_STEPS} steps: a task repeats itself for ever`);
      if (end !== undefined) break;
      const offered = choices(pending, options.time, current);
      const index = offered.length === 0 ? undefined : options.choose(offered);
      const choice = typeof index === 'number' ? offered[index] : undefined;
      if (choice === undefined) {
        end = index === 'prune' ? { pruned: true, stuck: undefined } : stuck(describeStuck(running, io));
        break;
      }
      steps.push(await take(options, choice, index === 0));
      current = choice.task ?? current;
    }
  } finally {
    world.gate = undefined;
    // Whatever still runs is dead from here on: its calls and timers do nothing in the next run.
    for (const one of running) one.abandon();
    for (const task of pending.tasks) task.crash();
  }
  const outcomes = running.flatMap(({ name, outcome }) => (outcome ? [[name, outcome] as const] : []));
  return { steps, outcomes: Object.fromEntries(outcomes), tied: options.time.tied(), ...end };
}

function stuck(why: string): Pick<RunResult, 'pruned' | 'stuck'> {
  return { pruned: false, stuck: why };
}

async function take(options: RunOptions, choice: Choice, isDefault: boolean): Promise<StepTaken> {
  const { world, io, time } = options;
  const known = world.journal.entries.length;
  const at = world.clock.now();
  const before = world.store.mark();
  const footprint = options.onStep === undefined ? undefined : new Footprint();
  const timers = time.timersMade();
  world.store.footprint = footprint;
  choice.act();
  await io.quiescence();
  world.store.footprint = undefined;
  // Whoever names such a point shares memory between tasks there: they cannot change places with each other.
  if (choice.yields === true) footprint?.write('memory', compareStrings, '');
  if (options.timersMatter === true && time.timersMade() > timers)
    footprint?.write('timers', compareStrings, '');
  if (footprint !== undefined) options.onStep?.(choice, footprint);
  return {
    token: choice.token,
    label: choice.label,
    isDefault,
    task: choice.task,
    at,
    calls: world.journal.entries.slice(known),
    changes: options.detailed === true ? world.store.diff(before) : [],
  };
}

function describeCaptured(timer: string): string {
  return (
    `a real timer ${timer} was set: code under test took its timer functions before the simulation began, as ` +
    `\`const { setTimeout } = require('timers/promises')\` does. Load \`aws-fakes/register\` before it (mocha --require ` +
    `aws-fakes/register), or use the global or a namespace import.`
  );
}

function describeStuck(running: readonly Running[], io: RealIo): string {
  const names = running.filter((one) => one.outcome === undefined).map((one) => one.name);
  const seen = io.uncontrolled();
  return (
    `deadlock: ${names.join(', ')} ${names.length === 1 ? 'waits' : 'wait'} for something the simulation does not control: ` +
    (seen.length > 0
      ? `${seen.join(', ')}.`
      : 'a promise that nobody settles, or work of the machine that Node does not show (WebAssembly, Atomics.waitAsync).')
  );
}
