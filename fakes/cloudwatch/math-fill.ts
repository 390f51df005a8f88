import { MathError } from './math-parser';
import { derived, gridOf, type MathValue, type Point, type Series } from './math-series';

/**
 * Fills the periods of a series' range that have no value: with a number, with another series, by REPEAT (the last value
 * before) or by LINEAR (between the values around). Documented: using-metric-math, FILL. Assumed: where there is no
 * value before (REPEAT) or on one side (LINEAR), the gap stays.
 */
export function fill(series: Series, filler: MathValue | undefined): Series {
  const known = new Map(series.points);
  const missing = missingValue(series, filler);
  const points = gridOf(series.range).flatMap((time): Point[] => {
    const value = known.get(time) ?? missing(time);
    return value === undefined ? [] : [[time, value]];
  });
  return derived(series, points);
}

function missingValue(
  { points }: Series,
  filler: MathValue | undefined,
): (time: number) => number | undefined {
  if (filler?.kind === 'scalar') return () => filler.value;
  if (filler?.kind === 'series') {
    const others = new Map(filler.series.points);
    return (time) => others.get(time);
  }
  if (filler?.kind === 'word' && filler.word === 'REPEAT') return (time) => before(points, time)?.[1];
  if (filler?.kind === 'word' && filler.word === 'LINEAR') {
    return (time) => {
      const [left, right] = [before(points, time), points.find((point) => point[0] > time)];
      if (left === undefined || right === undefined) return undefined;
      return left[1] + ((right[1] - left[1]) * (time - left[0])) / (right[0] - left[0]);
    };
  }
  throw new MathError('FILL takes a number, a time series, REPEAT or LINEAR');
}

function before(points: readonly Point[], time: number): Point | undefined {
  return points.findLast((point) => point[0] < time);
}
