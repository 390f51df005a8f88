import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { latestSequenceNumber, readStreamRecords, type DynamodbStreamRecord } from '../dynamodb/streams';
import { hash } from '../kernel/rng';
import { filtersOf, matches } from './filter-pattern';
import type { Machine } from './machine';
import type { StreamMapping, Reader } from './state';
import { streamEventRecord } from './stream-event';

/** What a reader finds next. */
export interface Found {
  readonly records: readonly DynamodbStreamRecord[];
  /** The sequence number of the last record looked at, wanted or not. */
  readonly position: string | undefined;
}

/** The next records for one lane of a mapping: those of its keys that a filter lets through, at most a batch. */
export function readNext(machine: Machine, mapping: StreamMapping, lane: number, reader: Reader): Found {
  const { EventSourceArn: streamArn, BatchSize, ParallelizationFactor } = mapping.configuration;
  const hashKey = ParallelizationFactor === 1 ? undefined : hashKeyOf(machine, streamArn);
  const records: DynamodbStreamRecord[] = [];
  let { position } = reader;
  while (records.length < BatchSize) {
    const page = readStreamRecords(machine.dynamodb, {
      streamArn,
      afterSequenceNumber: position,
      limit: BatchSize,
      now: machine.world.clock.now(),
    });
    if (page.length === 0) break;
    for (const record of page) {
      if (records.length === BatchSize) break;
      position = record.dynamodb.SequenceNumber;
      const mine = hashKey === undefined || laneOf(record, hashKey, ParallelizationFactor) === lane;
      if (mine && isWanted(mapping, record)) records.push(record);
    }
  }
  return { records, position };
}

/** Where a new reader stands. Documented: API_CreateEventSourceMapping, StartingPosition. */
export function startingPosition(machine: Machine, mapping: StreamMapping): string | undefined {
  const { StartingPosition, EventSourceArn } = mapping.configuration;
  return StartingPosition === 'LATEST' ? latestSequenceNumber(machine.dynamodb, EventSourceArn) : undefined;
}

/** Records of one partition key always take the same lane, so their order is kept. Assumed: which one. */
function laneOf(record: DynamodbStreamRecord, hashKey: string, lanes: number): number {
  const value: AttributeValue | undefined = record.dynamodb.Keys[hashKey];
  const bytes = value?.B === undefined ? '' : Buffer.from(value.B).toString('base64');
  return hash(`${value?.S ?? ''}/${value?.N ?? ''}/${bytes}`) % lanes;
}

function hashKeyOf(machine: Machine, streamArn: string): string | undefined {
  const stream = machine.dynamodb.streams.get(streamArn);
  const region = streamArn.split(':')[3] ?? '';
  const table = stream && machine.dynamodb.tables.get([region, stream.tableName]);
  return table?.key.hash[0]?.name;
}

function isWanted({ configuration }: StreamMapping, record: DynamodbStreamRecord): boolean {
  const filters = filtersOf(configuration);
  if (filters.length === 0) return true;
  const seen = streamEventRecord(record, configuration.EventSourceArn);
  return filters.some((filter) => matches(filter, seen));
}
