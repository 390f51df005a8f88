import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { checkMetricAlarm } from '../../fakes/cloudwatch/metric-alarm-checks';
import { NotSupportedByFake } from '../../fakes/kernel/errors';

describe('CloudWatch metric alarm checks', () => {
  const caller = { operation: 'PutMetricAlarm', accountId: '000000000000' };
  const basic: PutMetricAlarmInput = {
    AlarmName: 'a',
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'LessThanThreshold',
  };
  const single = {
    ...basic,
    Namespace: 'N',
    MetricName: 'm',
    Statistic: 'Sum',
    Period: 60,
  } satisfies PutMetricAlarmInput;
  const metric = (Id: string, Period = 60) => ({
    Id,
    MetricStat: { Metric: { Namespace: 'N', MetricName: 'm' }, Period, Stat: 'Sum' },
    ReturnData: false,
  });
  const math = (...Metrics: NonNullable<PutMetricAlarmInput['Metrics']>) => ({ ...basic, Metrics });
  const check = (input: PutMetricAlarmInput) => checkMetricAlarm(caller, input);
  const constraint = (value: string, member: string, text: string) =>
    `1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: ${text}`;

  const refused: readonly [title: string, input: PutMetricAlarmInput, message: string][] = [
    [
      'no periods',
      { ...single, EvaluationPeriods: undefined },
      constraint('null', 'evaluationPeriods', 'Member must not be null'),
    ],
    [
      '0 periods',
      { ...single, EvaluationPeriods: 0 },
      constraint("'0'", 'evaluationPeriods', 'Member must have value greater than or equal to 1'),
    ],
    [
      '0 data points',
      { ...single, DatapointsToAlarm: 0 },
      constraint("'0'", 'datapointsToAlarm', 'Member must have value greater than or equal to 1'),
    ],
    [
      'more data points than periods',
      { ...single, DatapointsToAlarm: 2 },
      'DatapointsToAlarm must be less than or equal to EvaluationPeriods',
    ],
    [
      'no operator',
      { ...single, ComparisonOperator: undefined },
      constraint('null', 'comparisonOperator', 'Member must not be null'),
    ],
    [
      'an unknown operator',
      { ...single, ComparisonOperator: 'Near' as 'LessThanThreshold' },
      "Value 'Near' at 'comparisonOperator' failed to satisfy constraint: Member must satisfy enum value set: [",
    ],
    [
      'no threshold',
      { ...single, Threshold: undefined },
      'Threshold must be specified for a static threshold alarm',
    ],
    [
      'an endless threshold',
      { ...single, Threshold: Infinity },
      'The value Infinity for parameter Threshold is invalid.',
    ],
    [
      'an unknown treatment',
      { ...single, TreatMissingData: 'x' },
      'The value x is not supported for TreatMissingData parameter. Supported values are [breaching, notBreaching, ignore, missing].',
    ],
    [
      'an unknown low sample option',
      { ...single, EvaluateLowSampleCountPercentile: 'unknown' },
      'Option unknown is not supported. Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and ignore.',
    ],
    ['no metric', { ...single, MetricName: undefined }, 'The parameter MetricName is required.'],
    [
      'no statistic',
      { ...single, Statistic: undefined },
      'Exactly one of Statistic or ExtendedStatistic must be specified',
    ],
    [
      'two statistics',
      { ...single, ExtendedStatistic: 'p9' },
      'Exactly one of Statistic or ExtendedStatistic must be specified',
    ],
    ['an unknown statistic', { ...single, Statistic: 'Median' as 'Sum' }, "Value 'Median' at 'statistic'"],
    [
      'an unknown extended statistic',
      { ...single, Statistic: undefined, ExtendedStatistic: '90' },
      'The value 90 for parameter ExtendedStatistic is not supported.',
    ],
    ['no period', { ...single, Period: undefined }, 'Period must be specified'],
    ['a period of 5', { ...single, Period: 5 }, 'Period must be 10, 20, 30 or a multiple of 60'],
    ['a period of 90', { ...single, Period: 90 }, 'Period must be 10, 20, 30 or a multiple of 60'],
    [
      'more than a day',
      { ...single, EvaluationPeriods: 1_441 },
      'Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400) for alarms using period < 3600',
    ],
    [
      'more than a week',
      { ...single, Period: 3_600, EvaluationPeriods: 169 },
      'Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800) for alarms using period >= 3600',
    ],
    [
      'a metric beside Metrics',
      { ...math({ ...metric('a'), ReturnData: true }), MetricName: 'm' },
      'MetricName must not be specified when Metrics is specified',
    ],
    ['no Metrics', math(), 'Metrics list must not be empty'],
    ['no result', math(metric('a')), 'Exactly one element of the metrics list should return data.'],
    [
      'two results',
      math({ Id: 'e', Expression: 'f' }, { Id: 'f', Expression: 'e' }),
      'Exactly one element of the metrics list should return data.',
    ],
    [
      'eleven metrics',
      math(...Array.from({ length: 11 }, (_, i) => metric(`m${i}`)), { Id: 'e', Expression: 'm1' }),
      'Metrics list must not contain more than 10 metrics',
    ],
    [
      'metrics of two periods',
      math(metric('a'), metric('b', 300), { Id: 'e', Expression: 'a' }),
      'Period must be the same for all metrics',
    ],
    [
      'a search',
      math({ Id: 'e', Expression: "SEARCH('a','Sum',60)" }),
      'SEARCH is not supported in an alarm',
    ],
    [
      'a wrong query',
      math({ Id: 'E', Expression: 'a' }),
      'The value E for parameter Metrics.member.1.Id is invalid.',
    ],
  ];
  for (const [title, input, message] of refused) {
    it(`refuse ${title}`, () => expect(() => check(input)).to.throw(message));
  }

  const accepted: readonly [title: string, input: PutMetricAlarmInput][] = [
    ['a period of 10', { ...single, Period: 10 }],
    ['a period of 20', { ...single, Period: 20 }],
    ['a period of 30', { ...single, Period: 30 }],
    ['a whole day', { ...single, EvaluationPeriods: 1_440 }],
    ['a whole week', { ...single, Period: 3_600, EvaluationPeriods: 168 }],
    ['as many data points as periods', { ...single, EvaluationPeriods: 3, DatapointsToAlarm: 3 }],
    [
      'a percentile',
      {
        ...single,
        Statistic: undefined,
        ExtendedStatistic: 'p99',
        EvaluateLowSampleCountPercentile: 'evaluate',
      },
    ],
    [
      'an expression over ten metrics',
      math(...Array.from({ length: 10 }, (_, i) => metric(`m${i}`)), { Id: 'e', Expression: 'm1' }),
    ],
    ['an expression without metrics', math({ Id: 'e', Expression: 'TIME_SERIES(1)' })],
  ];
  for (const [title, input] of accepted) it(`take ${title}`, () => check(input));

  it('name what is not modelled', () => {
    for (const [input, what] of [
      [
        { ...single, ComparisonOperator: 'GreaterThanUpperThreshold' as const },
        'the ComparisonOperator GreaterThanUpperThreshold',
      ],
      [{ ...single, EvaluateLowSampleCountPercentile: 'ignore' }, 'EvaluateLowSampleCountPercentile: ignore'],
    ] as const) {
      expect(() => check(input)).to.throw(NotSupportedByFake, what);
    }
  });
});
