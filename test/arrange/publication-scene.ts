import { pointerKey, versionPrefix } from '../../src/compaction/snapshot/layout';
import type { CompactionDependencies } from '../../src/compaction/handler';
import type { CompactionMessage } from '../../src/shared/compaction-message';
import { body, lambdaContext, sqsRecord } from './events';
import { BUCKET, lambdaWorld, type LambdaWorld } from './lambda-world';
import { RECEIPT, receipt, receiptMetadata, receiptWord, wordLabel, wordOf } from './receipts';
import { wordVector } from './snapshots';

/** The pointer of the words. */
export const POINTER = pointerKey('words');
export const isPointer = ({ Key }: { Key?: string | undefined }): boolean => Key === POINTER;

/** The other receipt. */
export const OTHER = { ...RECEIPT, receiptId: 3 };
export const [MINE, THEIRS] = [wordOf(RECEIPT, 1, 1), wordOf(OTHER, 1, 1)];

/** Two receipts with a word each, whose vectors are published as v1, and a label of each that is not yet in it. */
export interface PublicationScene extends LambdaWorld {
  /** One invocation with these messages; answers whether all were acknowledged. */
  acknowledged(
    message: CompactionMessage | readonly CompactionMessage[],
    given?: Partial<CompactionDependencies>,
  ): Promise<boolean>;
  /** The labels of my word and of theirs in the live snapshot. */
  labels(): Promise<unknown[]>;
  /** Versions that have objects. */
  versions(): string[];
  /** What a call has logged. */
  logged(message: string): boolean;
}

export const labelOfMine = body.label(1, 1, 'DATE');
export const labelOfTheirs = body.label(1, 1, 'TAX', OTHER);

export async function publicationScene(): Promise<PublicationScene> {
  const world = await lambdaWorld();
  for (const key of [RECEIPT, OTHER]) await world.put(receipt(key), receiptMetadata(key));
  await world.put(receiptWord(MINE), receiptWord(THEIRS));
  await world.put(
    wordLabel(MINE, 'DATE', { status: 'VALID' }),
    wordLabel(THEIRS, 'TAX', { status: 'VALID' }),
  );
  await world.snapshot('words', '20250101_000000', [wordVector(MINE), wordVector(THEIRS)]);
  return {
    ...world,
    async acknowledged(message, given = {}) {
      const messages = 'entity_type' in message ? [message] : message;
      const Records = messages.map((one, index) => sqsRecord('words', one, { messageId: `m${index}` }));
      return (await world.compaction(given)({ Records }, lambdaContext())).batchItemFailures.length === 0;
    },
    async labels() {
      const vectors = (await world.published('words'))?.vectors;
      return [MINE, THEIRS].map((word) => vectors?.get(wordVector(word).id)?.['validated_labels']);
    },
    versions() {
      const keys = world.aws.s3.bucket(BUCKET).keys(versionPrefix('words', '').slice(0, -1));
      return [...new Set(keys.map((key) => key.split('/')[3] ?? ''))];
    },
    logged: (message) => world.logs.some((line) => line['message'] === message),
  };
}
