import type { AttributeValue, StreamSpecification, StreamViewType } from '@aws-sdk/client-dynamodb';
import type { Context } from '../kernel/operation';
import { itemSize } from './item-size';
import type { Item } from './attribute-value';
import { LIMITS } from './limits';
import { recordsOf, type DynamodbState, type StoredRecord, type StreamEntry } from './state';

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

/** The one shard of a stream. Its id has AWS's form and follows from the stream's creation time. */
export function shardIdOf(stream: StreamEntry): string {
  return `shardId-${String(stream.createdAt).padStart(20, '0')}-00000001`;
}

/** A stream's ARN for a table: its label is the creation time. */
export function newStream(
  tableArn: string,
  tableName: string,
  specification: StreamSpecification,
  now: number,
): StreamEntry {
  const label = new Date(now).toISOString().slice(0, -1);
  const viewType = specification.StreamViewType ?? 'NEW_AND_OLD_IMAGES';
  return { arn: `${tableArn}/stream/${label}`, label, tableName, viewType, createdAt: now };
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
  const sequence = (records.first({ reverse: true })?.[0] ?? 0) + 1;
  const eventId = context.ids.token('dynamodb.event', 32, '0123456789abcdef');
  records.put(sequence, { ...change, sequence, at: context.now, eventId });
}

/** A stream's sequence numbers as AWS writes them: digits, growing. Documented: API_streams_StreamRecord, 21 to 40 digits. */
export function sequenceNumber(sequence: number): string {
  return `1${String(sequence).padStart(24, '0')}`;
}

/** The position behind a sequence number; 0 for the beginning of the stream. */
export function sequenceOf(sequenceNumberText: string | undefined): number {
  return sequenceNumberText === undefined ? 0 : Number(sequenceNumberText.slice(1));
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
  for (const [, record] of recordsOf(state, stream.arn).entries({
    after: sequenceOf(options.afterSequenceNumber),
  })) {
    if (records.length >= limit) break;
    if (record.at > options.now - LIMITS.streamRetentionMs) records.push(asRecord(stream, record));
  }
  return records;
}

/** The sequence number of a stream's newest record: where a reader that starts at LATEST stands. */
export function latestSequenceNumber(state: DynamodbState, streamArn: string): string | undefined {
  const newest = recordsOf(state, streamArn).first({ reverse: true });
  return newest === undefined ? undefined : sequenceNumber(newest[0]);
}

function asRecord(stream: StreamEntry, record: StoredRecord): DynamodbStreamRecord {
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
