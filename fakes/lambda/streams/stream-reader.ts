import { sweepExpired } from '../../dynamodb/expiry-sweep';
import { partitionKey, readShard } from '../../dynamodb/shards';
import { recordsOf, type StoredRecord } from '../../dynamodb/state';
import { streamRecord, trimmedPosition, type DynamodbStreamRecord } from '../../dynamodb/streams';
import { hash } from '../../kernel/rng';
import { filtersOf, matches } from '../filter-pattern';
import { LIMITS } from '../limits';
import { arrivalOf } from '../invocation-faults';
import type { Machine } from '../machine';
import type { StreamMapping, Reader } from '../state';
import { streamEventRecord } from './stream-event';
import type { Lane } from './stream-lanes';
import { windowMsOf, windowStart } from './tumbling-window';

/** What a reader finds next. */
export interface Found {
  readonly records: readonly DynamodbStreamRecord[];
  /** The position of the last record looked at, wanted or not. */
  readonly position: number;
  /** Whether the batch cannot grow: it is full, 6 MB large, or what follows is in a later window. */
  readonly complete: boolean;
  /** Whether what follows is in a later window. */
  readonly windowOver: boolean;
  /** When what follows arrives, if a fault holds it up: epoch ms. */
  readonly arrivesAt: number | undefined;
}

/** The next records for one lane of a mapping: those of its keys that a filter lets through, at most a batch. */
export function readNext(machine: Machine, mapping: StreamMapping, lane: Lane, reader: Reader): Found {
  const { dynamodb: state, world } = machine;
  // Records of items that DynamoDB deletes because their time is over come into being as the clock goes.
  sweepExpired({ state, now: world.clock.now(), ids: world.ids });
  const { stream, shard } = lane;
  const { BatchSize, EventSourceArn: streamArn } = mapping.configuration;
  const stored = recordsOf(machine.dynamodb, streamArn);
  const windowed = windowMsOf(mapping) > 0;
  const records: DynamodbStreamRecord[] = [];
  let window = reader.window?.start;
  let complete = false;
  let windowOver = false;
  const payload = new Payload(streamArn);
  const now = machine.world.clock.now();
  let arrivesAt = now;
  const look = (candidate: StoredRecord): 'take' | 'skip' | 'stop' => {
    if (records.length === BatchSize) {
      complete = true;
      return 'stop';
    }
    if (!isInLane(mapping, lane, candidate)) return 'skip';
    const record = streamRecord(stream, candidate);
    if (!isWanted(mapping, record)) return 'skip';
    arrivesAt = arrivalOf(machine, mapping, candidate);
    if (arrivesAt > now) return 'stop';
    const start = windowed ? windowStart(mapping, candidate.at) : undefined;
    windowOver = window !== undefined && start !== window;
    if (windowOver || (!payload.fits(record) && records.length > 0)) {
      complete = true;
      return 'stop';
    }
    window = start;
    records.push(record);
    return 'take';
  };
  const after = Math.max(trimmedPosition(stored, now), reader.position);
  const { position } = readShard(stream, stored, shard, { after, look });
  return {
    records,
    position,
    complete: complete || records.length === BatchSize,
    windowOver,
    arrivesAt: arrivesAt > now ? arrivesAt : undefined,
  };
}

/** Records of one partition key always take the same lane, so their order is kept. Assumed: which one. */
function isInLane(mapping: StreamMapping, { stream, number }: Lane, { keys }: StoredRecord): boolean {
  const { ParallelizationFactor: lanes } = mapping.configuration;
  return lanes === 1 || hash(partitionKey(stream, keys)) % lanes === number;
}

function isWanted({ configuration }: StreamMapping, record: DynamodbStreamRecord): boolean {
  const filters = filtersOf(configuration);
  if (filters.length === 0) return true;
  const seen = streamEventRecord(record, configuration.EventSourceArn);
  return filters.some((filter) => matches(filter, seen));
}

/** Says whether records still fit into one event of 6 MB. They are measured only when their sizes could come near it. */
class Payload {
  #most = 0;
  #bytes: number | undefined;
  readonly #unmeasured: DynamodbStreamRecord[] = [];

  constructor(readonly streamArn: string) {}

  fits(record: DynamodbStreamRecord): boolean {
    // An empty text under a name of one control character takes 17 times its size as JSON; nothing takes more.
    this.#most += 20 * record.dynamodb.SizeBytes + 2_000;
    this.#unmeasured.push(record);
    if (this.#most <= LIMITS.payloadBytes) return true;
    // Every record counts with a comma; one of them has none.
    this.#bytes ??= Buffer.byteLength('{"Records":[]}') - 1;
    for (const one of this.#unmeasured.splice(0)) {
      this.#bytes += Buffer.byteLength(JSON.stringify(streamEventRecord(one, this.streamArn))) + 1;
    }
    return this.#bytes <= LIMITS.payloadBytes;
  }
}
