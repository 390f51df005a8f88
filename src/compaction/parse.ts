import type { SQSRecord } from 'aws-lambda';
import * as v from 'valibot';
import { MESSAGE_SOURCE, ReadableMessage, type CompactionMessage } from '../shared/compaction-message';
import { COLLECTIONS, type Collection } from '../shared/receipt-keys';

/** A message that can be worked on. */
export interface Parsed {
  readonly kind: 'parsed';
  readonly messageId: string;
  readonly collection: Collection;
  readonly message: CompactionMessage;
}

/** What is wrong with a message. */
type Flaw = 'source' | 'collection' | 'body' | 'schema';

/** What a record of the event is. Poison is never acknowledged: its place is the dead-letter queue (R44). */
export type ParseResult =
  | Parsed
  | { readonly kind: 'poison'; readonly messageId: string; readonly errorType: Flaw; readonly reason: string }
  | { readonly kind: 'ignored'; readonly messageId: string; readonly entityType: string };

const LINES_ONLY: ReadonlySet<string> = new Set(['RECEIPT_LINE']);
const WORDS_ONLY: ReadonlySet<string> = new Set(['RECEIPT_WORD', 'RECEIPT_WORD_LABEL']);

/** Reads one record of the queue: source and collection from its attributes, the rest from its body. */
export function parseRecord(record: SQSRecord, ignoredEntityTypes: ReadonlySet<string>): ParseResult {
  const { messageId, messageAttributes } = record;
  const poison = (errorType: Flaw, reason: string): ParseResult => ({
    kind: 'poison',
    messageId,
    errorType,
    reason,
  });
  const source = messageAttributes['source']?.stringValue;
  if (source !== MESSAGE_SOURCE) return poison('source', `unknown source ${source ?? '(none)'}`);
  const name = messageAttributes['collection']?.stringValue;
  const collection = COLLECTIONS.find((known) => known === name);
  if (collection === undefined) return poison('collection', `unknown collection ${name ?? '(none)'}`);

  let body: unknown;
  try {
    body = JSON.parse(record.body);
  } catch {
    return poison('body', 'the body is not JSON');
  }
  const entityType = entityTypeOf(body);
  if (ignoredEntityTypes.has(entityType)) return { kind: 'ignored', messageId, entityType };
  const result = v.safeParse(ReadableMessage, body);
  if (!result.success) {
    const issues = result.issues.map((issue) => `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`);
    return poison('schema', issues.join('; '));
  }
  if ((collection === 'lines' ? WORDS_ONLY : LINES_ONLY).has(entityType)) {
    return poison('collection', `${entityType} does not concern ${collection}`);
  }
  return { kind: 'parsed', messageId, collection, message: result.output };
}

function entityTypeOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('entity_type' in body)) return '';
  return typeof body.entity_type === 'string' ? body.entity_type : '';
}
