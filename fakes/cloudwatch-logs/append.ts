import type { Ids } from '../kernel/ids';
import { EVENT_OVERHEAD_BYTES } from './limits';
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

/** Makes a group. */
export function createGroup({ state, region, accountId, now }: LogWriter, name: string): LogGroup {
  const arn = `arn:aws:logs:${region}:${accountId}:log-group:${name}:*`;
  const group: LogGroup = { name, arn, createdAt: now, retentionDays: undefined, tags: {} };
  state.groups.put([region, name], group);
  return group;
}

/** Makes a stream in a group. */
export function createStream({ state, region, now }: LogWriter, group: LogGroup, name: string): LogStream {
  const stream: LogStream = {
    name,
    arn: `${group.arn.slice(0, -1)}log-stream:${name}`,
    createdAt: now,
    firstEventAt: undefined,
    lastEventAt: undefined,
    lastIngestedAt: undefined,
    bytes: 0,
  };
  state.streams.put([region, group.name, name], stream);
  return stream;
}

/** The stream of that name in a group, both made if need be. */
function openStream(writer: LogWriter, groupName: string, name: string): LogStream {
  const { state, region } = writer;
  const group = state.groups.get([region, groupName]) ?? createGroup(writer, groupName);
  return state.streams.get([region, groupName, name]) ?? createStream(writer, group, name);
}

/** What an event counts for in a batch. */
export function eventBytes(message: string): number {
  return Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES;
}

/** Writes events to a stream, and makes it if need be. Costs O(log n) for each. */
export function appendEvents(
  writer: LogWriter,
  groupName: string,
  streamName: string,
  events: readonly Pick<LogEvent, 'message' | 'timestamp' | 'source'>[],
): readonly LogEvent[] {
  const { state, region, now, ids } = writer;
  let stream = openStream(writer, groupName, streamName);
  const entries = events.map((event): LogEvent => {
    const sequence = ids.next('logs.event');
    const { timestamp, message } = event;
    const entry: LogEvent = { ...event, id: eventId(timestamp, sequence), ingestedAt: now };
    state.events.put([region, groupName, streamName, timestamp, sequence], entry);
    stream = {
      ...stream,
      firstEventAt: Math.min(stream.firstEventAt ?? timestamp, timestamp),
      lastEventAt: Math.max(stream.lastEventAt ?? timestamp, timestamp),
      lastIngestedAt: now,
      bytes: stream.bytes + eventBytes(message),
    };
    return entry;
  });
  state.streams.put([region, groupName, streamName], stream);
  return entries;
}

/** Captured: ids are 56 digits, of which the first tell the time. */
export function eventId(timestamp: number, sequence: number): string {
  return `3${`${timestamp}`.padStart(19, '0')}${'0'.repeat(16)}${`${sequence}`.padStart(20, '0')}`;
}

/** The place in a stream that an id stands for; undefined for what is no id. */
export function placeOf(id: string): readonly [timestamp: number, sequence: number] | undefined {
  const groups = /^3(?<timestamp>\d{19})0{16}(?<sequence>\d{20})$/.exec(id)?.groups;
  return groups && [Number(groups['timestamp']), Number(groups['sequence'])];
}
