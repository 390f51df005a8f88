import type { MetricAlarm, StandardUnit } from '@aws-sdk/client-cloudwatch';
import { changeState } from './alarm-history';
import {
  evaluateMissingData,
  evaluationRange,
  type AlarmRuleOfN,
  type Evaluation,
  type TreatMissingData,
} from './alarm-missing-data';
import { isBreaching, stateReason, stateReasonData, type AlarmDatapoint } from './alarm-reason';
import { findMetric, readPoints, type Publisher } from './data-points';
import { given } from '../kernel/given';
import { evaluateQueries, statisticOf } from './metric-queries';
import { readPeriods, type Range } from './periods';
import { completeDimensions, type MetricAlarmEntry, type MetricEntry } from './state';

/** What evaluating an alarm needs: where alarms are written, and the operation that looks (for refusals). */
export interface AlarmScope extends Publisher {
  readonly operation: string;
}

/**
 * Brings an alarm up to the present: every evaluation that fell due since the last look is made up for, with the data
 * that had arrived by then. So an alarm's state does not depend on who looked at it, or when.
 *
 * Documented: alarms are evaluated every minute, high-resolution ones every 10 seconds, over a sliding window. Assumed:
 * at whole minutes (10 seconds) of the clock, over the periods that end there.
 */
export function settleMetricAlarm(scope: AlarmScope, alarm: MetricAlarmEntry): MetricAlarmEntry {
  const { configuration } = alarm;
  const stepMs = alarmPeriod(configuration) < 60 ? 10_000 : 60_000;
  const lastTick = Math.floor(scope.now / stepMs) * stepMs;
  let current = alarm;
  let tick = Math.floor(alarm.evaluatedAt / stepMs) * stepMs + stepMs;
  while (tick <= lastTick) {
    const range = rangeBefore(configuration, tick);
    const evaluation = evaluateAt(scope, configuration, range, tick);
    current = applyEvaluation(scope, current, evaluation, tick);
    tick += stepMs;
    // Without data nothing changes until data comes.
    if (evaluation.evaluated.length === 0)
      tick = Math.max(tick, nextTickWithData(scope, configuration, range, stepMs));
  }
  if (alarm.evaluatedAt >= lastTick) return current;
  const settled: MetricAlarmEntry = { ...current, evaluatedAt: lastTick };
  scope.state.alarms.put([scope.region, alarm.name], settled);
  return settled;
}

/** The period of an alarm in seconds; of one on an expression that of its metrics. */
export function alarmPeriod({ Period, Metrics = [] }: MetricAlarm): number {
  return Period ?? Metrics.find(({ MetricStat }) => MetricStat !== undefined)?.MetricStat?.Period ?? 60;
}

function rangeBefore(configuration: MetricAlarm, tick: number): Range {
  const periodMs = alarmPeriod(configuration) * 1_000;
  const startMs = tick - evaluationRange(given(configuration.EvaluationPeriods)) * periodMs;
  return { startMs, endMs: tick, periodMs };
}

function evaluateAt(
  scope: AlarmScope,
  configuration: MetricAlarm,
  range: Range,
  tick: number,
): Evaluation<AlarmDatapoint> {
  const { Threshold, ComparisonOperator: operator } = configuration;
  const evaluationPeriods = given(configuration.EvaluationPeriods);
  // What arrives at the very moment of an evaluation comes too late for it.
  const found = new Map(
    readDatapoints(scope, configuration, range, tick).map((point) => [point.time, point]),
  );
  const count = (range.endMs - range.startMs) / range.periodMs;
  const points = Array.from({ length: count }, (_, i) => found.get(range.startMs + i * range.periodMs));
  const rule: AlarmRuleOfN = {
    evaluationPeriods,
    datapointsToAlarm: configuration.DatapointsToAlarm ?? evaluationPeriods,
    treatMissingData: treatment(configuration),
  };
  return evaluateMissingData(rule, points, ({ value }) =>
    isBreaching(given(operator), value, given(Threshold)),
  );
}

/** Documented: API_PutMetricAlarm, alarms on AWS/DynamoDB metrics always ignore missing data; the default is missing. */
function treatment({ Namespace, TreatMissingData: wanted }: MetricAlarm): TreatMissingData {
  if (Namespace === 'AWS/DynamoDB') return 'ignore';
  return wanted === 'breaching' || wanted === 'notBreaching' || wanted === 'ignore' ? wanted : 'missing';
}

function readDatapoints(
  scope: AlarmScope,
  configuration: MetricAlarm,
  range: Range,
  tick: number,
): readonly AlarmDatapoint[] {
  const publishedBy = tick - 1;
  if (configuration.Metrics !== undefined) return readExpression(scope, configuration, range, tick);
  const metric = watchedMetric(scope, configuration);
  if (metric === undefined) return [];
  const options = { now: tick, unit: configuration.Unit, publishedBy };
  const statistic = configuration.Statistic ?? given(configuration.ExtendedStatistic);
  return readPeriods(scope.state, metric, range, options).flatMap(({ startMs, byUnit }) => {
    // Assumed: of several units the first by name, as in GetMetricData.
    const [unit] = [...byUnit.keys()].toSorted();
    const data = given(byUnit.get(given(unit)));
    const value = statisticOf(statistic, data);
    return value === undefined
      ? []
      : [{ time: startMs, value, sampleCount: statisticOf('SampleCount', data) }];
  });
}

function readExpression(
  { state, region, operation }: AlarmScope,
  { Metrics }: MetricAlarm,
  range: Range,
  tick: number,
): readonly AlarmDatapoint[] {
  const scope = { state, region, operation, now: tick, publishedBy: tick - 1, range: () => range };
  const watched = evaluateQueries(scope, given(Metrics)).find(({ query }) => query.ReturnData !== false);
  const points = given(watched).series[0]?.points ?? [];
  return points.map(([time, value]) => ({ time, value, sampleCount: undefined }));
}

function watchedMetric({ state, region }: AlarmScope, { Namespace, MetricName, Dimensions }: MetricAlarm) {
  const name = {
    namespace: given(Namespace),
    metricName: given(MetricName),
    dimensions: completeDimensions(Dimensions),
  };
  return findMetric(state, region, name);
}

function applyEvaluation(
  scope: AlarmScope,
  alarm: MetricAlarmEntry,
  evaluation: Evaluation<AlarmDatapoint>,
  tick: number,
): MetricAlarmEntry {
  const { verdict } = evaluation;
  if (verdict === 'keep' || verdict === alarm.state.value) return alarm;
  const { configuration } = alarm;
  const state = {
    value: verdict,
    reason: stateReason(configuration, evaluation, treatment(configuration)),
    reasonData: stateReasonData(configuration, evaluation, tick),
    updatedAt: tick,
    transitionedAt: tick,
  };
  changeState(scope, alarm, state);
  return { ...alarm, state };
}

/** Functions that give data points where their metric has none, or others at another time. */
const MAKES_DATA = /\b(FILL|TIME_SERIES|MINUTE|HOUR|DAY|DATE|MONTH|YEAR|EPOCH)\b/;

/** The first evaluation that may see a data point, after one whose range held none that had arrived. */
function nextTickWithData(
  scope: AlarmScope,
  configuration: MetricAlarm,
  range: Range,
  stepMs: number,
): number {
  const { Metrics } = configuration;
  if (Metrics?.some(({ Expression = '' }) => MAKES_DATA.test(Expression)) === true) return 0;
  const watched = Metrics?.flatMap(({ MetricStat }) => MetricStat ?? []) ?? [
    { Metric: configuration, Unit: configuration.Unit },
  ];
  const points = watched.flatMap(({ Metric, Unit }) => {
    const metric = watchedMetric(scope, given(Metric));
    return (metric && firstPointFrom(scope, metric, range.startMs, Unit)) ?? [];
  });
  const next = points.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  return Math.floor(next / stepMs) * stepMs + stepMs;
}

function firstPointFrom(
  { state }: AlarmScope,
  metric: MetricEntry,
  fromMs: number,
  unit: StandardUnit | undefined,
): number | undefined {
  for (const [timestamp, point] of readPoints(state, metric, fromMs, Number.POSITIVE_INFINITY)) {
    if (unit === undefined || point.unit === unit) return timestamp;
  }
  return undefined;
}
