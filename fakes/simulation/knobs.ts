import { FakeMisuse } from '../kernel/errors';

/** What a CI job can set without touching a test. */
export interface Knobs {
  /** `AWS_FAKES_REPLAY`: runs just this tape. */
  readonly replay: string | undefined;
  /** `AWS_FAKES_SEED`: instead of the seed in `world`. */
  readonly seed: number | undefined;
  /** `AWS_FAKES_RUNS`: instead of `runs`. */
  readonly runs: number | undefined;
  /** `AWS_FAKES_BUDGET_MS`: wall time after which an exploration stops and says how far it got. */
  readonly budgetMs: number | undefined;
  /** `AWS_FAKES_REPORT`: where a failure is written as a page: a file ending in .html, or a folder. */
  readonly report: string | undefined;
}

/** Reads the knobs from the environment. @throws FakeMisuse for one that is no whole number */
export function readKnobs(environment: NodeJS.ProcessEnv = process.env): Knobs {
  const text = (name: string): string | undefined => {
    const value = environment[name];
    return value === undefined || value === '' ? undefined : value;
  };
  const number = (name: string, least: number): number | undefined => {
    const value = text(name);
    if (value === undefined) return undefined;
    const parsed = Number(value);
    if (!Number.isSafeInteger(parsed) || parsed < least)
      throw new FakeMisuse(`${name}=${value}: give a whole number of at least ${least}.`);
    return parsed;
  };
  return {
    replay: text('AWS_FAKES_REPLAY'),
    seed: number('AWS_FAKES_SEED', 0),
    runs: number('AWS_FAKES_RUNS', 1),
    budgetMs: number('AWS_FAKES_BUDGET_MS', 1),
    report: text('AWS_FAKES_REPORT'),
  };
}
