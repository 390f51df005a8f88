import type {
  CreateLogGroupCommandInput,
  DeleteLogGroupCommandInput,
  DeleteRetentionPolicyCommandInput,
  PutRetentionPolicyCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { given } from '../kernel/given';
import { notSupported } from '../kernel/errors';
import { createGroup } from './append';
import { alreadyExists, invalidParameter } from './errors';
import { RETENTION_DAYS } from './limits';
import { groupRange, type LogsState } from './state';
import { checkTags } from './tags';
import { checkGroupName, createConstraints, requireGroup, type LogsContext } from './validate';

/**
 * Makes a log group whose events do not expire.
 *
 * @throws InvalidParameterException, ResourceAlreadyExistsException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
 */
export function createLogGroup(context: LogsContext, input: CreateLogGroupCommandInput): object {
  const { tags = {}, logGroupClass = 'STANDARD' } = input;
  const name = given(input.logGroupName);
  checkGroupName(name);
  const constraints = createConstraints();
  constraints.oneOf(logGroupClass, 'logGroupClass', ['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY']);
  constraints.throwIfAny();
  // Documented: API_CreateLogGroup, names that begin with aws/. Assumed: the words.
  if (name.startsWith('aws/')) throw invalidParameter('Log groups starting with AWS/ are reserved for AWS.');
  if (logGroupClass !== 'STANDARD')
    throw notSupported(context.operation, `the log group class ${logGroupClass}`);
  checkTags(tags);
  if (context.state.groups.has([context.region, name])) throw alreadyExists('log group');
  const group = createGroup(context, name);
  context.state.groups.put([context.region, name], { ...group, tags });
  return {};
}

/**
 * Deletes a group with its streams, events and filters.
 *
 * @throws InvalidParameterException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html
 */
export function deleteLogGroup(context: LogsContext, input: DeleteLogGroupCommandInput): object {
  const { name } = requireGroup(context, given(input.logGroupName));
  const { state, region } = context;
  const streams = [...state.streams.entries(groupRange(region, name))].map(([key]) => key[2]);
  for (const stream of streams) deleteStreamEntries(state, region, name, stream);
  for (const filters of [state.metricFilters, state.subscriptionFilters]) {
    for (const key of [...filters.entries(groupRange(region, name))].map(([found]) => found))
      filters.delete(key);
  }
  state.groups.delete([region, name]);
  return {};
}

/** Deletes a stream and its events. */
export function deleteStreamEntries(state: LogsState, region: string, group: string, stream: string): void {
  const range = {
    from: [region, group, stream, Number.NEGATIVE_INFINITY, 0],
    before: [region, group, `${stream}\0`, Number.NEGATIVE_INFINITY, 0],
  } as const;
  const keys = [...state.events.entries(range)].map(([key]) => key);
  for (const key of keys) state.events.delete(key);
  state.streams.delete([region, group, stream]);
}

/**
 * Says for how many days events are kept. Older ones are gone at once; real AWS takes up to 72 hours.
 *
 * @throws InvalidParameterException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
export function putRetentionPolicy(context: LogsContext, input: PutRetentionPolicyCommandInput): object {
  const constraints = createConstraints();
  constraints.oneOf(input.retentionInDays, 'retentionInDays', RETENTION_DAYS);
  constraints.throwIfAny();
  const group = requireGroup(context, given(input.logGroupName));
  context.state.groups.put([context.region, group.name], {
    ...group,
    retentionDays: input.retentionInDays,
  });
  return {};
}

/**
 * Events never expire again.
 *
 * @throws InvalidParameterException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteRetentionPolicy.html
 */
export function deleteRetentionPolicy(
  context: LogsContext,
  input: DeleteRetentionPolicyCommandInput,
): object {
  const group = requireGroup(context, given(input.logGroupName));
  context.state.groups.put([context.region, group.name], { ...group, retentionDays: undefined });
  return {};
}
