import {
  BatchWriteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { DeleteMessageBatchCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { FakeAws } from '../../fakes';
import { BUCKET } from './pipeline';

/** From this many receipts on there is work enough for every rule to strike. */
const ENOUGH_RECEIPTS = 50;

/** Calls after which, of the 200 receipts of a demo, the editing has begun. */
const EDITING = { batches: 320, queries: 3_000 };

/** The fault plan of the demo: something goes wrong at every service. With enough receipts each rule must strike, or the demo fails. */
export function armFaults(aws: FakeAws, receipts: number): void {
  const { faults } = aws;
  const rules = [
    // Throttling, and DynamoDB on a bad day.
    faults.on(BatchWriteItemCommand).throttled().times(3),
    faults.on(BatchWriteItemCommand).failsEntries([0, 1]).after(5).times(2),
    faults.on(PutItemCommand).serverError().times(2),
    faults.on(QueryCommand).throttled().times(4),
    faults.on(GetItemCommand).connectionReset().times(2),
    // The lock's lease is taken, and nobody hears of it.
    faults.on(UpdateItemCommand).answerLost().for('compaction'),
    // Queues: entries fail one by one, once by the whole call.
    faults.on(SendMessageBatchCommand).failsEntries([0]).times(2),
    faults.on(SendMessageBatchCommand).serverError().after(3).times(2),
    // The same when receipts are edited: what is lost now, no merge brings back.
    faults.on(SendMessageBatchCommand).failsEntries('all').after(EDITING.batches).times(3).optional(),
    faults.on(QueryCommand).serverError().wholeOperation().after(EDITING.queries).times(5).optional(),
    // A snapshot upload dies half-way with its process, and later one with its answers.
    faults.on(PutObjectCommand).crashes('after').for('compaction').after(2),
    faults.on(PutObjectCommand, { Key: 'words/snapshot/latest-pointer.txt' }).answerLost().after(1),
    faults
      .on(PutObjectCommand, { Key: 'lines/snapshot/latest-pointer.txt' })
      .serverError()
      .afterCommit()
      .wholeOperation(),
    faults.on(GetObjectCommand, { Bucket: BUCKET }).slowDown().times(3),
    faults.on(ListObjectsV2Command).serviceUnavailable(),
    // The batch was handled and its messages come again all the same: Lambda's delete never reached the queue.
    faults.on(DeleteMessageBatchCommand).connectionReset().for('aws:lambda'),
    // Metrics must not matter.
    faults.on(PutMetricDataCommand).throttled().times(2),
    faults.on(PutMetricDataCommand).neverAnswers().after(3),
  ];
  if (receipts < ENOUGH_RECEIPTS) for (const rule of rules) rule.optional();
}
