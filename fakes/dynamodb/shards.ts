import type { ReadonlyCollection } from '../kernel/collection';
import { LIMITS } from './limits';
import type { StoredRecord, StreamEntry } from './state';
import { boundaryNumber, positionAt } from './streams';

/** One shard of a stream. A shard takes records for some hours; then it is closed and a child continues it. */
export interface ShardEntry {
  readonly id: string;
  readonly parentId: string | undefined;
  /** The position behind which its records begin. */
  readonly start: number;
  /** The position of its last record; undefined while it is open. */
  readonly end: number | undefined;
  readonly startingSequenceNumber: string;
  readonly endingSequenceNumber: string | undefined;
}

/**
 * The shards of a stream that have not been trimmed, oldest first. They follow from the time alone: nothing is stored.
 * Documented: Streams, "Shards are ephemeral: They are created and deleted automatically, as needed".
 */
export function shardsOf(
  stream: StreamEntry,
  records: ReadonlyCollection<number, StoredRecord>,
  now: number,
): readonly ShardEntry[] {
  const until = stream.disabledAt ?? now;
  const last = Math.floor((until - stream.createdAt) / LIMITS.shardMs);
  const closesAt = (index: number): number =>
    Math.min(stream.createdAt + (index + 1) * LIMITS.shardMs, stream.disabledAt ?? Number.POSITIVE_INFINITY);
  // A shard goes when its last record could not be read any more.
  const oldest = stream.createdAt + LIMITS.streamRetentionMs - now;
  const first = Math.min(last, Math.max(0, Math.floor(-oldest / LIMITS.shardMs)));
  const shards: ShardEntry[] = [];
  for (let index = first; index <= last; index++) {
    const opensAt = stream.createdAt + index * LIMITS.shardMs;
    const start = index === 0 ? 0 : positionAt(records, opensAt);
    const isOpen = index === last && stream.disabledAt === undefined;
    const end = isOpen
      ? undefined
      : positionAt(records, index === last ? closesAt(index) + 1 : closesAt(index));
    shards.push({
      id: shardId(stream, index),
      parentId: index === 0 ? undefined : shardId(stream, index - 1),
      start,
      end,
      startingSequenceNumber: boundaryNumber(start, 5),
      endingSequenceNumber: end === undefined ? undefined : boundaryNumber(end, 9),
    });
  }
  return shards;
}

/** An id in AWS's form: when the shard opened, and a count. The first one is what `shardIdOf` names. */
function shardId(stream: StreamEntry, index: number): string {
  const opensAt = String(stream.createdAt + index * LIMITS.shardMs).padStart(20, '0');
  return `shardId-${opensAt}-${(index + 1).toString(16).padStart(8, '0')}`;
}
