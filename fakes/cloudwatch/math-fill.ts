import { MathError } from './math-parser';
import { derived, gridOf, type MathValue, type Point, type Series } from './math-series';

/**
 * Fills the periods of a series' range that have no value: with a number, with another series, by REPEAT (the last value
 * before) or by LINEAR (between the values around). Documented: using-metric-math, FILL. Assumed: where there is no
 * value before (REPEAT) or on one side (LINEAR), the gap stays.
 */
export function fill(series: Series, filler: MathValue | undefined): Series {
  const { points } = series;
  const missing = missingValue(filler);
  const filled: Point[] = [];
  let next = 0;
  for (const time of gridOf(series.range)) {
    const point = points[next];
    if (point?.[0] === time) {
      filled.push(point);
      next++;
      continue;
    }
    const value = missing(time, points[next - 1], point);
    if (value !== undefined) filled.push([time, value]);
  }
  return derived(series, filled);
}

/** The value for a time, from the points of the series before and after it. */
type Missing = (time: number, before: Point | undefined, after: Point | undefined) => number | undefined;

function missingValue(filler: MathValue | undefined): Missing {
  if (filler?.kind === 'scalar') return () => filler.value;
  if (filler?.kind === 'series') {
    const others = new Map(filler.series.points);
    return (time) => others.get(time);
  }
  if (filler?.kind === 'word' && filler.word === 'REPEAT') return (_time, before) => before?.[1];
  if (filler?.kind === 'word' && filler.word === 'LINEAR') {
    return (time, before, after) => {
      if (before === undefined || after === undefined) return undefined;
      return before[1] + ((after[1] - before[1]) * (time - before[0])) / (after[0] - before[0]);
    };
  }
  throw new MathError('FILL takes a number, a time series, REPEAT or LINEAR');
}
