import * as v from 'valibot';
import { UUID_V4 } from './receipt-keys';

/** Version of the message body that both Lambdas speak. */
export const SCHEMA_VERSION = 1;
/** Who sent a message: only this sender is known. */
export const MESSAGE_SOURCE = 'dynamodb_stream';

const imageId = v.pipe(v.string(), v.regex(UUID_V4, 'not a version 4 UUID'));
const receiptId = v.pipe(v.number(), v.integer(), v.minValue(1));
const partId = v.pipe(v.number(), v.integer(), v.minValue(0));
const filled = v.pipe(v.string(), v.nonEmpty());

const receipt = { image_id: imageId, receipt_id: receiptId };
const line = { ...receipt, line_id: partId };
const word = { ...line, word_id: partId };

const common = {
  schema_version: v.literal(SCHEMA_VERSION),
  source: v.literal(MESSAGE_SOURCE),
  changes: v.record(v.string(), v.object({ old: v.nullable(v.string()), new: v.nullable(v.string()) })),
  timestamp: v.string(),
  stream_record_id: v.string(),
  sequence_number: v.string(),
  approximate_creation_time: v.optional(v.string()),
  aws_region: v.string(),
  correlation_id: v.string(),
};

const anyChange = v.picklist(['INSERT', 'MODIFY', 'REMOVE']);

/** One message on a collection's queue: which entity changed, and how. Only a trigger: the consumer reads the current state. */
export const CompactionMessage = v.variant('entity_type', [
  v.object({
    ...common,
    entity_type: v.literal('RECEIPT_METADATA'),
    entity_data: v.object({ entity_type: v.literal('RECEIPT_METADATA'), ...receipt }),
    event_name: anyChange,
  }),
  v.object({
    ...common,
    entity_type: v.literal('RECEIPT_WORD_LABEL'),
    entity_data: v.object({ entity_type: v.literal('RECEIPT_WORD_LABEL'), ...word, label: filled }),
    event_name: anyChange,
  }),
  v.object({
    ...common,
    entity_type: v.literal('COMPACTION_RUN'),
    entity_data: v.object({
      run_id: v.pipe(v.string(), v.regex(UUID_V4, 'not a version 4 UUID')),
      ...receipt,
      lines_delta_prefix: filled,
      words_delta_prefix: filled,
      delta_s3_prefix: filled,
    }),
    event_name: v.literal('INSERT'),
  }),
  v.object({
    ...common,
    entity_type: v.literal('RECEIPT'),
    entity_data: v.object({ entity_type: v.literal('RECEIPT'), ...receipt }),
    event_name: v.literal('REMOVE'),
  }),
  v.object({
    ...common,
    entity_type: v.literal('RECEIPT_LINE'),
    entity_data: v.object({ entity_type: v.literal('RECEIPT_LINE'), ...line }),
    event_name: v.literal('REMOVE'),
  }),
  v.object({
    ...common,
    entity_type: v.literal('RECEIPT_WORD'),
    entity_data: v.object({ entity_type: v.literal('RECEIPT_WORD'), ...word }),
    event_name: v.literal('REMOVE'),
  }),
]);
/**
 * The same as it may lie on a queue: also of version 0, which named no version, no sequence number and no correlation id.
 * A message is only a trigger, so nothing that it lacked is missed.
 */
export const ReadableMessage = v.pipe(v.unknown(), v.transform(upgraded), CompactionMessage);

function upgraded(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || 'schema_version' in body) return body;
  return { schema_version: SCHEMA_VERSION, sequence_number: '', correlation_id: '', ...body };
}

/** A message that fits the schema. */
export type CompactionMessage = v.InferOutput<typeof CompactionMessage>;

/** Old and new value of the watched fields that differ. */
export type Changes = CompactionMessage['changes'];
