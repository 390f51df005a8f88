import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import type { Verdict } from '../../fakes/cloudwatch/alarm-missing-data';
import {
  isBreaching,
  isStaticOperator,
  javaDouble,
  stateReason,
  stateReasonData,
} from '../../fakes/cloudwatch/alarm-reason';

describe('CloudWatch state reasons', () => {
  const start = Date.UTC(2023, 9, 26, 16, 42);
  const alarm: MetricAlarm = {
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 2,
    EvaluationPeriods: 2,
    Period: 60,
    Statistic: 'Average',
    Unit: 'Seconds',
  };
  const evaluation = (verdict: Verdict, values: readonly number[], filled = 0) => ({
    verdict,
    filled,
    evaluated: values.map((value, i) => ({ time: start + i * 60_000, value, sampleCount: 2 })),
  });

  const rows: readonly [title: string, reason: string, expected: string][] = [
    [
      'one breaching data point',
      stateReason({ ...alarm, EvaluationPeriods: 1 }, evaluation('ALARM', [21.5]), 'missing'),
      'Threshold Crossed: 1 datapoint [21.5 (26/10/23 16:42:00)] was greater than the threshold (2.0).',
    ],
    [
      'several, the newest first',
      stateReason(alarm, evaluation('ALARM', [21.5, 3]), 'missing'),
      'Threshold Crossed: 2 datapoints [3.0 (26/10/23 16:43:00), 21.5 (26/10/23 16:42:00)] were greater than the threshold (2.0).',
    ],
    [
      'a data point that is not breaching',
      stateReason(alarm, evaluation('OK', [21.5, 1]), 'missing'),
      'Threshold Crossed: 1 datapoint [1.0 (26/10/23 16:43:00)] was not greater than the threshold (2.0).',
    ],
    [
      'M out of N going off',
      stateReason({ ...alarm, DatapointsToAlarm: 1 }, evaluation('ALARM', [1, 3]), 'missing'),
      'Threshold Crossed: 1 out of the last 2 datapoints [3.0 (26/10/23 16:43:00)] was greater than the threshold (2.0) (minimum 1 datapoint for OK -> ALARM transition).',
    ],
    [
      'M out of N going back',
      stateReason({ ...alarm, DatapointsToAlarm: 1 }, evaluation('OK', [1, 0]), 'missing'),
      'Threshold Crossed: 2 out of the last 2 datapoints [0.0 (26/10/23 16:43:00), 1.0 (26/10/23 16:42:00)] were not greater than the threshold (2.0) (minimum 2 datapoints for ALARM -> OK transition).',
    ],
    [
      'missing data that counts as breaching',
      stateReason(alarm, evaluation('ALARM', [], 2), 'breaching'),
      'Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].',
    ],
    [
      'one missing data point that does not',
      stateReason({ ...alarm, EvaluationPeriods: 1 }, evaluation('OK', [], 1), 'notBreaching'),
      'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
    ],
    [
      'no data at all',
      stateReason(alarm, evaluation('INSUFFICIENT_DATA', [], 2), 'missing'),
      'Insufficient Data: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Missing].',
    ],
    [
      'too little data',
      stateReason(alarm, evaluation('INSUFFICIENT_DATA', [5], 1), 'missing'),
      'Insufficient Data: 1 datapoint was received for 2 periods and 1 missing datapoint was treated as [Missing].',
    ],
    [
      'some data and some filled in',
      stateReason(alarm, evaluation('ALARM', [5], 1), 'breaching'),
      'Threshold Crossed: 1 datapoint [5.0 (26/10/23 16:42:00)] was greater than the threshold (2.0) and 1 missing datapoint was treated as [Breaching].',
    ],
    [
      'filled in data that alone decides',
      stateReason({ ...alarm, EvaluationPeriods: 3 }, evaluation('OK', [5, 6], 1), 'notBreaching'),
      'Threshold Crossed: 2 datapoints were received for 3 periods and 1 missing datapoint was treated as [NonBreaching].',
    ],
  ];
  for (const [title, reason, expected] of rows)
    it(`tell of ${title}`, () => expect(reason).to.equal(expected));

  it('are there for programs too', () => {
    const data: unknown = JSON.parse(stateReasonData(alarm, evaluation('ALARM', [21.5], 1), start + 120_000));
    expect(data).to.deep.equal({
      version: '1.0',
      queryDate: '2023-10-26T16:44:00.000+0000',
      startDate: '2023-10-26T16:42:00.000+0000',
      unit: 'Seconds',
      statistic: 'Average',
      period: 60,
      recentDatapoints: [21.5],
      threshold: 2,
      evaluatedDatapoints: [
        { timestamp: '2023-10-26T16:42:00.000+0000', sampleCount: 2, value: 21.5 },
        { timestamp: '2023-10-26T16:43:00.000+0000' },
      ],
    });
  });

  it('know the extended statistic, and no start without data', () => {
    const { Statistic: _, Period: __, ...rest } = alarm;
    const data: unknown = JSON.parse(
      stateReasonData({ ...rest, ExtendedStatistic: 'p90' }, evaluation('OK', [], 1), start),
    );
    expect(data).to.deep.include({ statistic: 'p90', recentDatapoints: [] });
    expect(data).to.not.have.property('startDate');
  });

  const doubles: readonly [number, string][] = [
    [0, '0.0'],
    [2, '2.0'],
    [21.5, '21.5'],
    [-3, '-3.0'],
    [9_999_999, '9999999.0'],
    [1e7, '1.0E7'],
    [12_345_678, '1.2345678E7'],
    [0.001, '0.001'],
    [0.00025, '2.5E-4'],
  ];
  for (const [value, text] of doubles)
    it(`write ${value} as ${text}`, () => expect(javaDouble(value)).to.equal(text));

  const operators: readonly [string, boolean, boolean, boolean][] = [
    ['GreaterThanThreshold', false, false, true],
    ['GreaterThanOrEqualToThreshold', false, true, true],
    ['LessThanThreshold', true, false, false],
    ['LessThanOrEqualToThreshold', true, true, false],
  ];
  for (const [operator, ...expected] of operators) {
    it(`compare by ${operator}`, () => {
      expect(isStaticOperator(operator)).to.equal(true);
      expect([1, 2, 3].map((value) => isBreaching(operator as 'LessThanThreshold', value, 2))).to.deep.equal(
        expected,
      );
    });
  }

  it('know no other operators', () => {
    expect(isStaticOperator('GreaterThanUpperThreshold')).to.equal(false);
  });
});
