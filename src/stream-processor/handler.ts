import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { errorName } from '../shared/errors';
import { beginInvocation, type Invocation, type LambdaContext } from '../shared/invocation';
import { createRuntime, type Runtime } from '../shared/runtime';
import { readStreamConfiguration, type StreamConfiguration } from './configuration';
import { processRecords } from './process';

/** What Lambda's event source mapping reads is `batchItemFailures`; the rest is for people. */
export interface StreamProcessorResult extends DynamoDBBatchResponse {
  statusCode: number;
  processed_records: number;
  queued_messages: number;
}

/** The stream processor as Lambda calls it. */
export type StreamProcessor = (
  event: Partial<DynamoDBStreamEvent>,
  context?: LambdaContext,
) => Promise<StreamProcessorResult>;

/** A record could not be processed, and the event source cannot be told which one. */
export class StreamBatchFailed extends Error {
  override readonly name = 'StreamBatchFailed';
}

/**
 * The stream processor on the given clients, clock and environment (the process's own by default).
 * The environment is read at the first call.
 */
export function createStreamProcessor(dependencies: Partial<Runtime> = {}): StreamProcessor {
  const runtime = createRuntime(dependencies);
  let configuration: StreamConfiguration | undefined;
  return async (event, context) => {
    configuration ??= readStreamConfiguration(runtime.env);
    const invocation = beginInvocation(runtime, configuration, 'stream-processor', context);
    try {
      return await handle(invocation, event);
    } catch (error) {
      invocation.metrics.count('StreamProcessorError', { error_type: errorName(error) });
      invocation.logger.exception('stream processor failed', error);
      throw error;
    } finally {
      await invocation.metrics.flush();
    }
  };
}

async function handle(
  invocation: Invocation<StreamConfiguration>,
  { Records }: Partial<DynamoDBStreamEvent>,
): Promise<StreamProcessorResult> {
  if (Records === undefined) {
    invocation.metrics.count('StreamProcessorTestEvents');
    return { statusCode: 200, processed_records: 0, queued_messages: 0, batchItemFailures: [] };
  }
  invocation.metrics.gauge('StreamRecordsReceived', Records.length);
  const { failed, processed, queued } = await processRecords(invocation, Records);
  invocation.metrics.count('MessagesQueuedForCompaction', {}, queued);
  invocation.logger.info('stream records processed', {
    records: Records.length,
    processed,
    queued,
    failed: failed.size,
  });
  const lowest = lowestSequenceNumber([...failed].flatMap((index) => Records[index] ?? []));
  if (lowest !== undefined && !invocation.configuration.REPORT_BATCH_ITEM_FAILURES) {
    throw new StreamBatchFailed(`${failed.size} of ${Records.length} records failed, the first at ${lowest}`);
  }
  return {
    statusCode: 200,
    processed_records: processed,
    queued_messages: queued,
    batchItemFailures: lowest === undefined ? [] : [{ itemIdentifier: lowest }],
  };
}

/**
 * Where Lambda must begin again. A record without a sequence number gives '', which Lambda takes for "the whole batch".
 * Documented: Lambda retries from the lowest sequence number reported.
 */
export function lowestSequenceNumber(records: readonly DynamoDBRecord[]): string | undefined {
  const numbers = records.map((record) => record.dynamodb?.SequenceNumber ?? '');
  if (numbers.some((text) => !/^\d+$/.test(text))) return '';
  return numbers.reduce<string | undefined>(
    (lowest, text) => (lowest === undefined || BigInt(text) < BigInt(lowest) ? text : lowest),
    undefined,
  );
}

let processor: StreamProcessor | undefined;

/** The Lambda's entry point. Wired from `process.env` at the first call. */
export const handler: StreamProcessor = (event, context) => {
  processor ??= createStreamProcessor();
  return processor(event, context);
};
