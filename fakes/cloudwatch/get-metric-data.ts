import type {
  GetMetricDataInput,
  GetMetricDataOutput,
  MetricDataQuery,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import type { Context } from '../kernel/operation';
import { constraintError, invalidNextToken, validationError } from './errors';
import { given } from '../kernel/given';
import { MAX_DATA_POINTS, MAX_QUERIES } from './limits';
import type { Point, Series } from './math-series';
import { dynamicLabel, isDynamic } from './metric-label';
import { evaluateQueries, type QueryResult } from './metric-queries';
import { checkQueries } from './metric-query-checks';
import { queryRange } from './periods';
import type { CloudwatchState } from './state';

/**
 * Values of metrics and of expressions over them, in the order of the queries, newest first unless asked otherwise.
 *
 * @throws ValidationException, InvalidNextToken.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export function getMetricData(
  context: Context<CloudwatchState>,
  input: GetMetricDataInput,
): GetMetricDataOutput {
  const { state, region, operation, now } = context;
  const { start, end, queries } = checkGetMetricData(context, input);
  const labels = defaultLabels(queries);
  const scope = {
    state,
    region,
    operation,
    now,
    range: (period: number) => queryRange(now, start, end, period),
  };
  const results = evaluateQueries(scope, queries, (query, series) =>
    ownLabel(context, query, series, labels),
  );
  const shown = results
    .filter(({ query }) => query.ReturnData !== false)
    .flatMap((result) => result.series.map((series) => ({ result, series })));
  const newestFirst = input.ScanBy !== 'TimestampAscending';
  const lines = shown.map(({ result, series }): Line => {
    const points = newestFirst ? series.points.toReversed() : series.points;
    return { result, label: labelOf(context, result, series, labels), points };
  });
  const before = input.NextToken === undefined ? 0 : fromToken(input.NextToken);
  const partial = context.advice.partialData;
  const most = input.MaxDatapoints ?? MAX_DATA_POINTS;
  const endsEarly = partial?.statusCode === 'PartialData';
  const room = endsEarly ? Math.min(most, Math.floor((pointsOf(lines) - before) / 2)) : most;
  const { page, isLast } = takePage(lines, before, room);
  // Documented: API_MetricDataResult, "NextToken is not returned if you are performing a math expression".
  const hasToken = !isLast && !results.some(({ isExpression }) => isExpression);
  const count = page.reduce((sum, { Values }) => sum + given(Values).length, before);
  // Captured: the empty list of messages is always there.
  const answered = partial?.statusCode === 'InternalError' ? failQueries(page, partial.queries) : page;
  const MetricDataResults = [...answered];
  return { Messages: [], MetricDataResults, ...(hasToken ? { NextToken: toToken(count) } : {}) };
}

function pointsOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { points }) => sum + points.length, 0);
}

/** Documented: API_MetricDataResult, InternalError. Assumed: there are no data points then. */
function failQueries(
  page: readonly MetricDataResult[],
  queries: readonly string[] | undefined,
): readonly MetricDataResult[] {
  return page.map((result) =>
    queries === undefined || queries.includes(given(result.Id))
      ? { ...result, Timestamps: [], Values: [], StatusCode: 'InternalError' as const }
      : result,
  );
}

interface Line {
  readonly result: QueryResult;
  readonly label: string;
  readonly points: readonly Point[];
}

interface Checked {
  readonly start: number;
  readonly end: number;
  readonly queries: readonly MetricDataQuery[];
}

function checkGetMetricData(context: Context<CloudwatchState>, input: GetMetricDataInput): Checked {
  const { MaxDatapoints, ScanBy, LabelOptions } = input;
  const queries = given(input.MetricDataQueries);
  if (queries.length === 0) throw validationError('The parameter MetricDataQueries is required.\n');
  if (queries.length > MAX_QUERIES) {
    throw validationError(
      `The collection MetricDataQueries must not have a size greater than ${MAX_QUERIES}.`,
    );
  }
  checkQueries(context, queries, 'MetricDataQueries');
  const [start, end] = [given(input.StartTime).getTime(), given(input.EndTime).getTime()];
  // Captured: the second, for GetMetricStatistics. Assumed: the first, which other emulators have too.
  if (start > end) throw validationError('The parameter EndTime must be greater than StartTime.');
  if (start === end) throw validationError('The parameter StartTime must not equal parameter EndTime.');
  if (ScanBy !== undefined && !['TimestampAscending', 'TimestampDescending'].includes(ScanBy)) {
    const constraint = 'Member must satisfy enum value set: [TimestampDescending, TimestampAscending]';
    throw constraintError(ScanBy, 'scanBy', constraint);
  }
  if (MaxDatapoints !== undefined && !(MaxDatapoints >= 1 && MaxDatapoints <= MAX_DATA_POINTS)) {
    throw validationError(`The value ${MaxDatapoints} for parameter MaxDatapoints is invalid.`);
  }
  // Documented: API_LabelOptions, "+ or - followed by four digits". It only counts for times, which labels here do not show.
  const { Timezone } = LabelOptions ?? {};
  if (Timezone !== undefined && !/^[+-]\d{4}$/.test(Timezone))
    throw validationError(`The value ${Timezone} for parameter LabelOptions.Timezone is invalid.`);
  return { start, end, queries };
}

/** By the Id of the query: the label that it has without one of its own. */
type Labels = ReadonlyMap<string, string>;

/**
 * The labels of metrics without one of their own: the metric's name, with the statistic where the request varies it,
 * then the period where the request varies that. Captured: facts (label generation).
 */
function defaultLabels(queries: readonly MetricDataQuery[]): Labels {
  const stats = queries.flatMap(({ MetricStat }) => MetricStat ?? []);
  const variesStat = new Set(stats.map(({ Stat }) => Stat)).size > 1;
  const variesPeriod = new Set(stats.map(({ Period }) => Period)).size > 1;
  return new Map(
    queries.map(({ Id: id, MetricStat }) => {
      const Id = given(id);
      // Assumed: an expression without a label goes by its Id.
      if (MetricStat === undefined) return [Id, Id];
      const parts = [given(given(MetricStat.Metric).MetricName)];
      if (variesStat) parts.push(given(MetricStat.Stat));
      if (variesPeriod) parts.push(String(MetricStat.Period));
      return [Id, parts.join(' ')];
    }),
  );
}

/** Documented: using-metric-math, captions of an array are "Expression-Label Metric-Label", the first left out if empty. */
function labelOf(
  context: Context<CloudwatchState>,
  { query, isList }: QueryResult,
  series: Series,
  labels: Labels,
): string {
  if (!isList) return ownLabel(context, query, series, labels);
  const { Label = '' } = query;
  if (isDynamic(Label)) return dynamicLabel(context, Label, series, series.label);
  return Label === '' ? series.label : `${Label} ${series.label}`;
}

/** The label of a query's only series. */
function ownLabel(
  context: Context<CloudwatchState>,
  { Id, Label = '' }: MetricDataQuery,
  series: Series,
  labels: Labels,
): string {
  const fallback = given(labels.get(given(Id)));
  if (isDynamic(Label)) return dynamicLabel(context, Label, series, fallback);
  return Label === '' ? fallback : Label;
}

/**
 * Cuts a page of at most `most` data points out of the results, after those that earlier pages gave. A result that has no
 * data at all is on the first page. Assumed: how AWS deals the data points out to pages.
 */
function takePage(
  lines: readonly Line[],
  before: number,
  most: number,
): { page: readonly MetricDataResult[]; isLast: boolean } {
  const page: MetricDataResult[] = [];
  let [skip, room, isLast] = [before, most, true];
  for (const { result, label, points } of lines) {
    const from = Math.min(skip, points.length);
    skip -= from;
    const taken = points.slice(from, from + room);
    room -= taken.length;
    const isComplete = from + taken.length === points.length;
    if (!isComplete) isLast = false;
    const isNew = taken.length > 0 || (before === 0 && (points.length === 0 || !isComplete));
    if (!isNew) continue;
    page.push({
      Id: result.query.Id,
      Label: label,
      Timestamps: taken.map(([time]) => new Date(time)),
      Values: taken.map(([, value]) => value),
      StatusCode: isComplete ? 'Complete' : 'PartialData',
      ...(result.messages.length > 0 ? { Messages: [...result.messages] } : {}),
    });
  }
  return { page, isLast };
}

/** Opaque to callers: how many data points the pages so far gave. */
function toToken(count: number): string {
  return Buffer.from(`points:${count}`).toString('base64');
}

/** Assumed: the wording. */
function fromToken(token: string): number {
  const match = /^points:(\d+)$/.exec(Buffer.from(token, 'base64').toString());
  if (match === null) throw invalidNextToken('The value for parameter NextToken is invalid.');
  return Number(match[1]);
}
