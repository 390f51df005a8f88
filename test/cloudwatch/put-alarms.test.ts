import {
  DescribeAlarmHistoryCommand,
  ListTagsForResourceCommand,
  PutCompositeAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { Alarms } from './alarm-fixture';
import { failure } from './failure';

describe('CloudWatch.PutMetricAlarm', () => {
  const start = Date.UTC(2026, 0, 10, 12);
  let aws: FakeAws;
  let alarms: Alarms;
  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual', start });
    alarms = new Alarms();
  });
  afterEach(() => aws.unplug());

  it('makes an alarm that has not been checked yet', async () => {
    await alarms.put({ Dimensions: [{ Name: 'd', Value: 'x' }] });
    expect(await alarms.metric()).to.deep.equal({
      ActionsEnabled: true,
      AlarmActions: [],
      AlarmArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:a',
      AlarmConfigurationUpdatedTimestamp: new Date(start),
      AlarmName: 'a',
      ComparisonOperator: 'GreaterThanThreshold',
      Dimensions: [{ Name: 'd', Value: 'x' }],
      EvaluationPeriods: 1,
      InsufficientDataActions: [],
      MetricName: 'm',
      Namespace: 'N',
      OKActions: [],
      Period: 60,
      StateReason: 'Unchecked: Initial alarm creation',
      StateTransitionedTimestamp: new Date(start),
      StateUpdatedTimestamp: new Date(start),
      StateValue: 'INSUFFICIENT_DATA',
      Statistic: 'Sum',
      Threshold: 2,
    });
  });

  it('replaces the configuration of an alarm, and leaves its state and tags', async () => {
    await alarms.put({ AlarmDescription: 'first', Tags: [{ Key: 'k', Value: '1' }] });
    await alarms.set('a', 'ALARM');
    await aws.clock.advance('10s');
    await alarms.put({ Threshold: 7, TreatMissingData: 'ignore', Tags: [{ Key: 'k', Value: '2' }] });
    const alarm = await alarms.metric();
    expect(alarm).to.deep.include({
      Threshold: 7,
      StateValue: 'ALARM',
      StateReason: 'test',
      StateUpdatedTimestamp: new Date(start),
    });
    expect(alarm.AlarmConfigurationUpdatedTimestamp).to.deep.equal(new Date(start + 10_000));
    expect(alarm).to.not.have.property('AlarmDescription');
    const { Tags } = await alarms.client.send(
      new ListTagsForResourceCommand({ ResourceARN: alarm.AlarmArn }),
    );
    expect(Tags).to.deep.equal([{ Key: 'k', Value: '1' }]);
  });

  it('writes its changes into the history', async () => {
    await alarms.put();
    await alarms.put();
    const { AlarmHistoryItems = [] } = await alarms.client.send(
      new DescribeAlarmHistoryCommand({ AlarmName: 'a', HistoryItemType: 'ConfigurationUpdate' }),
    );
    expect(AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary)).to.deep.equal([
      'Alarm "a" updated',
      'Alarm "a" created',
    ]);
  });

  it('does not turn an alarm into one of another type', async () => {
    await alarms.put();
    const error = await failure(alarms.putComposite('a', 'TRUE'));
    expect([error.name, error.message]).to.deep.equal([
      'ValidationException',
      'An alarm of another type is named a',
    ]);
  });
});

describe('CloudWatch.PutCompositeAlarm', () => {
  let aws: FakeAws;
  let alarms: Alarms;
  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    alarms = new Alarms();
  });
  afterEach(() => aws.unplug());

  it('makes an alarm with its rule, actions and tags', async () => {
    await alarms.client.send(
      new PutCompositeAlarmCommand({
        AlarmName: 'c',
        AlarmRule: 'TRUE',
        AlarmActions: ['arn:aws:sns:us-east-1:000000000000:t'],
        ActionsEnabled: false,
        Tags: [{ Key: 'k', Value: 'v' }],
      }),
    );
    expect(await alarms.composite()).to.deep.include({
      AlarmName: 'c',
      AlarmRule: 'TRUE',
      AlarmActions: ['arn:aws:sns:us-east-1:000000000000:t'],
      ActionsEnabled: false,
      OKActions: [],
    });
  });

  const refused: readonly [title: string, rule: string, message: string][] = [
    [
      'alarms that do not exist',
      'ALARM(x) OR OK(y)',
      'Could not save the composite alarm as alarms [x, y] in the alarm rule do not exist',
    ],
    [
      'an empty rule',
      '',
      "1 validation error detected: Value '' at 'alarmRule' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'a rule that cannot be read',
      'SOMETIMES',
      "Error in AlarmRule [Unsupported token 'SOMETIMES' at char 0]",
    ],
    ['a rule with a space at its end', 'TRUE ', 'AlarmRule must not contain leading or trailing whitespace'],
    [
      '101 children',
      Array.from({ length: 101 }, (_, i) => `OK(x${i})`).join(' OR '),
      'An alarm rule can have at most 100 child alarms',
    ],
  ];
  for (const [title, rule, message] of refused) {
    it(`refuses ${title}`, async () => {
      const error = await failure(alarms.putComposite('c', rule));
      expect([error.name, error.message]).to.deep.equal(['ValidationException', message]);
    });
  }

  it('refuses a rule of 10,241 characters', async () => {
    const error = await failure(alarms.putComposite('c', `TRUE${' '.repeat(10_236)}x`));
    expect(error.message).to.contain(
      "at 'alarmRule' failed to satisfy constraint: Member must have length less than or equal to 10240",
    );
  });
});
