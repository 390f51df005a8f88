import type { ReadonlyCollection } from '../kernel/collection';
import { FakeMisuse } from '../kernel/errors';
import { hash } from '../kernel/rng';
import { LIMITS } from './limits';
import { recordsOf, type DynamodbState, type StoredRecord, type StreamEntry } from './state';
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
  /** Which part of the keys it takes, counted from 0, and into how many parts its generation divides them. */
  readonly part: number;
  readonly parts: number;
}

/** The shards that are open at one time: one, or after splits two, four ... */
interface Generation {
  readonly opensAt: number;
  /** The position behind which it begins, where a split says so; otherwise the time does. */
  readonly splitAt: number | undefined;
  readonly parts: number;
  /** Shards of all generations before: part of the ids. */
  readonly before: number;
}

/**
 * The shards of a stream that have not been trimmed, parents before children. They follow from the time and the stream's
 * splits alone: nothing is stored.
 * Documented: Streams, "Shards are ephemeral: They are created and deleted automatically, as needed".
 */
export function shardsOf(
  stream: StreamEntry,
  records: ReadonlyCollection<number, StoredRecord>,
  now: number,
): readonly ShardEntry[] {
  const { disabledAt } = stream;
  const generations = generationsOf(stream, disabledAt ?? now);
  const startOf = ({ opensAt, splitAt, before }: Generation): number =>
    splitAt ?? (before === 0 ? 0 : positionAt(records, opensAt));
  const shards: ShardEntry[] = [];
  for (const [index, generation] of generations.entries()) {
    const next = generations[index + 1];
    // A shard goes when its last record could not be read any more.
    if (next !== undefined && next.opensAt + LIMITS.streamRetentionMs <= now) continue;
    const start = startOf(generation);
    const closed = disabledAt === undefined ? undefined : positionAt(records, disabledAt + 1);
    const end = next === undefined ? closed : startOf(next);
    const parent = generations[index - 1];
    for (let part = 0; part < generation.parts; part++) {
      shards.push({
        id: shardId(generation, part),
        parentId: parent && shardId(parent, Math.floor((part * parent.parts) / generation.parts)),
        start,
        end,
        startingSequenceNumber: boundaryNumber(start, 5),
        endingSequenceNumber: end === undefined ? undefined : boundaryNumber(end, 9),
        part,
        parts: generation.parts,
      });
    }
  }
  return shards;
}

/** The generations up to a time, oldest first: a new one every few hours, and at every split. Long gone ones are left out. */
function generationsOf(stream: StreamEntry, until: number): readonly Generation[] {
  const { createdAt, splits = [] } = stream;
  const oldest = until - LIMITS.streamRetentionMs - 2 * LIMITS.shardMs;
  const rolls = (from: number, to: number): number =>
    Math.max(
      0,
      Math.floor((to - createdAt) / LIMITS.shardMs) - Math.floor((from - createdAt) / LIMITS.shardMs),
    );
  const found: Generation[] = [];
  let before = 0;
  let parts = 1;
  let from: { readonly at: number; readonly position: number | undefined } = {
    at: createdAt,
    position: undefined,
  };
  for (let split = 0; split <= splits.length; split++) {
    const next = splits[split];
    const count = rolls(from.at, next?.at ?? until) + 1;
    const firstRoll = createdAt + (Math.floor((from.at - createdAt) / LIMITS.shardMs) + 1) * LIMITS.shardMs;
    // The first one opens with the split (or the stream), the others with their time.
    const skipped = Math.min(count - 1, Math.max(0, Math.ceil((oldest - firstRoll) / LIMITS.shardMs)));
    for (let i = skipped; i < count; i++) {
      const first = i === 0;
      found.push({
        opensAt: first ? from.at : firstRoll + (i - 1) * LIMITS.shardMs,
        splitAt: first ? from.position : undefined,
        parts,
        before: before + i * parts,
      });
    }
    before += count * parts;
    if (next === undefined) break;
    parts *= 2;
    from = next;
  }
  return found;
}

/** An id in AWS's form: when the shard opened, and a count. The first one is what `shardIdOf` names. */
function shardId({ opensAt, before }: Generation, part: number): string {
  const time = String(opensAt).padStart(20, '0');
  return `shardId-${time}-${(before + part + 1).toString(16).padStart(8, '0')}`;
}

/**
 * Splits every open shard of a stream in two, as DynamoDB does when a table's partitions grow or get busy. What comes from
 * now on goes to the children, by the hash of its partition key.
 * @throws FakeMisuse the stream is disabled
 */
export function splitShards(state: DynamodbState, streamArn: string, now: number): void {
  const stream = state.streams.get(streamArn);
  if (stream === undefined || stream.disabledAt !== undefined) {
    throw new FakeMisuse(`splitShards(): the stream ${streamArn} is not enabled.`);
  }
  const position = recordsOf(state, streamArn).first({ reverse: true })?.[0] ?? 0;
  state.streams.put(streamArn, { ...stream, splits: [...(stream.splits ?? []), { at: now, position }] });
}

/** What to do with a record that a reader of a shard comes to: it is read, passed over, or the end for now. */
export type Look = (record: StoredRecord) => 'take' | 'skip' | 'stop';

/**
 * Reads a shard on from a position. Costs what it looks at: also the records of other shards in between.
 * @returns what was taken, and the position of the record looked at last, or the shard's end.
 */
export function readShard(
  stream: StreamEntry,
  records: ReadonlyCollection<number, StoredRecord>,
  shard: ShardEntry,
  { after, look }: { readonly after: number; readonly look: Look },
): { readonly taken: readonly StoredRecord[]; readonly position: number } {
  const taken: StoredRecord[] = [];
  let position = after;
  const range = shard.end === undefined ? { after } : { after, to: shard.end };
  for (const [sequence, record] of records.entries(range)) {
    if (isInShard(stream, shard, record)) {
      const verdict = look(record);
      if (verdict === 'stop') return { taken, position };
      if (verdict === 'take') taken.push(record);
    }
    position = sequence;
  }
  return { taken, position: Math.max(position, shard.end ?? position) };
}

/** Assumed: which shard a key goes to. Documented: always the same one, so that its changes stay in order. */
function isInShard(stream: StreamEntry, { part, parts }: ShardEntry, { keys }: StoredRecord): boolean {
  if (parts === 1) return true;
  return Math.floor((hash(`shard/${partitionKey(stream, keys)}`) / 2 ** 32) * parts) === part;
}

/** A record's partition key as text. */
export function partitionKey({ keySchema }: StreamEntry, keys: StoredRecord['keys']): string {
  const name = keySchema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName;
  const value = name === undefined ? undefined : keys[name];
  const bytes = value?.B === undefined ? '' : Buffer.from(value.B).toString('base64');
  return `${value?.S ?? ''}/${value?.N ?? ''}/${bytes}`;
}
