import { UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { PutBucketLifecycleConfigurationCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { createStreamProcessor } from '../../src/stream-processor/handler';
import { COLLECTIONS, metadataItem } from '../../src/shared/receipt-keys';
import { BUCKET, lambdaWorld, TABLE, type LambdaWorld } from '../arrange/lambda-world';
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
const DAY = 86_400;

/** Everything as src/README.md says under "Deployment". AWS refuses what does not fit together. */
async function deployAsDocumented(fifo: boolean): Promise<LambdaWorld> {
  const world = await lambdaWorld({ fifo, maxReceiveCount: 100, visibilityTimeoutSeconds: 900 });
  const { clients, queues } = world;
  const { lambda } = world.aws;
  const TimeToLiveSpecification = { AttributeName: 'time_to_live', Enabled: true };
  await clients.dynamodb.send(new UpdateTimeToLiveCommand({ TableName: TABLE, TimeToLiveSpecification }));
  await clients.s3.send(
    new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status: 'Enabled' } }),
  );
  const deltas = COLLECTIONS.map((name) => ({
    ID: `${name}-deltas`,
    Status: 'Enabled' as const,
    Filter: { Prefix: `${name}/delta/` },
    Expiration: { Days: 7 },
  }));
  const uploads = {
    ID: 'uploads',
    Status: 'Enabled' as const,
    Filter: { Prefix: '' },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
  };
  const LifecycleConfiguration = { Rules: [...deltas, uploads] };
  await clients.s3.send(
    new PutBucketLifecycleConfigurationCommand({ Bucket: BUCKET, LifecycleConfiguration }),
  );
  for (const { url: QueueUrl } of Object.values(queues)) {
    const Attributes = { MessageRetentionPeriod: String(4 * DAY), ReceiveMessageWaitTimeSeconds: '20' };
    await clients.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  }
  await clients.sqs.send(new CreateQueueCommand({ QueueName: 'stream-failures' }));

  lambda.function('stream-processor', createStreamProcessor(world.runtime()), {
    timeout: '120s',
    memory: 256,
  });
  lambda.function('compaction', world.compaction(), { timeout: '900s', memory: 10_240 });
  lambda.eventSource({
    table: TABLE,
    function: 'stream-processor',
    startingPosition: 'LATEST',
    batchSize: 100,
    maximumBatchingWindow: '5s',
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: 3,
    maximumRecordAge: '3600s',
    reportBatchItemFailures: true,
    onFailure: { queue: 'stream-failures' },
  });
  for (const { url: queue } of Object.values(queues)) {
    lambda.eventSource({
      queue,
      function: 'compaction',
      ...(fifo ? { batchSize: 10 } : { batchSize: 1_000, maximumBatchingWindow: '5s' }),
      maximumConcurrency: 2,
      reportBatchItemFailures: true,
    });
  }
  return world;
}

describe('contract: the deployment that src/README.md describes', () => {
  let world: LambdaWorld;
  afterEach(() => world.end());

  for (const fifo of [false, true]) {
    it(`is accepted, and works, on ${fifo ? 'FIFO' : 'standard'} queues`, async () => {
      world = await deployAsDocumented(fifo);
      await world.put(receipt(RECEIPT), receiptMetadata(RECEIPT), receiptLine(line), receiptWord(word));
      await world.delta('lines', `lines/delta/${RUN_ID}`, [lineVector(line)]);
      await world.delta('words', `words/delta/${RUN_ID}`, [wordVector(word)]);
      await world.put(compactionRun(RECEIPT), wordLabel(word, 'DATE', { status: 'VALID' }));
      await world.aws.lambda.settle({ maxInvocations: 60 });
      expect((await world.published('words'))?.vectors.get(wordVector(word).id)).to.include({
        merchant_name: 'Corner Bakery',
        validated_labels: ',DATE,',
      });
      expect((await world.published('lines'))?.vectors.size).to.equal(1);
    });
  }

  it('snapshots outlive the deltas that they were made of', async () => {
    world = await deployAsDocumented(false);
    await world.put(receipt(RECEIPT), receiptMetadata(RECEIPT), receiptWord(word));
    await world.delta('words', `words/delta/${RUN_ID}`, [wordVector(word)]);
    await world.delta('lines', `lines/delta/${RUN_ID}`, []);
    await world.put(compactionRun(RECEIPT));
    await world.aws.lambda.settle({ maxInvocations: 60 });
    await world.aws.clock.advance('30d');
    await world.remove(metadataItem(RECEIPT));
    await world.aws.lambda.settle({ maxInvocations: 60 });
    const vectors = (await world.published('words'))?.vectors;
    expect(vectors?.get(wordVector(word).id))
      .to.be.an('object')
      .and.not.have.property('merchant_name');
  });
});
