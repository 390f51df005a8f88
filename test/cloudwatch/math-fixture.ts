import { evaluateMath } from '../../fakes/cloudwatch/math-evaluator';
import { parseMath } from '../../fakes/cloudwatch/math-parser';
import { ofSeries, type MathValue, type Point, type Series } from '../../fakes/cloudwatch/math-series';

/** Monday, 5 January 2026, 10:58. Five periods of a minute. */
const start = Date.UTC(2026, 0, 5, 10, 58);
const range = { startMs: start, endMs: start + 300_000, periodMs: 60_000 };
/** No value at that time. */
export const gap = undefined;

/** A metric whose values are a minute apart. */
export const metric = (
  metricId: string,
  values: readonly (number | undefined)[],
  periodMs = 60_000,
): Series => ({
  label: metricId,
  metricId,
  range: { ...range, periodMs },
  points: values.flatMap((value, i): Point[] => (value === undefined ? [] : [[start + i * periodMs, value]])),
});
const metrics = [
  metric('m1', [30, 20, 0, 0, gap]),
  metric('m2', [20, gap, 20, gap, gap]),
  metric('c', [1, 1, 0, 0, gap]),
  metric('t', [30, gap, 0, 0, 30]),
  metric('f', [0, 0, 20, gap, 20]),
  metric('e', []),
  metric('slow', [5], 300_000),
];
/** Evaluates an expression over the metrics m1 and m2 of the documentation, and some more. */
export const evaluate = (text: string): MathValue =>
  evaluateMath(parseMath(text), {
    operation: 'GetMetricData',
    range,
    metrics: metrics.slice(0, 2),
    search: (expression, statistic, period) => [metric(`${expression}/${statistic}/${period}`, [1])],
    lookup: (id) => {
      const found = metrics.find(({ metricId }) => metricId === id);
      return found && ofSeries(found);
    },
  });
const shown = ({ points }: Series) => {
  const map = new Map(points);
  return Array.from({ length: 5 }, (_, i) => map.get(start + i * 60_000));
};
/** The result of an expression: a number, or the values of the five minutes, or those of several series. */
export const values = (text: string) => {
  const value = evaluate(text);
  if (value.kind === 'scalar') return value.value;
  if (value.kind === 'series') return shown(value.series);
  return value.kind === 'list' ? value.list.map(shown) : value.kind;
};
