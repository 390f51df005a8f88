import type { DynamoDBRecord } from 'aws-lambda';
import { MESSAGE_SOURCE, SCHEMA_VERSION, type CompactionMessage } from '../shared/compaction-message';
import type { EntityType } from '../shared/entity';
import { receiptName, type Collection } from '../shared/receipt-keys';
import type { EntityChange } from './stream-record';

/** One message for one queue. */
export interface CollectionMessage {
  readonly collection: Collection;
  readonly body: CompactionMessage;
  /** Orders the messages of one receipt on a FIFO queue, whatever entity they are about (R42). */
  readonly groupId: string;
  /** Same for the same change, however often it is processed (R41). */
  readonly deduplicationId: string;
}

/** Which collections hold vectors that an entity's change touches. */
const ROUTES: Readonly<Record<EntityType, readonly Collection[]>> = {
  RECEIPT_METADATA: ['lines', 'words'],
  RECEIPT_WORD_LABEL: ['words'],
  COMPACTION_RUN: ['lines', 'words'],
  RECEIPT: ['lines', 'words'],
  RECEIPT_LINE: ['lines'],
  RECEIPT_WORD: ['words'],
};

/** The messages a change results in: one per collection it touches. */
export function buildMessages(
  record: DynamoDBRecord,
  change: EntityChange,
  processing: { readonly now: number; readonly correlationId: string },
): CollectionMessage[] {
  const created = record.dynamodb?.ApproximateCreationDateTime;
  const eventId = record.eventID ?? '';
  const origin = {
    timestamp: new Date(processing.now).toISOString(),
    stream_record_id: eventId,
    sequence_number: record.dynamodb?.SequenceNumber ?? '',
    ...(created === undefined ? {} : { approximate_creation_time: new Date(created * 1000).toISOString() }),
    aws_region: record.awsRegion ?? '',
    correlation_id: processing.correlationId,
  };
  return ROUTES[change.entity.type].map((collection) => ({
    collection,
    body: messageBody(change, collection, origin),
    groupId: receiptName(change.entity.key),
    deduplicationId: `${eventId}:${collection}`,
  }));
}

type Origin = Pick<
  CompactionMessage,
  | 'timestamp'
  | 'stream_record_id'
  | 'sequence_number'
  | 'approximate_creation_time'
  | 'aws_region'
  | 'correlation_id'
>;

function messageBody(change: EntityChange, collection: Collection, origin: Origin): CompactionMessage {
  const { entity, eventName, changes } = change;
  const head = { schema_version: SCHEMA_VERSION, source: MESSAGE_SOURCE } as const;
  const receipt = { image_id: entity.key.imageId, receipt_id: entity.key.receiptId };
  switch (entity.type) {
    case 'RECEIPT_METADATA': {
      const entity_data = { entity_type: entity.type, ...receipt };
      return { ...head, entity_type: entity.type, entity_data, changes, event_name: eventName, ...origin };
    }
    case 'RECEIPT_WORD_LABEL': {
      const { lineId: line_id, wordId: word_id } = entity.key;
      const entity_data = { entity_type: entity.type, ...receipt, line_id, word_id, label: entity.label };
      return { ...head, entity_type: entity.type, entity_data, changes, event_name: eventName, ...origin };
    }
    case 'COMPACTION_RUN': {
      const prefixes = change.deltaPrefixes ?? { lines: '', words: '' };
      const entity_data = {
        run_id: entity.runId,
        ...receipt,
        lines_delta_prefix: prefixes.lines,
        words_delta_prefix: prefixes.words,
        delta_s3_prefix: prefixes[collection],
      };
      return { ...head, entity_type: entity.type, entity_data, changes, event_name: 'INSERT', ...origin };
    }
    case 'RECEIPT': {
      const entity_data = { entity_type: entity.type, ...receipt };
      return { ...head, entity_type: entity.type, entity_data, changes, event_name: 'REMOVE', ...origin };
    }
    case 'RECEIPT_LINE': {
      const entity_data = { entity_type: entity.type, ...receipt, line_id: entity.key.lineId };
      return { ...head, entity_type: entity.type, entity_data, changes, event_name: 'REMOVE', ...origin };
    }
    case 'RECEIPT_WORD': {
      const { lineId: line_id, wordId: word_id } = entity.key;
      const entity_data = { entity_type: entity.type, ...receipt, line_id, word_id };
      return { ...head, entity_type: entity.type, entity_data, changes, event_name: 'REMOVE', ...origin };
    }
  }
}
