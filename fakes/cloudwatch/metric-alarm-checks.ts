import { ComparisonOperator, Statistic, type PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { notSupported } from '../kernel/errors';
import { checkAlarmBasics, checkEnum } from './alarm-checks';
import { isStaticOperator } from './alarm-reason';
import { constraintError, invalidParameterValue, validationError } from './errors';
import { parseExtendedStatistic } from './extended-statistics';
import { checkQueries } from './metric-query-checks';
import { checkDimensions, checkMetricName, checkNamespace, checkUnit, createProblems } from './validate';

interface Caller {
  readonly operation: string;
  readonly accountId: string;
}

/**
 * Checks a metric alarm.
 *
 * @throws ValidationException, InvalidParameterValueException for the first thing that is wrong;
 * NotSupportedByFake for anomaly detection and EvaluateLowSampleCountPercentile `ignore`.
 */
export function checkMetricAlarm(caller: Caller, input: PutMetricAlarmInput): void {
  checkAlarmBasics(input);
  const { EvaluationPeriods: periods, DatapointsToAlarm: datapoints } = input;
  checkAtLeastOne(periods, 'evaluationPeriods');
  if (datapoints !== undefined) checkAtLeastOne(datapoints, 'datapointsToAlarm');
  // Captured: the wording (terraform issue 24070).
  if ((datapoints ?? 0) > (periods ?? 0)) {
    throw validationError('DatapointsToAlarm must be less than or equal to EvaluationPeriods');
  }
  checkComparison(caller.operation, input);
  checkTreatment(caller.operation, input);
  if (input.Metrics !== undefined) checkMathAlarm(caller, input);
  else checkSingleMetric(input);
}

function checkAtLeastOne(value: number | undefined, member: string): void {
  if (value === undefined) throw constraintError(undefined, member, 'Member must not be null');
  if (value < 1) throw constraintError(value, member, 'Member must have value greater than or equal to 1');
}

function checkComparison(
  operation: string,
  { ComparisonOperator: operator, Threshold }: PutMetricAlarmInput,
): void {
  if (operator === undefined)
    throw constraintError(undefined, 'comparisonOperator', 'Member must not be null');
  checkEnum(operator, 'comparisonOperator', Object.values(ComparisonOperator));
  if (!isStaticOperator(operator)) throw notSupported(operation, `the ComparisonOperator ${operator}`);
  // Assumed: the wording. Documented: required for alarms on static thresholds.
  if (Threshold === undefined)
    throw validationError('Threshold must be specified for a static threshold alarm');
  if (!Number.isFinite(Threshold))
    throw invalidParameterValue(`The value ${Threshold} for parameter Threshold is invalid.`);
}

/** Captured: both wordings (facts). */
function checkTreatment(operation: string, input: PutMetricAlarmInput): void {
  const { TreatMissingData, EvaluateLowSampleCountPercentile: lowSample } = input;
  if (
    TreatMissingData !== undefined &&
    !['breaching', 'notBreaching', 'ignore', 'missing'].includes(TreatMissingData)
  ) {
    throw validationError(
      `The value ${TreatMissingData} is not supported for TreatMissingData parameter. ` +
        'Supported values are [breaching, notBreaching, ignore, missing].',
    );
  }
  if (lowSample === 'ignore') throw notSupported(operation, 'EvaluateLowSampleCountPercentile: ignore');
  if (lowSample !== undefined && lowSample !== 'evaluate') {
    throw validationError(
      `Option ${lowSample} is not supported. ` +
        'Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and ignore.',
    );
  }
}

function checkSingleMetric(input: PutMetricAlarmInput): void {
  const { Namespace, MetricName, Period, ExtendedStatistic: extended } = input;
  const problems = createProblems();
  checkNamespace(problems, Namespace);
  checkMetricName(problems, 'MetricName', MetricName);
  checkDimensions(problems, 'Dimensions', input.Dimensions);
  checkUnit(problems, 'Unit', input.Unit);
  problems.throwIfAny();
  checkEnum(input.Statistic, 'statistic', Object.values(Statistic));
  // Assumed: the wording.
  if ((input.Statistic === undefined) === (extended === undefined)) {
    throw validationError('Exactly one of Statistic or ExtendedStatistic must be specified');
  }
  // Captured: the wording (facts).
  if (extended !== undefined && parseExtendedStatistic(extended) === undefined) {
    throw invalidParameterValue(`The value ${extended} for parameter ExtendedStatistic is not supported.`);
  }
  if (Period === undefined) throw validationError('Period must be specified');
  checkPeriod(Period, input.EvaluationPeriods ?? 1);
}

/** Documented: API_PutMetricAlarm, Period. Assumed: the wording of the first. */
function checkPeriod(period: number, evaluationPeriods: number): void {
  if (![10, 20, 30].includes(period) && !(period >= 60 && period % 60 === 0)) {
    throw validationError('Period must be 10, 20, 30 or a multiple of 60');
  }
  const [most, span, condition] = period < 3_600 ? [86_400, 'a day', '<'] : [604_800, 'a week', '>='];
  if (period * evaluationPeriods > most) {
    // Captured: the wording for a week (public Terraform runs of 2026).
    throw validationError(
      `Metrics cannot be checked across more than ${span} (EvaluationPeriods * Period must be <= ${most}) ` +
        `for alarms using period ${condition} 3600`,
    );
  }
}

/** Documented: API_PutMetricAlarm, Metrics. Assumed: the wordings. */
function checkMathAlarm(caller: Caller, input: PutMetricAlarmInput): void {
  const { Metrics = [] } = input;
  for (const name of [
    'Namespace',
    'MetricName',
    'Dimensions',
    'Period',
    'Unit',
    'Statistic',
    'ExtendedStatistic',
  ] as const) {
    if (input[name] !== undefined)
      throw validationError(`${name} must not be specified when Metrics is specified`);
  }
  if (Metrics.length === 0) throw validationError('Metrics list must not be empty');
  checkQueries(caller, Metrics, 'Metrics');
  if (Metrics.filter(({ ReturnData }) => ReturnData !== false).length !== 1) {
    throw validationError('Exactly one element of the metrics list should return data.');
  }
  const periods = Metrics.flatMap(({ MetricStat }) => MetricStat?.Period ?? []);
  if (periods.length > 10) throw validationError('Metrics list must not contain more than 10 metrics');
  if (new Set(periods).size > 1) throw validationError('Period must be the same for all metrics');
  if (Metrics.some(({ Expression = '' }) => /\bSEARCH\s*\(/.test(Expression))) {
    throw validationError('SEARCH is not supported in an alarm');
  }
  checkPeriod(periods[0] ?? 60, input.EvaluationPeriods ?? 1);
}
