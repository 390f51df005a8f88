import {
  CloudWatchClient,
  GetMetricStatisticsCommand,
  PutMetricDataCommand,
  type MetricDatum,
} from '@aws-sdk/client-cloudwatch';
import { fakeAws } from '../../fakes';
import { compare } from './measure';

const SIZES = [1_000, 1_000_000] as const;
const MINUTE_MS = 60_000;
const POINTS_PER_PUT = 1_000;

/**
 * `call.PutMetricData.us`, `growth.PutMetricData.1kTo1M` and `growth.GetMetricStatistics.1kTo1M`: the same hour is queried
 * in a metric of a thousand data points and in one of a million.
 */
export async function benchCloudwatch(figures: Map<string, number>): Promise<void> {
  // The first round warms the code up, and does not count.
  await measure(SIZES[0]);
  const costs: { readonly put: number; readonly query: number }[] = [];
  for (const size of SIZES) {
    costs.push(await measure(size));
    global.gc?.();
  }
  const [small, large] = costs;
  if (small === undefined || large === undefined) return;
  figures.set('call.PutMetricData.us', small.put);
  figures.set('growth.PutMetricData.1kTo1M', large.put / small.put);
  figures.set('growth.GetMetricStatistics.1kTo1M', large.query / small.query);
  console.log('\nCloudWatch (us per call)      1,000 points   1,000,000 points   last/first');
  for (const [name, a, b] of [
    ['PutMetricData', small.put, large.put],
    ['GetMetricStatistics', small.query, large.query],
  ] as const) {
    const columns = [a.toFixed(1).padStart(14), b.toFixed(1).padStart(19), (b / a).toFixed(2).padStart(13)];
    console.log(`${name.padEnd(28)}${columns.join('')}`);
  }
}

async function measure(size: number): Promise<{ put: number; query: number }> {
  const client = new CloudWatchClient({});
  const aws = fakeAws({ clients: [client] });
  try {
    const now = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
    const put = (MetricData: MetricDatum[]) =>
      client.send(new PutMetricDataCommand({ Namespace: 'Bench', MetricData }));
    // The hour that is queried holds 60 points, whatever else there is.
    await put(points(60, (i) => now - (i + 1) * MINUTE_MS));
    for (let done = 60; done < size; done += POINTS_PER_PUT) {
      await put(
        points(Math.min(POINTS_PER_PUT, size - done), (i) => now - (120 + ((done + i) % 10_000)) * MINUTE_MS),
      );
    }
    const hour = { StartTime: new Date(now - 60 * MINUTE_MS), EndTime: new Date(now) };
    const query = new GetMetricStatisticsCommand({
      Namespace: 'Bench',
      MetricName: 'm',
      Period: 60,
      Statistics: ['Sum', 'Average'],
      ...hour,
    });
    const one = points(1, () => now - 120 * MINUTE_MS);
    const [putUs = 0] = await compare([() => put(one)], { calls: 1_000, rounds: 5 });
    const [queryUs = 0] = await compare([() => client.send(query)], { calls: 200, rounds: 5 });
    return { put: putUs, query: queryUs };
  } finally {
    aws.unplug();
  }
}

function points(count: number, timeOf: (i: number) => number): MetricDatum[] {
  return Array.from({ length: count }, (_, i) => ({
    MetricName: 'm',
    Value: i,
    Timestamp: new Date(timeOf(i)),
  }));
}
