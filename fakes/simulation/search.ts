import { createRng } from '../kernel/rng';
import { wallMs } from '../kernel/real-io';
import type { Budget } from './budget';
import type { Option } from './choices';
import { following, wandering, type Chooser } from './choosers';
import { DepthFirst } from './depth-first';
import { requireSameRun } from './determinism';
import type { ExploreOptions } from './explore-options';
import type { Knobs } from './knobs';
import { prioritized } from './priorities';
import type { Violation } from './report';
import type { RunResult } from './run';
import type { Scenario } from './scenario';

/** What a search has found out. */
export interface Found {
  /** Runs that were made to their end; pruned ones and verifications do not count. */
  readonly runs: number;
  readonly violations: readonly Violation[];
  /** Whether every run within the bounds was made. */
  readonly complete: boolean;
  /** Why it stopped before it was complete, if it did. */
  readonly stopped: string | undefined;
  /** The first run: the undisturbed one, when the search is exhaustive. */
  readonly first: RunResult | undefined;
}

export interface SearchOptions extends ExploreOptions {
  readonly budget: Budget;
  readonly knobs: Knobs;
  /** Leaves out parts of the tree that other searches look after. */
  readonly allows?: (depth: number, option: Option) => boolean;
}

const DEFAULT_RANDOM_RUNS = 1_000;
const MOST_EXHAUSTIVE_RUNS = 20_000;
/** How long runs are taken to be before one was made. */
const FIRST_GUESS_STEPS = 20;

/** Makes the runs of an exploration, until all are made, one fails, or a limit is reached. */
export async function search(scenario: Scenario, options: SearchOptions): Promise<Found> {
  const { budget, knobs, strategy = 'exhaustive' } = options;
  const exhaustive = strategy === 'exhaustive';
  const most = knobs.runs ?? options.runs ?? (exhaustive ? MOST_EXHAUSTIVE_RUNS : DEFAULT_RANDOM_RUNS);
  const budgetMs = knobs.budgetMs ?? options.budgetMs ?? Number.POSITIVE_INFINITY;
  const rng = createRng(scenario.seed).fork('walk');
  const { allows, reduce = true } = options;
  const fromTheStart = (): DepthFirst =>
    new DepthFirst(budget, { reduce, ...(allows === undefined ? {} : { allows }) });
  let depthFirst = fromTheStart();
  let timersMatter = !exhaustive || !reduce;
  let longest = 0;
  const chooser = (): Chooser => {
    if (exhaustive) return depthFirst.chooser();
    return strategy === 'random'
      ? wandering(rng, budget)
      : prioritized(rng, budget, longest || FIRST_GUESS_STEPS);
  };

  const begunAt = wallMs();
  let violations: Violation[] = [];
  let first: RunResult | undefined;
  let runs = 0;
  const found = (complete: boolean, stopped?: string): Found => ({
    runs,
    violations,
    complete,
    stopped,
    first,
  });
  for (;;) {
    const { run, violation } = await scenario.run(chooser(), { timersMatter });
    if (!run.pruned) runs++;
    longest = Math.max(longest, run.steps.length);
    if (first === undefined) {
      first = run;
      if (options.verifyDeterminism !== false) await verify(scenario, run);
    }
    if (violation !== undefined) {
      violations.push(violation);
      if (options.keepGoing !== true) return found(false, 'stopped at the first failure');
    }
    // Timers rarely meet: most are time-outs that never fire. Until two do, it does not count in which order they are made.
    if (run.tied && !timersMatter) {
      timersMatter = true;
      depthFirst = fromTheStart();
      violations = [];
      runs = 0;
      continue;
    }
    if (exhaustive && !depthFirst.advance()) return found(true);
    if (runs >= most) return found(false, exhaustive ? `limit of ${most} runs` : undefined);
    if (wallMs() - begunAt > budgetMs) return found(false, `limit of ${budgetMs} ms`);
  }
}

/** Makes a run again. @throws Nondeterminism when it is not the same */
export async function verify(scenario: Scenario, run: RunResult): Promise<void> {
  const tape = run.steps.map(({ token }) => token);
  const again = await scenario.run(following(tape), { judged: false });
  requireSameRun(run, again.run);
}
