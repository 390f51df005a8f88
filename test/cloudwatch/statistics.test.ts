import {
  CloudWatchClient,
  GetMetricStatisticsCommand,
  PutMetricDataCommand,
  type MetricDatum,
} from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import fc from 'fast-check';
import { fakeAws } from '../../fakes';
import type { PointData } from '../../fakes/cloudwatch/state';
import { aggregate, isPlainStatistic, plainStatistic, rawValues } from '../../fakes/cloudwatch/statistics';

describe('CloudWatch statistics', () => {
  const value = (n: number): PointData => ({ kind: 'value', value: n });
  const set = (sampleCount: number, sum: number, minimum: number, maximum: number): PointData => ({
    kind: 'set',
    sampleCount,
    sum,
    minimum,
    maximum,
  });

  it('add up values, values with counts and statistic sets', () => {
    const whole = aggregate([
      value(3),
      { kind: 'values', values: [1, 5], counts: [2, 1] },
      set(4, 40, -1, 20),
    ]);
    expect(whole).to.deep.equal({ sampleCount: 8, sum: 50, minimum: -1, maximum: 20 });
    expect(whole && plainStatistic('Average', whole)).to.equal(6.25);
  });

  it('are nothing where there is no data', () => expect(aggregate([])).to.equal(undefined));

  it('give each of the five', () => {
    const whole = { sampleCount: 2, sum: 6, minimum: 1, maximum: 5 };
    const names = ['SampleCount', 'Sum', 'Average', 'Minimum', 'Maximum'] as const;
    expect(names.map((name) => plainStatistic(name, whole))).to.deep.equal([2, 6, 3, 1, 5]);
  });

  it('leave out what occurred 0 times', () => {
    const zero: PointData = { kind: 'values', values: [99, 2], counts: [0, 1] };
    expect(aggregate([zero, set(0, 0, -9, 9)])).to.deep.equal({
      sampleCount: 1,
      sum: 2,
      minimum: 2,
      maximum: 2,
    });
    expect(aggregate([{ kind: 'values', values: [99], counts: [0] }])).to.equal(undefined);
  });

  it('know their names', () => {
    expect(['Sum', 'p99', 'toString'].map(isPlainStatistic)).to.deep.equal([true, false, false]);
  });

  it('know single values, sorted, with their counts', () => {
    expect(rawValues([value(3), { kind: 'values', values: [2, 9], counts: [5, 0] }])).to.deep.equal([
      [2, 5],
      [3, 1],
    ]);
  });

  it('take a count that is not given for 1', () => {
    expect(rawValues([{ kind: 'values', values: [2, 9], counts: [5] }])).to.deep.equal([
      [2, 5],
      [9, 1],
    ]);
  });

  it('know the values of a statistic set only when they must be equal', () => {
    expect(rawValues([set(3, 6, 2, 2)])).to.deep.equal([[2, 3]]);
    expect(rawValues([set(1, 7, 7, 7)])).to.deep.equal([[7, 1]]);
    expect(rawValues([set(3, 6, 1, 3)])).to.equal(undefined);
    expect(rawValues([set(3, 7, 2, 2)])).to.equal(undefined);
  });

  it('know no single values when one is negative', () =>
    expect(rawValues([value(1), value(-1)])).to.equal(undefined));
});

describe('CloudWatch statistics, against a plain count of every value', () => {
  const client = new CloudWatchClient({ region: 'us-east-1' });
  const START = Date.UTC(2026, 0, 1);

  // What one datum says, as PutMetricData takes it, and the values it stands for.
  const number = fc.integer({ min: -50, max: 50 });
  const datum: fc.Arbitrary<{ readonly input: MetricDatum; readonly values: readonly number[] }> = fc.oneof(
    number.map((Value) => ({ input: { MetricName: 'm', Value }, values: [Value] })),
    fc
      .array(fc.tuple(number, fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 5 })
      .map((pairs) => ({
        input: {
          MetricName: 'm',
          Values: pairs.map(([value]) => value),
          Counts: pairs.map(([, count]) => count),
        },
        values: pairs.flatMap(([value, count]) => Array<number>(count).fill(value)),
      })),
    fc.array(number, { minLength: 1, maxLength: 5 }).map((values) => ({
      input: {
        MetricName: 'm',
        StatisticValues: {
          SampleCount: values.length,
          Sum: values.reduce((a, b) => a + b, 0),
          Minimum: Math.min(...values),
          Maximum: Math.max(...values),
        },
      },
      values,
    })),
  );
  const placed = fc.array(fc.tuple(fc.nat(9), datum), { minLength: 1, maxLength: 20 });

  it('are those of the values in each period', async () => {
    await fc.assert(
      fc.asyncProperty(placed, fc.constantFrom(1, 2, 5), async (data, minutes) => {
        const aws = fakeAws({ seed: 1, time: 'virtual', start: START + 600_000 });
        try {
          const MetricData = data.map(([minute, { input }]) => ({
            ...input,
            Timestamp: new Date(START + minute * 60_000),
          }));
          await client.send(new PutMetricDataCommand({ Namespace: 'N', MetricData }));
          const { Datapoints = [] } = await client.send(
            new GetMetricStatisticsCommand({
              Namespace: 'N',
              MetricName: 'm',
              StartTime: new Date(START),
              EndTime: new Date(START + 600_000),
              Period: minutes * 60,
              Statistics: ['SampleCount', 'Sum', 'Minimum', 'Maximum'],
            }),
          );
          const shown = Datapoints.map(({ Timestamp, SampleCount, Sum, Minimum, Maximum }) => ({
            at: Number(Timestamp) - START,
            SampleCount,
            Sum,
            Minimum,
            Maximum,
          }));
          const expected = Array.from({ length: 10 / minutes }, (__, period) => {
            const values = data
              .filter(([minute]) => Math.floor(minute / minutes) === period)
              .flatMap(([, { values: those }]) => those);
            return { at: period * minutes * 60_000, values };
          })
            .filter(({ values }) => values.length > 0)
            .map(({ at, values }) => ({
              at,
              SampleCount: values.length,
              Sum: values.reduce((a, b) => a + b, 0),
              Minimum: Math.min(...values),
              Maximum: Math.max(...values),
            }));
          expect(shown.toSorted((a, b) => a.at - b.at)).to.deep.equal(expected);
        } finally {
          aws.unplug();
        }
      }),
      { numRuns: 60, seed: 20261127 },
    );
  });
});
