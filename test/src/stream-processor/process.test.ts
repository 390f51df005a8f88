import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { DynamoDBRecord } from 'aws-lambda';
import { expect } from 'chai';
import { beginInvocation } from '../../../src/shared/invocation';
import { readStreamConfiguration } from '../../../src/stream-processor/configuration';
import { processRecords } from '../../../src/stream-processor/process';
import { lambdaContext, streamRecord } from '../../arrange/events';
import { lambdaWorld, type LambdaWorld } from '../../arrange/lambda-world';
import { RECEIPT, receiptLine, lineOf, receiptMetadata, wordLabel, wordOf } from '../../arrange/receipts';

const metadata = streamRecord(undefined, receiptMetadata(RECEIPT), 101);
const label = streamRecord(undefined, wordLabel(wordOf(RECEIPT, 1, 1), 'DATE'), 102);
const line = streamRecord(undefined, receiptLine(lineOf(RECEIPT, 1)), 103);

describe('processRecords', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
  });
  afterEach(() => world.end());

  const process = async (...records: DynamoDBRecord[]) => {
    const invocation = beginInvocation(
      world.runtime(),
      readStreamConfiguration(world.env),
      'test',
      lambdaContext(),
    );
    const { failed, ...counts } = await processRecords(invocation, records);
    return { failed: [...failed], ...counts };
  };
  const queued = (name: string): unknown[] =>
    world.aws.sqs
      .queue(world.env[name] ?? '')
      .bodies()
      .map((text) => (JSON.parse(text) as { entity_type: unknown }).entity_type);

  it('sends every change to the queues of its collections', async () => {
    expect(await process(metadata, label, line)).to.deep.equal({ failed: [], processed: 2, queued: 3 });
    expect(queued('LINES_QUEUE_URL')).to.deep.equal(['RECEIPT_METADATA']);
    expect(queued('WORDS_QUEUE_URL')).to.deep.equal(['RECEIPT_METADATA', 'RECEIPT_WORD_LABEL']);
  });

  it('does not skip a record that it cannot read, nor hold up the others (R59)', async () => {
    const { NewImage: _, ...rest } = label.dynamodb ?? {};
    expect(await process({ ...label, dynamodb: rest }, metadata)).to.deep.equal({
      failed: [0],
      processed: 1,
      queued: 2,
    });
  });

  it('fails a record as soon as one of its messages fails', async () => {
    world.aws.faults
      .on(SendMessageBatchCommand, { QueueUrl: world.env['WORDS_QUEUE_URL'] ?? '' })
      .failsEntries(['r0'], { senderFault: true });
    expect(await process(metadata, label)).to.deep.equal({ failed: [0], processed: 1, queued: 2 });
  });
});
