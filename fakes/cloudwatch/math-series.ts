import { MAX_DATA_POINTS } from './limits';
import { MathError } from './math-parser';
import { countPeriods, type Range } from './periods';
import type { MetricDimension } from './state';

/** A time series: at most one value for each period, oldest first. */
export interface Series {
  readonly label: string;
  /** The range it was taken from, with its period: what FILL fills. */
  readonly range: Range;
  /** Time (epoch ms) and value. */
  readonly points: readonly Point[];
  /** A metric itself, not the result of an expression: the Id of its query. */
  readonly metricId?: string;
  /** The one metric whose values these are, found by name or by a search. */
  readonly source?: SeriesSource;
}

/** What a metric's values were read as. */
export interface SeriesSource {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: readonly MetricDimension[];
  readonly statistic: string;
}

export type Point = readonly [time: number, value: number];

/** What an expression can be: a number, a series, several series, a text, or a word such as REPEAT. */
export type MathValue =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'series'; readonly series: Series }
  | { readonly kind: 'list'; readonly list: readonly Series[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'word'; readonly word: string };

export function scalar(value: number): MathValue {
  return { kind: 'scalar', value };
}

export function ofSeries(series: Series): MathValue {
  return { kind: 'series', series };
}

export function ofList(list: readonly Series[]): MathValue {
  return { kind: 'list', list };
}

/** A series computed from another: no longer a metric; what is not a finite number is dropped. */
export function derived(from: Series, points: readonly Point[]): Series {
  const { label, range } = from;
  return { label, range, points: points.filter(([, value]) => Number.isFinite(value)) };
}

/** Applies a function to every value. */
export function mapValues(series: Series, f: (value: number) => number): Series {
  return derived(
    series,
    series.points.map(([time, value]) => [time, f(value)]),
  );
}

/** Documented: using-metric-math, "Missing values in a time series are treated as 0". */
export function combine(left: Series, right: Series, f: (a: number, b: number) => number): Series {
  requireSamePeriod([left, right]);
  const [a, b] = [new Map(left.points), new Map(right.points)];
  return derived(
    left,
    timesOf([left, right]).map((time): Point => [time, f(a.get(time) ?? 0, b.get(time) ?? 0)]),
  );
}

/** Every time at which one of the series has a value, oldest first. */
export function timesOf(list: readonly Series[]): readonly number[] {
  return [...new Set(list.flatMap(({ points }) => points.map(([time]) => time)))].toSorted((a, b) => a - b);
}

/**
 * Every time at which a series of this range may have a value.
 * Assumed: that a range of more data points than GetMetricData gives at all is refused, and the wording.
 */
export function gridOf(range: Range): readonly number[] {
  const count = Math.max(0, countPeriods(range));
  if (count > MAX_DATA_POINTS) {
    throw new MathError(
      `You have requested up to ${count} datapoints, which exceeds the limit of ${MAX_DATA_POINTS}`,
    );
  }
  return Array.from({ length: count }, (_, i) => range.startMs + i * range.periodMs);
}

/** Series of different periods have no common times. Assumed: AWS's own rule for them is not documented. */
export function requireSamePeriod(list: readonly Series[]): void {
  const periods = new Set(list.map(({ range }) => range.periodMs));
  if (periods.size > 1) throw new MathError('The metrics have different periods');
}
