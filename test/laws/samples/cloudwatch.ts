import {
  CloudWatchClient,
  PutAnomalyDetectorCommand,
  PutCompositeAlarmCommand,
  PutDashboardCommand,
  PutInsightRuleCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  PutMetricStreamCommand,
  type PutMetricAlarmInput,
} from '@aws-sdk/client-cloudwatch';
import type { Samples } from './samples';

/** Sets the scene for one service and returns an input for each of its operations. */
export async function arrangeCloudWatch(): Promise<Samples> {
  const cloudwatch = new CloudWatchClient({});
  const datum = { MetricName: 'Count', Value: 1, Dimensions: [{ Name: 'Queue', Value: 'lines' }] };
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Laws', MetricData: [datum] }));
  const range = { StartTime: new Date(Date.now() - 3_600_000), EndTime: new Date(Date.now() + 60_000) };
  const metric = { Namespace: 'Laws', MetricName: 'Count' };
  const alarm: PutMetricAlarmInput = {
    ...metric,
    AlarmName: 'laws-alarm',
    Dimensions: datum.Dimensions,
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
  };
  await cloudwatch.send(new PutMetricAlarmCommand({ ...alarm, Tags: [{ Key: 'a', Value: '1' }] }));
  await cloudwatch.send(new PutMetricAlarmCommand({ ...alarm, AlarmName: 'lone-alarm' }));
  const composite = { AlarmName: 'laws-composite', AlarmRule: 'ALARM(laws-alarm)' };
  await cloudwatch.send(new PutCompositeAlarmCommand(composite));
  await cloudwatch.send(new PutDashboardCommand({ DashboardName: 'laws', DashboardBody: '{}' }));
  const kept = await arrangeWhatIsKept(cloudwatch);
  const arn = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:laws-alarm';
  return {
    ...kept,
    'CloudWatch.PutMetricAlarm': { ...alarm, Threshold: 2 },
    'CloudWatch.PutCompositeAlarm': { ...composite, AlarmRule: 'OK(laws-alarm) OR FALSE' },
    'CloudWatch.DescribeAlarms': { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
    'CloudWatch.DescribeAlarmsForMetric': { ...metric, Dimensions: datum.Dimensions },
    'CloudWatch.DescribeAlarmHistory': { AlarmName: 'laws-alarm' },
    'CloudWatch.SetAlarmState': { AlarmName: 'laws-alarm', StateValue: 'ALARM', StateReason: 'law' },
    'CloudWatch.EnableAlarmActions': { AlarmNames: ['laws-alarm'] },
    'CloudWatch.DisableAlarmActions': { AlarmNames: ['laws-alarm'] },
    'CloudWatch.DeleteAlarms': { AlarmNames: ['lone-alarm'] },
    'CloudWatch.TagResource': { ResourceARN: arn, Tags: [{ Key: 'b', Value: '2' }] },
    'CloudWatch.UntagResource': { ResourceARN: arn, TagKeys: ['a'] },
    'CloudWatch.ListTagsForResource': { ResourceARN: arn },
    'CloudWatch.PutDashboard': { DashboardName: 'laws', DashboardBody: '{"widgets":[]}' },
    'CloudWatch.GetDashboard': { DashboardName: 'laws' },
    'CloudWatch.ListDashboards': {},
    'CloudWatch.DeleteDashboards': { DashboardNames: ['laws'] },
    'CloudWatch.PutMetricData': { Namespace: 'Laws', MetricData: [{ ...datum, Value: 2 }] },
    'CloudWatch.ListMetrics': { Namespace: 'Laws' },
    'CloudWatch.GetMetricStatistics': {
      ...metric,
      Dimensions: datum.Dimensions,
      ...range,
      Period: 60,
      Statistics: ['Sum'],
    },
    'CloudWatch.GetMetricData': {
      ...range,
      MetricDataQueries: [
        {
          Id: 'm',
          MetricStat: { Metric: { ...metric, Dimensions: datum.Dimensions }, Period: 60, Stat: 'Sum' },
        },
      ],
    },
  };
}

async function arrangeWhatIsKept(cloudwatch: CloudWatchClient): Promise<Samples> {
  const RuleDefinition = JSON.stringify({ Schema: { Name: 'CloudWatchLogRule', Version: 1 } });
  const rule = { RuleName: 'laws-rule', RuleDefinition, Tags: [{ Key: 'a', Value: '1' }] };
  await cloudwatch.send(new PutInsightRuleCommand(rule));
  const stream = {
    Name: 'laws-stream',
    FirehoseArn: 'arn:aws:firehose:us-east-1:000000000000:deliverystream/laws',
    RoleArn: 'arn:aws:iam::000000000000:role/laws',
    OutputFormat: 'json' as const,
    IncludeFilters: [{ Namespace: 'Laws' }],
  };
  await cloudwatch.send(new PutMetricStreamCommand(stream));
  const SingleMetricAnomalyDetector = { Namespace: 'Laws', MetricName: 'Count', Stat: 'Sum' };
  await cloudwatch.send(new PutAnomalyDetectorCommand({ SingleMetricAnomalyDetector }));
  const RuleNames = ['laws-rule', 'none'];
  return {
    'CloudWatch.PutInsightRule': { ...rule, RuleName: 'second', RuleState: 'DISABLED' },
    'CloudWatch.DescribeInsightRules': { MaxResults: 1 },
    'CloudWatch.DeleteInsightRules': { RuleNames },
    'CloudWatch.EnableInsightRules': { RuleNames },
    'CloudWatch.DisableInsightRules': { RuleNames },
    'CloudWatch.PutMetricStream': { ...stream, Name: 'second', Tags: [{ Key: 'a', Value: '1' }] },
    'CloudWatch.GetMetricStream': { Name: stream.Name },
    'CloudWatch.ListMetricStreams': { MaxResults: 1 },
    'CloudWatch.DeleteMetricStream': { Name: stream.Name },
    'CloudWatch.StartMetricStreams': { Names: [stream.Name] },
    'CloudWatch.StopMetricStreams': { Names: [stream.Name] },
    'CloudWatch.PutAnomalyDetector': {
      SingleMetricAnomalyDetector: { ...SingleMetricAnomalyDetector, Stat: 'p99' },
      Configuration: { MetricTimezone: 'UTC' },
    },
    'CloudWatch.DescribeAnomalyDetectors': { Namespace: 'Laws' },
    'CloudWatch.DeleteAnomalyDetector': { SingleMetricAnomalyDetector },
  };
}
