import { notSupported } from '../kernel/errors';
import { FUNCTIONS, type MathScope } from './math-functions';
import { applyOperator, negate, typeName } from './math-operators';
import { MathError, type MathNode } from './math-parser';
import { ofList, scalar, type MathValue } from './math-series';

/** Where an expression's variables and functions look. */
export interface MathEnvironment extends MathScope {
  /** The operation, for refusals. */
  readonly operation: string;
  /** The result of another query of the request. */
  lookup(id: string): MathValue | undefined;
}

/** Functions of AWS's that this library does not model: their results are not documented exactly enough. */
const NOT_MODELLED = new Set([
  'ANOMALY_DETECTION_BAND',
  'DB_PERF_INSIGHTS',
  'INSIGHT_RULE_METRIC',
  'LAMBDA',
  'SERVICE_QUOTA',
  'STDDEV',
]);

/**
 * Evaluates a parsed expression.
 *
 * @throws MathError for what AWS refuses; NotSupportedByFake for functions that are not modelled.
 */
export function evaluateMath(node: MathNode, environment: MathEnvironment): MathValue {
  if (node.kind === 'number') return scalar(node.value);
  if (node.kind === 'text' || node.kind === 'word') return node;
  if (node.kind === 'negate') return negate(evaluateMath(node.operand, environment));
  if (node.kind === 'list')
    return ofList(node.items.flatMap((item) => elements(evaluateMath(item, environment))));
  if (node.kind === 'id') {
    const value = environment.lookup(node.name);
    if (value === undefined) throw new MathError(`Undeclared variable: ${node.name}`);
    return value;
  }
  if (node.kind === 'binary') {
    const [left, right] = [evaluateMath(node.left, environment), evaluateMath(node.right, environment)];
    return applyOperator(node.operator, left, right);
  }
  if (NOT_MODELLED.has(node.name))
    throw notSupported(environment.operation, `the metric math function ${node.name}`);
  const run = Object.hasOwn(FUNCTIONS, node.name) ? FUNCTIONS[node.name] : undefined;
  if (run === undefined) throw new MathError(`Unknown function: ${node.name}`);
  return run(
    node.args.map((arg) => evaluateMath(arg, environment)),
    environment,
  );
}

/** Documented: `[m1, m2]` and `[METRICS("4xx"), METRICS("5xx")]` are arrays of time series. */
function elements(value: MathValue): Extract<MathValue, { kind: 'list' }>['list'] {
  if (value.kind === 'series') return [value.series];
  if (value.kind === 'list') return value.list;
  throw new MathError(`An array holds time series, not ${typeName(value)}`);
}
