import { MathError } from './math-parser';
import type { Series } from './math-series';

const KEYS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  AVG: (values) => values.reduce((a, b) => a + b, 0) / values.length,
  MIN: (values) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
  MAX: (values) => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  SUM: (values) => values.reduce((a, b) => a + b, 0),
};

/**
 * SORT: by the AVG, MIN, MAX or SUM of each series, the first `limit` of them.
 * Assumed: a series without points comes last either way; equal ones keep their order.
 */
export function sortSeries(
  list: readonly Series[],
  by: string,
  order: string,
  limit: number | undefined,
): readonly Series[] {
  const key = KEYS[by];
  if (key === undefined || !Object.hasOwn(KEYS, by)) throw new MathError(`SORT does not sort by ${by}`);
  if (order !== 'ASC' && order !== 'DESC') throw new MathError(`SORT takes ASC or DESC, not ${order}`);
  const sign = order === 'ASC' ? 1 : -1;
  const keyed = list.map((series) => ({ series, value: key(series.points.map(([, value]) => value)) }));
  const [full, empty] = [keyed.filter(hasPoints), keyed.filter((item) => !hasPoints(item))];
  const sorted = [...full.toSorted((a, b) => sign * (a.value - b.value)), ...empty];
  return sorted.slice(0, limit).map(({ series }) => series);
}

function hasPoints({ series }: { readonly series: Series }): boolean {
  return series.points.length > 0;
}

/** SLICE: from one place (counted from 0, included) to another (excluded), or to the end. */
export function sliceSeries(
  list: readonly Series[],
  from: number,
  to: number | undefined,
): readonly Series[] {
  return list.slice(from, to);
}
