/** What an alarm does with periods that have no data. Documented: API_PutMetricAlarm, TreatMissingData. */
export type TreatMissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/** What an evaluation says of the state; `keep` leaves it as it is. */
export type Verdict = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' | 'keep';

export interface Evaluation<T> {
  readonly verdict: Verdict;
  /** The data points that were looked at, oldest first. */
  readonly evaluated: readonly T[];
  /** How many missing data points were filled in by the treatment. */
  readonly filled: number;
}

/** "M out of N": at least `datapointsToAlarm` of `evaluationPeriods` data points must be breaching. */
export interface AlarmRuleOfN {
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: TreatMissingData;
}

/**
 * How many periods are looked at: more than EvaluationPeriods, so that late or missing data can be made up for.
 * Documented: "CloudWatch retrieves the 5 most recent data points" for 3 periods. Assumed: the number for others.
 */
export function evaluationRange(evaluationPeriods: number): number {
  return evaluationPeriods + Math.max(2, Math.floor(evaluationPeriods / 3));
}

/**
 * Evaluates the data points of the evaluation range, oldest first, `undefined` where there is none.
 *
 * Documented: alarms-and-missing-data (AlarmThatSendsEmail), "How alarm state is evaluated when data is missing" and
 * "Avoiding premature transitions to alarm state": with too few data points, none of them good, an alarm still goes off
 * when its oldest breaching data point is at least DatapointsToAlarm periods old.
 */
export function evaluateMissingData<T>(
  rule: AlarmRuleOfN,
  range: readonly (T | undefined)[],
  isBreaching: (point: T) => boolean,
): Evaluation<T> {
  const { evaluationPeriods, datapointsToAlarm, treatMissingData } = rule;
  const existing = range.filter((point) => point !== undefined);
  const evaluated = existing.slice(-evaluationPeriods);
  const breaching = evaluated.filter(isBreaching).length;
  const filled = evaluationPeriods - evaluated.length;
  const answer = (verdict: Verdict): Evaluation<T> => ({ verdict, evaluated, filled });
  const ofCount = (count: number): Evaluation<T> => answer(count >= datapointsToAlarm ? 'ALARM' : 'OK');
  if (filled === 0 || treatMissingData === 'notBreaching') return ofCount(breaching);
  if (treatMissingData === 'breaching') return ofCount(breaching + filled);
  if (breaching >= datapointsToAlarm) return answer('ALARM');
  if (breaching < evaluated.length) return answer('OK');
  if (treatMissingData === 'ignore') return answer('keep');
  const oldest = range.findIndex((point) => point !== undefined);
  const age = oldest < 0 ? 0 : range.length - oldest;
  return answer(age >= datapointsToAlarm ? 'ALARM' : 'INSUFFICIENT_DATA');
}
