import { MathError, type BinaryOperator } from './math-parser';
import { combine, mapValues, ofList, ofSeries, scalar, type MathValue, type Series } from './math-series';

const truth = (value: boolean): number => (value ? 1 : 0);

/**
 * Documented: using-metric-math, "Basic arithmetic functions" and "Comparison and logical operators". A division by zero
 * gives no finite number, and so no data point.
 */
const OPERATORS: Readonly<Record<BinaryOperator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? Number.NaN : a / b),
  '^': (a, b) => a ** b,
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '<=': (a, b) => truth(a <= b),
  '>=': (a, b) => truth(a >= b),
  '<': (a, b) => truth(a < b),
  '>': (a, b) => truth(a > b),
  AND: (a, b) => truth(a !== 0 && b !== 0),
  OR: (a, b) => truth(a !== 0 || b !== 0),
};

/** Applies a binary operator. Two arrays of time series cannot be combined, nor anything with a text. */
export function applyOperator(operator: BinaryOperator, left: MathValue, right: MathValue): MathValue {
  const f = OPERATORS[operator];
  if (left.kind === 'list' && right.kind !== 'list') {
    return ofList(left.list.map((series) => asSeries(applyOperator(operator, ofSeries(series), right))));
  }
  if (right.kind === 'list' && left.kind !== 'list') {
    return ofList(right.list.map((series) => asSeries(applyOperator(operator, left, ofSeries(series)))));
  }
  if (left.kind === 'scalar' && right.kind === 'scalar') return scalar(f(left.value, right.value));
  if (left.kind === 'series' && right.kind === 'series')
    return ofSeries(combine(left.series, right.series, f));
  if (left.kind === 'series' && right.kind === 'scalar') {
    return ofSeries(mapValues(left.series, (value) => f(value, right.value)));
  }
  if (left.kind === 'scalar' && right.kind === 'series') {
    return ofSeries(mapValues(right.series, (value) => f(left.value, value)));
  }
  throw new MathError(`Unsupported operand types for ${operator}: ${typeName(left)} and ${typeName(right)}`);
}

/** Documented: using-metric-math, unary subtraction of S, TS and TS[]. */
export function negate(operand: MathValue): MathValue {
  return applyOperator('-', scalar(0), operand);
}

function asSeries(value: MathValue): Series {
  if (value.kind !== 'series') throw new MathError(`Expected a time series, got ${typeName(value)}`);
  return value.series;
}

const TYPE_NAMES: Readonly<Record<MathValue['kind'], string>> = {
  scalar: 'Scalar',
  series: 'Time Series',
  list: 'Array of Time Series',
  text: 'String',
  word: 'Keyword',
};

/** The type of a value in the words of the documentation. */
export function typeName(value: MathValue): string {
  return TYPE_NAMES[value.kind];
}
