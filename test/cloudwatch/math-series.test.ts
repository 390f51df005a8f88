import { expect } from 'chai';
import {
  combine,
  derived,
  gridOf,
  mapValues,
  requireSamePeriod,
  timesOf,
} from '../../fakes/cloudwatch/math-series';
import { metric } from './math-fixture';

describe('CloudWatch time series', () => {
  const [a, b] = [metric('a', [1, undefined, 3]), metric('b', [undefined, 5, 7])];
  const values = (series: typeof a) => series.points.map(([, value]) => value);

  it('drop what is not a finite number, and are no metric any more', () => {
    const divided = mapValues(a, (value) => 1 / (value - 1));
    expect(values(divided)).to.deep.equal([0.5]);
    expect(divided.metricId).to.equal(undefined);
    expect(values(derived(a, [[0, Number.NaN]]))).to.deep.equal([]);
  });

  it('are combined over all times, a missing value being 0', () => {
    expect(values(combine(a, b, (x, y) => x + y))).to.deep.equal([1, 5, 10]);
    expect(timesOf([b, a])).to.deep.equal(timesOf([a, b]));
  });

  it('have a place for every period of their range', () => {
    expect(gridOf({ startMs: 0, endMs: 25, periodMs: 10 })).to.deep.equal([0, 10, 20]);
    expect(gridOf({ startMs: 0, endMs: -5, periodMs: 10 })).to.deep.equal([]);
    expect(gridOf({ startMs: 0, endMs: 100_800, periodMs: 1 })).to.have.length(100_800);
    expect(() => gridOf({ startMs: 0, endMs: 100_801, periodMs: 1 })).to.throw(
      'You have requested up to 100801 datapoints, which exceeds the limit of 100800',
    );
  });

  it('do not mix periods', () => {
    expect(() => requireSamePeriod([a, metric('c', [1], 300_000)])).to.throw(
      'The metrics have different periods',
    );
  });
});
