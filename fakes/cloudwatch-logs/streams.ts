import type {
  CreateLogStreamCommandInput,
  DeleteLogStreamCommandInput,
  DescribeLogStreamsCommandInput,
  DescribeLogStreamsCommandOutput,
  LogStream as LogStreamOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { given } from '../kernel/given';
import { compareNumbers, compareStrings } from '../kernel/order';
import { createStream } from './append';
import { alreadyExists, invalidParameter } from './errors';
import { deleteStreamEntries } from './groups';
import { DEFAULT_DESCRIBED, MAX_DESCRIBED } from './limits';
import { pageOf } from './page-token';
import { groupRange, type LogStream } from './state';
import {
  checkStreamName,
  createConstraints,
  referredGroup,
  requireGroup,
  requireStream,
  type LogsContext,
} from './validate';

/**
 * Makes an empty stream in a group.
 *
 * @throws InvalidParameterException, ResourceNotFoundException, ResourceAlreadyExistsException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html
 */
export function createLogStream(context: LogsContext, input: CreateLogStreamCommandInput): object {
  const name = given(input.logStreamName);
  checkStreamName(name);
  const group = requireGroup(context, given(input.logGroupName));
  if (context.state.streams.has([context.region, group.name, name])) throw alreadyExists('log stream');
  createStream(context, group, name);
  return {};
}

/**
 * Deletes a stream and its events.
 *
 * @throws InvalidParameterException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogStream.html
 */
export function deleteLogStream(context: LogsContext, input: DeleteLogStreamCommandInput): object {
  const group = requireGroup(context, given(input.logGroupName));
  const { name } = requireStream(context, group, given(input.logStreamName));
  deleteStreamEntries(context.state, context.region, group.name, name);
  return {};
}

/**
 * The streams of a group by their names, or by the time of their last event.
 *
 * @throws InvalidParameterException, ValidationException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html
 */
export function describeLogStreams(
  context: LogsContext,
  input: DescribeLogStreamsCommandInput,
): Omit<DescribeLogStreamsCommandOutput, '$metadata'> {
  const { orderBy = 'LogStreamName', descending = false, logStreamNamePrefix: prefix } = input;
  const { limit = DEFAULT_DESCRIBED } = input;
  const constraints = createConstraints();
  constraints.oneOf(orderBy, 'orderBy', ['LogStreamName', 'LastEventTime']);
  constraints.range(limit, 'limit', 1, MAX_DESCRIBED);
  constraints.throwIfAny();
  if (prefix !== undefined) checkStreamName(prefix, 'logStreamNamePrefix');
  const byTime = orderBy === 'LastEventTime';
  // Captured: the words (moto's tests, public issues).
  if (byTime && prefix !== undefined)
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
  const group = referredGroup(context, input);
  const streams = byTime ? byLastEvent(context, group.name) : byName(context, group.name, prefix ?? '');
  const ordered = descending ? [...streams].toReversed() : streams;
  const { page, nextToken } = pageOf(ordered, ({ name }) => name, input.nextToken, limit);
  return { logStreams: page.map(toOutput), ...(nextToken === undefined ? {} : { nextToken }) };
}

function* byName({ state, region }: LogsContext, group: string, prefix: string): Generator<LogStream> {
  const { before } = groupRange(region, group);
  for (const [, stream] of state.streams.entries({ from: [region, group, prefix], before })) {
    if (!stream.name.startsWith(prefix)) return;
    yield stream;
  }
}

/** Assumed: streams without events come first, and those of the same time in the order of their names. */
function byLastEvent(context: LogsContext, group: string): readonly LogStream[] {
  const time = ({ lastEventAt }: LogStream): number => lastEventAt ?? Number.NEGATIVE_INFINITY;
  return [...byName(context, group, '')].toSorted(
    (a, b) => compareNumbers(time(a), time(b)) || compareStrings(a.name, b.name),
  );
}

/** Captured: an empty stream has no times but its creation's, and no sequence token. */
function toOutput(stream: LogStream): LogStreamOutput {
  const { firstEventAt, lastEventAt, lastIngestedAt } = stream;
  return {
    logStreamName: stream.name,
    creationTime: stream.createdAt,
    arn: stream.arn,
    // Documented: API_LogStream, "always reported as zero".
    storedBytes: 0,
    ...(lastEventAt === undefined
      ? {}
      : {
          firstEventTimestamp: firstEventAt,
          lastEventTimestamp: lastEventAt,
          lastIngestionTime: lastIngestedAt,
          uploadSequenceToken: sequenceToken(stream),
        }),
  };
}

/** Documented: API_PutLogEvents, tokens are still given out and no longer looked at. Captured: 56 digits. */
export function sequenceToken({ lastIngestedAt = 0, bytes }: LogStream): string {
  return `49${`${lastIngestedAt}`.padStart(34, '0')}${`${bytes}`.padStart(20, '0')}`;
}
