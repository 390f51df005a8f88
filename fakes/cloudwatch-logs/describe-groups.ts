import type {
  DescribeLogGroupsCommandInput,
  DescribeLogGroupsCommandOutput,
  LogGroup as LogGroupOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { eventBytes } from './append';
import { invalidParameter } from './errors';
import { DEFAULT_DESCRIBED, MAX_DESCRIBED } from './limits';
import { pageOf } from './page-token';
import { keptFrom } from './read-events';
import { groupRange, type LogGroup } from './state';
import { checkGroupName, createConstraints, groupArn, type LogsContext } from './validate';

/**
 * Log groups in the order of their names.
 *
 * @throws InvalidParameterException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html
 */
export function describeLogGroups(
  context: LogsContext,
  input: DescribeLogGroupsCommandInput,
): Omit<DescribeLogGroupsCommandOutput, '$metadata'> {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: part, limit = DEFAULT_DESCRIBED } = input;
  const constraints = createConstraints();
  constraints.range(limit, 'limit', 1, MAX_DESCRIBED);
  constraints.throwIfAny();
  if (prefix !== undefined) checkGroupName(prefix, 'logGroupNamePrefix');
  if (part !== undefined) checkGroupName(part, 'logGroupNamePattern');
  // Captured: the words.
  if (prefix !== undefined && part !== undefined)
    throw invalidParameter(
      'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    );
  const groups = groupsNamed(context, prefix ?? '', part);
  const { page, nextToken } = pageOf(groups, ({ name }) => name, input.nextToken, limit);
  const logGroups = page.map((group) => toOutput(context, group, part !== undefined));
  return { logGroups, ...(nextToken === undefined ? {} : { nextToken }) };
}

function* groupsNamed(
  { state, region }: LogsContext,
  prefix: string,
  part: string | undefined,
): Generator<LogGroup> {
  for (const [key, group] of state.groups.entries({ from: [region, prefix] })) {
    if (key[0] !== region || !group.name.startsWith(prefix)) return;
    if (part === undefined || group.name.includes(part)) yield group;
  }
}

/** Captured: the members, and that a search by pattern shows fewer. */
function toOutput(context: LogsContext, group: LogGroup, isBrief: boolean): LogGroupOutput {
  const { state, region } = context;
  const metricFilterCount = [...state.metricFilters.entries(groupRange(region, group.name))].length;
  return {
    logGroupName: group.name,
    creationTime: group.createdAt,
    ...(group.retentionDays === undefined || isBrief ? {} : { retentionInDays: group.retentionDays }),
    metricFilterCount,
    arn: group.arn,
    ...(isBrief ? {} : { storedBytes: storedBytes(context, group), deletionProtectionEnabled: false }),
    logGroupClass: 'STANDARD',
    logGroupArn: groupArn(group),
  };
}

/**
 * What the events of a group weigh that have not expired. Real numbers lag behind. Only streams in which some have expired
 * are counted event by event.
 */
function storedBytes(context: LogsContext, group: LogGroup): number {
  const { state, region } = context;
  const kept = keptFrom(context, group);
  let sum = 0;
  for (const [, stream] of state.streams.entries(groupRange(region, group.name))) {
    const { name, firstEventAt, lastEventAt, bytes } = stream;
    if (firstEventAt === undefined || (lastEventAt ?? 0) < kept) continue;
    if (firstEventAt >= kept) {
      sum += bytes;
      continue;
    }
    const from = [region, group.name, name, kept, 0] as const;
    const before = [region, group.name, `${name}\0`, 0, 0] as const;
    for (const [, { message }] of state.events.entries({ from, before })) sum += eventBytes(message);
  }
  return sum;
}
