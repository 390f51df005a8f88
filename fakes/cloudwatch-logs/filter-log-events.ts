import type {
  FilterLogEventsCommandInput,
  FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { invalidParameter } from './errors';
import type { FilterPattern } from './filter-pattern';
import { MAX_PAGE_EVENTS, MAX_PATTERN_LENGTH, MAX_STREAM_NAMES } from './limits';
import { fromToken, invalidToken, toToken } from './page-token';
import { keptFrom, mergeStreams, readStream, takePage, type Place, type StoredEvent } from './read-events';
import { groupRange, type LogGroup } from './state';
import {
  checkStreamName,
  createConstraints,
  referredGroup,
  requirePattern,
  requireStream,
  type LogsContext,
} from './validate';

/**
 * The events of a group that match a pattern, of all its streams or of some, oldest first unless asked otherwise.
 *
 * @throws InvalidParameterException, ValidationException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export function filterLogEvents(
  context: LogsContext,
  input: FilterLogEventsCommandInput,
): Omit<FilterLogEventsCommandOutput, '$metadata'> {
  const { limit = MAX_PAGE_EVENTS, startTime = 0, endTime = Number.MAX_SAFE_INTEGER - 1 } = input;
  checkInput(input);
  const pattern = requirePattern(context, input.filterPattern ?? '');
  const token = input.nextToken === undefined ? undefined : readToken(input.nextToken);
  const group = referredGroup(context, input);
  const reverse = token?.reverse ?? input.startFromHead === false;
  const span = {
    from: Math.max(startTime, keptFrom(context, group)),
    // Documented: API_FilterLogEvents, events with a timestamp later than endTime are left out, so endTime is included.
    before: endTime + 1,
    after: token?.place,
    reverse,
  };
  const streams = streamNames(context, group, input).map((name) =>
    readStream(context, group.name, name, span),
  );
  const most = Math.min(limit, context.advice.page?.atMost ?? limit);
  const { page, isLast } = takePage(matching(mergeStreams(streams, reverse), pattern), most);
  const [, , , time, sequence] = page.at(-1)?.[0] ?? [];
  const start: Place = span.after ?? [reverse ? span.before : span.from, 0];
  const here = time === undefined ? start : [time, sequence];
  return {
    events: page.map(([key, { id, timestamp, message, ingestedAt }]) => ({
      logStreamName: key[2],
      timestamp,
      message,
      ingestionTime: ingestedAt,
      eventId: id,
    })),
    // Documented: an empty list since May 2020.
    searchedLogStreams: [],
    ...(isLast ? {} : { nextToken: toToken([reverse, ...here]) }),
  };
}

function checkInput(input: FilterLogEventsCommandInput): void {
  const { logStreamNames: names, logStreamNamePrefix: prefix } = input;
  const constraints = createConstraints();
  constraints.range(input.limit, 'limit', 1, MAX_PAGE_EVENTS);
  constraints.range(input.startTime, 'startTime', 0, Number.MAX_SAFE_INTEGER);
  constraints.range(input.endTime, 'endTime', 0, Number.MAX_SAFE_INTEGER);
  constraints.length(input.filterPattern, 'filterPattern', 0, MAX_PATTERN_LENGTH);
  if (names !== undefined && (names.length === 0 || names.length > MAX_STREAM_NAMES)) {
    const bound =
      names.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${MAX_STREAM_NAMES}`;
    constraints.broken(`[${names.join(', ')}]`, 'logStreamNames', `Member must have length ${bound}`);
  }
  constraints.throwIfAny();
  if (prefix !== undefined) checkStreamName(prefix, 'logStreamNamePrefix');
  for (const name of names ?? []) checkStreamName(name, 'logStreamNames');
  // Documented: an InvalidParameterException. Assumed: the words.
  if (names !== undefined && prefix !== undefined)
    throw invalidParameter('logStreamNamePrefix and logStreamNames are mutually exclusive parameters.');
  // Documented: API_FilterLogEvents, startFromHead. Assumed: the words.
  if (input.startFromHead === false && (input.startTime ?? 0) < EARLIEST_REVERSE)
    throw invalidParameter('startFromHead can be false only if startTime is on or after January 1, 2024.');
}

const EARLIEST_REVERSE = Date.UTC(2024, 0, 1);

/** Assumed: a stream that is asked for by its name and is not there is an error. */
function streamNames(
  context: LogsContext,
  group: LogGroup,
  { logStreamNames, logStreamNamePrefix: prefix = '' }: FilterLogEventsCommandInput,
): readonly string[] {
  if (logStreamNames !== undefined)
    return [...new Set(logStreamNames.map((name) => requireStream(context, group, name).name))];
  const { before } = groupRange(context.region, group.name);
  const names: string[] = [];
  for (const [key] of context.state.streams.entries({ from: [context.region, group.name, prefix], before })) {
    if (!key[2].startsWith(prefix)) break;
    names.push(key[2]);
  }
  return names;
}

function* matching(events: Iterable<StoredEvent>, pattern: FilterPattern): Generator<StoredEvent> {
  for (const stored of events) if (pattern.match(stored[1].message) !== undefined) yield stored;
}

function readToken(token: string): { readonly reverse: boolean; readonly place: Place } {
  const content = fromToken(token);
  if (!Array.isArray(content)) throw invalidToken();
  const [reverse, timestamp, sequence]: readonly unknown[] = content;
  if (typeof reverse !== 'boolean' || typeof timestamp !== 'number' || typeof sequence !== 'number')
    throw invalidToken();
  return { reverse, place: [timestamp, sequence] };
}
