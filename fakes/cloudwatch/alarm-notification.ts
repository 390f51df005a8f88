import type { MetricAlarm, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { longDate } from './alarm-reason';
import { given } from '../kernel/given';
import type { AlarmEntry, AlarmState } from './state';

/** A change of an alarm's state that its actions are told about. */
export interface AlarmTransition {
  readonly alarm: AlarmEntry;
  readonly region: string;
  readonly before: AlarmState;
  readonly after: AlarmState;
}

/** Documented: the regions' names. Only those most in use: another region goes by its code. */
const REGION_NAMES: Readonly<Record<string, string>> = {
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-west-1': 'US West (N. California)',
  'us-west-2': 'US West (Oregon)',
  'eu-central-1': 'EU (Frankfurt)',
  'eu-west-1': 'EU (Ireland)',
  'eu-west-2': 'EU (London)',
  'ap-northeast-1': 'Asia Pacific (Tokyo)',
  'ap-southeast-1': 'Asia Pacific (Singapore)',
  'ap-southeast-2': 'Asia Pacific (Sydney)',
};

/** Captured: the subject (public recordings): `ALARM: "orders" in US East (N. Virginia)`. */
export function notificationSubject({ alarm, region, after }: AlarmTransition): string {
  return `${after.value}: "${alarm.name}" in ${regionName(region)}`;
}

/**
 * What CloudWatch publishes to an SNS topic, as JSON text. Captured: the members of a metric alarm and their order
 * (public recordings of 2022 to 2025). Assumed: those of an alarm on an expression and of a composite alarm.
 */
export function notificationMessage({ alarm, region, before, after }: AlarmTransition): string {
  const { configuration } = alarm;
  const head = {
    AlarmName: alarm.name,
    AlarmDescription: configuration.AlarmDescription ?? null,
    AWSAccountId: alarm.arn.split(':')[4],
  };
  const change = {
    NewStateValue: after.value,
    NewStateReason: after.reason,
    StateChangeTime: longDate(after.updatedAt),
    Region: regionName(region),
    AlarmArn: alarm.arn,
    OldStateValue: before.value,
    OKActions: configuration.OKActions,
    AlarmActions: configuration.AlarmActions,
    InsufficientDataActions: configuration.InsufficientDataActions,
  };
  if (alarm.type === 'CompositeAlarm') {
    const { AlarmRule } = alarm.configuration;
    return JSON.stringify({ ...head, ...change, AlarmRule, TriggeringChildren: triggeringChildren(after) });
  }
  const configuredAt = { AlarmConfigurationUpdatedTimestamp: longDate(alarm.configuredAt) };
  return JSON.stringify({ ...head, ...configuredAt, ...change, Trigger: trigger(alarm.configuration) });
}

function regionName(region: string): string {
  return Object.hasOwn(REGION_NAMES, region) ? given(REGION_NAMES[region]) : region;
}

function trigger(alarm: MetricAlarm): object {
  const rule = {
    Period: alarm.Period,
    EvaluationPeriods: alarm.EvaluationPeriods,
    DatapointsToAlarm: alarm.DatapointsToAlarm,
    ComparisonOperator: alarm.ComparisonOperator,
    Threshold: alarm.Threshold,
    TreatMissingData: alarm.TreatMissingData ?? 'missing',
    EvaluateLowSampleCountPercentile: alarm.EvaluateLowSampleCountPercentile ?? '',
  };
  if (alarm.Metrics !== undefined) return { ...rule, Metrics: alarm.Metrics.map(triggerQuery) };
  return {
    MetricName: alarm.MetricName,
    Namespace: alarm.Namespace,
    StatisticType: alarm.Statistic === undefined ? 'ExtendedStatistic' : 'Statistic',
    // Captured: in capitals, unlike everywhere else.
    Statistic: alarm.Statistic?.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase(),
    ExtendedStatistic: alarm.ExtendedStatistic,
    Unit: alarm.Unit ?? null,
    Dimensions: given(alarm.Dimensions).map(({ Name, Value }) => ({ value: Value, name: Name })),
    ...rule,
  };
}

function triggerQuery({ MetricStat, ReturnData = true, ...query }: MetricDataQuery): object {
  if (MetricStat === undefined) return { ...query, ReturnData };
  const { Dimensions = [], ...metric } = given(MetricStat.Metric);
  const dimensions = Dimensions.map(({ Name, Value }) => ({ value: Value, name: Name }));
  return {
    ...query,
    MetricStat: { ...MetricStat, Metric: { Dimensions: dimensions, ...metric } },
    ReturnData,
  };
}

function triggeringChildren({ reasonData }: AlarmState): readonly object[] {
  const parsed: unknown = JSON.parse(reasonData ?? '{}');
  return hasTriggers(parsed)
    ? parsed.triggeringAlarms.map(({ arn, state }) => ({
        Arn: arn,
        State: { Value: state.value, Timestamp: state.timestamp },
      }))
    : [];
}

interface Triggers {
  readonly triggeringAlarms: readonly {
    readonly arn: string;
    readonly state: { readonly value: string; readonly timestamp: string };
  }[];
}

function hasTriggers(data: unknown): data is Triggers {
  return (
    typeof data === 'object' &&
    data !== null &&
    'triggeringAlarms' in data &&
    Array.isArray(data.triggeringAlarms)
  );
}

/**
 * The event of a function that is an alarm's action. Captured: the members (public recordings of 2024).
 *
 * @param queryId the id of a metric alarm's only metric, which AWS makes up
 */
export function functionEvent(
  { alarm, region, before, after }: AlarmTransition,
  queryId: () => string,
): object {
  const stateOf = ({ value, reason, reasonData, updatedAt }: AlarmState): object => ({
    value,
    reason,
    reasonData,
    timestamp: longDate(updatedAt),
  });
  const { AlarmDescription: description } = alarm.configuration;
  const configuration =
    alarm.type === 'CompositeAlarm'
      ? { description, alarmRule: alarm.configuration.AlarmRule }
      : { description, metrics: eventMetrics(alarm.configuration, queryId) };
  return {
    source: 'aws.cloudwatch',
    alarmArn: alarm.arn,
    accountId: alarm.arn.split(':')[4],
    time: longDate(after.updatedAt),
    region,
    alarmData: {
      alarmName: alarm.name,
      state: stateOf(after),
      previousState: stateOf(before),
      configuration,
    },
  };
}

function eventMetrics(alarm: MetricAlarm, queryId: () => string): readonly object[] {
  const queries: readonly MetricDataQuery[] = alarm.Metrics ?? [
    {
      Id: queryId(),
      MetricStat: {
        Metric: alarm,
        Period: alarm.Period,
        Stat: alarm.Statistic ?? alarm.ExtendedStatistic,
        Unit: alarm.Unit,
      },
    },
  ];
  return queries.map(({ Id, Expression, Label, Period, MetricStat, ReturnData = true }) => ({
    id: Id,
    ...(MetricStat === undefined
      ? { expression: Expression, label: Label, period: Period }
      : { metricStat: eventMetricStat(MetricStat), label: Label }),
    returnData: ReturnData,
  }));
}

function eventMetricStat({ Metric, Period, Stat, Unit }: NonNullable<MetricDataQuery['MetricStat']>) {
  const { Namespace, MetricName, Dimensions = [] } = given(Metric);
  return {
    metric: {
      namespace: Namespace,
      name: MetricName,
      dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
    },
    period: Period,
    stat: Stat,
    unit: Unit,
  };
}
