import type {
  InputLogEvent,
  PutLogEventsCommandInput,
  PutLogEventsCommandOutput,
  RejectedLogEventsInfo,
} from '@aws-sdk/client-cloudwatch-logs';
import { given } from '../kernel/given';
import { eventBytes } from './append';
import { invalidParameter } from './errors';
import { ingest, type MetricSink } from './ingest';
import {
  MAX_BATCH_BYTES,
  MAX_BATCH_EVENTS,
  MAX_BATCH_SPAN_MS,
  MAX_EVENT_AGE_MS,
  MAX_EVENT_BYTES,
  MAX_EVENT_LEAD_MS,
} from './limits';
import { keptFrom } from './read-events';
import { sequenceToken } from './streams';
import type { LogGroup } from './state';
import { createConstraints, requireGroup, requireStream, type LogsContext } from './validate';

interface Event {
  readonly timestamp: number;
  readonly message: string;
}

/**
 * Writes a batch of events. Those that are too old, too new or expired are left out and reported; the rest is written. The
 * sequence token is not looked at. What the events mean to metric filters goes to `sink`.
 *
 * @throws InvalidParameterException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
export function putLogEvents(
  sink: MetricSink,
): (context: LogsContext, input: PutLogEventsCommandInput) => Omit<PutLogEventsCommandOutput, '$metadata'> {
  return (context, input) => {
    const events = checkBatch(given(input.logEvents));
    const group = requireGroup(context, given(input.logGroupName));
    const stream = requireStream(context, group, given(input.logStreamName));
    const { accepted, rejected } = sortOut(context, group, events);
    // Assumed: order and span are looked at after the stream was found.
    checkOrder(events, accepted);
    const written = accepted.map((event) => ({ ...event, source: undefined }));
    if (written.length > 0) ingest(context, sink, group.name, stream.name, written);
    const after = requireStream(context, group, stream.name);
    return {
      nextSequenceToken: sequenceToken(after),
      ...(rejected === undefined ? {} : { rejectedLogEventsInfo: rejected }),
    };
  };
}

/** What is wrong with a batch whatever there is to write to. */
function checkBatch(events: readonly InputLogEvent[]): readonly Event[] {
  const constraints = createConstraints();
  if (events.length === 0)
    constraints.broken('[]', 'logEvents', 'Member must have length greater than or equal to 1');
  if (events.length > MAX_BATCH_EVENTS) {
    // Real AWS shows the whole list here.
    const constraint = `Member must have length less than or equal to ${MAX_BATCH_EVENTS}`;
    constraints.broken('[...]', 'logEvents', constraint);
  }
  const checked = events.map(({ timestamp, message }, i): Event => {
    const path = `logEvents.${i + 1}.member`;
    if (timestamp === undefined)
      constraints.broken(undefined, `${path}.timestamp`, 'Member must not be null');
    if (message === undefined) constraints.broken(undefined, `${path}.message`, 'Member must not be null');
    if (timestamp !== undefined && !(timestamp >= 0))
      constraints.broken(timestamp, `${path}.timestamp`, 'Member must have value greater than or equal to 0');
    if (message === '')
      constraints.broken('', `${path}.message`, 'Member must have length greater than or equal to 1');
    return { timestamp: Math.trunc(timestamp ?? 0), message: message ?? '' };
  });
  constraints.throwIfAny();
  let total = 0;
  for (const { message } of checked) {
    const bytes = eventBytes(message);
    // Captured: the words, with the limit of their time (262144).
    if (bytes > MAX_EVENT_BYTES)
      throw invalidParameter(`Log event too large: ${bytes} bytes exceeds limit of ${MAX_EVENT_BYTES}`);
    total += bytes;
  }
  // Captured: the words (public issues).
  if (total > MAX_BATCH_BYTES)
    throw invalidParameter(`Upload too large: ${total} bytes exceeds limit of ${MAX_BATCH_BYTES}`);
  return checked;
}

/** Captured: the words of both. Documented: API_PutLogEvents, only valid events count for the span. */
function checkOrder(events: readonly Event[], accepted: readonly Event[]): void {
  if (events.some(({ timestamp }, i) => timestamp < (events[i - 1]?.timestamp ?? 0)))
    throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
  const [first, last] = [accepted[0], accepted.at(-1)];
  if (first === undefined || last === undefined) return;
  if (last.timestamp - first.timestamp > MAX_BATCH_SPAN_MS)
    throw invalidParameter(
      'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    );
}

/** Documented: API_RejectedLogEventsInfo, the first that is too new, and one after the last that is too old or expired. */
function sortOut(
  context: LogsContext,
  group: LogGroup,
  events: readonly Event[],
): { readonly accepted: readonly Event[]; readonly rejected: RejectedLogEventsInfo | undefined } {
  const { now } = context;
  const oldest = now - MAX_EVENT_AGE_MS;
  const kept = keptFrom(context, group);
  const tooNew = events.findIndex(({ timestamp }) => timestamp > now + MAX_EVENT_LEAD_MS);
  const tooOld = events.findLastIndex(({ timestamp }) => timestamp < oldest);
  const expired = events.findLastIndex(({ timestamp }) => timestamp >= oldest && timestamp < kept);
  const rejected = {
    ...(tooNew < 0 ? {} : { tooNewLogEventStartIndex: tooNew }),
    ...(tooOld < 0 ? {} : { tooOldLogEventEndIndex: tooOld + 1 }),
    ...(expired < 0 ? {} : { expiredLogEventEndIndex: expired + 1 }),
  };
  const accepted = events.filter(
    ({ timestamp }) => timestamp >= Math.max(oldest, kept) && timestamp <= now + MAX_EVENT_LEAD_MS,
  );
  return { accepted, rejected: Object.keys(rejected).length === 0 ? undefined : rejected };
}
