import { typeName } from './math-operators';
import { MathError } from './math-parser';
import { derived, ofSeries, requireSamePeriod, type MathValue, type Point, type Series } from './math-series';

/**
 * `IF(condition, trueValue, falseValue)`. A condition of 0 is false, any other true. Documented: using-metric-math,
 * "Using IF expressions": where the condition is true and metric2 has no value, the value is 0; where it is false and
 * metric3 has none, the point is dropped.
 */
export function conditional(args: readonly MathValue[]): MathValue {
  const [condition, whenTrue, whenFalse] = args;
  if (condition === undefined || whenTrue === undefined || args.length > 3) {
    throw new MathError('IF takes a condition, a value and, if wanted, another value');
  }
  if (condition.kind === 'scalar') return chosenByScalar(condition.value !== 0, whenTrue, whenFalse);
  if (condition.kind !== 'series')
    throw new MathError(`IF does not take ${typeName(condition)} as condition`);
  const [a, b] = [valueAt(whenTrue), whenFalse === undefined ? () => undefined : valueAt(whenFalse)];
  requireSamePeriod([condition.series, ...seriesOf(whenTrue), ...seriesOf(whenFalse)]);
  const points = condition.series.points.flatMap(([time, test]): Point[] => {
    const value = test === 0 ? b(time) : (a(time) ?? 0);
    return value === undefined ? [] : [[time, value]];
  });
  return ofSeries(derived(condition.series, points));
}

function chosenByScalar(
  condition: boolean,
  whenTrue: MathValue,
  whenFalse: MathValue | undefined,
): MathValue {
  if (whenTrue.kind !== 'series') throw new MathError(`IF does not take a Scalar and ${typeName(whenTrue)}`);
  if (condition) return whenTrue;
  return whenFalse ?? ofSeries(derived(whenTrue.series, []));
}

function valueAt(value: MathValue): (time: number) => number | undefined {
  if (value.kind === 'scalar') return () => value.value;
  if (value.kind !== 'series') throw new MathError(`IF does not take ${typeName(value)} as value`);
  const points = new Map(value.series.points);
  return (time) => points.get(time);
}

function seriesOf(value: MathValue | undefined): readonly Series[] {
  return value?.kind === 'series' ? [value.series] : [];
}
