import type { StandardUnit } from '@aws-sdk/client-cloudwatch';
import type { Ids } from '../kernel/ids';
import { compareStrings } from '../kernel/order';
import { MINUTE_MS, SECOND_MS } from './limits';
import type {
  CloudwatchState,
  MetricDimension,
  MetricEntry,
  MetricKey,
  PointData,
  PointEntry,
} from './state';

/** Where a metric lives. Dimensions in any order name the same metric. */
export interface MetricName {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: readonly MetricDimension[];
}

/** A datum that passed validation. */
export interface Datum extends MetricName {
  /** Epoch ms. */
  readonly timestamp: number;
  readonly unit: StandardUnit;
  readonly resolutionSeconds: 1 | 60;
  readonly data: PointData;
}

/** What storing a datum needs of a call: an operation's context has it, and so has a world. */
export interface Publisher {
  readonly state: CloudwatchState;
  readonly region: string;
  /** Epoch ms. */
  readonly now: number;
  readonly ids: Ids;
}

export function metricKey(region: string, { namespace, metricName, dimensions }: MetricName): MetricKey {
  return [region, namespace, metricName, dimensionsText(dimensions)];
}

function dimensionsText(dimensions: readonly MetricDimension[]): string {
  if (dimensions.length === 0) return '';
  const sorted = dimensions.toSorted((a, b) => compareStrings(a.Name, b.Name));
  return JSON.stringify(sorted.map(({ Name, Value }) => [Name, Value]));
}

export function findMetric(
  state: CloudwatchState,
  region: string,
  name: MetricName,
): MetricEntry | undefined {
  return state.metrics.get(metricKey(region, name));
}

/**
 * Stores one datum. Costs O(log n) in all the points there are.
 *
 * @param publishedAt from when on queries and alarms see it, epoch ms; the metric itself is listed at once.
 */
export function appendDatum(
  { state, region, now, ids }: Publisher,
  datum: Datum,
  publishedAt: number = now,
): void {
  const key = metricKey(region, datum);
  let metric = state.metrics.get(key);
  if (metric === undefined || metric.publishedAt !== now) {
    const { namespace, metricName } = datum;
    const id = metric?.id ?? ids.next('cloudwatch.metric');
    metric = {
      id,
      namespace,
      metricName,
      dimensions: metric?.dimensions ?? datum.dimensions,
      publishedAt: now,
    };
    state.metrics.put(key, metric);
  }
  const { timestamp, unit, resolutionSeconds, data } = datum;
  // Documented: API_MetricDatum, StorageResolution: data is stored at 1-minute resolution, or down to one second.
  const storedMs = resolutionSeconds === 1 ? SECOND_MS : MINUTE_MS;
  const stored = Math.floor(timestamp / storedMs) * storedMs;
  state.points.put([metric.id, stored, ids.next('cloudwatch.point')], {
    timestamp,
    publishedAt,
    unit,
    resolutionSeconds,
    data,
  });
}

/** The points of a metric from one stored time (included) to another (excluded), oldest first; costs what it yields. */
export function* readPoints(
  state: CloudwatchState,
  metric: MetricEntry,
  fromMs: number,
  toMs: number,
): Generator<readonly [timestamp: number, point: PointEntry], void, undefined> {
  for (const [key, point] of state.points.entries({
    from: [metric.id, fromMs, 0],
    before: [metric.id, toMs, 0],
  })) {
    yield [key[1], point];
  }
}
