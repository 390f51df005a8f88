import {
  AlarmType,
  HistoryItemType,
  type AlarmHistoryItem,
  type DescribeAlarmHistoryInput,
  type DescribeAlarmHistoryOutput,
} from '@aws-sdk/client-cloudwatch';
import { notSupported } from '../kernel/errors';
import { compareNumbers, compareTuples } from '../kernel/order';
import type { Context } from '../kernel/operation';
import { checkAlarmName, checkEnum, checkMaxRecords } from './alarm-checks';
import { settleAlarm } from './composite-evaluation';
import { invalidNextToken } from './errors';
import { ALARM_HISTORY_MS, MAX_ALARM_RECORDS } from './limits';
import type { CloudwatchState, HistoryEntry, HistoryKey } from './state';

/**
 * What happened to alarms in the last 30 days, newest first unless asked otherwise. Without AlarmTypes only metric
 * alarms. Actions are not carried out here, so the history has none.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html
 */
export function describeAlarmHistory(
  context: Context<CloudwatchState>,
  input: DescribeAlarmHistoryInput,
): DescribeAlarmHistoryOutput {
  checkDescribeAlarmHistory(context.operation, input);
  const given = input.NextToken === undefined ? 0 : fromToken(input.NextToken);
  const { AlarmTypes = ['MetricAlarm'], HistoryItemType: itemType, StartDate, EndDate } = input;
  settle(context, input.AlarmName);
  const from = Math.max(StartDate?.getTime() ?? 0, context.now - ALARM_HISTORY_MS);
  const to = EndDate?.getTime() ?? Number.POSITIVE_INFINITY;
  const entries = read(context, input.AlarmName).filter(
    ([, entry]) =>
      AlarmTypes.includes(entry.alarmType) &&
      (itemType === undefined || entry.itemType === itemType) &&
      entry.timestamp >= from &&
      entry.timestamp <= to,
  );
  const sorted = entries.toSorted(([a], [b]) => byTime([a[2], a[3]], [b[2], b[3]]));
  const ordered = input.ScanBy === 'TimestampAscending' ? sorted : sorted.toReversed();
  const end = given + (input.MaxRecords ?? MAX_ALARM_RECORDS);
  const AlarmHistoryItems = ordered.slice(given, end).map(([, entry]) => toItem(entry));
  return { AlarmHistoryItems, ...(end < ordered.length ? { NextToken: toToken(end) } : {}) };
}

const byTime = compareTuples<[number, number]>(compareNumbers, compareNumbers);

/** The others belong to alarms that are not modelled. */
const RECORDED: ReadonlySet<string> = new Set(['StateUpdate', 'ConfigurationUpdate', 'Action']);

function checkDescribeAlarmHistory(operation: string, input: DescribeAlarmHistoryInput): void {
  if (input.AlarmName !== undefined) checkAlarmName(input.AlarmName, 'alarmName');
  for (const type of input.AlarmTypes ?? []) checkEnum(type, 'alarmTypes', Object.values(AlarmType));
  checkEnum(input.HistoryItemType, 'historyItemType', Object.values(HistoryItemType));
  checkEnum(input.ScanBy, 'scanBy', ['TimestampDescending', 'TimestampAscending']);
  checkMaxRecords(input.MaxRecords, MAX_ALARM_RECORDS);
  const { HistoryItemType: type } = input;
  if (type !== undefined && !RECORDED.has(type)) {
    throw notSupported(operation, `the HistoryItemType ${type}`);
  }
}

function settle(context: Context<CloudwatchState>, name: string | undefined): void {
  const { state, region } = context;
  const all = name === undefined ? [...state.alarms.entries({ from: [region, ''] })] : [];
  const names = name === undefined ? all.flatMap(([[at, each]]) => (at === region ? [each] : [])) : [name];
  for (const each of names) settleAlarm(context, each);
}

/** The history of an alarm that exists or existed, or of all of the region. */
function read(
  { state, region }: Context<CloudwatchState>,
  name: string | undefined,
): readonly (readonly [HistoryKey, HistoryEntry])[] {
  const found: (readonly [HistoryKey, HistoryEntry])[] = [];
  for (const entry of state.history.entries({ from: [region, name ?? '', 0, 0] })) {
    const [[at, alarm]] = entry;
    if (at !== region || (name !== undefined && alarm !== name)) break;
    found.push(entry);
  }
  return found;
}

function toItem(entry: HistoryEntry): AlarmHistoryItem {
  return {
    AlarmName: entry.alarm,
    AlarmType: entry.alarmType,
    Timestamp: new Date(entry.timestamp),
    HistoryItemType: entry.itemType,
    HistorySummary: entry.summary,
    HistoryData: entry.data,
  };
}

/** Opaque to callers: how many items the pages so far gave. */
function toToken(given: number): string {
  return Buffer.from(`history:${given}`).toString('base64');
}

function fromToken(token: string): number {
  const match = /^history:(\d+)$/.exec(Buffer.from(token, 'base64').toString());
  if (match === null) throw invalidNextToken('The value for parameter NextToken is invalid.');
  return Number(match[1]);
}
