import type { GetLogEventsCommandInput, GetLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { given } from '../kernel/given';
import { eventId, placeOf } from './append';
import { MAX_PAGE_EVENTS } from './limits';
import { invalidToken } from './page-token';
import { keptFrom, readStream, takePage, type Place } from './read-events';
import { createConstraints, referredGroup, requireStream, type LogsContext } from './validate';

/**
 * The events of a stream, a page of the latest ones or, from the head, of the first. Both tokens are always there; a token
 * that leads no further comes back unchanged, and so says that there is no more. Real tokens expire after 24 hours. There are
 * no data protection policies in the world, so nothing is masked and `unmask` makes no difference.
 *
 * @throws InvalidParameterException, ValidationException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
 */
export function getLogEvents(
  context: LogsContext,
  input: GetLogEventsCommandInput,
): Omit<GetLogEventsCommandOutput, '$metadata'> {
  const { limit = MAX_PAGE_EVENTS, startTime = 0, endTime = Number.MAX_SAFE_INTEGER } = input;
  const constraints = createConstraints();
  constraints.range(limit, 'limit', 1, MAX_PAGE_EVENTS);
  constraints.range(input.startTime, 'startTime', 0, Number.MAX_SAFE_INTEGER);
  constraints.range(input.endTime, 'endTime', 0, Number.MAX_SAFE_INTEGER);
  constraints.throwIfAny();
  const token = input.nextToken === undefined ? undefined : readToken(input.nextToken);
  const group = referredGroup(context, input);
  const stream = requireStream(context, group, given(input.logStreamName));
  // Assumed: a token knows its direction, whatever startFromHead says.
  const forward = token === undefined ? input.startFromHead === true : token.forward;
  const from = Math.max(startTime, keptFrom(context, group));
  const after = token?.place;
  const span = { from, before: endTime, after, reverse: !forward };
  const most = Math.min(limit, context.advice.page?.atMost ?? limit);
  const { page: read, isLast } = takePage(readStream(context, group.name, stream.name, span), most);
  const page = forward ? read : read.toReversed();
  const events = page.map(([, { timestamp, message, ingestedAt }]) => ({
    timestamp,
    message,
    ingestionTime: ingestedAt,
  }));
  const [first, last] = [page[0]?.[1].id, page.at(-1)?.[1].id];
  const nowhere = after === undefined ? eventId(startTime, 0) : eventId(...after);
  // An empty page that is not the last one has another token than it was asked for with.
  const end = read.length === 0 && !isLast && token?.end === 's' ? 'p' : 's';
  return {
    events,
    nextForwardToken: `f/${last ?? nowhere}/${end}`,
    nextBackwardToken: `b/${first ?? nowhere}/${end}`,
  };
}

/** Captured: what tokens look like. */
function readToken(token: string): {
  readonly forward: boolean;
  readonly place: Place;
  readonly end: string | undefined;
} {
  const groups = /^(?<direction>[fb])\/(?<id>\d{56})\/(?<end>[sp])$/.exec(token)?.groups;
  const place = placeOf(groups?.['id'] ?? '');
  if (place === undefined) throw invalidToken();
  return { forward: groups?.['direction'] === 'f', place, end: groups?.['end'] };
}
