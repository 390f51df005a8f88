import type { SQSEvent } from 'aws-lambda';
import { createStreamProcessor } from '../../src/stream-processor/handler';
import { COLLECTIONS, type ReceiptKey } from '../../src/shared/receipt-keys';
import { lambdaWorld, TABLE, type LambdaWorld } from '../arrange/lambda-world';
import { receiptMetadata } from '../arrange/receipts';

/** Taken before the world's virtual time replaces it. */
const { hrtime } = process;
const realTime = (): bigint => hrtime.bigint();

const receiptOf = (index: number): ReceiptKey => ({
  imageId: `3f1c9a52-6d0e-4b7a-9c41-${String(index).padStart(12, '0')}`,
  receiptId: 1,
});

/** Both Lambdas behind their event sources, on batches as large as deployed. */
async function deploy(): Promise<LambdaWorld> {
  const world = await lambdaWorld();
  const { lambda } = world.aws;
  const env = { ...world.env, LOG_LEVEL: 'ERROR', ENABLE_METRICS: 'false' };
  const compaction = world.compaction({ env });
  lambda.function('stream-processor', createStreamProcessor(world.runtime({ env })), { timeout: '2m' });
  lambda.function('compaction', (event: SQSEvent, context) => compaction(event, context), { timeout: '15m' });
  lambda.eventSource({
    table: TABLE,
    function: 'stream-processor',
    batchSize: 100,
    reportBatchItemFailures: true,
  });
  for (const collection of COLLECTIONS) {
    const queue = world.queues[collection].url;
    lambda.eventSource({
      queue,
      function: 'compaction',
      batchSize: 1_000,
      maximumBatchingWindow: '5s',
      reportBatchItemFailures: true,
    });
  }
  return world;
}

/** Seconds and MB for this many new receipts, from the table's stream through both queues until all is quiet. */
async function run(records: number): Promise<{ seconds: number; megabytes: number }> {
  const world = await deploy();
  globalThis.gc?.();
  const heap = process.memoryUsage().heapUsed;
  const begun = realTime();
  for (let index = 0; index < records; index += 1) await world.put(receiptMetadata(receiptOf(index)));
  await world.aws.lambda.settle({ maxInvocations: records });
  const seconds = Number(realTime() - begun) / 1e9;
  globalThis.gc?.();
  const megabytes = (process.memoryUsage().heapUsed - heap) / 1e6;
  const left = COLLECTIONS.map((name) => world.aws.sqs.queue(world.queues[name].url).messages().length);
  world.end();
  if (left.some((count) => count > 0)) throw new Error(`messages are left: ${left.join()}`);
  return { seconds, megabytes };
}

/** 100,000 stream records through both Lambdas and both queues, against a tenth of it: growth must be linear. */
export async function benchLoad(figures: Map<string, number>): Promise<void> {
  await run(1_000);
  const small = await run(10_000);
  const large = await run(100_000);
  const growth = large.seconds / small.seconds;
  figures.set('pipeline.100kRecords.s', large.seconds);
  figures.set('pipeline.100kRecords.MB', large.megabytes);
  figures.set('pipeline.growth10kTo100k', growth);
  console.log(
    `pipeline: 10,000 records ${small.seconds.toFixed(1)} s ${small.megabytes.toFixed(0)} MB, ` +
      `100,000 ${large.seconds.toFixed(1)} s ${large.megabytes.toFixed(0)} MB, growth ${growth.toFixed(1)} (linear: 10)`,
  );
}
