import type { Collection } from '../kernel/collection';
import { compareNumbers, compareStrings, compareTuples } from '../kernel/order';
import type { Store } from '../kernel/store';

export type GroupKey = readonly [region: string, group: string];
export type StreamKey = readonly [region: string, group: string, stream: string];
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
  readonly arn: string;
  readonly createdAt: number;
  readonly retentionDays: number | undefined;
}

export interface LogStream {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  /** Epoch ms; undefined while the stream is empty. */
  readonly firstEventAt: number | undefined;
  readonly lastEventAt: number | undefined;
  readonly lastIngestedAt: number | undefined;
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

/** All of CloudWatch Logs' state. It is there without the SDK's client too: functions write logs anyway. */
export interface LogsState {
  readonly groups: Collection<GroupKey, LogGroup>;
  readonly streams: Collection<StreamKey, LogStream>;
  readonly events: Collection<EventKey, LogEvent>;
}

/** Names the collections of CloudWatch Logs in a store. */
export function createState(store: Store): LogsState {
  const [text, number] = [compareStrings, compareNumbers];
  return {
    groups: store.collection('logs.groups', compareTuples<GroupKey>(text, text)),
    streams: store.collection('logs.streams', compareTuples<StreamKey>(text, text, text)),
    events: store.collection('logs.events', compareTuples<EventKey>(text, text, text, number, number)),
  };
}
