import { SimulationFailure } from '../../fakes';

/** What a promise is rejected with; undefined when it is not. */
export const rejection = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** The report of the run that a search has found. @throws when it finds none, or fails for another reason. */
export async function brokenRun(search: Promise<unknown>): Promise<string> {
  const failure = await rejection(search);
  if (failure instanceof SimulationFailure && failure.report.failures > 0) return failure.message;
  throw new Error('the search has found no broken run', { cause: failure });
}
