import type { SQSRecord } from 'aws-lambda';
import type { Metadata } from '../../src/compaction/engine/snapshot-engine';
import { createStreamProcessor } from '../../src/stream-processor/handler';
import { EventApplier, type EventApplierOptions } from './event-applier';
import { lambdaContext, sqsRecord } from './events';
import { lambdaWorld, TABLE, type LambdaWorld } from './lambda-world';
import { compactionRun, RECEIPT, receipt, receiptMetadata, receiptWord, RUN_ID, wordOf } from './receipts';
import { wordVector, type Vector } from './snapshots';

/** The word that most histories are about. */
export const WORD = wordOf(RECEIPT, 1, 1);

/** One change of the table. */
export type Write = (world: LambdaWorld) => Promise<unknown>;

export const write = {
  /** The embedding job has uploaded its delta before it writes the run. */
  run: (world: LambdaWorld) => world.put(compactionRun(RECEIPT)),
  item:
    (...items: Parameters<LambdaWorld['put']>) =>
    (world: LambdaWorld) =>
      world.put(...items),
  removal:
    (...keys: Parameters<LambdaWorld['remove']>) =>
    (world: LambdaWorld) =>
      world.remove(...keys),
};

/** A receipt with a word, a delta with its vector, and what happened to them. */
export interface History {
  readonly world: LambdaWorld;
  /** The messages that the real stream processor has sent to the words queue, one group for each write. */
  readonly messages: readonly (readonly SQSRecord[])[];
  /** Delivers the batches to the real compaction; answers the word's metadata, undefined when it has no vector. */
  ours(batches: readonly (readonly SQSRecord[])[]): Promise<Metadata | undefined>;
  /** The same for the naive one. */
  naive(batches: readonly (readonly SQSRecord[])[], options?: EventApplierOptions): Metadata | undefined;
}

export interface HistoryOptions {
  /** What the delta says about the word, beside its ids. */
  readonly delta?: Metadata;
  readonly env?: Readonly<Record<string, string>>;
}

export async function history(writes: readonly Write[], options: HistoryOptions = {}): Promise<History> {
  const world = await lambdaWorld();
  const vectors: Vector[] = [wordVector(WORD, options.delta ?? {})];
  await world.put(receipt(RECEIPT), receiptMetadata(RECEIPT), receiptWord(WORD));
  await world.delta('words', `words/delta/${RUN_ID}`, vectors);
  const messages = await messagesOf(world, writes, options.env ?? {});
  const { id } = wordVector(WORD);
  const start = world.aws.mark();
  return {
    world,
    messages,
    async ours(batches) {
      world.aws.restore(start);
      const compaction = world.compaction();
      for (const Records of batches) {
        const { batchItemFailures } = await compaction({ Records: [...Records] }, lambdaContext());
        if (batchItemFailures.length > 0) throw new Error('a message came back');
      }
      const metadata = (await world.published('words'))?.vectors.get(id);
      return metadata === undefined ? undefined : withoutTimes(metadata);
    },
    naive(batches, how) {
      const applier = new EventApplier(new Map([[RUN_ID, vectors]]), how);
      for (const Records of batches) applier.handle({ Records: [...Records] });
      return applier.vectors.get(id);
    },
  };
}

/** Does the writes one by one and reads what the stream processor has made of each. */
async function messagesOf(
  world: LambdaWorld,
  writes: readonly Write[],
  env: Readonly<Record<string, string>>,
): Promise<SQSRecord[][]> {
  const { lambda, sqs } = world.aws;
  const runtime = world.runtime({ env: { ...world.env, ...env } });
  lambda.function('stream-processor', createStreamProcessor(runtime), { timeout: '2m' });
  lambda.eventSource({ table: TABLE, function: 'stream-processor', reportBatchItemFailures: true });
  const groups: SQSRecord[][] = [];
  const queue = sqs.queue(world.queues.words.url);
  for (const change of writes) {
    const seen = queue.messages().length;
    await change(world);
    await lambda.settle();
    await world.aws.clock.advance('1s');
    const bodies = queue.bodies().slice(seen);
    groups.push(bodies.map((text, i) => sqsRecord('words', text, { messageId: `m${groups.length}-${i}` })));
  }
  return groups;
}

const TIMES = ['last_metadata_update', 'last_label_update', 'label_validated_at'];
const withoutTimes = (metadata: Metadata): Metadata =>
  Object.fromEntries(Object.entries(metadata ?? {}).filter(([name]) => !TIMES.includes(name)));

/** Every order of some values. */
export function ordersOf<Value>(values: readonly Value[]): Value[][] {
  if (values.length <= 1) return [[...values]];
  return values.flatMap((first, index) =>
    ordersOf(values.filter((_, other) => other !== index)).map((rest) => [first, ...rest]),
  );
}
