import { describeCoverage, type Budget } from './budget';
import { deviating, following, numbered, type Chooser } from './choosers';
import { requireSameRun } from './determinism';
import { SimulationFailure, type ExploreOptions, type ExploreReport } from './explore-options';
import { FakeMisuse } from '../kernel/errors';
import { writeHtmlReport } from './html-report';
import { readKnobs, type Knobs } from './knobs';
import { formatOthers, formatViolation, type Violation } from './report';
import { Scenario } from './scenario';
import { search, type Found, type SearchOptions } from './search';
import { deviationsOf, shrink } from './shrink';
import { decodeTape } from './tape';

const UNDISTURBED: Budget = { preemptions: Number.POSITIVE_INFINITY, faults: 0, timeJumps: 0 };

/**
 * Runs concurrent code under test in every order of its AWS calls within the bounds, from the same arranged state each
 * time, and checks the assertion after every run. With `AWS_FAKES_REPLAY` set, runs just that one tape.
 *
 * @throws SimulationFailure when a run breaks the assertion: its message is the report of the smallest failing run.
 * @throws Nondeterminism when the code under test draws on something that the simulation does not control.
 */
export function explore(options: ExploreOptions): Promise<ExploreReport> {
  return explorePart(options, {});
}

/** `explore`, of a part of the tree only. */
export async function explorePart(
  options: ExploreOptions,
  part: Pick<SearchOptions, 'allows'>,
): Promise<ExploreReport> {
  const knobs = readKnobs();
  return inScenario(options, knobs, async (scenario) => {
    if (knobs.replay !== undefined) {
      const found = await runOne(scenario, following(decodeTape(knobs.replay)));
      return passed(scenario, options, knobs, summarize(scenario, options, found));
    }
    const found = await search(scenario, { ...options, ...part, budget: budgetOf(options), knobs });
    const report = await passed(scenario, options, knobs, summarize(scenario, options, found));
    requireCalls(found);
    const never = part.allows === undefined ? scenario.neverTrue() : [];
    if (never.length > 0) {
      throw new SimulationFailure(
        `Never true in ${report.runs} runs: ${never.join(', ')}.\n${report.summary}`,
        report,
      );
    }
    return report;
  });
}

/**
 * Runs one tape of a scenario: as a report printed it, or as numbers (at each step the n-th affordable option, modulo how
 * many there are), which is what generators make and shrink. Returns what it found instead of throwing it.
 */
export function replay(tape: string | readonly number[], options: ExploreOptions): Promise<ExploreReport> {
  return inScenario(options, readKnobs(), async (scenario) => {
    const chooser =
      typeof tape === 'string' ? following(decodeTape(tape)) : numbered(tape, budgetOf(options));
    return summarize(scenario, options, await runOne(scenario, chooser));
  });
}

async function inScenario<T>(
  options: ExploreOptions,
  knobs: Knobs,
  body: (scenario: Scenario) => Promise<T>,
): Promise<T> {
  const scenario = await Scenario.arrange(options, knobs.seed);
  try {
    return await body(scenario);
  } finally {
    scenario.end();
  }
}

async function runOne(scenario: Scenario, chooser: Chooser): Promise<Found> {
  const { run, violation } = await scenario.run(chooser, { detailed: true });
  const violations = violation === undefined ? [] : [violation];
  return { runs: 1, violations, complete: false, stopped: 'one run', first: run };
}

function budgetOf({ bounds }: ExploreOptions): Budget {
  return { ...UNDISTURBED, ...bounds };
}

function summarize(scenario: Scenario, options: ExploreOptions, found: Found): ExploreReport {
  const { runs, violations, complete, stopped, first } = found;
  const calls = first?.steps.filter(({ task }) => task !== undefined).length ?? 0;
  const walk = options.strategy === 'pct' ? 'random priorities' : 'random walk';
  const how = complete ? 'COMPLETE' : stopped === undefined ? walk : `not complete (${stopped})`;
  const summary =
    `${runs} ${runs === 1 ? 'run' : 'runs'}: ${describeCoverage(budgetOf(options), calls)}; ${how}; ` +
    `${violations.length} ${violations.length === 1 ? 'failure' : 'failures'}; seed ${scenario.seed}`;
  return { runs, failures: violations.length, complete, violations, summary };
}

/** Nothing was put to the test where no task made a call. @throws FakeMisuse */
function requireCalls({ first, runs }: Found): void {
  if (first === undefined || runs > 1 || first.steps.length > 0) return;
  const ends = Object.entries(first.outcomes).map(([name, outcome]) =>
    outcome.kind === 'threw' ? `${name} threw ${String(outcome.error)}` : `${name} ${outcome.kind}`,
  );
  throw new FakeMisuse(
    `No task made a call to AWS, so there was nothing to put in order or to fail: ${ends.join('; ')}.`,
  );
}

/**
 * The report, if nothing failed.
 * @throws SimulationFailure with the failing run that strays least, shrunk; and the page about it, if wanted.
 */
async function passed(
  scenario: Scenario,
  options: ExploreOptions,
  knobs: Knobs,
  report: ExploreReport,
): Promise<ExploreReport> {
  const [first, ...others] = report.violations.toSorted((a, b) => size(a) - size(b));
  if (first === undefined) return report;
  const smallest = await inDetail(scenario, options, first);
  const tasks = Object.keys(options.tasks);
  const text = [formatViolation(smallest, tasks), ...formatOthers(others), `  ${report.summary}`];
  if (knobs.report !== undefined) {
    const page = writeHtmlReport(knobs.report, smallest, { tasks, summary: report.summary });
    text.push(`  page: ${page}`);
  }
  throw new SimulationFailure(text.join('\n'), report, { cause: smallest.error });
}

/** Few faults first, then few deviations of any kind. */
function size({ run }: Violation): number {
  const faults = run.steps.filter(({ token }) => token.includes('!')).length;
  return faults * 1_000_000 + deviationsOf(run.steps).size;
}

async function inDetail(scenario: Scenario, options: ExploreOptions, first: Violation): Promise<Violation> {
  const shrunk = await shrink(deviationsOf(first.run.steps), async (deviations) => {
    const { violation } = await scenario.run(deviating(deviations));
    return violation;
  });
  const smallest = shrunk.result ?? first;
  const again = await scenario.run(following(smallest.run.steps.map(({ token }) => token)), {
    detailed: true,
  });
  if (options.verifyDeterminism === false) return again.violation ?? smallest;
  requireSameRun(smallest.run, again.run);
  return again.violation ?? smallest;
}
