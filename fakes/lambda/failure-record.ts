import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { shardIdOf, type DynamodbStreamRecord } from '../dynamodb/streams';
import type { Invocation } from './invocation';
import { call, type Machine } from './machine';
import type { FunctionEntry } from './state';

/** Why stream records were given up. */
export type GiveUpReason = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** A batch of stream records that was given up. */
export interface GivenUp {
  readonly streamArn: string;
  readonly records: readonly DynamodbStreamRecord[];
  readonly condition: GiveUpReason;
  readonly invokeCount: number;
  /** The last invocation; undefined when the records were too old before the first. */
  readonly last: Invocation | undefined;
}

/**
 * What an on-failure destination gets about stream records: where they were, not the records themselves.
 * Captured: facts say members and order were recorded, the missing responseContext for age (Kinesis) as well.
 */
export function failureRecord(machine: Machine, entry: FunctionEntry, given: GivenUp): object {
  const { streamArn, records, condition, invokeCount, last } = given;
  const times = records.map((record) => record.dynamodb.ApproximateCreationDateTime);
  const stream = machine.dynamodb.streams.get(streamArn);
  const seconds = (time: Date | undefined): string => `${(time ?? new Date(0)).toISOString().slice(0, 19)}Z`;
  return {
    requestContext: {
      requestId: last?.requestId ?? machine.world.ids.uuid('lambda.request'),
      functionArn: entry.arn,
      condition,
      approximateInvokeCount: invokeCount,
    },
    ...(condition === 'RecordAgeExceeded' || last === undefined
      ? {}
      : {
          responseContext: {
            statusCode: 200,
            executedVersion: '$LATEST',
            // Captured: null when the function answered, and its answer named failures.
            functionError: last.outcome.kind === 'returned' ? null : 'Unhandled',
          },
        }),
    version: '1.0',
    timestamp: new Date(machine.world.clock.now()).toISOString(),
    DDBStreamBatchInfo: {
      shardId: stream === undefined ? '' : shardIdOf(stream),
      startSequenceNumber: records[0]?.dynamodb.SequenceNumber,
      endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: seconds(times[0]),
      approximateArrivalOfLastRecord: seconds(times.at(-1)),
      batchSize: records.length,
      streamArn,
    },
  };
}

/** Sends to a queue as Lambda does for destinations and dead-letter queues. Returns whether it arrived. */
export async function sendToQueue(
  machine: Machine,
  queueArn: string,
  body: string,
  attributes: Readonly<Record<string, { DataType: string; StringValue: string }>> = {},
): Promise<boolean> {
  const queue = machine.sqs.queues.get(queueArn);
  if (queue === undefined) return false;
  const input = {
    QueueUrl: queue.url,
    MessageBody: body,
    ...(Object.keys(attributes).length === 0 ? {} : { MessageAttributes: { ...attributes } }),
  };
  return (await call(machine, SendMessageCommand, input, queue.region)).kind === 'answer';
}
