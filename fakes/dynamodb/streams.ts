import type { AttributeValue, StreamSpecification, StreamViewType } from '@aws-sdk/client-dynamodb';
import type { ReadonlyCollection } from '../kernel/collection';
import type { Context } from '../kernel/operation';
import { itemSize } from './item-size';
import type { Item } from './attribute-value';
import { LIMITS } from './limits';
import { recordsOf, type DynamodbState, type StoredRecord, type StreamEntry, type TableEntry } from './state';

/** A record as GetRecords of DynamoDB Streams returns it (`_Record` of `@aws-sdk/client-dynamodb-streams`). */
export interface DynamodbStreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: '1.1';
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly dynamodb: {
    /** Whole seconds. */
    readonly ApproximateCreationDateTime: Date;
    readonly Keys: Record<string, AttributeValue>;
    readonly NewImage?: Record<string, AttributeValue>;
    readonly OldImage?: Record<string, AttributeValue>;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: StreamViewType;
  };
  /** Only for items that DynamoDB deleted because their time to live was over. */
  readonly userIdentity?: { readonly Type: 'Service'; readonly PrincipalId: 'dynamodb.amazonaws.com' };
}

/** The first shard of a stream. Its id has AWS's form and follows from the stream's creation time. */
export function shardIdOf(stream: StreamEntry): string {
  return `shardId-${String(stream.createdAt).padStart(20, '0')}-00000001`;
}

/** A stream's ARN for a table: its label is the creation time. */
export function newStream(
  table: Pick<TableEntry, 'arn' | 'name' | 'keySchema'>,
  specification: StreamSpecification,
  now: number,
): StreamEntry {
  const label = new Date(now).toISOString().slice(0, -1);
  const viewType = specification.StreamViewType ?? 'NEW_AND_OLD_IMAGES';
  const { arn, name: tableName, keySchema } = table;
  return { arn: `${arn}/stream/${label}`, label, tableName, keySchema, viewType, createdAt: now };
}

/** Appends the record of one change to a stream. */
export function recordChange(
  context: Pick<Context<DynamodbState>, 'state' | 'now' | 'ids'>,
  streamArn: string,
  change: Pick<StoredRecord, 'keys' | 'before' | 'after' | 'byService'>,
): void {
  const records = recordsOf(context.state, streamArn);
  // Counted from the newest record, not from a series of ids: whoever appends has then read the end of the stream, so an
  // exploration knows that two writes cannot change places unnoticed.
  const [last, newest] = records.first({ reverse: true }) ?? [0, undefined];
  const sequence = last + 1;
  const eventId = context.ids.token('dynamodb.event', 32, '0123456789abcdef');
  // What the service deleted in the background is recorded late, with its own time; times never go back in a stream.
  const at = Math.max(context.now, newest?.at ?? 0);
  records.put(sequence, { sequence, at, eventId, ...change });
}

/** A stream's sequence numbers as AWS writes them: digits, growing. Documented: API_streams_StreamRecord, 21 to 40 digits. */
export function sequenceNumber(sequence: number): string {
  return boundaryNumber(sequence, 0);
}

/** A sequence number behind a record and before the next: where shards begin and end. */
export function boundaryNumber(sequence: number, offset: number): string {
  return `1${String(sequence * 10 + offset).padStart(24, '0')}`;
}

/** The position behind a sequence number; 0 for the beginning of the stream. */
export function sequenceOf(sequenceNumberText: string | undefined): number {
  return sequenceNumberText === undefined ? 0 : Math.floor(Number(sequenceNumberText.slice(1)) / 10);
}

/** The position behind the last record that is older than a time. */
export function positionAt(records: ReadonlyCollection<number, StoredRecord>, time: number): number {
  let low = 0;
  let high = records.first({ reverse: true })?.[0] ?? 0;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((records.get(middle + 1)?.at ?? time) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The position behind the last record that is older than 24 hours, and so trimmed. */
export function trimmedPosition(records: ReadonlyCollection<number, StoredRecord>, now: number): number {
  return positionAt(records, now - LIMITS.streamRetentionMs + 1);
}

/** Where to read a stream. */
export interface ReadStreamOptions {
  readonly streamArn: string;
  /** Reads what follows this record; from the oldest one when left out. */
  readonly afterSequenceNumber?: string | undefined;
  readonly limit?: number;
  /** World time: records older than 24 hours are gone. */
  readonly now: number;
}

/** The next records of a stream, oldest first. Costs what it returns. An unknown stream has none. */
export function readStreamRecords(state: DynamodbState, options: ReadStreamOptions): DynamodbStreamRecord[] {
  const stream = state.streams.get(options.streamArn);
  if (stream === undefined) return [];
  const records: DynamodbStreamRecord[] = [];
  const limit = options.limit ?? 1000;
  const stored = recordsOf(state, stream.arn);
  const trimmed = trimmedPosition(stored, options.now);
  const after = Math.max(trimmed, sequenceOf(options.afterSequenceNumber));
  for (const [, record] of stored.entries({ after })) {
    if (records.length >= limit) break;
    records.push(streamRecord(stream, record));
  }
  return records;
}

/** The position of a stream's newest record; 0 while there is none. */
export function latestPosition(state: DynamodbState, streamArn: string): number {
  return recordsOf(state, streamArn).first({ reverse: true })?.[0] ?? 0;
}

/** A record as the stream shows it: with the images of its view type. */
export function streamRecord(stream: StreamEntry, record: StoredRecord): DynamodbStreamRecord {
  const { keys, before, after } = record;
  const images: { NewImage?: Item; OldImage?: Item } = {};
  if (after !== undefined && (stream.viewType === 'NEW_IMAGE' || stream.viewType === 'NEW_AND_OLD_IMAGES')) {
    images.NewImage = after;
  }
  if (before !== undefined && (stream.viewType === 'OLD_IMAGE' || stream.viewType === 'NEW_AND_OLD_IMAGES')) {
    images.OldImage = before;
  }
  const sizes = [keys, images.NewImage, images.OldImage].map((image) =>
    image === undefined ? 0 : itemSize(image),
  );
  return {
    eventID: record.eventId,
    eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: stream.arn.split(':')[3] ?? '',
    dynamodb: {
      ApproximateCreationDateTime: new Date(Math.floor(record.at / 1000) * 1000),
      Keys: keys,
      ...images,
      SequenceNumber: sequenceNumber(record.sequence),
      SizeBytes: sizes.reduce((sum, size) => sum + size, 0),
      StreamViewType: stream.viewType,
    },
    ...(record.byService ? { userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' } } : {}),
  };
}
