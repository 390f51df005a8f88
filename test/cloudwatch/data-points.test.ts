import { expect } from 'chai';
import {
  appendDatum,
  findMetric,
  metricKey,
  readPoints,
  type Datum,
} from '../../fakes/cloudwatch/data-points';
import { createState } from '../../fakes/cloudwatch/state';
import { createIds } from '../../fakes/kernel/ids';
import { Store } from '../../fakes/kernel/store';

describe('CloudWatch data points', () => {
  const state = createState(new Store(() => 0));
  const ids = createIds(1);
  const datum = (timestamp: number, value: number, more: Partial<Datum> = {}): Datum => ({
    namespace: 'N',
    metricName: 'm',
    dimensions: [],
    timestamp,
    unit: 'None',
    resolutionSeconds: 60,
    data: { kind: 'value', value },
    ...more,
  });
  const append = (now: number, ...data: Datum[]) => {
    for (const each of data) appendDatum({ state, region: 'r', now, ids }, each);
  };

  it('are read in the order of time, then of arrival, within a range', () => {
    append(5, datum(120_000, 1), datum(61_000, 2), datum(119_999, 3), datum(180_000, 4), datum(0, 5));
    const metric = findMetric(state, 'r', datum(0, 0));
    const read =
      metric && [...readPoints(state, metric, 60_000, 180_000)].map(([time, { data }]) => [time, data]);
    expect(read).to.deep.equal([
      [60_000, { kind: 'value', value: 2 }],
      [60_000, { kind: 'value', value: 3 }],
      [120_000, { kind: 'value', value: 1 }],
    ]);
  });

  it('are stored at the second when their resolution says so', () => {
    append(5, datum(61_999, 1, { metricName: 'fast', resolutionSeconds: 1 }));
    const metric = findMetric(state, 'r', datum(0, 0, { metricName: 'fast' }));
    expect(metric && [...readPoints(state, metric, 0, 99_999)].map(([time]) => time)).to.deep.equal([61_000]);
  });

  it('note when a metric last had data, and keep its first order of dimensions', () => {
    const [a, b] = [
      { Name: 'a', Value: '1' },
      { Name: 'b', Value: '2' },
    ] as const;
    append(7, datum(0, 1, { dimensions: [b, a] }));
    append(9, datum(0, 1, { dimensions: [a, b] }));
    expect(findMetric(state, 'r', datum(0, 0, { dimensions: [a, b] }))).to.deep.include({
      publishedAt: 9,
      dimensions: [b, a],
    });
  });

  it('belong to one metric whatever the order of the dimensions', () => {
    const key = (...names: string[]) =>
      metricKey('r', datum(0, 0, { dimensions: names.map((Name) => ({ Name, Value: 'v' })) }));
    expect(key('a', 'b')).to.deep.equal(key('b', 'a'));
    expect(key('a')).to.not.deep.equal(key('a', 'b'));
  });
});
