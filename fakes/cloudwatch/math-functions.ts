import { fill } from './math-fill';
import { conditional } from './math-if';
import { MathError } from './math-parser';
import {
  derived,
  gridOf,
  mapValues,
  ofList,
  ofSeries,
  requireSamePeriod,
  scalar,
  timesOf,
  type MathValue,
  type Point,
  type Series,
} from './math-series';
import { sortSeries, sliceSeries } from './math-sort';
import { typeName } from './math-operators';
import type { Range } from './periods';

/** What functions see beside their arguments. */
export interface MathScope {
  /** Where and how finely TIME_SERIES has values. */
  readonly range: Range;
  /** The metrics of the request; expressions are not among them. */
  readonly metrics: readonly Series[];
  search(expression: string, statistic: string, periodSeconds: number): readonly Series[];
}

export type MathFunction = (args: readonly MathValue[], scope: MathScope) => MathValue;

/** Documented: using-metric-math, "Functions supported for metric math". */
export const FUNCTIONS: Readonly<Record<string, MathFunction>> = {
  ABS: each((series) => mapValues(series, Math.abs)),
  CEIL: each((series) => mapValues(series, Math.ceil)),
  FLOOR: each((series) => mapValues(series, Math.floor)),
  LOG: each((series) => mapValues(series, Math.log)),
  LOG10: each((series) => mapValues(series, Math.log10)),
  DIFF: each((series) => pairwise(series, ([, before], [, value]) => value - before)),
  DIFF_TIME: each((series) => pairwise(series, ([before], [time]) => (time - before) / 1_000)),
  RATE: each((series) => pairwise(series, ([t0, v0], [t1, v1]) => (v1 - v0) / ((t1 - t0) / 1_000))),
  RUNNING_SUM: each(runningSum),
  AVG: reduce((values, count) => total(values) / count),
  SUM: reduce(total),
  MIN: reduce((values) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)),
  MAX: reduce((values) => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)),
  DATAPOINT_COUNT: reduce((values) => values.length),
  METRIC_COUNT: ([list]) => scalar(asList(list).length),
  FIRST: ([list]) => ofSeries(only(asList(list)[0])),
  LAST: ([list]) => ofSeries(only(asList(list).at(-1))),
  REMOVE_EMPTY: ([list]) => ofList(asList(list).filter(({ points }) => points.length > 0)),
  SORT: ([list, by, order, limit]) =>
    ofList(sortSeries(asList(list), asWord(by), asWord(order), limit && asScalar(limit))),
  SLICE: ([list, from, to]) => ofList(sliceSeries(asList(list), asScalar(from), to && asScalar(to))),
  FILL: ([value, filler], scope) =>
    each((series) => fill(series, filler))(value === undefined ? [] : [value], scope),
  IF: conditional,
  PERIOD: ([value]) => scalar(asMetric(value).range.periodMs / 1_000),
  TIME_SERIES: ([value], { range }) => {
    const constant = asScalar(value);
    return ofSeries({ label: '', range, points: gridOf(range).map((time): Point => [time, constant]) });
  },
  METRICS: ([part], { metrics }) =>
    ofList(
      part === undefined ? metrics : metrics.filter(({ metricId = '' }) => metricId.includes(asText(part))),
    ),
  SEARCH: ([expression, statistic, period], scope) =>
    ofList(scope.search(asText(expression), asText(statistic), asScalar(period))),
  ...calendar(),
};

/** Applies a function to a series, or to each of several. */
function each(f: (series: Series) => Series): MathFunction {
  return ([value]) => {
    if (value?.kind === 'list') return ofList(value.list.map(f));
    return ofSeries(f(asSeries(value)));
  };
}

/**
 * Makes a number of one series, and one series of several, time by time. `count` is how many values there are, for
 * several series with the missing ones. Documented: AVG, "Missing values are treated as 0".
 */
function reduce(f: (values: readonly number[], count: number) => number): MathFunction {
  return ([value]) => {
    if (value?.kind !== 'list') {
      const values = asSeries(value).points.map(([, point]) => point);
      return scalar(f(values, values.length));
    }
    const [first] = value.list;
    if (first === undefined) return ofList([]);
    requireSamePeriod(value.list);
    const maps = value.list.map(({ points }) => new Map(points));
    const at = (time: number): readonly number[] =>
      maps.map((map) => map.get(time)).filter((point) => point !== undefined);
    return ofSeries(
      derived(
        first,
        timesOf(value.list).map((time): Point => [time, f(at(time), maps.length)]),
      ),
    );
  };
}

function total(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

/** A value from each point and the one before it: the first point has none. */
function pairwise(series: Series, f: (before: Point, point: Point) => number): Series {
  const points = series.points.flatMap((point, i): Point[] => {
    const before = series.points[i - 1];
    return before === undefined ? [] : [[point[0], f(before, point)]];
  });
  return derived(series, points);
}

function runningSum(series: Series): Series {
  let sum = 0;
  return mapValues(series, (value) => (sum += value));
}

/** Documented: MINUTE to EPOCH, a value for every period of the range, in UTC; DAY counts Monday as 1. */
function calendar(): Readonly<Record<string, MathFunction>> {
  const parts: Readonly<Record<string, (date: Date) => number>> = {
    MINUTE: (date) => date.getUTCMinutes(),
    HOUR: (date) => date.getUTCHours(),
    DAY: (date) => (date.getUTCDay() === 0 ? 7 : date.getUTCDay()),
    DATE: (date) => date.getUTCDate(),
    MONTH: (date) => date.getUTCMonth() + 1,
    YEAR: (date) => date.getUTCFullYear(),
    EPOCH: (date) => Math.floor(date.getTime() / 1_000),
  };
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [
      name,
      ([value]: readonly MathValue[]) => {
        const series = asSeries(value);
        return ofSeries(
          derived(
            series,
            gridOf(series.range).map((time): Point => [time, part(new Date(time))]),
          ),
        );
      },
    ]),
  );
}

function asSeries(value: MathValue | undefined): Series {
  if (value?.kind !== 'series') throw expected('a time series', value);
  return value.series;
}

function asMetric(value: MathValue | undefined): Series {
  const series = asSeries(value);
  if (series.metricId === undefined)
    throw new MathError('PERIOD takes a metric, not the result of an expression');
  return series;
}

function asList(value: MathValue | undefined): readonly Series[] {
  if (value?.kind !== 'list') throw expected('an array of time series', value);
  return value.list;
}

function asScalar(value: MathValue | undefined): number {
  if (value?.kind !== 'scalar') throw expected('a number', value);
  return value.value;
}

function asText(value: MathValue | undefined): string {
  if (value?.kind !== 'text') throw expected('a string', value);
  return value.text;
}

function asWord(value: MathValue | undefined): string {
  if (value?.kind !== 'word') throw expected('a keyword', value);
  return value.word;
}

function only(series: Series | undefined): Series {
  if (series === undefined) throw new MathError('The array of time series is empty');
  return series;
}

function expected(what: string, value: MathValue | undefined): MathError {
  return new MathError(`Expected ${what}, got ${value === undefined ? 'nothing' : typeName(value)}`);
}
