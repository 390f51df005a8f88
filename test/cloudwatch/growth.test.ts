import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { appendDatum } from '../../fakes/cloudwatch/data-points';
import { cloudwatch } from '../../fakes/cloudwatch/service';
import type { PointEntry, PointKey } from '../../fakes/cloudwatch/state';
import type { Collection } from '../../fakes/kernel/collection';

const START = Date.UTC(2026, 0, 15);
const MINUTE = 60_000;

describe('CloudWatch: work does not grow with what is stored', () => {
  const client = new CloudWatchClient({ region: 'us-east-1' });
  let aws: FakeAws;
  let visited: number;

  /** Counts the data points that anything walks over. */
  function count(points: Collection<PointKey, PointEntry>): void {
    const entries = points.entries.bind(points);
    points.entries = function* (range) {
      for (const entry of entries(range)) {
        visited++;
        yield entry;
      }
    };
  }

  function store(points: number): void {
    const state = aws.world.state(cloudwatch);
    const publisher = { state, region: 'us-east-1', now: START, ids: aws.world.ids };
    for (let i = 0; i < points; i++) {
      appendDatum(publisher, {
        namespace: 'N',
        metricName: i % 2 === 0 ? 'm' : 'other',
        dimensions: [],
        timestamp: START - (1 + (i % 10_000)) * MINUTE,
        unit: 'None',
        resolutionSeconds: 60,
        data: { kind: 'value', value: 1 },
      });
    }
    count(state.points);
  }

  const put = (Value: number) =>
    client.send(new PutMetricDataCommand({ Namespace: 'N', MetricData: [{ MetricName: 'm', Value }] }));
  const hour = { StartTime: new Date(START - 60 * MINUTE), EndTime: new Date(START) };
  const metric = { Namespace: 'N', MetricName: 'm' };

  async function workOf(call: () => Promise<unknown>): Promise<{ visited: number; written: number }> {
    visited = 0;
    const before = aws.world.store.mark();
    await call();
    return { visited, written: aws.world.store.changesSince(before).length };
  }

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual', start: START });
  });
  afterEach(() => aws.unplug());

  for (const stored of [100, 60_000]) {
    it(`with ${stored} data points: a put writes two entries, a query visits those of its hour`, async () => {
      store(stored);
      expect(await workOf(() => put(1))).to.deep.equal({ visited: 0, written: 1 });
      await aws.clock.advance(1);
      expect(await workOf(() => put(1))).to.deep.equal({ visited: 0, written: 2 });
      const inHour = Math.min(stored, 60) * Math.max(1, stored / 10_000) * 0.5;
      const statistics = new GetMetricStatisticsCommand({
        ...metric,
        ...hour,
        Period: 60,
        Statistics: ['Sum'],
      });
      const MetricDataQueries = [{ Id: 'q', MetricStat: { Metric: metric, Period: 300, Stat: 'p99' } }];
      const data = new GetMetricDataCommand({ ...hour, MetricDataQueries });
      // A walk looks at the first point behind its end.
      expect((await workOf(() => client.send(statistics))).visited).to.be.within(inHour, inHour + 1);
      expect((await workOf(() => client.send(data))).visited).to.be.within(inHour, inHour + 1);
      expect((await workOf(() => client.send(new ListMetricsCommand({})))).visited).to.equal(0);
    });
  }
});
