import {
  DescribeAlarmHistoryCommand,
  DisableAlarmActionsCommand,
  PutCompositeAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { takeAlarmAction } from '../../fakes/cloudwatch/alarm-delivery';
import { cloudwatch } from '../../fakes/cloudwatch/service';
import { Alarms } from './alarm-fixture';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:alerts';
const ARN = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:a';

describe('CloudWatch: what the actions of an alarm are told', () => {
  let aws: FakeAws;
  let alarms: Alarms;
  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    alarms = new Alarms();
  });
  afterEach(() => aws.unplug());

  const take = () => takeAlarmAction(aws.world.state(cloudwatch));
  const message = (): Record<string, unknown> =>
    JSON.parse(take()?.message ?? '{}') as Record<string, unknown>;

  it('is everything about the transition and the metric', async () => {
    const Dimensions = [{ Name: 'Queue', Value: 'q' }];
    await alarms.put({ AlarmActions: [TOPIC], Dimensions, DatapointsToAlarm: 1, AlarmDescription: 'd' });
    await alarms.set('a', 'ALARM', 'because');
    const text = take()?.message ?? '{}';
    expect(JSON.parse(text)).to.deep.equal({
      AlarmName: 'a',
      AlarmDescription: 'd',
      AWSAccountId: '000000000000',
      AlarmConfigurationUpdatedTimestamp: '2026-01-01T00:00:00.000+0000',
      NewStateValue: 'ALARM',
      NewStateReason: 'because',
      StateChangeTime: '2026-01-01T00:00:00.000+0000',
      Region: 'US East (N. Virginia)',
      AlarmArn: ARN,
      OldStateValue: 'INSUFFICIENT_DATA',
      OKActions: [],
      AlarmActions: [TOPIC],
      InsufficientDataActions: [],
      Trigger: {
        MetricName: 'm',
        Namespace: 'N',
        StatisticType: 'Statistic',
        Statistic: 'SUM',
        Unit: null,
        Dimensions: [{ value: 'q', name: 'Queue' }],
        Period: 60,
        EvaluationPeriods: 1,
        DatapointsToAlarm: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 2,
        TreatMissingData: 'missing',
        EvaluateLowSampleCountPercentile: '',
      },
    });
  });

  it('has the queries of an alarm on an expression', async () => {
    const Metric = { Namespace: 'N', MetricName: 'm', Dimensions: [{ Name: 'Queue', Value: 'q' }] };
    const Metrics = [
      { Id: 'e', Expression: 'm1 * 2' },
      { Id: 'm1', MetricStat: { Metric, Period: 60, Stat: 'Sum' }, ReturnData: false },
    ];
    const pager = 'arn:aws:lambda:us-east-1:000000000000:function:pager';
    await alarms.put({ AlarmActions: [TOPIC, pager], Metrics });
    await alarms.set('a', 'ALARM');
    const { Trigger } = message() as { Trigger: { Metrics: unknown } };
    expect(Trigger.Metrics).to.deep.equal([
      { Id: 'e', Expression: 'm1 * 2', ReturnData: true },
      {
        Id: 'm1',
        MetricStat: {
          Metric: { Dimensions: [{ value: 'q', name: 'Queue' }], Namespace: 'N', MetricName: 'm' },
          Period: 60,
          Stat: 'Sum',
        },
        ReturnData: false,
      },
    ]);
    const event = JSON.parse(take()?.event ?? '{}') as { alarmData: { configuration: { metrics: unknown } } };
    expect(event.alarmData.configuration.metrics).to.deep.equal([
      { id: 'e', expression: 'm1 * 2', returnData: true },
      {
        id: 'm1',
        metricStat: {
          metric: { namespace: 'N', name: 'm', dimensions: { Queue: 'q' } },
          period: 60,
          stat: 'Sum',
        },
        returnData: false,
      },
    ]);
  });

  it('shows a metric of an expression without dimensions as one that has none', async () => {
    const Metric = { Namespace: 'N', MetricName: 'm' };
    const Metrics = [{ Id: 'm1', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }];
    await alarms.put({ AlarmActions: [TOPIC], Metrics });
    await alarms.set('a', 'ALARM');
    const { message: text = '', event = '' } = take() ?? {};
    expect(text).to.contain('"Metric":{"Dimensions":[],"Namespace":"N","MetricName":"m"}');
    expect(event).to.contain('"dimensions":{}');
  });

  it('names an extended statistic', async () => {
    await alarms.put({ AlarmActions: [TOPIC], Statistic: undefined, ExtendedStatistic: 'p90' });
    await alarms.set('a', 'ALARM');
    expect(message()['Trigger']).to.deep.include({
      StatisticType: 'ExtendedStatistic',
      ExtendedStatistic: 'p90',
    });
  });

  it('has the rule and the triggering alarms of a composite alarm', async () => {
    await alarms.put();
    const composite = { AlarmName: 'c', AlarmRule: 'ALARM(a)', AlarmActions: [TOPIC] };
    await alarms.client.send(new PutCompositeAlarmCommand(composite));
    await aws.clock.advance('1s');
    await alarms.set('a', 'ALARM');
    await alarms.composite('c');
    const told = message();
    expect(told).to.deep.include({
      AlarmName: 'c',
      AlarmRule: 'ALARM(a)',
      TriggeringChildren: [
        { Arn: ARN, State: { Value: 'ALARM', Timestamp: '2026-01-01T00:00:01.000+0000' } },
      ],
    });
    expect(told).not.to.have.property('Trigger');
    await aws.clock.advance('1s');
    await alarms.set('c', 'OK');
    await alarms.set('c', 'ALARM');
    expect(message()['TriggeringChildren']).to.deep.equal([]);
  });

  it('is recorded in the history, also for actions that nobody can deliver here', async () => {
    await alarms.put({ AlarmActions: ['arn:aws:automate:us-east-1:ec2:stop', TOPIC] });
    await alarms.set('a', 'ALARM');
    const input = {
      AlarmName: 'a',
      HistoryItemType: 'Action' as const,
      ScanBy: 'TimestampAscending' as const,
    };
    const { AlarmHistoryItems = [] } = await alarms.client.send(new DescribeAlarmHistoryCommand(input));
    expect(AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary)).to.deep.equal([
      'Successfully executed action arn:aws:automate:us-east-1:ec2:stop',
      `Successfully executed action ${TOPIC}`,
    ]);
    expect(JSON.parse(AlarmHistoryItems[1]?.HistoryData ?? '')).to.include({
      actionState: 'Succeeded',
      notificationResource: TOPIC,
    });
    expect(take()?.arn).to.equal(TOPIC);
    expect(take()).to.equal(undefined);
  });

  it('is nothing while the actions are disabled, and nothing when the state stays', async () => {
    await alarms.put({ AlarmActions: [TOPIC] });
    await alarms.client.send(new DisableAlarmActionsCommand({ AlarmNames: ['a'] }));
    await alarms.set('a', 'ALARM');
    await alarms.put({ AlarmActions: [TOPIC] });
    await alarms.set('a', 'ALARM', 'again');
    expect(take()).to.equal(undefined);
  });

  it('calls a region that has no name here by its code', async () => {
    const fixture = new Alarms();
    Object.assign(fixture.client.config, { region: async () => 'sa-east-1' });
    await fixture.put({ AlarmActions: [TOPIC] });
    await fixture.set('a', 'ALARM');
    expect(message()['Region']).to.equal('sa-east-1');
  });
});
