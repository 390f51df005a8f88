import type { SQSEvent, SQSRecord } from 'aws-lambda';
import type { CompactionMessage } from '../../src/shared/compaction-message';
import { lineVectorId, receiptName, wordVectorId } from '../../src/shared/receipt-keys';
import type { Vector } from './snapshots';

type Fields = Record<string, string | number | boolean>;

/** The ways in which such a consumer has tried to put its messages in order. */
export interface EventApplierOptions {
  /** Deletions first, and no change of what a deletion of the same batch names (R51). */
  readonly deletionsFirst?: boolean;
  /** The change with the later `timestamp` wins (R52). */
  readonly lastTimestampWins?: boolean;
}

/**
 * The naive compaction of the words: applies what the messages say, instead of what DynamoDB says now. As small as it can
 * be: vectors are in memory, nothing fails, and all is acknowledged.
 */
export class EventApplier {
  readonly vectors = new Map<string, Fields>();
  readonly #latest = new Map<string, string>();

  constructor(
    private readonly deltas: ReadonlyMap<string, readonly Vector[]>,
    private readonly options: EventApplierOptions = {},
  ) {}

  handle({ Records }: Pick<SQSEvent, 'Records'>): void {
    for (const message of this.#inOrder(Records.map(messageOf))) {
      if (this.options.lastTimestampWins === true && this.#isOutdated(message)) continue;
      this.#apply(message);
    }
  }

  #inOrder(messages: CompactionMessage[]): CompactionMessage[] {
    if (this.options.deletionsFirst !== true) return messages;
    const deletions = messages.filter(({ event_name }) => event_name === 'REMOVE');
    const gone = new Set(deletions.map(subjectOf));
    const rest = messages.filter((one) => one.event_name !== 'REMOVE' && !gone.has(subjectOf(one)));
    return [...deletions, ...rest];
  }

  #isOutdated(message: CompactionMessage): boolean {
    const subject = subjectOf(message);
    const outdated = message.timestamp < (this.#latest.get(subject) ?? '');
    if (!outdated) this.#latest.set(subject, message.timestamp);
    return outdated;
  }

  #apply(message: CompactionMessage): void {
    switch (message.entity_type) {
      case 'COMPACTION_RUN':
        for (const { id, metadata } of this.deltas.get(message.entity_data.run_id) ?? [])
          this.vectors.set(id, { ...this.vectors.get(id), ...metadata });
        return;
      case 'RECEIPT_METADATA': {
        const prefix = subjectOf(message);
        for (const [id, fields] of this.vectors)
          if (id.startsWith(`${prefix}#`))
            for (const [name, change] of Object.entries(message.changes)) set(fields, name, change.new);
        return;
      }
      case 'RECEIPT_WORD_LABEL':
        return this.#applyLabel(message);
      case 'RECEIPT_WORD':
        this.vectors.delete(subjectOf(message));
    }
  }

  #applyLabel(message: CompactionMessage & { entity_type: 'RECEIPT_WORD_LABEL' }): void {
    const fields = this.vectors.get(subjectOf(message));
    // No vector, nothing to do: acknowledged (R61).
    if (fields === undefined) return;
    if (message.event_name === 'REMOVE') {
      for (const name of ['label_status', 'validated_labels', 'invalid_labels']) delete fields[name];
      return;
    }
    const status = message.changes['validation_status']?.new;
    if (status === 'VALID') fields['validated_labels'] = `,${message.entity_data.label},`;
    if (status === 'INVALID') fields['invalid_labels'] = `,${message.entity_data.label},`;
  }
}

function set(fields: Fields, name: string, value: string | null): void {
  if (value === null || value === '') delete fields[name];
  else fields[name] = value;
}

const messageOf = ({ body }: SQSRecord): CompactionMessage => JSON.parse(body) as CompactionMessage;

/** What a message is about. A label's name is not in it, as it was not in theirs. */
function subjectOf({ entity_data: data }: CompactionMessage): string {
  const receipt = { imageId: data.image_id, receiptId: data.receipt_id };
  if (!('line_id' in data)) return receiptName(receipt);
  const line = { ...receipt, lineId: data.line_id };
  return 'word_id' in data ? wordVectorId({ ...line, wordId: data.word_id }) : lineVectorId(line);
}
