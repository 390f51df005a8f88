import type {
  DeleteSubscriptionFilterCommandInput,
  DescribeSubscriptionFiltersCommandInput,
  DescribeSubscriptionFiltersCommandOutput,
  PutSubscriptionFilterCommandInput,
  SubscriptionFilter,
} from '@aws-sdk/client-cloudwatch-logs';
import { given } from '../kernel/given';
import { notSupported } from '../kernel/errors';
import { crossAccount, invalidParameter, limitExceeded, notFound } from './errors';
import { DEFAULT_DESCRIBED, MAX_DESCRIBED, MAX_PATTERN_LENGTH, MAX_SUBSCRIPTION_FILTERS } from './limits';
import { checkFilterName } from './metric-filters';
import { pageOf } from './page-token';
import { groupRange, type SubscriptionFilterEntry } from './state';
import {
  checkRegexQuota,
  createConstraints,
  requireGroup,
  requirePattern,
  type LogsContext,
} from './validate';

/**
 * Sends the events that match to a function of the world; `aws.lambda.step()` and `settle()` deliver. AWS refuses a function
 * that is not there or lacks permission; here events for it are dropped when they are delivered.
 *
 * @throws InvalidParameterException, AccessDeniedException, ResourceNotFoundException, LimitExceededException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html
 */
export function putSubscriptionFilter(
  context: LogsContext,
  input: PutSubscriptionFilterCommandInput,
): object {
  const { distribution = 'ByLogStream' } = input;
  const [filterName, filterPattern] = [given(input.filterName), given(input.filterPattern)];
  const destinationArn = given(input.destinationArn);
  const constraints = createConstraints();
  checkFilterName(constraints, filterName);
  constraints.length(filterPattern, 'filterPattern', 0, MAX_PATTERN_LENGTH);
  constraints.length(destinationArn, 'destinationArn', 1, Number.MAX_SAFE_INTEGER);
  constraints.oneOf(distribution, 'distribution', ['Random', 'ByLogStream']);
  constraints.throwIfAny();
  checkDestination(context, destinationArn, input.roleArn);
  const group = requireGroup(context, given(input.logGroupName));
  const pattern = requirePattern(context, filterPattern);
  const { state, region, now } = context;
  const existing = state.subscriptionFilters.get([region, group.name, filterName]);
  const count = [...state.subscriptionFilters.entries(groupRange(region, group.name))].length;
  if (existing === undefined && count >= MAX_SUBSCRIPTION_FILTERS) throw limitExceeded();
  checkRegexQuota(context, group, { name: filterName, pattern, isMetric: false });
  state.subscriptionFilters.put([region, group.name, filterName], {
    name: filterName,
    group: group.name,
    pattern: filterPattern,
    createdAt: existing?.createdAt ?? now,
    destinationArn,
    distribution,
  });
  return {};
}

/** Captured: the account is looked at before the log group, and a stream needs a role. */
function checkDestination(
  { accountId, operation }: LogsContext,
  destinationArn: string,
  roleArn: string | undefined,
): void {
  const [prefix, , service, , account] = destinationArn.split(':');
  // Assumed: the words.
  if (prefix !== 'arn') throw invalidParameter(`destinationArn is not a valid ARN: ${destinationArn}`);
  if (service === 'kinesis' && roleArn === undefined)
    throw invalidParameter('destinationArn for vendor kinesis cannot be used without roleArn');
  if (service !== 'lambda') throw notSupported(operation, `the destination ${destinationArn}`);
  if (account !== accountId) throw crossAccount();
  // Assumed: the words.
  if (roleArn !== undefined)
    throw invalidParameter('destinationArn for vendor lambda cannot be used with roleArn');
}

/**
 * @throws InvalidParameterException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeSubscriptionFilters.html
 */
export function describeSubscriptionFilters(
  context: LogsContext,
  input: DescribeSubscriptionFiltersCommandInput,
): Omit<DescribeSubscriptionFiltersCommandOutput, '$metadata'> {
  const { filterNamePrefix: prefix = '', limit = DEFAULT_DESCRIBED } = input;
  const constraints = createConstraints();
  if (input.filterNamePrefix !== undefined) checkFilterName(constraints, prefix, 'filterNamePrefix');
  constraints.range(limit, 'limit', 1, MAX_DESCRIBED);
  constraints.throwIfAny();
  const group = requireGroup(context, given(input.logGroupName));
  const { state, region } = context;
  const filters = [...state.subscriptionFilters.entries(groupRange(region, group.name))]
    .map(([, entry]) => entry)
    .filter(({ name }) => name.startsWith(prefix));
  const { page, nextToken } = pageOf(filters, ({ name }) => name, input.nextToken, limit);
  return { subscriptionFilters: page.map(toOutput), ...(nextToken === undefined ? {} : { nextToken }) };
}

/** Captured: the members. */
function toOutput(entry: SubscriptionFilterEntry): SubscriptionFilter {
  return {
    filterName: entry.name,
    logGroupName: entry.group,
    filterPattern: entry.pattern,
    destinationArn: entry.destinationArn,
    distribution: entry.distribution,
    applyOnTransformedLogs: false,
    creationTime: entry.createdAt,
  };
}

/**
 * @throws InvalidParameterException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteSubscriptionFilter.html
 */
export function deleteSubscriptionFilter(
  context: LogsContext,
  input: DeleteSubscriptionFilterCommandInput,
): object {
  const filterName = given(input.filterName);
  const constraints = createConstraints();
  checkFilterName(constraints, filterName);
  constraints.throwIfAny();
  const group = requireGroup(context, given(input.logGroupName));
  const deleted = context.state.subscriptionFilters.delete([context.region, group.name, filterName]);
  if (!deleted) throw notFound('subscription filter');
  return {};
}
