import { createHash } from 'node:crypto';
import type { MessageAttributeValue, SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import type { CollectionMessage } from './messages';

/** A message ready to be sent, and the stream record it came from. */
export interface Outgoing {
  readonly entry: SendMessageBatchRequestEntry & { readonly Id: string };
  /** Position of the record in the event. */
  readonly recordIndex: number;
  /** Of the body and the attributes, as SQS counts them. */
  readonly bytes: number;
}

/** Documented: SendMessageBatch takes at most 10 entries. */
export const ENTRIES_PER_BATCH = 10;
const DEDUPLICATION_ID_LENGTH = 128;

/** FIFO is a property of the queue's name, so its URL tells. */
export const isFifo = (queueUrl: string): boolean => queueUrl.endsWith('.fifo');

/** The batch entry for a message. */
export function buildEntry(
  message: CollectionMessage,
  recordIndex: number,
  id: string,
  fifo: boolean,
): Outgoing {
  const { body, collection } = message;
  const text = JSON.stringify(body);
  const attributes = {
    source: body.source,
    entity_type: body.entity_type,
    event_name: body.event_name,
    collection,
    correlation_id: body.correlation_id,
  };
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, value]): [string, MessageAttributeValue] => [
      name,
      { DataType: 'String', StringValue: value },
    ]),
  );
  const attributeBytes = Object.entries(attributes).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + 'String'.length + Buffer.byteLength(value),
    0,
  );
  const order = fifo
    ? { MessageGroupId: message.groupId, MessageDeduplicationId: shortened(message.deduplicationId) }
    : {};
  return {
    entry: { Id: id, ...order, MessageBody: text, MessageAttributes },
    recordIndex,
    bytes: Buffer.byteLength(text) + attributeBytes,
  };
}

const shortened = (id: string): string =>
  id.length <= DEDUPLICATION_ID_LENGTH ? id : createHash('sha256').update(id).digest('hex');

/**
 * Cuts entries into batches: at most 10 entries and `maxBytes` each, in order.
 * A batch holds one entry per FIFO group, so that an entry that fails is not overtaken by a later one of its group (R43).
 */
export function sliceEntries(pending: readonly Outgoing[], maxBytes: number): Outgoing[][] {
  const slices: Outgoing[][] = [];
  let waiting = pending;
  while (waiting.length > 0) {
    const slice: Outgoing[] = [];
    const later: Outgoing[] = [];
    const groups = new Set<string>();
    let bytes = 0;
    for (const outgoing of waiting) {
      const group = outgoing.entry.MessageGroupId;
      const fits = slice.length < ENTRIES_PER_BATCH && bytes + outgoing.bytes <= maxBytes;
      const takes = (fits || slice.length === 0) && !(group !== undefined && groups.has(group));
      if (takes) {
        slice.push(outgoing);
        bytes += outgoing.bytes;
      } else {
        later.push(outgoing);
      }
      if (group !== undefined) groups.add(group);
    }
    slices.push(slice);
    waiting = later;
  }
  return slices;
}
