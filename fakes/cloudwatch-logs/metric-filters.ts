import type {
  DeleteMetricFilterCommandInput,
  DescribeMetricFiltersCommandInput,
  DescribeMetricFiltersCommandOutput,
  MetricFilter,
  MetricTransformation,
  PutMetricFilterCommandInput,
  TestMetricFilterCommandInput,
  TestMetricFilterCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { given } from '../kernel/given';
import { invalidParameter, limitExceeded, notFound } from './errors';
import {
  DEFAULT_DESCRIBED,
  MAX_DESCRIBED,
  MAX_METRIC_FILTERS,
  MAX_METRIC_NAME_LENGTH,
  MAX_NAME_LENGTH,
  MAX_PATTERN_LENGTH,
  MAX_TESTED_MESSAGES,
} from './limits';
import { checkMembers, metricRule } from './metric-transformation';
import { pageOf } from './page-token';
import { groupRange, type FilterKey, type MetricFilterEntry } from './state';
import {
  checkRegexQuota,
  createConstraints,
  requireGroup,
  requirePattern,
  type Constraints,
  type LogsContext,
} from './validate';

/**
 * Makes a metric filter, or replaces the one of that name. It works on events that come from now on.
 *
 * @throws InvalidParameterException, ResourceNotFoundException, LimitExceededException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
 */
export function putMetricFilter(context: LogsContext, input: PutMetricFilterCommandInput): object {
  const [filterName, filterPattern] = [given(input.filterName), given(input.filterPattern)];
  const metricTransformations = given(input.metricTransformations);
  const constraints = createConstraints();
  checkFilterName(constraints, filterName);
  constraints.length(filterPattern, 'filterPattern', 0, MAX_PATTERN_LENGTH);
  if (metricTransformations.length !== 1) {
    const bound =
      metricTransformations.length === 0 ? 'greater than or equal to 1' : 'less than or equal to 1';
    // Captured: the list is shown as Java prints it.
    const shown = `[${metricTransformations.map(asJava).join(', ')}]`;
    constraints.broken(shown, 'metricTransformations', `Member must have length ${bound}`);
  }
  const [transformation = NO_TRANSFORMATION] = metricTransformations;
  checkMembers(constraints, transformation);
  constraints.throwIfAny();
  const group = requireGroup(context, given(input.logGroupName));
  const rule = metricRule(transformation);
  const pattern = requirePattern(context, filterPattern);
  const { kind } = pattern;
  // Captured: the words (terraform-provider-aws issue 28881).
  if (rule.dimensions !== undefined && kind !== 'json' && kind !== 'fields')
    throw invalidParameter('The specified filter pattern does not support dimensions');
  const { state, region, now } = context;
  const existing = state.metricFilters.has([region, group.name, filterName]);
  const count = [...state.metricFilters.entries(groupRange(region, group.name))].length;
  if (!existing && count >= MAX_METRIC_FILTERS) throw limitExceeded();
  checkRegexQuota(context, group, { name: filterName, pattern, isMetric: true });
  state.metricFilters.put([region, group.name, filterName], {
    name: filterName,
    group: group.name,
    pattern: filterPattern,
    createdAt: now,
    transformation: rule,
  });
  return {};
}

const NO_TRANSFORMATION: MetricTransformation = { metricName: '', metricNamespace: '', metricValue: '' };

/** Documented: API_PutMetricFilter, filterName. */
export function checkFilterName(constraints: Constraints, name: string, member = 'filterName'): void {
  if (/[:*]/.test(name))
    constraints.broken(name, member, 'Member must satisfy regular expression pattern: [^:*]*');
  constraints.length(name, member, 1, MAX_NAME_LENGTH);
}

function asJava(transformation: MetricTransformation): string {
  const members = [
    'metricName',
    'metricNamespace',
    'metricValue',
    'defaultValue',
    'unit',
    'dimensions',
  ] as const;
  const shown = members.map((member) => `${member}=${asJavaValue(transformation[member])}`);
  return `MetricTransformation(${shown.join(', ')})`;
}

function asJavaValue(value: string | number | Readonly<Record<string, string>> | undefined): string {
  if (value === undefined) return 'null';
  if (typeof value !== 'object') return String(value);
  return `{${Object.entries(value)
    .map(([key, text]) => `${key}=${text}`)
    .join(', ')}}`;
}

/**
 * Metric filters by group and name, of one group or all, or those that make a certain metric.
 *
 * @throws InvalidParameterException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeMetricFilters.html
 */
export function describeMetricFilters(
  context: LogsContext,
  input: DescribeMetricFiltersCommandInput,
): Omit<DescribeMetricFiltersCommandOutput, '$metadata'> {
  const { filterNamePrefix: prefix = '', metricName, metricNamespace, limit = DEFAULT_DESCRIBED } = input;
  const constraints = createConstraints();
  if (input.filterNamePrefix !== undefined) checkFilterName(constraints, prefix, 'filterNamePrefix');
  constraints.range(limit, 'limit', 1, MAX_DESCRIBED);
  constraints.length(metricName, 'metricName', 0, MAX_METRIC_NAME_LENGTH);
  constraints.length(metricNamespace, 'metricNamespace', 0, MAX_METRIC_NAME_LENGTH);
  constraints.throwIfAny();
  // Documented: API_DescribeMetricFilters, one needs the other. Assumed: the words.
  if ((metricName === undefined) !== (metricNamespace === undefined))
    throw invalidParameter('metricName and metricNamespace must be specified together.');
  const { logGroupName } = input;
  const group = logGroupName === undefined ? undefined : requireGroup(context, logGroupName).name;
  const filters = filtersIn(context, group, prefix, (entry) => {
    const { transformation } = entry;
    return (
      metricName === undefined ||
      (transformation.metricName === metricName && transformation.metricNamespace === metricNamespace)
    );
  });
  const nameOf = (entry: MetricFilterEntry): string => `${entry.group}:${entry.name}`;
  const { page, nextToken } = pageOf(filters, nameOf, input.nextToken, limit);
  return { metricFilters: page.map(toOutput), ...(nextToken === undefined ? {} : { nextToken }) };
}

/** Captured: a prefix counts without a group too, unlike what the documentation says. */
function* filtersIn(
  { state, region }: LogsContext,
  group: string | undefined,
  prefix: string,
  isWanted: (entry: MetricFilterEntry) => boolean,
): Generator<MetricFilterEntry> {
  const all = { from: [region, '', ''] } satisfies { from: FilterKey };
  const range = group === undefined ? all : groupRange(region, group);
  for (const [key, entry] of state.metricFilters.entries(range)) {
    if (key[0] !== region) return;
    if (entry.name.startsWith(prefix) && isWanted(entry)) yield entry;
  }
}

/** Captured: the members. */
function toOutput({ name, group, pattern, createdAt, transformation }: MetricFilterEntry): MetricFilter {
  const { defaultValue, unit, dimensions } = transformation;
  return {
    filterName: name,
    filterPattern: pattern,
    metricTransformations: [
      {
        metricName: transformation.metricName,
        metricNamespace: transformation.metricNamespace,
        metricValue: transformation.metricValue,
        ...(defaultValue === undefined ? {} : { defaultValue }),
        ...(unit === undefined ? {} : { unit }),
        ...(dimensions === undefined ? {} : { dimensions }),
      },
    ],
    creationTime: createdAt,
    logGroupName: group,
    applyOnTransformedLogs: false,
  };
}

/**
 * @throws InvalidParameterException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteMetricFilter.html
 */
export function deleteMetricFilter(context: LogsContext, input: DeleteMetricFilterCommandInput): object {
  const filterName = given(input.filterName);
  const constraints = createConstraints();
  checkFilterName(constraints, filterName);
  constraints.throwIfAny();
  const group = requireGroup(context, given(input.logGroupName));
  const deleted = context.state.metricFilters.delete([context.region, group.name, filterName]);
  if (!deleted) throw notFound('metric filter');
  return {};
}

/**
 * What a pattern would find in these messages.
 *
 * @throws InvalidParameterException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TestMetricFilter.html
 */
export function testMetricFilter(
  context: LogsContext,
  input: TestMetricFilterCommandInput,
): Omit<TestMetricFilterCommandOutput, '$metadata'> {
  const [filterPattern, messages] = [given(input.filterPattern), given(input.logEventMessages)];
  const constraints = createConstraints();
  constraints.length(filterPattern, 'filterPattern', 0, MAX_PATTERN_LENGTH);
  if (messages.length === 0 || messages.length > MAX_TESTED_MESSAGES) {
    const bound =
      messages.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${MAX_TESTED_MESSAGES}`;
    constraints.broken(`[${messages.join(', ')}]`, 'logEventMessages', `Member must have length ${bound}`);
  }
  constraints.throwIfAny();
  const pattern = requirePattern(context, filterPattern);
  const matches = messages.flatMap((eventMessage, i) => {
    const match = pattern.match(eventMessage);
    if (match === undefined) return [];
    // Documented: API_MetricFilterMatchRecord. Captured: events count from 1 (the API reference's example).
    return [{ eventNumber: i + 1, eventMessage, extractedValues: match.extracted }];
  });
  return { matches };
}
