import type {
  AnomalyDetectorConfiguration,
  CompositeAlarm,
  Dimension,
  HistoryItemType,
  MetricAlarm,
  MetricCharacteristics,
  PutMetricStreamInput,
  StandardUnit,
  StateValue,
} from '@aws-sdk/client-cloudwatch';
import type { Collection } from '../kernel/collection';
import { compareNumbers, compareStrings, compareTuples } from '../kernel/order';
import type { Store } from '../kernel/store';
import { given } from '../kernel/given';

/** Region, namespace, name and the sorted dimensions as text: what makes a metric one metric. */
export type MetricKey = readonly [region: string, namespace: string, metricName: string, dimensions: string];

/** A dimension whose members are there, as they are in every stored metric. */
export interface MetricDimension {
  readonly Name: string;
  readonly Value: string;
}

export interface MetricEntry {
  /** A number of its own, by which its points are found. */
  readonly id: number;
  readonly namespace: string;
  readonly metricName: string;
  /** In the order in which they were first published. */
  readonly dimensions: readonly MetricDimension[];
  /** When data last arrived, epoch ms. */
  readonly publishedAt: number;
}

/** Metric, time rounded down to the storage resolution (epoch ms), order of arrival. */
export type PointKey = readonly [metricId: number, timestamp: number, sequence: number];

/** One datum as it was published. */
export interface PointEntry {
  /** As published, epoch ms. */
  readonly timestamp: number;
  /** When it arrived, epoch ms: an alarm evaluated earlier has not seen it. */
  readonly publishedAt: number;
  readonly unit: StandardUnit;
  readonly resolutionSeconds: 1 | 60;
  readonly data: PointData;
}

export type PointData =
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'values'; readonly values: readonly number[]; readonly counts: readonly number[] }
  | {
      readonly kind: 'set';
      readonly sampleCount: number;
      readonly sum: number;
      readonly minimum: number;
      readonly maximum: number;
    };

/** What goes by name in a region: alarms, rules, metric streams. */
export type NamedKey = readonly [region: string, name: string];

/** The state of an alarm as DescribeAlarms shows it. */
export interface AlarmState {
  readonly value: StateValue;
  readonly reason: string;
  readonly reasonData: string | undefined;
  /** When state or reason last changed, epoch ms. */
  readonly updatedAt: number;
  /** When the state value last changed, epoch ms. */
  readonly transitionedAt: number;
}

interface AlarmEntryBase {
  readonly arn: string;
  readonly name: string;
  readonly state: AlarmState;
  readonly createdAt: number;
  readonly configuredAt: number;
  /** Everything up to this time has been evaluated, epoch ms. */
  readonly evaluatedAt: number;
}

/** The members of `MetricAlarm` that PutMetricAlarm sets; the state is kept beside them. */
export interface MetricAlarmEntry extends AlarmEntryBase {
  readonly type: 'MetricAlarm';
  readonly configuration: MetricAlarm;
}

export interface CompositeAlarmEntry extends AlarmEntryBase {
  readonly type: 'CompositeAlarm';
  readonly configuration: CompositeAlarm;
}

export type AlarmEntry = MetricAlarmEntry | CompositeAlarmEntry;

/** Region, alarm, time (epoch ms), order of writing. */
export type HistoryKey = readonly [region: string, alarm: string, timestamp: number, sequence: number];

export interface HistoryEntry {
  readonly alarm: string;
  readonly alarmType: AlarmEntry['type'];
  readonly timestamp: number;
  readonly itemType: HistoryItemType;
  readonly summary: string;
  readonly data: string;
  /** The states before and after, for items of type StateUpdate. */
  readonly transition: { readonly from: StateValue; readonly to: StateValue } | undefined;
}

/** What an alarm does about a change of its state, until somebody takes it there. */
export interface AlarmAction {
  /** What is told: an SNS topic or a Lambda function. */
  readonly arn: string;
  readonly region: string;
  /** When the state changed, epoch ms. */
  readonly at: number;
  /** What an SNS topic publishes. */
  readonly subject: string;
  readonly message: string;
  /** What a function is invoked with, as JSON text. */
  readonly event: string;
}

export interface DashboardEntry {
  readonly arn: string;
  readonly name: string;
  readonly body: string;
  readonly modifiedAt: number;
}

/** A rule of Contributor Insights. */
export interface InsightRuleEntry {
  readonly arn: string;
  readonly name: string;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly schema: string;
  readonly definition: string;
}

/** A metric stream. */
export interface MetricStreamEntry {
  readonly arn: string;
  readonly name: string;
  readonly configuration: Omit<PutMetricStreamInput, 'Name' | 'Tags'>;
  readonly isRunning: boolean;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type AnomalyDetectorKey = readonly [
  region: string,
  namespace: string,
  metricName: string,
  dimensions: string,
  statistic: string,
];

/** An anomaly detector of one metric. */
export interface AnomalyDetectorEntry {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: readonly MetricDimension[];
  readonly statistic: string;
  readonly configuration: AnomalyDetectorConfiguration;
  readonly characteristics: MetricCharacteristics | undefined;
}

/** A metric in a log line that was not extracted. */
export interface EmfProblem {
  readonly line: string;
  readonly problem: string;
  /** Epoch ms. */
  readonly at: number;
}

/** All of CloudWatch's state. Dashboards are global, everything else belongs to a region. */
export interface CloudwatchState {
  readonly metrics: Collection<MetricKey, MetricEntry>;
  readonly points: Collection<PointKey, PointEntry>;
  readonly alarms: Collection<NamedKey, AlarmEntry>;
  readonly history: Collection<HistoryKey, HistoryEntry>;
  /** Actions that were taken and not delivered, in their order. */
  readonly actions: Collection<number, AlarmAction>;
  readonly dashboards: Collection<string, DashboardEntry>;
  readonly insightRules: Collection<NamedKey, InsightRuleEntry>;
  readonly metricStreams: Collection<NamedKey, MetricStreamEntry>;
  readonly anomalyDetectors: Collection<AnomalyDetectorKey, AnomalyDetectorEntry>;
  /** Why metrics in log lines were dropped, in the order in which it was found. */
  readonly emfProblems: Collection<number, EmfProblem>;
  /** By ARN. */
  readonly tags: Collection<string, Readonly<Record<string, string>>>;
}

/** Names the collections of CloudWatch in a store. */
export function createState(store: Store): CloudwatchState {
  const byName = compareTuples<NamedKey>(compareStrings, compareStrings);
  return {
    metrics: store.collection(
      'cloudwatch.metrics',
      compareTuples<MetricKey>(compareStrings, compareStrings, compareStrings, compareStrings),
    ),
    points: store.collection(
      'cloudwatch.points',
      compareTuples<PointKey>(compareNumbers, compareNumbers, compareNumbers),
    ),
    alarms: store.collection('cloudwatch.alarms', byName),
    history: store.collection(
      'cloudwatch.history',
      compareTuples<HistoryKey>(compareStrings, compareStrings, compareNumbers, compareNumbers),
    ),
    actions: store.collection('cloudwatch.actions', compareNumbers),
    dashboards: store.collection('cloudwatch.dashboards', compareStrings),
    insightRules: store.collection('cloudwatch.insight-rules', byName),
    metricStreams: store.collection('cloudwatch.metric-streams', byName),
    anomalyDetectors: store.collection(
      'cloudwatch.anomaly-detectors',
      compareTuples<AnomalyDetectorKey>(
        compareStrings,
        compareStrings,
        compareStrings,
        compareStrings,
        compareStrings,
      ),
    ),
    emfProblems: store.collection('cloudwatch.emf-problems', compareNumbers),
    tags: store.collection('cloudwatch.tags', compareStrings),
  };
}

/** The SDK's dimensions with the members that validation has found to be there. */
export function completeDimensions(dimensions: readonly Dimension[] | undefined): readonly MetricDimension[] {
  return (dimensions ?? []).map(({ Name, Value }) => ({ Name: given(Name), Value: given(Value) }));
}
