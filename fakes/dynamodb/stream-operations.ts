import type {
  DescribeStreamCommandInput,
  DescribeStreamCommandOutput,
  GetRecordsCommandInput,
  GetRecordsCommandOutput,
  GetShardIteratorCommandInput,
  GetShardIteratorCommandOutput,
  ListStreamsCommandInput,
  ListStreamsCommandOutput,
} from '@aws-sdk/client-dynamodb-streams';
import type { Context } from '../kernel/operation';
import { resourceNotFound, validationError } from './errors';
import { LIMITS } from './limits';
import { checkMembers, given, type MemberRule } from './members';
import { parseShardIterator, printShardIterator } from './shard-iterator';
import { readShard, shardsOf, type ShardEntry } from './shards';
import { recordsOf, type DynamodbState, type StreamEntry } from './state';
import { expiredIterator, streamNotFound, trimmedDataAccess } from './streams-errors';
import { sequenceOf, streamRecord, trimmedPosition } from './streams';
import { nameOfTable, wordingOf } from './table-access';

const ITERATOR_TYPES = ['AFTER_SEQUENCE_NUMBER', 'LATEST', 'AT_SEQUENCE_NUMBER', 'TRIM_HORIZON'] as const;
const STREAM_ARN: MemberRule = { name: 'StreamArn', required: true };
const SHARD_ID = { length: [28, 65] } as const;

/**
 * Lists the region's streams, or those of one table, disabled ones for 24 hours.
 *
 * @throws ValidationException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_ListStreams.html
 */
export function listStreams(
  context: Context<DynamodbState>,
  input: ListStreamsCommandInput,
): Omit<ListStreamsCommandOutput, '$metadata'> {
  const rules: readonly MemberRule[] = [
    { name: 'TableName', tableName: 3 },
    { name: 'Limit', least: 1, most: LIMITS.listStreams },
  ];
  checkMembers(input, rules, wordingOf(context));
  const after = input.ExclusiveStartStreamArn;
  if (after !== undefined) checkStreamArn(after);
  const limit = input.Limit ?? LIMITS.listStreams;
  const tableName = input.TableName === undefined ? undefined : nameOfTable(input.TableName);
  const prefix = `arn:aws:dynamodb:${context.region}:${context.accountId}:table/`;
  const from = tableName === undefined ? prefix : `${prefix}${tableName}/stream/`;
  const streams: StreamEntry[] = [];
  for (const [arn, stream] of context.state.streams.entries({
    from,
    ...(after === undefined ? {} : { after }),
  })) {
    if (!arn.startsWith(from)) break;
    if (isGone(stream, context.now)) continue;
    if (streams.length === limit)
      return { Streams: listed(streams), LastEvaluatedStreamArn: streams.at(-1)?.arn };
    streams.push(stream);
  }
  return { Streams: listed(streams) };
}

function listed(streams: readonly StreamEntry[]): ListStreamsCommandOutput['Streams'] {
  return streams.map(({ arn, tableName, label }) => ({
    StreamArn: arn,
    TableName: tableName,
    StreamLabel: label,
  }));
}

/**
 * Describes a stream with its shards: the open one and the closed ones of the last 24 hours.
 *
 * @throws ValidationException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_DescribeStream.html
 */
export function describeStream(
  context: Context<DynamodbState>,
  input: DescribeStreamCommandInput,
): Omit<DescribeStreamCommandOutput, '$metadata'> {
  const rules: readonly MemberRule[] = [
    STREAM_ARN,
    { name: 'Limit', least: 1, most: LIMITS.describedShards },
    { name: 'ExclusiveStartShardId', ...SHARD_ID },
    {
      name: 'ShardFilter',
      members: [
        { name: 'Type', values: ['CHILD_SHARDS'] },
        { name: 'ShardId', ...SHARD_ID },
      ],
    },
  ];
  checkMembers(input, rules, wordingOf(context));
  const stream = requireStream(context, given(input.StreamArn));
  const { Limit = LIMITS.describedShards, ExclusiveStartShardId, ShardFilter } = input;
  const all = shardsOf(stream, recordsOf(context.state, stream.arn), context.now);
  // Captured: an unknown shard is no error, nothing follows it. Ids are in the order of their shards.
  const wanted = all.filter(
    ({ id, parentId }) =>
      (ExclusiveStartShardId === undefined || id > ExclusiveStartShardId) &&
      (ShardFilter?.ShardId === undefined || parentId === ShardFilter.ShardId),
  );
  const shards = wanted.slice(0, Limit);
  return {
    StreamDescription: {
      StreamArn: stream.arn,
      StreamLabel: stream.label,
      StreamStatus: stream.disabledAt === undefined ? 'ENABLED' : 'DISABLED',
      StreamViewType: stream.viewType,
      CreationRequestDateTime: new Date(stream.createdAt),
      TableName: stream.tableName,
      KeySchema: [...stream.keySchema],
      Shards: shards.map(describeShard),
      LastEvaluatedShardId: wanted.length > shards.length ? shards.at(-1)?.id : undefined,
    },
  };
}

function describeShard(shard: ShardEntry) {
  return {
    ShardId: shard.id,
    SequenceNumberRange: {
      StartingSequenceNumber: shard.startingSequenceNumber,
      EndingSequenceNumber: shard.endingSequenceNumber,
    },
    ParentShardId: shard.parentId,
  };
}

/**
 * Names a position in a shard, for 15 minutes.
 *
 * @throws ValidationException members; a sequence number is missing, not allowed or not in the shard
 * @throws ResourceNotFoundException the stream or shard
 * @throws TrimmedDataAccessException the sequence number is older than 24 hours
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html
 */
export function getShardIterator(
  context: Context<DynamodbState>,
  input: GetShardIteratorCommandInput,
): Omit<GetShardIteratorCommandOutput, '$metadata'> {
  const rules: readonly MemberRule[] = [
    STREAM_ARN,
    { name: 'ShardId', required: true, ...SHARD_ID },
    { name: 'ShardIteratorType', required: true, values: ITERATOR_TYPES },
    { name: 'SequenceNumber', length: [21, 40] },
  ];
  checkMembers(input, rules, wordingOf(context));
  const { ShardIteratorType: type, SequenceNumber } = input;
  checkStreamArn(given(input.StreamArn));
  const needsNumber = type === 'AT_SEQUENCE_NUMBER' || type === 'AFTER_SEQUENCE_NUMBER';
  // Captured: both are ValidationExceptions, by ScyllaDB's authors on AWS. Assumed: the words.
  if (needsNumber && SequenceNumber === undefined) {
    throw validationError('One or more parameter values were invalid: Must specify sequence number');
  }
  if (!needsNumber && SequenceNumber !== undefined) {
    throw validationError(
      `One or more parameter values were invalid: SequenceNumber is not allowed with ${type}`,
    );
  }
  const stream = requireStream(context, given(input.StreamArn));
  const shardId = given(input.ShardId);
  const shard = requireShard(context, stream, shardId);
  const position = startOf(context, stream, shard, input);
  const issuedAt = context.now;
  return { ShardIterator: printShardIterator({ streamArn: stream.arn, shardId, position, issuedAt }) };
}

function startOf(
  context: Context<DynamodbState>,
  stream: StreamEntry,
  shard: ShardEntry,
  { ShardIteratorType: type, SequenceNumber }: GetShardIteratorCommandInput,
): number {
  const records = recordsOf(context.state, stream.arn);
  const trimmed = trimmedPosition(records, context.now);
  if (type === 'TRIM_HORIZON') return Math.max(trimmed, shard.start);
  if (type === 'LATEST') return shard.end ?? records.first({ reverse: true })?.[0] ?? 0;
  const text = given(SequenceNumber);
  const isNumber = /^1\d{24}$/.test(text) && text >= shard.startingSequenceNumber;
  if (!isNumber || text > (shard.endingSequenceNumber ?? text)) {
    throw validationError('Invalid SequenceNumber for the shard');
  }
  const sequence = sequenceOf(text);
  const isRecord = text.endsWith('0');
  // Documented: TrimmedDataAccessException, "a sequence number older than the trim point".
  if (isRecord && sequence <= trimmed) throw trimmedDataAccess();
  return Math.max(trimmed, isRecord && type === 'AT_SEQUENCE_NUMBER' ? sequence - 1 : sequence);
}

/**
 * Reads on from an iterator. A closed shard ends without a further iterator; an open one always has one.
 *
 * @throws ValidationException, ResourceNotFoundException
 * @throws ExpiredIteratorException it is older than 15 minutes
 * @throws TrimmedDataAccessException the record it stands at is older than 24 hours
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html
 */
export function getRecords(
  context: Context<DynamodbState>,
  input: GetRecordsCommandInput,
): Omit<GetRecordsCommandOutput, '$metadata'> {
  const rules: readonly MemberRule[] = [
    { name: 'ShardIterator', required: true, length: [1, 2048] },
    { name: 'Limit', least: 1, most: LIMITS.streamRecords },
  ];
  checkMembers(input, rules, wordingOf(context));
  const { streamArn, shardId, position, issuedAt } = parseShardIterator(given(input.ShardIterator));
  const { state, now } = context;
  if (now > issuedAt + LIMITS.iteratorMs) throw expiredIterator();
  const stream = requireStream(context, streamArn);
  const shard = requireShard(context, stream, shardId);
  const stored = recordsOf(state, stream.arn);
  if (position < trimmedPosition(stored, now)) throw trimmedDataAccess();
  const limit = input.Limit ?? LIMITS.streamRecords;
  let count = 0;
  const { taken, position: reached } = readShard(stream, stored, shard, {
    after: position,
    look: () => (count++ < limit ? 'take' : 'stop'),
  });
  const isAtEnd = shard.end !== undefined && reached >= shard.end;
  const next = printShardIterator({ streamArn, shardId, position: reached, issuedAt: now });
  const Records = taken.map((record) => streamRecord(stream, record));
  return { Records, NextShardIterator: isAtEnd ? undefined : next };
}

/** Captured: AWS answers `Invalid StreamArn` to text that is no ARN of a stream. */
function checkStreamArn(streamArn: string): void {
  if (/^arn:aws:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]{3,255}\/stream\/[\w:.-]+$/.test(streamArn)) return;
  throw validationError('Invalid StreamArn');
}

function isGone(stream: StreamEntry, now: number): boolean {
  return stream.disabledAt !== undefined && now >= stream.disabledAt + LIMITS.streamRetentionMs;
}

function requireStream(context: Context<DynamodbState>, streamArn: string): StreamEntry {
  checkStreamArn(streamArn);
  const stream = context.state.streams.get(streamArn);
  const isThere = stream !== undefined && streamArn.split(':')[3] === context.region;
  if (!isThere || isGone(stream, context.now)) throw streamNotFound(streamArn);
  return stream;
}

function requireShard(context: Context<DynamodbState>, stream: StreamEntry, shardId: string): ShardEntry {
  const shards = shardsOf(stream, recordsOf(context.state, stream.arn), context.now);
  const shard = shards.find(({ id }) => id === shardId);
  // Assumed: the words, after those for a stream.
  if (shard === undefined) {
    throw resourceNotFound(
      `Requested resource not found: Shard: ${shardId} in Stream: ${stream.arn} not found`,
    );
  }
  return shard;
}
