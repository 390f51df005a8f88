import { shardsOf, type ShardEntry } from '../../dynamodb/shards';
import { recordsOf, type StreamEntry } from '../../dynamodb/state';
import type { Machine } from '../machine';
import type { Reader, ReaderKey, StreamMapping } from '../state';

/** What one reader of a mapping reads: a shard, or with ParallelizationFactor n an nth of its keys. */
export interface Lane {
  readonly stream: StreamEntry;
  readonly shard: ShardEntry;
  readonly number: number;
}

/**
 * The lanes that may be read now. A shard's children wait until it is drained: every record of it is handled or given up.
 * Documented: with-ddb, "Lambda processes a parent shard before its children", so that changes of an item stay in order.
 */
export function openLanes(machine: Machine, mapping: StreamMapping): readonly Lane[] {
  const { EventSourceArn: arn, ParallelizationFactor } = mapping.configuration;
  const stream = machine.dynamodb.streams.get(arn);
  if (stream === undefined) return [];
  const shards = shardsOf(stream, recordsOf(machine.dynamodb, arn), machine.world.clock.now());
  /** Of those that are still there; who is trimmed keeps nobody waiting. */
  const waitedFor = new Set<string>();
  const open: Lane[] = [];
  for (const shard of shards) {
    const lanes = Array.from({ length: ParallelizationFactor }, (_, number) => ({ stream, shard, number }));
    const parentWaits = shard.parentId !== undefined && waitedFor.has(shard.parentId);
    const undrained = lanes.filter((lane) => !isDrained(lane, readerOf(machine, mapping, lane)));
    if (undrained.length > 0 || parentWaits) waitedFor.add(shard.id);
    if (!parentWaits) open.push(...undrained);
  }
  return open;
}

function isDrained({ shard }: Lane, { position, pending, window }: Reader): boolean {
  return shard.end !== undefined && position >= shard.end && pending.length === 0 && window === undefined;
}

export function readerOf(machine: Machine, mapping: StreamMapping, lane: Lane): Reader {
  return (
    machine.state.readers.get(keyOf(mapping, lane)) ?? {
      position: Math.max(mapping.from, lane.shard.start),
      pending: [],
      openedAt: undefined,
      window: undefined,
    }
  );
}

/** Changes where a reader stands. */
export function putReader(
  machine: Machine,
  mapping: StreamMapping,
  lane: Lane,
  changes: Partial<Reader>,
): void {
  const before = readerOf(machine, mapping, lane);
  machine.state.readers.put(keyOf(mapping, lane), { ...before, ...changes });
}

function keyOf({ configuration }: StreamMapping, { shard, number }: Lane): ReaderKey {
  return [configuration.UUID, shard.id, number];
}
