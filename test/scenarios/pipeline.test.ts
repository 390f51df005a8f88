import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { expect } from 'chai';
import { createCompaction } from '../../src/compaction/handler';
import { createStreamProcessor } from '../../src/stream-processor/handler';
import type { LambdaContext } from '../../src/shared/invocation';
import { COLLECTIONS } from '../../src/shared/receipt-keys';
import { lambdaWorld, TABLE, type LambdaWorld } from '../arrange/lambda-world';
import {
  compactionRun,
  lineOf,
  RECEIPT,
  receipt,
  receiptLine,
  receiptMetadata,
  receiptWord,
  RUN_ID,
  wordLabel,
  wordOf,
} from '../arrange/receipts';
import { lineVector, wordVector } from '../arrange/snapshots';

const [line, word] = [lineOf(RECEIPT, 1), wordOf(RECEIPT, 1, 1)];

describe('scenario: from DynamoDB to the snapshots', () => {
  let world: LambdaWorld;
  afterEach(() => world.end());

  /** Both Lambdas behind their event sources, as deployed. */
  async function deploy(
    options: { fifo?: boolean; compaction?: (event: SQSEvent, context: LambdaContext) => unknown } = {},
  ) {
    world = await lambdaWorld({ fifo: options.fifo ?? false });
    const { lambda } = world.aws;
    lambda.function('stream-processor', createStreamProcessor(world.runtime()), { timeout: '2m' });
    lambda.function('compaction', options.compaction ?? world.compaction(), { timeout: '15m' });
    lambda.eventSource({
      table: TABLE,
      function: 'stream-processor',
      batchSize: 100,
      reportBatchItemFailures: true,
      maximumRetryAttempts: 3,
    });
    for (const collection of COLLECTIONS) {
      const queue = world.queues[collection].url;
      lambda.eventSource({ queue, function: 'compaction', batchSize: 10, reportBatchItemFailures: true });
    }
  }

  async function writeReceipt(): Promise<void> {
    await world.put(receipt(RECEIPT), receiptMetadata(RECEIPT), receiptLine(line), receiptWord(word));
    await world.delta('lines', `lines/delta/${RUN_ID}`, [lineVector(line)]);
    await world.packedDelta('words', `words/delta/${RUN_ID}`, [wordVector(word)]);
    await world.put(compactionRun(RECEIPT), wordLabel(word, 'DATE', { status: 'VALID' }));
  }
  const deadLetters = (): number[] =>
    COLLECTIONS.map((name) => world.aws.sqs.queue(world.queues[name].deadLetterUrl).messages().length);
  const waiting = (): number[] =>
    COLLECTIONS.map((name) => world.aws.sqs.queue(world.queues[name].url).messages().length);

  for (const fifo of [false, true]) {
    it(`a receipt's vectors get place and labels, and then everything is quiet (R65), on ${fifo ? 'FIFO' : 'standard'} queues`, async () => {
      await deploy({ fifo });
      await writeReceipt();
      const report = await world.aws.lambda.settle({ maxInvocations: 50 });
      expect((await world.published('lines'))?.vectors.get(lineVector(line).id)).to.include({
        merchant_name: 'Corner Bakery',
      });
      expect((await world.published('words'))?.vectors.get(wordVector(word).id)).to.include({
        merchant_name: 'Corner Bakery',
        validated_labels: ',DATE,',
      });
      expect([waiting(), deadLetters(), report.retries]).to.deep.equal([[0, 0], [0, 0], 0]);
      // Marking the runs and the locks' rows went through the stream as well, and made no message.
      expect(world.aws.calls.counts()['SQS.SendMessageBatch']).to.equal(fifo ? 5 : 2);
    });
  }

  it('both run as they are exported, on the environment of their functions', async () => {
    world = await lambdaWorld();
    const { lambda } = world.aws;
    const environment = { ...world.env, LOG_LEVEL: 'ERROR' };
    lambda.function('stream-processor', createStreamProcessor(), { timeout: '2m', environment });
    lambda.function('compaction', createCompaction(), { timeout: '15m', environment });
    lambda.eventSource({ table: TABLE, function: 'stream-processor', reportBatchItemFailures: true });
    for (const collection of COLLECTIONS) {
      const queue = world.queues[collection].url;
      lambda.eventSource({ queue, function: 'compaction', reportBatchItemFailures: true });
    }
    await writeReceipt();
    await lambda.settle({ maxInvocations: 50 });
    expect((await world.published('words'))?.vectors.get(wordVector(word).id)).to.include({
      validated_labels: ',DATE,',
    });
  });

  it('nothing is lost when SQS takes only some of a batch (R40)', async () => {
    await deploy();
    world.aws.faults.on(SendMessageBatchCommand).failsEntries(['r0'], { senderFault: false }).times(5);
    await writeReceipt();
    await world.aws.lambda.settle({ maxInvocations: 50 });
    expect((await world.published('words'))?.vectors.get(wordVector(word).id)).to.include({
      validated_labels: ',DATE,',
    });
    expect((await world.published('lines'))?.vectors.size).to.equal(1);
    expect(deadLetters()).to.deep.equal([0, 0]);
  });
});
