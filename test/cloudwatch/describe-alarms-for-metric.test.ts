import {
  DescribeAlarmsForMetricCommand,
  type DescribeAlarmsForMetricInput,
} from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { Alarms } from './alarm-fixture';

describe('CloudWatch.DescribeAlarmsForMetric', () => {
  let aws: FakeAws;
  let alarms: Alarms;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    alarms = new Alarms();
    await alarms.put({ AlarmName: 'plain' });
    await alarms.put({ AlarmName: 'slow', Period: 300, Unit: 'Count' });
    await alarms.put({ AlarmName: 'p90', Statistic: undefined, ExtendedStatistic: 'p90' });
    await alarms.put({
      AlarmName: 'dims',
      Dimensions: [
        { Name: 'a', Value: '1' },
        { Name: 'b', Value: '2' },
      ],
    });
    await alarms.put({ AlarmName: 'math', Metrics: [{ Id: 'e', Expression: 'TIME_SERIES(1)' }] });
    await alarms.putComposite('composite', 'ALARM(plain)');
  });
  afterEach(() => aws.unplug());

  const rows: readonly [
    title: string,
    more: Partial<DescribeAlarmsForMetricInput>,
    expected: readonly string[],
  ][] = [
    ['its name', {}, ['p90', 'plain', 'slow']],
    ['a statistic', { Statistic: 'Sum' }, ['plain', 'slow']],
    ['an extended statistic', { ExtendedStatistic: 'p90' }, ['p90']],
    ['a period', { Period: 300 }, ['slow']],
    ['a unit', { Unit: 'Count' }, ['slow']],
    [
      'dimensions in any order',
      {
        Dimensions: [
          { Name: 'b', Value: '2' },
          { Name: 'a', Value: '1' },
        ],
      },
      ['dims'],
    ],
    ['some of the dimensions', { Dimensions: [{ Name: 'a', Value: '1' }] }, []],
    ['another name', { MetricName: 'other' }, []],
  ];
  for (const [title, more, expected] of rows) {
    it(`finds alarms by ${title}`, async () => {
      const { MetricAlarms = [] } = await alarms.client.send(
        new DescribeAlarmsForMetricCommand({ Namespace: 'N', MetricName: 'm', ...more }),
      );
      expect(MetricAlarms.map(({ AlarmName }) => AlarmName)).to.deep.equal(expected);
    });
  }

  it('shows their present state', async () => {
    await alarms.publish({ Value: 5 });
    await aws.clock.advance('1m');
    const { MetricAlarms = [] } = await alarms.client.send(
      new DescribeAlarmsForMetricCommand({ Namespace: 'N', MetricName: 'm' }),
    );
    expect(new Set(MetricAlarms.map(({ StateValue }) => StateValue))).to.deep.equal(
      new Set(['ALARM', 'INSUFFICIENT_DATA']),
    );
  });
});
