import type { StandardUnit } from '@aws-sdk/client-cloudwatch';
import { readPoints } from './data-points';
import { DAY_MS, HOUR_MS, MINUTE_MS, RETENTION, SECOND_MS } from './limits';
import type { CloudwatchState, MetricEntry, PointData } from './state';

/** A range of time cut into periods, the first of which begins at `startMs`. */
export interface Range {
  /** Epoch ms, included. */
  readonly startMs: number;
  /** Epoch ms, excluded. */
  readonly endMs: number;
  readonly periodMs: number;
}

/** The data of one period by unit. */
export interface Period {
  /** Epoch ms. */
  readonly startMs: number;
  readonly byUnit: ReadonlyMap<StandardUnit, readonly PointData[]>;
}

/**
 * Rounds the start of a query down as CloudWatch does.
 * Documented: API_GetMetricStatistics, StartTime. Assumed: with a period of 1 to whole seconds; periods count from there.
 */
export function queryRange(now: number, start: number, end: number, periodSeconds: number): Range {
  const periodMs = periodSeconds * SECOND_MS;
  return {
    startMs: Math.floor(start / stepMs(now - start, periodMs)) * stepMs(now - start, periodMs),
    endMs: end,
    periodMs,
  };
}

function stepMs(ageMs: number, periodMs: number): number {
  if (periodMs < MINUTE_MS) return periodMs;
  if (ageMs < 15 * DAY_MS) return MINUTE_MS;
  return ageMs < 63 * DAY_MS ? 5 * MINUTE_MS : HOUR_MS;
}

/** How many periods a range has. */
export function countPeriods({ startMs, endMs, periodMs }: Range): number {
  return Math.ceil((endMs - startMs) / periodMs);
}

/** Whether data of that age can still be had at that period. Documented: API_GetMetricStatistics, Period. */
export function isRetained(ageMs: number, periodMs: number): boolean {
  const tier = RETENTION.find((candidate) => ageMs <= candidate.ageMs);
  return tier !== undefined && periodMs % (tier.periodSeconds * SECOND_MS) === 0;
}

/**
 * The data of a metric period by period, oldest first; periods without data are left out.
 * `publishedBy` (epoch ms) leaves out what arrived later. Costs the points in the range.
 */
export function readPeriods(
  state: CloudwatchState,
  metric: MetricEntry,
  range: Range,
  options: { readonly now: number; readonly unit: StandardUnit | undefined; readonly publishedBy?: number },
): readonly Period[] {
  const { now, unit, publishedBy = now } = options;
  const periods: { startMs: number; byUnit: Map<StandardUnit, PointData[]> }[] = [];
  for (const [timestamp, point] of readPoints(state, metric, range.startMs, range.endMs)) {
    if ((unit !== undefined && point.unit !== unit) || point.publishedAt > publishedBy) continue;
    const startMs = timestamp - ((timestamp - range.startMs) % range.periodMs);
    if (!isRetained(now - startMs, range.periodMs)) continue;
    let period = periods.at(-1);
    if (period?.startMs !== startMs) periods.push((period = { startMs, byUnit: new Map() }));
    const data = period.byUnit.get(point.unit);
    if (data === undefined) period.byUnit.set(point.unit, [point.data]);
    else data.push(point.data);
  }
  return periods;
}
