import type { AttributeValue as StreamValue, DynamoDBRecord, SQSRecord } from 'aws-lambda';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { CompactionMessage } from '../../src/shared/compaction-message';
import { receiptName, type Collection } from '../../src/shared/receipt-keys';
import { RECEIPT, RUN_ID, type Item } from './receipts';

/** A Lambda context with this much time left, or as much as the function says. */
export const lambdaContext = (remainingMs: number | (() => number) = 300_000) => ({
  awsRequestId: 'request-1',
  getRemainingTimeInMillis: () => (typeof remainingMs === 'number' ? remainingMs : remainingMs()),
});

const streamImage = (item: Item): Record<string, StreamValue> =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, streamValue(value)]));

/** Only strings, numbers, booleans and NULL: enough for what the stream processor looks at. */
function streamValue(value: AttributeValue): StreamValue {
  if (value.S !== undefined) return { S: value.S };
  if (value.N !== undefined) return { N: value.N };
  if (value.BOOL !== undefined) return { BOOL: value.BOOL };
  return { NULL: true };
}

/** A stream record for a change from one item to another; without the first an INSERT, without the second a REMOVE. */
export function streamRecord(
  before: Item | undefined,
  after: Item | undefined,
  number = 101,
): DynamoDBRecord {
  const item = after ?? before ?? {};
  const { PK, SK } = streamImage({ PK: item['PK'] ?? { NULL: true }, SK: item['SK'] ?? { NULL: true } });
  return {
    eventID: `event-${number}`,
    eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: {
      ApproximateCreationDateTime: 1_761_210_000,
      SequenceNumber: `100000000000000000000000${number}`,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      Keys: { PK: PK ?? { NULL: true }, SK: SK ?? { NULL: true } },
      ...(before === undefined ? {} : { OldImage: streamImage(before) }),
      ...(after === undefined ? {} : { NewImage: streamImage(after) }),
    },
  };
}

const ORIGIN = {
  schema_version: 1,
  source: 'dynamodb_stream',
  timestamp: '2025-10-23T09:00:01.250Z',
  stream_record_id: 'event-101',
  sequence_number: '100000000000000000000000101',
  approximate_creation_time: '2025-10-23T09:00:00.000Z',
  aws_region: 'us-east-1',
  correlation_id: 'c-7f0a',
  changes: {},
} as const;

const receiptData = (key: typeof RECEIPT) => ({ image_id: key.imageId, receipt_id: key.receiptId });

/** Bodies of messages, by entity. */
export const body = {
  metadata: (key = RECEIPT): CompactionMessage => ({
    ...ORIGIN,
    entity_type: 'RECEIPT_METADATA',
    entity_data: { entity_type: 'RECEIPT_METADATA', ...receiptData(key) },
    event_name: 'MODIFY',
  }),
  label: (line_id: number, word_id: number, label = 'PRODUCT_NAME', key = RECEIPT): CompactionMessage => ({
    ...ORIGIN,
    entity_type: 'RECEIPT_WORD_LABEL',
    entity_data: { entity_type: 'RECEIPT_WORD_LABEL', ...receiptData(key), line_id, word_id, label },
    event_name: 'MODIFY',
  }),
  run: (collection: Collection, runId = RUN_ID, key = RECEIPT): CompactionMessage => ({
    ...ORIGIN,
    entity_type: 'COMPACTION_RUN',
    entity_data: {
      run_id: runId,
      ...receiptData(key),
      lines_delta_prefix: `lines/delta/${runId}`,
      words_delta_prefix: `words/delta/${runId}`,
      delta_s3_prefix: `${collection}/delta/${runId}`,
    },
    event_name: 'INSERT',
  }),
  receiptGone: (key = RECEIPT): CompactionMessage => ({
    ...ORIGIN,
    entity_type: 'RECEIPT',
    entity_data: { entity_type: 'RECEIPT', ...receiptData(key) },
    event_name: 'REMOVE',
  }),
  lineGone: (line_id: number, key = RECEIPT): CompactionMessage => ({
    ...ORIGIN,
    entity_type: 'RECEIPT_LINE',
    entity_data: { entity_type: 'RECEIPT_LINE', ...receiptData(key), line_id },
    event_name: 'REMOVE',
  }),
  wordGone: (line_id: number, word_id: number, key = RECEIPT): CompactionMessage => ({
    ...ORIGIN,
    entity_type: 'RECEIPT_WORD',
    entity_data: { entity_type: 'RECEIPT_WORD', ...receiptData(key), line_id, word_id },
    event_name: 'REMOVE',
  }),
};

export interface RecordOptions {
  readonly messageId?: string;
  readonly fifo?: boolean;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A record as Lambda's event source hands it to the compaction. */
export function sqsRecord(
  collection: Collection,
  message: CompactionMessage | string,
  options: RecordOptions = {},
): SQSRecord {
  const { messageId = 'm1', fifo = false } = options;
  const attributes = options.attributes ?? { source: 'dynamodb_stream', collection };
  const group = typeof message === 'string' ? 'none' : groupOf(message);
  return {
    messageId,
    receiptHandle: `handle-of-${messageId}`,
    body: typeof message === 'string' ? message : JSON.stringify(message),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '1761210001300',
      SenderId: 'AIDAEXAMPLE',
      ApproximateFirstReceiveTimestamp: '1761210002000',
      ...(fifo ? { MessageGroupId: group } : {}),
    },
    messageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, stringValue]) => [name, { stringValue, dataType: 'String' }]),
    ),
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${collection}${fifo ? '.fifo' : ''}`,
    awsRegion: 'us-east-1',
  };
}

const groupOf = ({ entity_data }: CompactionMessage): string =>
  receiptName({ imageId: entity_data.image_id, receiptId: entity_data.receipt_id });
