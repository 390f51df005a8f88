import { expiredAt, hiddenAt, progressOf } from './counts';
import type { GroupPlace, Message, Place, Queue, QueueMessages, SqsState } from './state';

/**
 * A queue's messages, open for writing at one moment: the only writer of a queue's indexes and counters. Opened with
 * `openLine`, which drops what has expired, and closed with `closeLine`, which writes the counters once.
 */
export interface Line {
  readonly queue: Queue;
  readonly held: QueueMessages;
  readonly now: number;
  next: number;
  delayed: number;
  inFlight: number;
  changed: boolean;
  /** Something may have become receivable: long polls must look again. */
  arrived: boolean;
}

/** Opens a queue's line and drops the messages whose retention has ended. */
export function openLine(state: SqsState, queue: Queue, now: number): Line {
  const held = state.messagesOf(queue);
  const progress = progressOf(state, queue);
  const hidden = hiddenAt(held, progress, now);
  const changed = hidden.delayed !== progress.delayed || hidden.inFlight !== progress.inFlight;
  const line: Line = { queue, held, now, next: progress.next, ...hidden, changed, arrived: false };
  for (const sequence of expiredAt(held, queue, now)) {
    const message = held.messages.get(sequence);
    if (message !== undefined) remove(line, message);
  }
  return line;
}

/** Writes the counters, and wakes long polls when there is something new for them. */
export function closeLine(state: SqsState, line: Line): void {
  const { queue, now, next, delayed, inFlight } = line;
  if (line.changed) state.progress.put(queue.arn, { next, delayed, inFlight, countedAt: now });
  if (line.arrived) line.held.arrivals.put(0, next);
}

/** The next number of the queue's one series of sequences, turns and receipts. */
export function takeNumber(line: Line): number {
  line.changed = true;
  return line.next++;
}

export function insert(line: Line, message: Message): void {
  const { held } = line;
  held.messages.put(message.sequence, message);
  held.places.put(placeOf(message), message);
  held.ages.put([message.retainedFrom, message.sequence], true);
  count(line, message, 1);
  line.arrived = true;
  const group = groupPlaceOf(line, message);
  if (group === undefined) return;
  held.groups.put(group, message);
  // A new message is the last of its group, so it is the first only in an empty one.
  if (firstOfGroup(held, group[0])?.[0][1] === message.sequence) held.heads.put(placeOf(message), group);
}

/** Puts a later version of a message in the place of `message`: received, or hidden for another time. */
export function replace(line: Line, message: Message, later: Message): void {
  const { held } = line;
  count(line, message, -1);
  count(line, later, 1);
  held.messages.put(later.sequence, later);
  held.places.delete(placeOf(message));
  held.places.put(placeOf(later), later);
  if (later.availableAt <= line.now || later.availableAt < message.availableAt) line.arrived = true;
  const group = groupPlaceOf(line, message);
  if (group === undefined) return;
  held.groups.put(group, later);
  if (held.heads.delete(placeOf(message))) held.heads.put(placeOf(later), group);
}

export function remove(line: Line, message: Message): void {
  const { held } = line;
  count(line, message, -1);
  held.messages.delete(message.sequence);
  held.places.delete(placeOf(message));
  held.ages.delete([message.retainedFrom, message.sequence]);
  const group = groupPlaceOf(line, message);
  if (group === undefined) return;
  held.groups.delete(group);
  if (!held.heads.delete(placeOf(message))) return;
  const heir = firstOfGroup(held, group[0]);
  if (heir === undefined) return;
  held.heads.put(placeOf(heir[1]), heir[0]);
  line.arrived = true;
}

/** Forgets every message and memory of a queue. Costs the same whatever their number. */
export function clearLine(state: SqsState, queue: Queue): void {
  const { arrivals: _, ...indexes } = state.messagesOf(queue);
  for (const index of Object.values(indexes)) index.clear();
}

/** A FIFO group's first message and where it stands. */
export function firstOfGroup(
  held: QueueMessages,
  groupId: string,
): readonly [GroupPlace, Message] | undefined {
  return held.groups.first({ from: [groupId, 0], to: [groupId, Infinity] });
}

export function placeOf(message: Message): Place {
  return [message.availableAt, message.turn];
}

/** Where a message stands in its FIFO group. In a standard queue a group id orders nothing (fair queues). */
function groupPlaceOf(line: Line, message: Message): GroupPlace | undefined {
  return line.queue.fifo && message.groupId !== undefined ? [message.groupId, message.sequence] : undefined;
}

function count(line: Line, message: Message, by: 1 | -1): void {
  line.changed = true;
  if (message.availableAt <= line.now) return;
  if (message.hiddenBy === 'delay') line.delayed += by;
  else line.inFlight += by;
}
