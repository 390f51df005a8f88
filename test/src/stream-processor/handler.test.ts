import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { DynamoDBRecord } from 'aws-lambda';
import { expect } from 'chai';
import { ConfigurationError } from '../../../src/shared/configuration';
import {
  createStreamProcessor,
  handler,
  lowestSequenceNumber,
  StreamBatchFailed,
} from '../../../src/stream-processor/handler';
import { lambdaContext, streamRecord } from '../../arrange/events';
import { lambdaWorld, type LambdaWorld } from '../../arrange/lambda-world';
import { RECEIPT, receiptMetadata, wordLabel, wordOf } from '../../arrange/receipts';

const metadata = streamRecord(undefined, receiptMetadata(RECEIPT), 101);
const label = streamRecord(undefined, wordLabel(wordOf(RECEIPT, 1, 1), 'DATE'), 102);
const last = streamRecord(undefined, wordLabel(wordOf(RECEIPT, 1, 2), 'DATE'), 103);

describe('stream processor', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
  });
  afterEach(() => world.end());

  const invoke = (Records: DynamoDBRecord[], env = {}) =>
    createStreamProcessor(world.runtime({ env: { ...world.env, ...env } }))({ Records }, lambdaContext());
  const failEntry = (id: string) =>
    world.aws.faults.on(SendMessageBatchCommand).failsEntries([id], { senderFault: true });
  const metrics = (): string[] => world.aws.cloudwatch.metrics().map(({ name }) => name);

  it('answers what it did', async () => {
    expect(await invoke([metadata, label])).to.deep.equal({
      statusCode: 200,
      processed_records: 2,
      queued_messages: 3,
      batchItemFailures: [],
    });
    expect(metrics()).to.include('MessagesQueuedForCompaction');
  });

  it('lets Lambda begin again at the first record that failed (R40)', async () => {
    world.aws.faults
      .on(SendMessageBatchCommand, { QueueUrl: world.env['WORDS_QUEUE_URL'] ?? '' })
      .failsEntries(['r1', 'r2'], { senderFault: true });
    expect(await invoke([metadata, label, last])).to.deep.include({
      processed_records: 1,
      queued_messages: 2,
      batchItemFailures: [{ itemIdentifier: '100000000000000000000000102' }],
    });
  });

  it('would lose them if it only counted failures: the naive way (R40)', async () => {
    failEntry('r0');
    const answer = await world.clients.sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: world.env['WORDS_QUEUE_URL'],
        Entries: [{ Id: 'r0', MessageBody: 'x' }],
      }),
    );
    expect(answer.$metadata.httpStatusCode).to.equal(200);
    expect(world.aws.sqs.queue(world.env['WORDS_QUEUE_URL'] ?? '').messages()).to.deep.equal([]);
  });

  it('throws when the event source takes no reports', async () => {
    failEntry('r0');
    const error = await invoke([metadata], { REPORT_BATCH_ITEM_FAILURES: 'false' }).catch(
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(StreamBatchFailed);
    expect(metrics()).to.include('StreamProcessorError');
  });

  it('answers a test event without records', async () => {
    const answer = await createStreamProcessor(world.runtime())({});
    expect(answer).to.deep.include({ processed_records: 0, batchItemFailures: [] });
  });

  it('sends nothing at all without both queues (R41)', async () => {
    const error = await invoke([metadata], { WORDS_QUEUE_URL: '' }).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(ConfigurationError);
    expect(world.aws.sqs.queue(world.env['LINES_QUEUE_URL'] ?? '').messages()).to.deep.equal([]);
  });

  it('reads its environment once', async () => {
    const env: Record<string, string> = { ...world.env };
    const processor = createStreamProcessor(world.runtime({ env }));
    await processor({ Records: [] });
    delete env['WORDS_QUEUE_URL'];
    expect(await processor({ Records: [metadata] })).to.include({ queued_messages: 2 });
  });

  it('is exported as a Lambda that reads the environment of the process', async () => {
    const error = await Promise.resolve()
      .then(() => handler({ Records: [] }, lambdaContext()))
      .catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(ConfigurationError);
  });
});

describe('lowestSequenceNumber', () => {
  const record = (SequenceNumber: string): DynamoDBRecord => ({ dynamodb: { SequenceNumber } });

  it('compares as numbers', () => {
    expect(lowestSequenceNumber([record('1000'), record('999'), record('1001')])).to.equal('999');
    expect(lowestSequenceNumber([])).to.equal(undefined);
  });

  it('is "", which stands for the whole batch, when a record has none', () => {
    expect(lowestSequenceNumber([record('1'), {}])).to.equal('');
  });
});
