import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
  type CompositeAlarm,
  type MetricAlarm,
  type MetricDatum,
  type PutMetricAlarmInput,
  type StateValue,
} from '@aws-sdk/client-cloudwatch';

/** Calls around alarms, short enough for tables. */
export class Alarms {
  readonly client = new CloudWatchClient({});

  /** An alarm that goes off when the sum of N/m is above 2 for one minute, unless told otherwise. */
  put(more: Partial<PutMetricAlarmInput> = {}) {
    const watched =
      more.Metrics === undefined
        ? { Namespace: 'N', MetricName: 'm', Statistic: 'Sum' as const, Period: 60 }
        : {};
    return this.client.send(
      new PutMetricAlarmCommand({
        AlarmName: 'a',
        EvaluationPeriods: 1,
        Threshold: 2,
        ComparisonOperator: 'GreaterThanThreshold',
        ...watched,
        ...more,
      }),
    );
  }

  putComposite(AlarmName: string, AlarmRule: string) {
    return this.client.send(new PutCompositeAlarmCommand({ AlarmName, AlarmRule }));
  }

  publish(...data: Partial<MetricDatum>[]) {
    const MetricData = data.map((datum) => ({ MetricName: 'm', ...datum }));
    return this.client.send(new PutMetricDataCommand({ Namespace: 'N', MetricData }));
  }

  set(AlarmName: string, StateValue: StateValue, StateReason = 'test') {
    return this.client.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason }));
  }

  async metric(name = 'a'): Promise<MetricAlarm> {
    const { MetricAlarms = [] } = await this.client.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
    return MetricAlarms[0] ?? {};
  }

  async composite(name = 'c'): Promise<CompositeAlarm> {
    const input = { AlarmNames: [name], AlarmTypes: ['CompositeAlarm' as const] };
    const { CompositeAlarms = [] } = await this.client.send(new DescribeAlarmsCommand(input));
    return CompositeAlarms[0] ?? {};
  }

  /** The transitions of an alarm, oldest first, with their time. */
  async transitions(AlarmName = 'a'): Promise<readonly (readonly [time: string, summary: string])[]> {
    const { AlarmHistoryItems = [] } = await this.client.send(
      new DescribeAlarmHistoryCommand({
        AlarmName,
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        HistoryItemType: 'StateUpdate',
        ScanBy: 'TimestampAscending',
      }),
    );
    return AlarmHistoryItems.map(({ Timestamp, HistorySummary = '' }) => [
      Timestamp?.toISOString().slice(11, 19) ?? '',
      HistorySummary.replace('Alarm updated from ', ''),
    ]);
  }
}
