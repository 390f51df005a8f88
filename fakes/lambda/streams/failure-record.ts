import type { DynamodbStreamRecord } from '../../dynamodb/streams';
import type { Invocation } from '../invocation';
import type { Machine } from '../machine';
import type { FunctionEntry } from '../state';
import type { WindowInfo } from './tumbling-window';

/** Why stream records were given up. */
export type GiveUpReason = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** A batch of stream records that was given up. */
export interface GivenUp {
  readonly streamArn: string;
  readonly shardId: string;
  /** None for the last invocation of a tumbling window. */
  readonly records: readonly DynamodbStreamRecord[];
  readonly condition: GiveUpReason;
  readonly invokeCount: number;
  /** The last invocation; undefined when the records were too old before the first. */
  readonly last: Invocation | undefined;
  /** The tumbling window that the records are in. */
  readonly window: WindowInfo | undefined;
  /** What the function gets, or would have got. */
  readonly event: object;
}

/**
 * What an on-failure destination gets about stream records: where they were, not the records themselves; an object in S3
 * has the event as well, as text.
 * Captured: facts say members and order were recorded, the missing responseContext for age (Kinesis) as well. Captured:
 * `payload`, `timeWindowInfo`, and what is left out for the last invocation of a window (stackd, on AWS 2026-09-17).
 */
export function failureRecord(
  machine: Pick<Machine, 'world'>,
  entry: FunctionEntry,
  given: GivenUp,
): { readonly record: object; readonly object: object } {
  const { condition, invokeCount, last } = given;
  const head = {
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
  };
  const tail = {
    timestamp: new Date(machine.world.clock.now()).toISOString(),
    DDBStreamBatchInfo: batchInfo(given),
    ...(given.window === undefined ? {} : { timeWindowInfo: given.window }),
  };
  return {
    record: { ...head, ...tail },
    object: { ...head, payload: JSON.stringify(given.event), ...tail },
  };
}

function batchInfo({ streamArn, shardId, records }: GivenUp): object {
  const [first] = records;
  const last = records.at(-1);
  if (first === undefined || last === undefined) return { shardId, streamArn };
  const second = ({ dynamodb }: DynamodbStreamRecord): string =>
    `${dynamodb.ApproximateCreationDateTime.toISOString().slice(0, 19)}Z`;
  return {
    shardId,
    startSequenceNumber: first.dynamodb.SequenceNumber,
    endSequenceNumber: last.dynamodb.SequenceNumber,
    approximateArrivalOfFirstRecord: second(first),
    approximateArrivalOfLastRecord: second(last),
    batchSize: records.length,
    streamArn,
  };
}
