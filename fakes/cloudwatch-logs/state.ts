import type { StandardUnit } from '@aws-sdk/client-cloudwatch';
import type { Collection } from '../kernel/collection';
import { compareNumbers, compareStrings, compareTuples } from '../kernel/order';
import type { Store } from '../kernel/store';

export type GroupKey = readonly [region: string, group: string];
export type StreamKey = readonly [region: string, group: string, stream: string];
export type FilterKey = readonly [region: string, group: string, filter: string];
/** Events of a stream in the order of their time, then of arrival. */
export type EventKey = readonly [
  region: string,
  group: string,
  stream: string,
  timestamp: number,
  sequence: number,
];

export interface LogGroup {
  readonly name: string;
  /** The ARN that ends in `:*`. */
  readonly arn: string;
  readonly createdAt: number;
  readonly retentionDays: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

export interface LogStream {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  /** Epoch ms; undefined while the stream is empty. */
  readonly firstEventAt: number | undefined;
  readonly lastEventAt: number | undefined;
  readonly lastIngestedAt: number | undefined;
  /** What its events weigh together: their messages in UTF-8 and 26 bytes each. */
  readonly bytes: number;
}

/** What Lambda says about an invocation when it is over: the numbers of its REPORT line. */
export interface InvocationReport {
  readonly requestId: string;
  readonly functionName: string;
  readonly durationMs: number;
  readonly billedDurationMs: number;
  readonly memorySizeMB: number;
  /** Only of a cold start. */
  readonly initDurationMs: number | undefined;
  /** Only of an invocation that did not end well. */
  readonly status: 'timeout' | 'error' | undefined;
}

export interface LogEvent {
  readonly id: string;
  readonly message: string;
  /** Epoch ms. */
  readonly timestamp: number;
  readonly ingestedAt: number;
  /** The function and invocation that wrote it; undefined for events of PutLogEvents. */
  readonly source: LogSource | undefined;
}

export interface LogSource {
  readonly functionName: string;
  readonly requestId: string;
  /** 'platform': a line of Lambda itself (START, END, REPORT). */
  readonly writer: 'function' | 'platform';
  readonly report: InvocationReport | undefined;
}

/** A metric filter: what it makes of events. */
export interface MetricFilterEntry {
  readonly name: string;
  readonly group: string;
  readonly pattern: string;
  readonly createdAt: number;
  readonly transformation: MetricRule;
}

/** The one transformation that a metric filter has. */
export interface MetricRule {
  readonly metricName: string;
  readonly metricNamespace: string;
  /** A number, or the selector of one: `1`, `$.latency`, `$bytes`. */
  readonly metricValue: string;
  readonly defaultValue: number | undefined;
  readonly unit: StandardUnit | undefined;
  /** Selectors by the names of dimensions. */
  readonly dimensions: Readonly<Record<string, string>> | undefined;
}

/** A subscription filter: where the events go that it matches. */
export interface SubscriptionFilterEntry {
  readonly name: string;
  readonly group: string;
  readonly pattern: string;
  readonly createdAt: number;
  readonly destinationArn: string;
  readonly distribution: 'Random' | 'ByLogStream';
}

/** Events on their way to the destination of a subscription filter. */
export interface Delivery {
  readonly region: string;
  readonly group: string;
  readonly stream: string;
  readonly filter: string;
  readonly destinationArn: string;
  readonly events: readonly DeliveredEvent[];
}

export interface DeliveredEvent {
  readonly id: string;
  readonly timestamp: number;
  readonly message: string;
  readonly extractedFields?: Readonly<Record<string, string>>;
}

/** All of CloudWatch Logs' state. It is there without the SDK's client too: functions write logs anyway. */
export interface LogsState {
  readonly groups: Collection<GroupKey, LogGroup>;
  readonly streams: Collection<StreamKey, LogStream>;
  readonly events: Collection<EventKey, LogEvent>;
  readonly metricFilters: Collection<FilterKey, MetricFilterEntry>;
  readonly subscriptionFilters: Collection<FilterKey, SubscriptionFilterEntry>;
  /** What subscriptions have to deliver, in its order. */
  readonly deliveries: Collection<number, Delivery>;
}

/** Names the collections of CloudWatch Logs in a store. */
export function createState(store: Store): LogsState {
  const [text, number] = [compareStrings, compareNumbers];
  return {
    groups: store.collection('logs.groups', compareTuples<GroupKey>(text, text)),
    streams: store.collection('logs.streams', compareTuples<StreamKey>(text, text, text)),
    events: store.collection('logs.events', compareTuples<EventKey>(text, text, text, number, number)),
    metricFilters: store.collection('logs.metric-filters', compareTuples<FilterKey>(text, text, text)),
    subscriptionFilters: store.collection(
      'logs.subscription-filters',
      compareTuples<FilterKey>(text, text, text),
    ),
    deliveries: store.collection('logs.deliveries', number),
  };
}

/** The part of a collection of streams or filters that belongs to a group. */
export function groupRange(region: string, group: string): { from: StreamKey; before: StreamKey } {
  return { from: [region, group, ''], before: [region, `${group}\0`, ''] };
}
