import { expect } from 'chai';
import { appendDatum } from '../../fakes/cloudwatch/data-points';
import { evaluateQueries, isStatistic, statisticOf } from '../../fakes/cloudwatch/metric-queries';
import { createState } from '../../fakes/cloudwatch/state';
import { createIds } from '../../fakes/kernel/ids';
import { Store } from '../../fakes/kernel/store';

describe('CloudWatch metric queries', () => {
  const state = createState(new Store(() => 0));
  const ids = createIds(1);
  const put = (now: number, timestamp: number, value: number, metricName = 'm', region = 'r') =>
    appendDatum(
      { state, region, now, ids },
      {
        namespace: 'N',
        metricName,
        dimensions: [],
        timestamp,
        unit: 'None',
        resolutionSeconds: 60,
        data: { kind: 'value', value },
      },
    );
  const scope = (more: object = {}) => ({
    state,
    region: 'r',
    operation: 'GetMetricData',
    now: 600_000,
    range: (period: number) => ({ startMs: 0, endMs: 600_000, periodMs: period * 1_000 }),
    ...more,
  });
  const query = {
    Id: 'a',
    MetricStat: { Metric: { Namespace: 'N', MetricName: 'm' }, Period: 60, Stat: 'Sum' },
  };

  before(() => {
    put(100_000, 60_000, 1);
    put(200_000, 60_000, 2);
  });

  it('read what has arrived', () => {
    const read = (more: object) => evaluateQueries(scope(more), [query], () => 'label')[0]?.series[0];
    expect(read({})).to.deep.include({ label: 'label', metricId: 'a', points: [[60_000, 3]] });
    expect(read({ publishedBy: 150_000 })?.points).to.deep.equal([[60_000, 1]]);
    expect(read({ region: 'other' })?.points).to.deep.equal([]);
  });

  it('know every statistic', () => {
    expect(['Sum', 'p99', 'IQM', 'Median'].map(isStatistic)).to.deep.equal([true, true, true, false]);
    expect(statisticOf('Sum', [])).to.equal(undefined);
    expect(statisticOf('p50', [{ kind: 'value', value: -1 }])).to.equal(undefined);
    expect(statisticOf('p50', [{ kind: 'value', value: 1 }])).to.equal(1);
  });

  it('refuse a search that finds more than 500 metrics, and search only their region', () => {
    for (let i = 0; i < 500; i++) put(0, 0, 1, `n${i}`);
    put(0, 0, 1, 'z', 'zz');
    const search = (text: string) =>
      evaluateQueries(scope(), [{ Id: 'e', Expression: `SEARCH('${text}','Sum',60)` }])[0]?.series.length;
    expect(search('{N} NOT MetricName="m"')).to.equal(500);
    expect(() => search('{N}')).to.throw('a search that finds more than 500 metrics');
  });
});
