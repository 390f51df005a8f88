import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { checkQueries } from '../../fakes/cloudwatch/metric-query-checks';
import { NotSupportedByFake } from '../../fakes/kernel/errors';

describe('CloudWatch query checks', () => {
  const context = { operation: 'GetMetricData', accountId: '123456789012' };
  const metricStat = { Metric: { Namespace: 'N', MetricName: 'm' }, Period: 60, Stat: 'Sum' };
  const check = (...queries: MetricDataQuery[]) => checkQueries(context, queries, 'Q');
  const good: MetricDataQuery = { Id: 'a', MetricStat: metricStat };
  const expression: MetricDataQuery = { Id: 'e', Expression: 'a*2' };
  const p = 'Q.member.1';

  const refused: readonly [title: string, query: MetricDataQuery, message: string][] = [
    ['an Id with a capital', { ...good, Id: 'A' }, `The value A for parameter ${p}.Id is invalid.`],
    ['an Id with a dash', { ...good, Id: 'a-b' }, `The value a-b for parameter ${p}.Id is invalid.`],
    ['an empty Id', { ...good, Id: '' }, `The value  for parameter ${p}.Id is invalid.`],
    ['no Id', { ...good, Id: undefined }, `The value  for parameter ${p}.Id is invalid.`],
    [
      'an Id of 256 characters',
      { ...good, Id: 'a'.repeat(256) },
      `The value ${'a'.repeat(256)} for parameter ${p}.Id is invalid.`,
    ],
    [
      'both kinds',
      { ...good, Expression: 'a' },
      `The parameters ${p}.Expression and ${p}.MetricStat are mutually exclusive and you have specified both.`,
    ],
    [
      'an empty expression',
      { ...expression, Expression: '' },
      `The parameter ${p}.Expression is required.\n`,
    ],
    [
      'an expression of 2049 characters',
      { ...expression, Expression: 'a'.repeat(2_049) },
      `The parameter ${p}.Expression must be shorter than 2049 characters.`,
    ],
    ['a period of 7', { ...expression, Period: 7 }, `The value 7 for parameter ${p}.Period is invalid.`],
    [
      'a metric with a period of 7',
      { ...good, MetricStat: { ...metricStat, Period: 7 } },
      `The value 7 for parameter ${p}.MetricStat.Period is invalid.`,
    ],
    [
      'an unknown statistic',
      { ...good, MetricStat: { ...metricStat, Stat: 'Median' } },
      `The value Median for parameter ${p}.MetricStat.Stat is not supported.`,
    ],
    [
      'no statistic',
      { ...good, MetricStat: { ...metricStat, Stat: undefined } },
      `The parameter ${p}.MetricStat.Stat is required.\n`,
    ],
    [
      'no metric',
      { ...good, MetricStat: { ...metricStat, Metric: undefined } },
      `The parameter ${p}.MetricStat.Metric is required.\n`,
    ],
    [
      'no metric name',
      { ...good, MetricStat: { ...metricStat, Metric: { Namespace: 'N' } } },
      `The parameter ${p}.MetricStat.Metric.MetricName is required.`,
    ],
  ];
  for (const [title, query, message] of refused) {
    it(`refuse ${title}`, () => expect(() => check(query)).to.throw(message));
  }

  it('refuse an Id twice', () => {
    expect(() => check(good, good)).to.throw('The values for parameter Id in Q are not unique.');
  });

  it('take what is right', () => {
    check(good, expression, {
      ...expression,
      Id: 'a'.repeat(255),
      Period: 300,
      Expression: 'a'.repeat(2_048),
    });
    check({ ...good, AccountId: context.accountId, Label: 'costs $5' });
  });

  const notModelled: readonly [string, MetricDataQuery][] = [
    ['the AccountId of another account', { ...good, AccountId: '000000000000' }],
    ['the dynamic label ${MAX}', { ...good, Label: 'max ${MAX}' }],
    ['a Metrics Insights query', { Id: 'a', Expression: 'SELECT AVG(x) FROM y' }],
    ['Period beside MetricStat', { ...good, Period: 60 }],
  ];
  for (const [what, query] of notModelled) {
    it(`name ${what} as not modelled`, () => expect(() => check(query)).to.throw(NotSupportedByFake, what));
  }
});
