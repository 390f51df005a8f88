import { createRng } from '../kernel/rng';
import { describeBudget, type Budget } from './budget';
import { DepthFirst, deviating, following, wandering, type Chooser } from './choosers';
import type { ExploreOptions, ExploreReport } from './explore-options';
import { SimulationFailure } from './explore-options';
import { formatViolation, type Violation } from './report';
import { Scenario } from './scenario';
import { deviationsOf, shrink } from './shrink';
import { decodeTape } from './tape';

const UNDISTURBED: Budget = { preemptions: Number.POSITIVE_INFINITY, faults: 0, timeJumps: 0 };
const DEFAULT_RANDOM_RUNS = 1_000;
const MOST_EXHAUSTIVE_RUNS = 20_000;

/**
 * Runs concurrent code under test in every order of its AWS calls within the bounds, from the same arranged state each
 * time, and checks the assertion after every run. With `AWS_FAKES_REPLAY` set, runs just that one tape.
 *
 * @throws SimulationFailure when a run breaks the assertion: its message is the report of the smallest failing run.
 * @throws Nondeterminism when the code under test draws on something that the simulation does not control.
 */
export async function explore(options: ExploreOptions): Promise<ExploreReport> {
  const scenario = await Scenario.arrange(options);
  try {
    const replay = process.env['AWS_FAKES_REPLAY'];
    const report =
      replay === undefined
        ? await search(scenario, options)
        : summarize(scenario, options, [await scenario.run(following(decodeTape(replay)))], {
            runs: 1,
            complete: false,
          });
    if (report.failures > 0)
      throw new SimulationFailure(await describeSmallest(scenario, options, report), report);
    const never = scenario.neverTrue();
    if (replay === undefined && never.length > 0) {
      throw new SimulationFailure(
        `Never true in ${report.runs} runs: ${never.join(', ')}.\n${report.summary}`,
        report,
      );
    }
    return report;
  } finally {
    scenario.end();
  }
}

/** Runs one tape of a scenario, as a report printed it. Returns what it found instead of throwing it. */
export async function replay(tape: string, options: ExploreOptions): Promise<ExploreReport> {
  const scenario = await Scenario.arrange(options);
  try {
    const found = await scenario.run(following(decodeTape(tape)));
    return summarize(scenario, options, [found], { runs: 1, complete: false });
  } finally {
    scenario.end();
  }
}

async function search(scenario: Scenario, options: ExploreOptions): Promise<ExploreReport> {
  const budget = { ...UNDISTURBED, ...options.bounds };
  const random = options.strategy === 'random';
  const most = options.runs ?? (random ? DEFAULT_RANDOM_RUNS : MOST_EXHAUSTIVE_RUNS);
  const rng = createRng(options.world?.seed ?? 1).fork('walk');
  const depthFirst = new DepthFirst(budget, { reduce: options.reduce ?? true });
  const chooser = (): Chooser => (random ? wandering(rng, budget) : depthFirst.chooser());

  const found: (Violation | undefined)[] = [];
  let complete = false;
  while (found.length < most && !complete) {
    const violation = await scenario.run(chooser());
    found.push(violation);
    if (violation !== undefined && options.keepGoing !== true) break;
    complete = !random && !depthFirst.advance();
  }
  return summarize(scenario, options, found, { runs: scenario.runs, complete });
}

function summarize(
  scenario: Scenario,
  options: ExploreOptions,
  found: readonly (Violation | undefined)[],
  { runs, complete }: { readonly runs: number; readonly complete: boolean },
): ExploreReport {
  const violations = found.filter((violation) => violation !== undefined);
  const how = complete ? 'COMPLETE' : options.strategy === 'random' ? 'random walk' : 'not complete';
  const summary =
    `${runs} ${runs === 1 ? 'run' : 'runs'}: ${describeBudget({ ...UNDISTURBED, ...options.bounds })}; ${how}; ` +
    `${violations.length} ${violations.length === 1 ? 'failure' : 'failures'}; seed ${scenario.seed}`;
  return { runs, failures: violations.length, complete, violations, summary };
}

/** The report of the failing run with the fewest deviations, shrunk. */
async function describeSmallest(
  scenario: Scenario,
  options: ExploreOptions,
  report: ExploreReport,
): Promise<string> {
  const [first] = [...report.violations].toSorted(
    (a, b) => deviationsOf(a.run.steps).size - deviationsOf(b.run.steps).size,
  );
  if (first === undefined) return report.summary;
  const shrunk = await shrink(deviationsOf(first.run.steps), (deviations) =>
    scenario.run(deviating(deviations)),
  );
  return `${formatViolation(shrunk.result ?? first, Object.keys(options.tasks))}\n  ${report.summary}`;
}
