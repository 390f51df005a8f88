import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import {
  BREAKER_POLICIES,
  createCircuitBreaker,
  guarded,
  type CircuitBreaker,
} from '../shared/circuit-breaker';
import type { Clients } from '../shared/clients';
import { createDeadline, type Deadline } from '../shared/deadline';
import { errorName } from '../shared/errors';
import { groupBy } from '../shared/grouping';
import { beginInvocation, type Invocation, type LambdaContext } from '../shared/invocation';
import { limited } from '../shared/limited-client';
import { createRuntime, type Runtime } from '../shared/runtime';
import { compactCollection } from './compact-collection';
import { readCompactionConfiguration, type CompactionConfiguration } from './configuration';
import { createChromaEngine } from './engine/chroma-engine';
import { fileEngine } from './engine/file-engine';
import type { EngineFactory } from './engine/snapshot-engine';
import { addFailures, batchItemFailures, type Failures } from './failures';
import { parseRecord, type Parsed } from './parse';

/** What Lambda's event source mapping reads is `batchItemFailures`; the rest is for people. */
export interface CompactionResult extends SQSBatchResponse {
  statusCode: number;
  processed_messages: number;
}

/** The compaction as Lambda calls it. */
export type Compaction = (event: Partial<SQSEvent>, context?: LambdaContext) => Promise<CompactionResult>;

/** What the compaction takes from outside. */
export interface CompactionDependencies extends Runtime {
  /** Opens snapshots. By default the engine that the environment names. */
  readonly engines: EngineFactory;
}

/** No call to S3 waits longer than until then: the lock is to be released. */
const S3_RESERVE_MS = 10_000;
/** Nor one to DynamoDB: the failures are to be reported. */
const DYNAMODB_RESERVE_MS = 5_000;

/**
 * The compaction on the given clients, clock, environment and engine (by default the process's own, and the file engine).
 * The environment is read at the first call.
 */
export function createCompaction(dependencies: Partial<CompactionDependencies> = {}): Compaction {
  const runtime = createRuntime(dependencies);
  const dynamodb = createCircuitBreaker('dynamodb_operations', BREAKER_POLICIES.dynamodb, runtime.now);
  const s3 = createCircuitBreaker('s3_operations', BREAKER_POLICIES.s3, runtime.now);
  /** Calls through the breakers, and in the time of one invocation. */
  const clientsFor = (deadline: Deadline): Clients => {
    const { clients } = runtime;
    const bounded = {
      dynamodb: limited(clients.dynamodb, () => deadline.remaining() - DYNAMODB_RESERVE_MS),
      s3: limited(clients.s3, () => deadline.remaining() - S3_RESERVE_MS),
    };
    return { ...clients, dynamodb: guarded(bounded.dynamodb, dynamodb), s3: guarded(bounded.s3, s3) };
  };
  let { engines } = dependencies;
  let configuration: CompactionConfiguration | undefined;
  return async (event, context) => {
    configuration ??= readCompactionConfiguration(runtime.env);
    engines ??= configuration.SNAPSHOT_ENGINE === 'chroma' ? createChromaEngine() : fileEngine;
    const clients = clientsFor(createDeadline(context, runtime.now));
    const invocation = beginInvocation({ ...runtime, clients }, configuration, 'compaction', context);
    const begun = runtime.now();
    try {
      return await handle(invocation, engines, [dynamodb, s3], event);
    } catch (error) {
      invocation.metrics.count('CompactionLambdaError', { error_type: errorName(error) });
      invocation.logger.exception('compaction failed', error);
      throw error;
    } finally {
      invocation.metrics.gauge('CompactionLambdaExecutionTime', (runtime.now() - begun) / 1_000, 'Seconds');
      await invocation.metrics.flush();
    }
  };
}

async function handle(
  invocation: Invocation<CompactionConfiguration>,
  engines: EngineFactory,
  breakers: readonly CircuitBreaker[],
  { Records }: Partial<SQSEvent>,
): Promise<CompactionResult> {
  const { metrics, logger } = invocation;
  if (Records === undefined) {
    metrics.count('CompactionDirectInvocationAttempt');
    logger.error('the event has no records');
    return { statusCode: 400, processed_messages: 0, batchItemFailures: [] };
  }
  metrics.gauge('CompactionRecordsReceived', Records.length);
  const failures: Failures = new Map();
  const parsed = parseAll(invocation, Records, failures);
  for (const [collection, messages] of groupBy(parsed, (one) => one.collection)) {
    const open = breakers.find((breaker) => !breaker.allows());
    if (open !== undefined) {
      const messageIds = messages.map(({ messageId }) => messageId);
      addFailures(failures, messageIds, 'circuit_open');
      metrics.count('CircuitBreakerBlocked', { circuit_name: open.name });
      continue;
    }
    const failed = await compactCollection(invocation, engines, collection, messages);
    for (const [messageId, reason] of failed) addFailures(failures, [messageId], reason);
  }
  const items = batchItemFailures(Records, failures);
  report(invocation, Records.length, items.length, failures);
  return { statusCode: 200, processed_messages: Records.length - items.length, batchItemFailures: items };
}

function parseAll(
  { configuration, metrics, logger, runtime }: Invocation<CompactionConfiguration>,
  records: readonly SQSRecord[],
  failures: Failures,
): Parsed[] {
  const parsed = records.flatMap((record): Parsed[] => {
    const result = parseRecord(record, configuration.ignoredEntityTypes);
    if (result.kind === 'parsed') {
      const { entity_type } = result.message;
      metrics.count('CompactionStreamMessage', { entity_type, collection: result.collection });
      return [result];
    }
    if (result.kind === 'poison') {
      addFailures(failures, [result.messageId], result.reason);
      metrics.count('CompactionMessageParseError', { error_type: result.errorType });
      logger.error('message cannot be read', { message_id: result.messageId, reason: result.reason });
    } else {
      metrics.count('CompactionUnknownEntityType', { entity_type: result.entityType });
    }
    return [];
  });
  const times = parsed
    .flatMap(({ message }) => message.approximate_creation_time ?? [])
    .map((time) => Date.parse(time));
  if (times.length > 0)
    metrics.gauge('CompactionQueueLagMs', runtime.now() - Math.min(...times), 'Milliseconds');
  const correlated = [...new Set(parsed.map(({ message }) => message.correlation_id))];
  logger.info('messages received', {
    records: records.length,
    readable: parsed.length,
    incoming_correlation_ids: correlated,
  });
  return parsed;
}

function report(
  { metrics, logger }: Invocation<unknown>,
  received: number,
  failed: number,
  failures: Failures,
): void {
  metrics.gauge('CompactionFailedMessages', failed);
  metrics.gauge('CompactionTargetsFailed', failures.size);
  if (failed === 0) metrics.count('CompactionLambdaSuccess');
  else metrics.count('CompactionPartialBatchFailure');
  logger.info('batch finished', { received, failed, reasons: [...new Set(failures.values())] });
}

let compaction: Compaction | undefined;

/** The Lambda's entry point. Wired from `process.env` at the first call. */
export const handler: Compaction = (event, context) => {
  compaction ??= createCompaction();
  return compaction(event, context);
};
