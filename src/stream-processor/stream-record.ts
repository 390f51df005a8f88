import type { DynamoDBRecord } from 'aws-lambda';
import { requiredString, type Attributes } from '../shared/attributes';
import type { Changes } from '../shared/compaction-message';
import { classifyKey, type Entity, type EntityType } from '../shared/entity';
import { errorMessage } from '../shared/errors';
import { UUID_V4 } from '../shared/receipt-keys';
import { diffWatched, watchedLabel, watchedMetadata } from './changes';

/** What happened to an item. */
export type EventName = 'INSERT' | 'MODIFY' | 'REMOVE';

/** A change that the vectors must follow. */
export interface EntityChange {
  readonly entity: Entity;
  readonly eventName: EventName;
  readonly changes: Changes;
  /** Of a COMPACTION_RUN. */
  readonly deltaPrefixes?: { readonly lines: string; readonly words: string };
}

/** What becomes of a stream record. A record that should matter but cannot be read has failed: it is not skipped. */
export type RecordOutcome =
  | { readonly kind: 'irrelevant'; readonly reason: 'key' | 'event' | 'unchanged' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'change'; readonly change: EntityChange };

/** Events that matter, by entity. A run's own updates never do: they would feed back (R65). */
const RELEVANT: Readonly<Record<EntityType, readonly EventName[]>> = {
  RECEIPT_METADATA: ['INSERT', 'MODIFY', 'REMOVE'],
  RECEIPT_WORD_LABEL: ['INSERT', 'MODIFY', 'REMOVE'],
  COMPACTION_RUN: ['INSERT'],
  RECEIPT: ['REMOVE'],
  RECEIPT_LINE: ['REMOVE'],
  RECEIPT_WORD: ['REMOVE'],
};

const SYNCED: ReadonlySet<EntityType> = new Set(['RECEIPT_METADATA', 'RECEIPT_WORD_LABEL']);

/** Reads one record of the stream. */
export function readStreamRecord(
  record: DynamoDBRecord,
  options: { readonly syncInserts: boolean },
): RecordOutcome {
  const { eventName, dynamodb } = record;
  const pk = dynamodb?.Keys?.['PK']?.S;
  const sk = dynamodb?.Keys?.['SK']?.S;
  if (pk === undefined || sk === undefined || eventName === undefined) {
    return { kind: 'failed', reason: 'record without keys PK and SK or without an event name' };
  }
  const entity = classifyKey(pk, sk);
  if (entity === undefined) return { kind: 'irrelevant', reason: 'key' };
  const skipped = eventName === 'INSERT' && SYNCED.has(entity.type) && !options.syncInserts;
  if (skipped || !RELEVANT[entity.type].includes(eventName)) return { kind: 'irrelevant', reason: 'event' };
  try {
    checkIds(entity);
    return readChange(entity, eventName, dynamodb?.OldImage, dynamodb?.NewImage);
  } catch (error) {
    return { kind: 'failed', reason: `${entity.type} ${pk} ${sk}: ${errorMessage(error)}` };
  }
}

function checkIds(entity: Entity): void {
  if (!UUID_V4.test(entity.key.imageId)) throw new Error('image id is not a version 4 UUID');
  if (entity.key.receiptId < 1) throw new Error('receipt id is below 1');
  if (entity.type === 'COMPACTION_RUN' && !UUID_V4.test(entity.runId))
    throw new Error('run id is not a version 4 UUID');
}

function readChange(
  entity: Entity,
  eventName: EventName,
  oldImage: Attributes | undefined,
  newImage: Attributes | undefined,
): RecordOutcome {
  if (eventName !== 'INSERT' && oldImage === undefined) throw new Error('the old image is missing');
  if (eventName !== 'REMOVE' && newImage === undefined) throw new Error('the new image is missing');
  if (entity.type === 'COMPACTION_RUN') {
    const image = newImage ?? {};
    const deltaPrefixes = {
      lines: requiredString(image, 'lines_delta_prefix'),
      words: requiredString(image, 'words_delta_prefix'),
    };
    return { kind: 'change', change: { entity, eventName, changes: {}, deltaPrefixes } };
  }
  const changes = watchedChanges(entity, oldImage, newImage);
  if (eventName !== 'REMOVE' && Object.keys(changes).length === 0)
    return { kind: 'irrelevant', reason: 'unchanged' };
  return { kind: 'change', change: { entity, eventName, changes } };
}

function watchedChanges(
  entity: Entity,
  oldImage: Attributes | undefined,
  newImage: Attributes | undefined,
): Changes {
  if (entity.type === 'RECEIPT_METADATA')
    return diffWatched(watchedMetadata(oldImage), watchedMetadata(newImage));
  if (entity.type !== 'RECEIPT_WORD_LABEL') return {};
  return diffWatched(watchedLabel(oldImage, entity.label), watchedLabel(newImage, entity.label));
}
