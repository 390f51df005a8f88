import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { buildEntry, type Outgoing } from '../../src/stream-processor/batch-entries';
import { buildMessages } from '../../src/stream-processor/messages';
import { readStreamRecord } from '../../src/stream-processor/stream-record';
import { brokenRun } from '../arrange/rejection';
import type { LambdaWorld } from '../arrange/lambda-world';
import { sweepStream, type SweptStreamOptions } from '../arrange/swept-stream';

/** Sends all entries in one batch, and those that were not taken once more. */
const oneBatch: NonNullable<SweptStreamOptions['handler']> =
  ({ clients, queues }: LambdaWorld) =>
  async ({ Records }) => {
    const entries = Records.flatMap((record, index): Outgoing[] => {
      const outcome = readStreamRecord(record, { syncInserts: true });
      if (outcome.kind !== 'change') return [];
      return buildMessages(record, outcome.change, { now: 0, correlationId: 'c' })
        .filter(({ collection }) => collection === 'words')
        .map((message) => buildEntry(message, index, `r${index}`, true));
    }).map(({ entry }) => entry);
    const send = (Entries: typeof entries) =>
      clients.sqs.send(new SendMessageBatchCommand({ QueueUrl: queues.words.url, Entries }));
    const { Failed = [] } = await send(entries);
    const failed = new Set(Failed.map(({ Id }) => Id));
    if (failed.size > 0) await send(entries.filter(({ Id }) => failed.has(Id)));
    return { batchItemFailures: [] };
  };

describe('R43: SQS takes only some entries of a FIFO group (I6)', function () {
  this.timeout(30_000);
  const faults = ['failFirst', 'failLast', 'failAll'] as const;

  it('the naive way sends the first again, behind the others', async () => {
    const text = await brokenRun(sweepStream({ fifo: true, handler: oneBatch, faults, keepGoing: false }));
    expect(text).to.include('handler!failFirst');
  });

  it('ours sends no later entry of a group before the earlier one is there', async () => {
    expect(await sweepStream({ fifo: true, faults })).to.include({ complete: true, failures: 0 });
  });
});
