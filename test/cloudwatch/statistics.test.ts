import { expect } from 'chai';
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
