import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { notSupported } from '../kernel/errors';
import { validationError } from './errors';
import { checkLabel } from './metric-label';
import { isStatistic } from './metric-queries';
import {
  checkDimensions,
  checkMetricName,
  checkNamespace,
  checkUnit,
  createProblems,
  isQueryPeriod,
} from './validate';

/**
 * Checks the queries of GetMetricData and of an alarm on metric math. `member` is what the operation calls the list.
 *
 * Captured: the wording for a query with neither MetricStat nor Expression. Assumed: the other wordings.
 *
 * @throws ValidationException for the first query that is wrong.
 */
export function checkQueries(
  context: { readonly operation: string; readonly accountId: string },
  queries: readonly MetricDataQuery[],
  member: string,
): void {
  const ids = new Set<string>();
  for (const [i, query] of queries.entries()) {
    const path = `${member}.member.${i + 1}`;
    const { Id = '' } = query;
    // Documented: API_MetricDataQuery, Id.
    if (!/^[a-z]\w{0,254}$/.test(Id))
      throw validationError(`The value ${Id} for parameter ${path}.Id is invalid.`);
    if (ids.has(Id)) throw validationError(`The values for parameter Id in ${member} are not unique.`);
    ids.add(Id);
    checkQuery(context, query, path);
  }
}

function checkQuery(
  { operation, accountId }: { readonly operation: string; readonly accountId: string },
  query: MetricDataQuery,
  path: string,
): void {
  const { Expression, MetricStat, AccountId, Label = '', Period } = query;
  if (AccountId !== undefined && AccountId !== accountId)
    throw notSupported(operation, 'the AccountId of another account');
  checkLabel(operation, Label);
  if (Expression !== undefined && MetricStat !== undefined) {
    throw validationError(
      `The parameters ${path}.Expression and ${path}.MetricStat are mutually exclusive and you have specified both.`,
    );
  }
  if (Period !== undefined && !isQueryPeriod(Period)) {
    throw validationError(`The value ${Period} for parameter ${path}.Period is invalid.`);
  }
  if (Expression !== undefined) {
    if (/^\s*SELECT\b/i.test(Expression)) throw notSupported(operation, 'a Metrics Insights query');
    if (Expression === '') throw validationError(`The parameter ${path}.Expression is required.\n`);
    // Documented: API_MetricDataQuery.
    if (Expression.length > 2_048)
      throw validationError(`The parameter ${path}.Expression must be shorter than 2049 characters.`);
    return;
  }
  if (MetricStat === undefined) throw validationError(`The parameter ${path}.MetricStat is required.\n`);
  if (Period !== undefined) throw notSupported(operation, 'Period beside MetricStat (give it in MetricStat)');
  checkMetricStat(MetricStat, `${path}.MetricStat`);
}

function checkMetricStat(stat: NonNullable<MetricDataQuery['MetricStat']>, path: string): void {
  for (const name of ['Metric', 'Period', 'Stat'] as const) {
    if (stat[name] === undefined) throw validationError(`The parameter ${path}.${name} is required.\n`);
  }
  const problems = createProblems();
  checkNamespace(problems, stat.Metric?.Namespace);
  checkMetricName(problems, `${path}.Metric.MetricName`, stat.Metric?.MetricName);
  checkDimensions(problems, `${path}.Metric.Dimensions`, stat.Metric?.Dimensions);
  checkUnit(problems, `${path}.Unit`, stat.Unit);
  problems.throwIfAny();
  const { Period = 0, Stat = '' } = stat;
  if (!isQueryPeriod(Period))
    throw validationError(`The value ${Period} for parameter ${path}.Period is invalid.`);
  if (!isStatistic(Stat))
    throw validationError(`The value ${Stat} for parameter ${path}.Stat is not supported.`);
}
