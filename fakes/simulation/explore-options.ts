import type { FakeAws, FakeAwsOptions } from '../aws';
import type { Budget } from './budget';
import type { FaultModeName } from './fault-modes';
import type { Violation } from './report';
import type { Outcome } from './deliveries';
import type { Simulation, StepTaken } from './run';

/** What an assertion may look at when a run is over. */
export interface Finished {
  readonly aws: FakeAws;
  readonly outcomes: Readonly<Record<string, Outcome>>;
  /** The faults that struck in this run, by the names they have on the tape: `['A!throttled']`. */
  readonly injected: readonly string[];
  /** Everything that happened, in order. */
  readonly steps: readonly StepTaken[];
  /** Notes that something interesting was true in this run; the exploration fails if it never was. */
  readonly sometimes: (what: string, holds: boolean) => void;
}

export interface ExploreOptions {
  /** Options of the world: seed, region, start. Time is always virtual. */
  readonly world?: Omit<FakeAwsOptions, 'time' | 'clients'>;
  /** Sets the scene, once; every run begins there. */
  readonly arrange?: (aws: FakeAws) => void | Promise<void>;
  /** The concurrent runs of code under test, by the names they have in reports and tapes. */
  readonly tasks: Readonly<Record<string, (aws: FakeAws, simulation: Simulation) => Promise<unknown>>>;
  /** The invariants: throws when one is broken. Runs after every run. */
  readonly assert: (finished: Finished) => void | Promise<void>;
  /** How far runs may stray. Default: all interleavings, no faults, no time jumps. */
  readonly bounds?: Partial<Budget>;
  /**
   * 'exhaustive' (default): every run within the bounds. As many as `runs` says: 'random', every option alike at every step;
   * 'pct', random priorities with a few changes, better where a bug needs one task far ahead of another.
   */
  readonly strategy?: 'exhaustive' | 'random' | 'pct';
  /** Random and PCT: how many runs (default 1,000). Exhaustive: the most before giving up on completeness (default 20,000). */
  readonly runs?: number;
  /** Wall time after which the search stops and says how far it got, ms. Default: none. */
  readonly budgetMs?: number;
  /** Makes the first and the failing run twice and compares them. Default true. */
  readonly verifyDeterminism?: boolean;
  /**
   * Which faults to try where the budget allows any: kinds ('throttled', 'answerLost', 'crashAfter'), errors by AWS's names, or
   * 'all' that AWS can show at each operation. A fault that an operation cannot have is not tried there. Default: what happens in
   * production without anybody's mistake.
   */
  readonly faults?: readonly FaultModeName[] | 'all';
  /** How often a task is begun in all when it crashes or throws. Default 1. */
  readonly deliveries?: number;
  /** Leave out orders of calls that touch different data. Default true; needs tasks that share nothing in the process. */
  readonly reduce?: boolean;
  /** Go on after the first violation and count them all. Default false. */
  readonly keepGoing?: boolean;
  /** Called before every run: reset what the code under test keeps in modules. */
  readonly reset?: () => void;
}

export interface ExploreReport {
  readonly runs: number;
  readonly failures: number;
  /** Whether every run within the bounds was made. */
  readonly complete: boolean;
  readonly violations: readonly Violation[];
  /** One line: what was covered. */
  readonly summary: string;
}

/** An exploration that found something. The message is the report. */
export class SimulationFailure extends Error {
  override readonly name = 'SimulationFailure';

  constructor(
    message: string,
    readonly report: ExploreReport,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
