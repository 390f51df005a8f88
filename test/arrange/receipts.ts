import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  labelItem,
  lineItem,
  metadataItem,
  receiptItem,
  receiptName,
  runItem,
  wordItem,
  type ItemKey,
  type LineKey,
  type ReceiptKey,
  type WordKey,
} from '../../src/shared/receipt-keys';

export type Item = Record<string, AttributeValue>;

/** Receipt 2 of an image: what most tests work on. */
export const RECEIPT: ReceiptKey = { imageId: '3f1c9a52-6d0e-4b7a-9c41-8e2f5d7a1b60', receiptId: 2 };
export const RUN_ID = 'b7d2e0c4-19fa-4c3d-8f55-02a6c1d9e7f3';

export const lineOf = (receipt: ReceiptKey, lineId: number): LineKey => ({ ...receipt, lineId });
export const wordOf = (receipt: ReceiptKey, lineId: number, wordId: number): WordKey => ({
  ...receipt,
  lineId,
  wordId,
});

/** A text attribute as the table stores it: NULL instead of an empty string. */
const text = (value: string | undefined): AttributeValue =>
  value === undefined || value === '' ? { NULL: true } : { S: value };

const keyed = ({ pk, sk }: ItemKey, TYPE: string, rest: Item = {}): Item => ({
  PK: { S: pk },
  SK: { S: sk },
  TYPE: { S: TYPE },
  ...rest,
});

/** The primary key of an item, for GetItem, UpdateItem and DeleteItem. */
export const primaryKey = ({ pk, sk }: ItemKey): Item => ({ PK: { S: pk }, SK: { S: sk } });

/** A RECEIPT item. Vectors of a receipt without one are removed at the next merge. */
export const receipt = (key: ReceiptKey): Item => keyed(receiptItem(key), 'RECEIPT');

export interface Place {
  readonly merchantName?: string;
  readonly canonicalMerchantName?: string;
  readonly merchantCategory?: string;
  readonly address?: string;
  readonly phoneNumber?: string;
  readonly placeId?: string;
  readonly validationStatus?: string;
}

/** A RECEIPT_METADATA item. */
export function receiptMetadata(key: ReceiptKey, place: Place = {}): Item {
  const item = metadataItem(key);
  const merchantName = place.merchantName ?? 'Corner Bakery';
  const placeId = place.placeId ?? 'pl-778';
  const path = `${item.pk}#${item.sk}`;
  return keyed(item, 'RECEIPT_METADATA', {
    GSI1PK: { S: `MERCHANT#${merchantName.toUpperCase().replaceAll(' ', '_')}` },
    GSI1SK: { S: path },
    GSI2PK: { S: `PLACE#${placeId}` },
    GSI2SK: { S: path },
    GSI3PK: { S: 'MERCHANT_VALIDATION' },
    GSI3SK: { S: `STATUS#${place.validationStatus ?? 'UNSURE'}` },
    place_id: { S: placeId },
    merchant_name: { S: merchantName },
    canonical_merchant_name: text(place.canonicalMerchantName),
    merchant_category: text(place.merchantCategory),
    address: text(place.address),
    phone_number: text(place.phoneNumber),
    timestamp: { S: '2025-10-01T09:15:00.000000+00:00' },
    validation_status: { S: place.validationStatus ?? 'UNSURE' },
  });
}

const POINT: AttributeValue = { M: { x: { N: '0.1250000000' }, y: { N: '0.7500000000' } } };

const shape = (content: string): Item => ({
  text: { S: content },
  bounding_box: {
    M: { x: { N: '0.125' }, y: { N: '0.75' }, width: { N: '0.25' }, height: { N: '0.03125' } },
  },
  top_left: POINT,
  top_right: POINT,
  bottom_left: POINT,
  bottom_right: POINT,
  angle_degrees: { N: '0.50' },
  angle_radians: { N: '0.0087266462599716' },
  confidence: { N: '0.98' },
  embedding_status: { S: 'SUCCESS' },
  is_noise: { BOOL: false },
  GSI1PK: { S: 'EMBEDDING_STATUS#SUCCESS' },
});

/** A RECEIPT_LINE item. */
export function receiptLine(key: LineKey, content = 'Baguette 2,40'): Item {
  const item = lineItem(key);
  return {
    ...keyed(item, 'RECEIPT_LINE'),
    ...shape(content),
    GSI1SK: { S: `LINE#${item.pk}#${item.sk}` },
    GSI3PK: { S: receiptName(key) },
    GSI3SK: { S: 'LINE' },
  };
}

/** A RECEIPT_WORD item. */
export function receiptWord(key: WordKey, content = 'Baguette'): Item {
  const item = wordItem(key);
  return {
    ...keyed(item, 'RECEIPT_WORD'),
    ...shape(content),
    extracted_data: { NULL: true },
    GSI1SK: { S: `WORD#${item.pk}#${item.sk}` },
    GSI2PK: { S: 'RECEIPT' },
    GSI2SK: { S: `${item.pk}#${item.sk}` },
    GSI3PK: { S: receiptName(key) },
    GSI3SK: { S: 'WORD' },
  };
}

export type LabelStatus = 'NONE' | 'PENDING' | 'VALID' | 'INVALID' | 'NEEDS_REVIEW';

export interface Label {
  readonly status?: LabelStatus;
  readonly proposedBy?: string;
  readonly reasoning?: string;
  /** ISO. */
  readonly addedAt?: string;
}

/** A RECEIPT_WORD_LABEL item. */
export function wordLabel(key: WordKey, name: string, label: Label = {}): Item {
  const item = labelItem(key, name);
  const status = label.status ?? 'PENDING';
  const word = wordItem(key);
  return {
    ...keyed(item, 'RECEIPT_WORD_LABEL'),
    GSI1PK: { S: `LABEL#${name}`.padEnd(40, '_') },
    GSI1SK: { S: `${word.pk}#${word.sk}` },
    GSI2PK: { S: 'RECEIPT' },
    GSI2SK: { S: `${word.pk}#${word.sk}` },
    GSI3PK: { S: `VALIDATION_STATUS#${status}` },
    GSI3SK: { S: `${item.pk}#${item.sk}` },
    reasoning: text(label.reasoning ?? 'looks like one'),
    timestamp_added: { S: label.addedAt ?? '2025-10-01T09:16:10.000Z' },
    validation_status: { S: status },
    label_proposed_by: text(label.proposedBy),
    label_consolidated_from: { NULL: true },
  };
}

/** A COMPACTION_RUN item. Its deltas lie at `{collection}/delta/{runId}`. */
export function compactionRun(key: ReceiptKey, runId = RUN_ID): Item {
  return {
    ...keyed(runItem(key, runId), 'COMPACTION_RUN'),
    GSI1PK: { S: 'RUNS' },
    GSI1SK: { S: 'CREATED_AT#2025-10-01T09:15:00.000Z' },
    run_id: { S: runId },
    image_id: { S: key.imageId },
    receipt_id: { N: String(key.receiptId) },
    lines_delta_prefix: { S: `lines/delta/${runId}` },
    words_delta_prefix: { S: `words/delta/${runId}` },
    lines_state: { S: 'PENDING' },
    words_state: { S: 'PENDING' },
    lines_merged_vectors: { N: '0' },
    words_merged_vectors: { N: '0' },
    created_at: { S: '2025-10-01T09:15:00.000Z' },
    lines_started_at: { NULL: true },
    words_started_at: { NULL: true },
    lines_finished_at: { NULL: true },
    words_finished_at: { NULL: true },
    lines_error: { NULL: true },
    words_error: { NULL: true },
    updated_at: { NULL: true },
  };
}
