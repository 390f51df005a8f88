import type { Ids } from '../kernel/ids';
import type { LogEvent, LogGroup, LogsState, LogStream } from './state';

/** What writing to logs needs of a call: an operation's context has it, and so has a world. */
export interface LogWriter {
  readonly state: LogsState;
  readonly region: string;
  readonly accountId: string;
  /** Epoch ms. */
  readonly now: number;
  readonly ids: Ids;
}

/** The group of that name, made if need be. */
function openGroup({ state, region, accountId, now }: LogWriter, name: string): LogGroup {
  const existing = state.groups.get([region, name]);
  if (existing !== undefined) return existing;
  const arn = `arn:aws:logs:${region}:${accountId}:log-group:${name}:*`;
  const group: LogGroup = { name, arn, createdAt: now, retentionDays: undefined };
  state.groups.put([region, name], group);
  return group;
}

/** The stream of that name in a group, both made if need be. */
function openStream(writer: LogWriter, groupName: string, name: string): LogStream {
  const { state, region, now } = writer;
  const group = openGroup(writer, groupName);
  const existing = state.streams.get([region, groupName, name]);
  if (existing !== undefined) return existing;
  const stream: LogStream = {
    name,
    arn: `${group.arn.slice(0, -1)}log-stream:${name}`,
    createdAt: now,
    firstEventAt: undefined,
    lastEventAt: undefined,
    lastIngestedAt: undefined,
  };
  state.streams.put([region, groupName, name], stream);
  return stream;
}

/** Writes one event to a stream. Costs O(log n). */
export function appendEvent(
  writer: LogWriter,
  groupName: string,
  streamName: string,
  event: Pick<LogEvent, 'message' | 'timestamp' | 'source'>,
): LogEvent {
  const { state, region, now, ids } = writer;
  const stream = openStream(writer, groupName, streamName);
  const sequence = ids.next('logs.event');
  const { timestamp } = event;
  // Captured: ids are 56 digits, of which the first tell the time.
  const id = `${timestamp}`.padStart(20, '3').padEnd(36, '0') + `${sequence}`.padStart(20, '0');
  const entry: LogEvent = { ...event, id, ingestedAt: now };
  state.events.put([region, groupName, streamName, timestamp, sequence], entry);
  state.streams.put([region, groupName, streamName], {
    ...stream,
    firstEventAt: Math.min(stream.firstEventAt ?? timestamp, timestamp),
    lastEventAt: Math.max(stream.lastEventAt ?? timestamp, timestamp),
    lastIngestedAt: now,
  });
  return entry;
}
