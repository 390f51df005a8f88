import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { createCompaction } from '../../src/compaction/handler';
import { createStreamProcessor } from '../../src/stream-processor/handler';
import { COLLECTIONS } from '../../src/shared/receipt-keys';
import { deploy, type Deployment } from '../arrange/deployment';
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

async function writeReceipt(world: LambdaWorld): Promise<void> {
  await world.put(receipt(RECEIPT), receiptMetadata(RECEIPT), receiptLine(line), receiptWord(word));
  await world.delta('lines', `lines/delta/${RUN_ID}`, [lineVector(line)]);
  await world.packedDelta('words', `words/delta/${RUN_ID}`, [wordVector(word)]);
  await world.put(compactionRun(RECEIPT), wordLabel(word, 'DATE', { status: 'VALID' }));
}

/** Both snapshots say what the table says. */
async function expectPublished(world: LambdaWorld): Promise<void> {
  expect((await world.published('lines'))?.vectors.get(lineVector(line).id)).to.include({
    merchant_name: 'Corner Bakery',
  });
  expect((await world.published('words'))?.vectors.get(wordVector(word).id)).to.include({
    merchant_name: 'Corner Bakery',
    validated_labels: ',DATE,',
  });
}

describe('scenario: from DynamoDB to the snapshots', () => {
  let world: Deployment;
  afterEach(() => world.end());

  for (const fifo of [false, true]) {
    it(`a receipt's vectors get place and labels, and then everything is quiet (R65), on ${fifo ? 'FIFO' : 'standard'} queues`, async () => {
      world = await deploy({ fifo });
      await writeReceipt(world);
      const report = await world.settle();
      await expectPublished(world);
      expect([world.waiting(), world.deadLetters(), report.retries]).to.deep.equal([[0, 0], [], 0]);
      // Marking the runs and the locks' rows went through the stream as well, and made no message.
      expect(world.aws.calls.counts()['SQS.SendMessageBatch']).to.equal(fifo ? 5 : 2);
    });
  }

  it('nothing is lost when SQS takes only some of a batch (R40)', async () => {
    world = await deploy();
    world.aws.faults.on(SendMessageBatchCommand).failsEntries(['r0'], { senderFault: false }).times(5);
    await writeReceipt(world);
    await world.settle();
    await expectPublished(world);
    expect(world.deadLetters()).to.deep.equal([]);
  });
});

describe('scenario: both Lambdas as they are exported, on the environment of their functions', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
    const { lambda } = world.aws;
    const { METRICS_MODE: _, ...environment } = world.env;
    lambda.function('stream-processor', createStreamProcessor(), { timeout: '2m', environment });
    lambda.function('compaction', createCompaction(), { timeout: '15m', environment });
    lambda.eventSource({ table: TABLE, function: 'stream-processor', reportBatchItemFailures: true });
    for (const collection of COLLECTIONS) {
      const queue = world.queues[collection].url;
      lambda.eventSource({ queue, function: 'compaction', reportBatchItemFailures: true });
    }
    await writeReceipt(world);
    await lambda.settle({ maxInvocations: 50 });
  });
  afterEach(() => world.end());

  it('they do their work', () => expectPublished(world));

  it('a change can be followed through both logs by its correlation id', () => {
    const { logs, lambda } = world.aws;
    const [first] = lambda.invocations.filter(({ functionName }) => functionName === 'stream-processor');
    const [sent] = logs.where({ message: 'stream records processed', aws_request_id: first?.requestId });
    const id = (sent?.json as { correlation_id?: string } | undefined)?.correlation_id ?? '';
    expect(id).to.match(/^c-[0-9a-f]{8}$/);
    const received = logs
      .where({ message: 'messages received', service: 'compaction' })
      .map(({ json }) => (json as { incoming_correlation_ids: string[] }).incoming_correlation_ids);
    expect(received.length).to.be.greaterThan(0);
    expect(received.flat()).to.include(id);
  });

  it('their metrics arrive from the lines that they write', () => {
    const { cloudwatch, calls } = world.aws;
    expect(cloudwatch.emfProblems()).to.deep.equal([]);
    expect(calls.counts()['CloudWatch.PutMetricData']).to.equal(undefined);
    for (const collection of COLLECTIONS) {
      const uploaded = cloudwatch.metric('EmbeddingWorkflow', 'CompactionSnapshotUploaded', { collection });
      expect(uploaded.sum(), collection).to.equal(1);
    }
    const lag = cloudwatch.metric('EmbeddingWorkflow', 'CompactionQueueLagMs');
    expect(new Set(lag.units())).to.deep.equal(new Set(['Milliseconds']));
  });
});
