import {
  Statistic,
  type Datapoint,
  type GetMetricStatisticsInput,
  type GetMetricStatisticsOutput,
} from '@aws-sdk/client-cloudwatch';
import { setOwn } from '../kernel/shape';
import type { Context } from '../kernel/operation';
import { findMetric } from './data-points';
import { invalidParameterCombination } from './errors';
import { extendedStatistic, parseExtendedStatistic, type ExtendedStatistic } from './extended-statistics';
import { given } from '../kernel/given';
import { MAX_STATISTICS_POINTS } from './limits';
import { countPeriods, queryRange, readPeriods, type Range } from './periods';
import { completeDimensions, type CloudwatchState, type PointData } from './state';
import { aggregate, plainStatistic, rawValues, type PlainStatistic } from './statistics';
import {
  checkDimensions,
  checkMetricName,
  checkNamespace,
  checkUnit,
  createProblems,
  invalidValue,
  isQueryPeriod,
} from './validate';

/**
 * Statistics of one metric, a data point for each period and unit that has data. AWS promises no order; here it is by
 * time, then by the unit's first occurrence.
 *
 * @throws MissingRequiredParameterException, InvalidParameterCombinationException, InvalidParameterValueException.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
 */
export function getMetricStatistics(
  { state, region, now }: Context<CloudwatchState>,
  input: GetMetricStatisticsInput,
): GetMetricStatisticsOutput {
  const { range, plain, extended } = checkGetMetricStatistics(now, input);
  const { Namespace, Unit } = input;
  const MetricName = given(input.MetricName);
  const name = {
    namespace: given(Namespace),
    metricName: MetricName,
    dimensions: completeDimensions(input.Dimensions),
  };
  const metric = findMetric(state, region, name);
  const Datapoints: Datapoint[] = [];
  for (const { startMs, byUnit } of metric ? readPeriods(state, metric, range, { now, unit: Unit }) : []) {
    for (const [unit, data] of byUnit) {
      const values = { ...plainValues(plain, data), ...extendedValues(extended, data) };
      // Without raw values there are no percentiles, and so no data point.
      if (Object.keys(values).length > 0)
        Datapoints.push({ Timestamp: new Date(startMs), ...values, Unit: unit });
    }
  }
  return { Label: MetricName, Datapoints };
}

interface Checked {
  readonly range: Range;
  readonly plain: readonly PlainStatistic[];
  readonly extended: readonly (readonly [string, ExtendedStatistic])[];
}

function checkGetMetricStatistics(now: number, input: GetMetricStatisticsInput): Checked {
  const { Statistics = [], ExtendedStatistics = [] } = input;
  const Period = given(input.Period);
  const problems = createProblems();
  checkNamespace(problems, input.Namespace);
  checkMetricName(problems, 'MetricName', input.MetricName);
  checkDimensions(problems, 'Dimensions', input.Dimensions);
  checkUnit(problems, 'Unit', input.Unit);
  // Captured: the wording. Assumed: that giving both is refused with it as well.
  if ((Statistics.length === 0) === (ExtendedStatistics.length === 0)) {
    problems.combination('Must specify either Statistics or ExtendedStatistics');
  }
  for (const [i, statistic] of Statistics.entries()) {
    if (STATISTICS.includes(statistic)) continue;
    problems.invalid(
      `The parameter Statistics.member.${i + 1} must be a value in the set [ ${STATISTICS.join(', ')} ].`,
    );
  }
  const extended = ExtendedStatistics.map((text) => [text, parseExtendedStatistic(text)] as const);
  for (const [i, [text, parsed]] of extended.entries()) {
    // Captured: the wording, for an alarm's ExtendedStatistic.
    if (parsed === undefined) {
      problems.invalid(
        `The value ${text} for parameter ExtendedStatistics.member.${i + 1} is not supported.`,
      );
    }
  }
  if (!isQueryPeriod(Period)) problems.invalid(invalidValue('Period', Period));
  const start = given(input.StartTime).getTime();
  const end = given(input.EndTime).getTime();
  // Captured: both wordings; the second in telegraf issue 2022.
  if (start > end) problems.invalid('The parameter StartTime must be less than the parameter EndTime.');
  if (start === end) problems.invalid('The parameter StartTime must not equal parameter EndTime.');
  problems.throwIfAny();
  const range = queryRange(now, start, end, Period);
  checkCount(countPeriods(range));
  return {
    range,
    plain: Statistics,
    extended: extended.flatMap(([text, parsed]) => (parsed === undefined ? [] : [[text, parsed] as const])),
  };
}

const STATISTICS: readonly string[] = Object.values(Statistic);

/** Captured: the wording (86400 of 1440). */
function checkCount(count: number): void {
  if (count <= MAX_STATISTICS_POINTS) return;
  throw invalidParameterCombination(
    `You have requested up to ${count} datapoints, which exceeds the limit of ${MAX_STATISTICS_POINTS}. ` +
      'You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
  );
}

function plainValues(statistics: readonly PlainStatistic[], data: readonly PointData[]): Datapoint {
  const whole = aggregate(data);
  const values: Datapoint = {};
  if (whole === undefined) return values;
  for (const statistic of statistics) values[statistic] = plainStatistic(statistic, whole);
  return values;
}

function extendedValues(
  statistics: readonly (readonly [string, ExtendedStatistic])[],
  data: readonly PointData[],
): Pick<Datapoint, 'ExtendedStatistics'> {
  const raw = statistics.length === 0 ? undefined : rawValues(data);
  if (raw === undefined) return {};
  const ExtendedStatistics: Record<string, number> = {};
  for (const [text, statistic] of statistics) {
    const value = extendedStatistic(statistic, raw);
    if (value !== undefined) setOwn(ExtendedStatistics, text, value);
  }
  return Object.keys(ExtendedStatistics).length === 0 ? {} : { ExtendedStatistics };
}
