import type { MessageData, MetricDataQuery, MetricStat, StandardUnit } from '@aws-sdk/client-cloudwatch';
import { notSupported } from '../kernel/errors';
import { compareStrings } from '../kernel/order';
import { findMetric } from './data-points';
import { validationError } from './errors';
import { extendedStatistic, parseExtendedStatistic } from './extended-statistics';
import { given } from '../kernel/given';
import { evaluateMath } from './math-evaluator';
import { MathError, parseMath } from './math-parser';
import { ofSeries, type MathValue, type Point, type Series } from './math-series';
import { readPeriods, type Range } from './periods';
import { parseSearch } from './search-expression';
import { completeDimensions, type CloudwatchState, type MetricEntry, type PointData } from './state';
import { aggregate, isPlainStatistic, plainStatistic, rawValues } from './statistics';

/** What evaluating queries needs to know. */
export interface QueryScope {
  readonly state: CloudwatchState;
  readonly region: string;
  /** The operation, for refusals. */
  readonly operation: string;
  readonly now: number;
  /** Leaves out what arrived later than this, epoch ms. */
  readonly publishedBy?: number;
  /** The range that a query of this period reads. */
  range(periodSeconds: number): Range;
}

/** What one query gives: a metric one series, an expression one or several. */
export interface QueryResult {
  readonly query: MetricDataQuery;
  readonly isExpression: boolean;
  /** Whether an expression gave an array: its series then go by the labels of their metrics. */
  readonly isList: boolean;
  readonly series: readonly Series[];
  readonly messages: readonly MessageData[];
}

interface MetricResult {
  readonly series: Series;
  readonly messages: readonly MessageData[];
}

/**
 * Evaluates queries that passed validation, in their order. `labelOf` names the series of a metric, which goes by its Id
 * otherwise.
 *
 * @throws ValidationException for an expression that AWS refuses.
 */
export function evaluateQueries(
  scope: QueryScope,
  queries: readonly MetricDataQuery[],
  labelOf: (query: MetricDataQuery, series: Series) => string = ({ Id }) => given(Id),
): readonly QueryResult[] {
  const metrics = new Map<string, MetricResult>();
  for (const query of queries) {
    const { Id: id = '', MetricStat: stat } = query;
    if (stat === undefined) continue;
    const { series, messages } = readMetric(scope, stat, id);
    metrics.set(id, { series: { ...series, label: labelOf(query, series) }, messages });
  }
  const values = new Map<string, MathValue>();
  const running = new Set<string>();
  const own = [...metrics.values()].map(({ series }) => series);
  const lookup = (id: string): MathValue | undefined => {
    const metric = metrics.get(id);
    if (metric !== undefined) return ofSeries(metric.series);
    const known = values.get(id);
    const query = queries.find((candidate) => candidate.Id === id);
    if (known !== undefined || query?.Expression === undefined) return known;
    if (running.has(id)) throw new MathError(`Circular reference: ${id}`);
    running.add(id);
    const value = evaluateMath(parseMath(query.Expression), {
      operation: scope.operation,
      metrics: own,
      // Assumed: TIME_SERIES goes by the expression's Period, else by the first metric's.
      range: query.Period === undefined ? (own[0]?.range ?? scope.range(60)) : scope.range(query.Period),
      search: (text, statistic, period) => search(scope, text, statistic, period),
      lookup,
    });
    running.delete(id);
    values.set(id, value);
    return value;
  };
  return queries.map((query) => {
    const id = given(query.Id);
    const metric = metrics.get(id);
    if (metric !== undefined)
      return {
        query,
        isExpression: false,
        isList: false,
        series: [metric.series],
        messages: metric.messages,
      };
    const value = asExpressionError(id, () => requireSeries(lookup(id)));
    return { query, isExpression: true, isList: value.kind === 'list', series: value.series, messages: [] };
  });
}

/** Assumed: the wording in which AWS says what is wrong with an expression. */
function asExpressionError<T>(id: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (error instanceof MathError) throw validationError(`Error in expression '${id}': ${error.message}`);
    throw error;
  }
}

/** Documented: using-metric-math, "The final result of any math expression must be a single time series or an array". */
function requireSeries(value: MathValue | undefined): { kind: 'series' | 'list'; series: readonly Series[] } {
  if (value?.kind === 'series') return { kind: 'series', series: [value.series] };
  if (value?.kind === 'list') return { kind: 'list', series: value.list };
  throw new MathError('The result of the expression must be a time series or an array of time series');
}

function readMetric(scope: QueryScope, stat: MetricStat, metricId: string): MetricResult {
  const { Namespace, MetricName, Dimensions } = given(stat.Metric);
  const name = {
    namespace: given(Namespace),
    metricName: given(MetricName),
    dimensions: completeDimensions(Dimensions),
  };
  const metric = findMetric(scope.state, scope.region, name);
  const range = scope.range(given(stat.Period));
  const source = { ...name, statistic: given(stat.Stat) };
  if (metric === undefined)
    return { series: { label: metricId, range, points: [], metricId, source }, messages: [] };
  const { points, units } = readSeries(scope, metric, range, given(stat.Stat), stat.Unit);
  // Captured: the message, and that the values are those of the first unit in alphabetical order.
  const Value = `Multiple units returned: '[${units.join(', ')}]'`;
  const messages = units.length > 1 ? [{ Code: 'MultipleUnits', Value }] : [];
  return { series: { label: metricId, range, points, metricId, source }, messages };
}

function readSeries(
  scope: QueryScope,
  metric: MetricEntry,
  range: Range,
  statistic: string,
  unit: StandardUnit | undefined,
): { points: readonly Point[]; units: readonly StandardUnit[] } {
  const { now, publishedBy = now } = scope;
  const periods = readPeriods(scope.state, metric, range, { now, unit, publishedBy });
  const units = [...new Set(periods.flatMap(({ byUnit }) => [...byUnit.keys()]))].toSorted(compareStrings);
  const [shown = 'None'] = units;
  const points = periods.flatMap(({ startMs, byUnit }): Point[] => {
    const value = statisticOf(statistic, byUnit.get(shown) ?? []);
    return value === undefined ? [] : [[startMs, value]];
  });
  return { points, units };
}

/** A plain or extended statistic of data; undefined where there is none. */
export function statisticOf(text: string, data: readonly PointData[]): number | undefined {
  if (isPlainStatistic(text)) {
    const whole = aggregate(data);
    return whole && plainStatistic(text, whole);
  }
  const [statistic, raw] = [parseExtendedStatistic(text), rawValues(data)];
  return statistic && raw && extendedStatistic(statistic, raw);
}

/** Documented: search-expression-limits, a search finds at most 500 metrics. They come in the order of their names. */
function search(
  scope: QueryScope,
  text: string,
  statistic: string,
  periodSeconds: number,
): readonly Series[] {
  const matches = parseSearch(text);
  if (!isStatistic(statistic)) throw new MathError(`The statistic ${statistic} is not supported`);
  const range = scope.range(periodSeconds);
  const found: Series[] = [];
  for (const [key, metric] of scope.state.metrics.entries({ from: [scope.region, '', '', ''] })) {
    if (key[0] !== scope.region) break;
    if (!matches(metric)) continue;
    if (found.length === 500)
      throw notSupported(scope.operation, 'a search that finds more than 500 metrics');
    const { points } = readSeries(scope, metric, range, statistic, undefined);
    // Assumed: a series that a search finds goes by its dimension values, or by its name where it has no dimensions.
    const label = metric.dimensions.map(({ Value }) => Value).join(' ') || metric.metricName;
    const { namespace, metricName, dimensions } = metric;
    found.push({ label, range, points, source: { namespace, metricName, dimensions, statistic } });
  }
  return found;
}

/** Whether a text names a statistic of CloudWatch, plain or extended. */
export function isStatistic(text: string): boolean {
  return isPlainStatistic(text) || parseExtendedStatistic(text) !== undefined;
}
