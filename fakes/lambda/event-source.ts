import { toMs, type Duration } from '../kernel/duration';
import { FakeMisuse } from '../kernel/errors';
import { queueArnOf } from './arns';
import { destinationArn, type DestinationOptions } from './destination-config';
import type { Machine } from './machine';
import type { CreateEventSourceMappingInput } from './mapping-input';

/** An event source mapping in a test's words: CreateEventSourceMapping with names for ARNs and durations for seconds. */
export interface EventSourceOptions {
  /** A queue's name, URL or ARN. Exactly one of `queue`, `table` and `stream` is given. */
  readonly queue?: string;
  /** A table's name: its current stream. */
  readonly table?: string;
  /** A stream's ARN. */
  readonly stream?: string;
  /** The function's name. */
  readonly function: string;
  readonly enabled?: boolean;
  readonly batchSize?: number;
  readonly maximumBatchingWindow?: Duration;
  readonly reportBatchItemFailures?: boolean;
  /** Objects are written as JSON. A record is handled when one of them matches. */
  readonly filters?: readonly (string | object)[];
  /** Queues: batches at once, 2 to 1,000. Default here: one; AWS begins with five and takes more as the queue fills. */
  readonly maximumConcurrency?: number;
  /** Streams. Default LATEST: what is written from now on. */
  readonly startingPosition?: 'TRIM_HORIZON' | 'LATEST';
  readonly parallelizationFactor?: number;
  readonly maximumRetryAttempts?: number;
  readonly maximumRecordAge?: Duration;
  readonly bisectBatchOnFunctionError?: boolean;
  /** Streams: aggregates over windows of this length, up to 15 minutes: the state that the handler returns is carried on. */
  readonly tumblingWindow?: Duration;
  /** Streams: the queue, topic or bucket that is told about batches that were given up. */
  readonly onFailure?: DestinationOptions;
}

/** CreateEventSourceMapping's input for these options. @throws FakeMisuse for an unknown queue or table */
export function eventSourceInput(
  machine: Machine,
  options: EventSourceOptions,
): CreateEventSourceMappingInput {
  const isQueue = options.queue !== undefined;
  return {
    EventSourceArn: sourceArn(machine, options),
    FunctionName: options.function,
    Enabled: options.enabled,
    BatchSize: options.batchSize,
    MaximumBatchingWindowInSeconds: seconds(options.maximumBatchingWindow),
    FunctionResponseTypes: options.reportBatchItemFailures === true ? ['ReportBatchItemFailures'] : undefined,
    FilterCriteria: options.filters && {
      Filters: options.filters.map((filter) => ({
        Pattern: typeof filter === 'string' ? filter : JSON.stringify(filter),
      })),
    },
    ScalingConfig:
      options.maximumConcurrency === undefined
        ? undefined
        : { MaximumConcurrency: options.maximumConcurrency },
    StartingPosition: options.startingPosition ?? (isQueue ? undefined : 'LATEST'),
    ParallelizationFactor: options.parallelizationFactor,
    MaximumRetryAttempts: options.maximumRetryAttempts,
    MaximumRecordAgeInSeconds: seconds(options.maximumRecordAge),
    TumblingWindowInSeconds: seconds(options.tumblingWindow),
    BisectBatchOnFunctionError: options.bisectBatchOnFunctionError,
    DestinationConfig: options.onFailure && {
      OnFailure: {
        Destination: destinationArn(machine, options.onFailure, 'aws.lambda.eventSource({ onFailure })', [
          'queue',
          'topic',
          'bucket',
        ]),
      },
    },
  };
}

function seconds(duration: Duration | undefined): number | undefined {
  return duration === undefined ? undefined : toMs(duration) / 1000;
}

function sourceArn(machine: Machine, { queue, table, stream }: EventSourceOptions): string {
  if ([queue, table, stream].filter((source) => source !== undefined).length !== 1) {
    throw new FakeMisuse('aws.lambda.eventSource(): give exactly one of queue, table and stream.');
  }
  if (queue !== undefined) return queueArnOf(machine, queue);
  if (stream !== undefined) return stream;
  const entry = machine.dynamodb.tables.get([machine.world.options.region, table ?? '']);
  if (entry?.streamArn === undefined) {
    throw new FakeMisuse(
      `aws.lambda.eventSource(): ${entry === undefined ? 'there is no table' : 'no stream is enabled on the table'} ${table ?? ''}.`,
    );
  }
  return entry.streamArn;
}
