import {
  lineVectorId,
  receiptName,
  wordVectorId,
  type LineKey,
  type ReceiptKey,
  type WordKey,
} from '../shared/receipt-keys';
import type { Parsed } from './parse';

/** Something to bring up to date, and the messages that asked for it. */
export interface Target<Key> {
  readonly key: Key;
  readonly messageIds: Set<string>;
}

/** A delta to merge. */
export interface MergeTarget extends Target<ReceiptKey> {
  readonly runId: string;
  readonly prefix: string;
}

/** What the messages of one collection come to. Any number of messages on the same thing is one target (R55). */
export interface Plan {
  /** By run id. */
  readonly merges: ReadonlyMap<string, MergeTarget>;
  /** By receipt name. */
  readonly places: ReadonlyMap<string, Target<ReceiptKey>>;
  /** By vector id. */
  readonly labels: ReadonlyMap<string, Target<WordKey>>;
  readonly deletedWords: ReadonlyMap<string, Target<WordKey>>;
  readonly deletedLines: ReadonlyMap<string, Target<LineKey>>;
  /** By receipt name. */
  readonly deletedReceipts: ReadonlyMap<string, Target<ReceiptKey>>;
}

/** Folds messages into targets. Neither their order nor their number matters: the current state is read later. */
export function foldIntoPlan(messages: Iterable<Parsed>): Plan {
  const plan = {
    merges: new Map<string, MergeTarget>(),
    places: new Map<string, Target<ReceiptKey>>(),
    labels: new Map<string, Target<WordKey>>(),
    deletedWords: new Map<string, Target<WordKey>>(),
    deletedLines: new Map<string, Target<LineKey>>(),
    deletedReceipts: new Map<string, Target<ReceiptKey>>(),
  };
  for (const { message, messageId } of messages) {
    switch (message.entity_type) {
      case 'RECEIPT_METADATA':
        add(
          plan.places,
          receiptName(receiptOf(message.entity_data)),
          receiptOf(message.entity_data),
          messageId,
        );
        break;
      case 'RECEIPT_WORD_LABEL':
        add(plan.labels, wordVectorId(wordOf(message.entity_data)), wordOf(message.entity_data), messageId);
        break;
      case 'COMPACTION_RUN': {
        const { run_id: runId, delta_s3_prefix: prefix } = message.entity_data;
        const target = plan.merges.get(runId);
        if (target !== undefined) target.messageIds.add(messageId);
        else
          plan.merges.set(runId, {
            key: receiptOf(message.entity_data),
            runId,
            prefix,
            messageIds: new Set([messageId]),
          });
        break;
      }
      case 'RECEIPT':
        add(
          plan.deletedReceipts,
          receiptName(receiptOf(message.entity_data)),
          receiptOf(message.entity_data),
          messageId,
        );
        break;
      case 'RECEIPT_LINE':
        add(
          plan.deletedLines,
          lineVectorId(lineOf(message.entity_data)),
          lineOf(message.entity_data),
          messageId,
        );
        break;
      case 'RECEIPT_WORD':
        add(
          plan.deletedWords,
          wordVectorId(wordOf(message.entity_data)),
          wordOf(message.entity_data),
          messageId,
        );
        break;
    }
  }
  return plan;
}

function add<Key>(targets: Map<string, Target<Key>>, name: string, key: Key, messageId: string): void {
  const target = targets.get(name);
  if (target === undefined) targets.set(name, { key, messageIds: new Set([messageId]) });
  else target.messageIds.add(messageId);
}

interface ReceiptData {
  readonly image_id: string;
  readonly receipt_id: number;
}
interface LineData extends ReceiptData {
  readonly line_id: number;
}
interface WordData extends LineData {
  readonly word_id: number;
}

const receiptOf = (data: ReceiptData): ReceiptKey => ({ imageId: data.image_id, receiptId: data.receipt_id });
const lineOf = (data: LineData): LineKey => ({ ...receiptOf(data), lineId: data.line_id });
const wordOf = (data: WordData): WordKey => ({ ...lineOf(data), wordId: data.word_id });
