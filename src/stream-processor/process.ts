import type { DynamoDBRecord } from 'aws-lambda';
import type { Invocation } from '../shared/invocation';
import type { Collection } from '../shared/receipt-keys';
import { buildEntry, isFifo, type Outgoing } from './batch-entries';
import type { StreamConfiguration } from './configuration';
import { buildMessages, type CollectionMessage } from './messages';
import { publish } from './publish';
import { readStreamRecord } from './stream-record';

/** What became of the records of an event. */
export interface Processed {
  /** Positions of the records that must be delivered again. */
  readonly failed: ReadonlySet<number>;
  /** Records whose messages are all on their queues. */
  readonly processed: number;
  /** Messages on the queues. */
  readonly queued: number;
}

interface Pending {
  readonly message: CollectionMessage;
  readonly recordIndex: number;
}

/** Turns the records into messages and sends them, queue by queue. */
export async function processRecords(
  invocation: Invocation<StreamConfiguration>,
  records: readonly DynamoDBRecord[],
): Promise<Processed> {
  const failed = new Set<number>();
  const pending = readRecords(invocation, records, failed);
  let queued = 0;
  for (const collection of ['lines', 'words'] as const) {
    const target = queueOf(invocation.configuration, collection);
    const outgoing = pending
      .filter(({ message }) => message.collection === collection)
      .map(({ message, recordIndex }, index): Outgoing =>
        buildEntry(message, recordIndex, `r${index}`, isFifo(target.url)),
      );
    const result = await publish(invocation, target, outgoing);
    for (const { recordIndex } of result.failed) failed.add(recordIndex);
    queued += result.sent.length;
  }
  const relevant = new Set(pending.map(({ recordIndex }) => recordIndex));
  const processed = [...relevant].filter((index) => !failed.has(index)).length;
  return { failed, processed, queued };
}

function queueOf(configuration: StreamConfiguration, collection: Collection) {
  const url = collection === 'lines' ? configuration.LINES_QUEUE_URL : configuration.WORDS_QUEUE_URL;
  return { collection, url, maxBatchBytes: configuration.SQS_MAX_BATCH_BYTES };
}

function readRecords(
  { configuration, metrics, logger, runtime, correlationId }: Invocation<StreamConfiguration>,
  records: readonly DynamoDBRecord[],
  failed: Set<number>,
): Pending[] {
  return records.flatMap((record, recordIndex): Pending[] => {
    const outcome = readStreamRecord(record, { syncInserts: configuration.SYNC_INSERTS });
    if (outcome.kind === 'irrelevant') {
      metrics.count('StreamRecordSkipped', { reason: outcome.reason });
      return [];
    }
    if (outcome.kind === 'failed') {
      failed.add(recordIndex);
      metrics.count('StreamRecordProcessingError', { error_type: 'unreadable' });
      logger.error('stream record cannot be read', { event_id: record.eventID, reason: outcome.reason });
      return [];
    }
    const { change } = outcome;
    metrics.count('StreamRecordProcessed', { event_name: change.eventName });
    const messages = buildMessages(record, change, { now: runtime.now(), correlationId });
    for (const { collection } of messages) {
      metrics.count('StreamMessageCreated', { entity_type: change.entity.type, collection });
    }
    return messages.map((message) => ({ message, recordIndex }));
  });
}
