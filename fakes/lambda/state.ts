import type { Message } from '@aws-sdk/client-sqs';
import type { DynamodbStreamRecord } from '../dynamodb/streams';
import { compareNumbers, compareStrings, compareTuples } from '../kernel/order';
import type { Collection, Store } from '../kernel/store';

/** A function's configuration. Its handler is code, so it is kept beside the state: see `sandboxes.ts`. */
export interface FunctionEntry {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly timeoutMs: number;
  readonly memoryMB: number;
  /** How many invocations may run at once; undefined for no limit of its own. */
  readonly reservedConcurrency: number | undefined;
  readonly environment: Readonly<Record<string, string>>;
  /** When what the function left running goes on. */
  readonly thaw: 'never' | 'afterAnswer' | 'always';
  /** Asynchronous invocations: retries after the first failure. */
  readonly asyncRetryAttempts: number;
  /** Asynchronous invocations: events older than this are dropped. */
  readonly asyncEventAgeMs: number;
  /** ARNs of queues, topics, functions or buckets: where records of asynchronous invocations go. */
  readonly onSuccess: string | undefined;
  readonly onFailure: string | undefined;
  /** Queue ARN of the function's own dead-letter queue: gets the event itself. */
  readonly deadLetterArn: string | undefined;
}

/** An event source mapping as Lambda's API shows it. */
export interface EventSourceMappingConfiguration {
  readonly UUID: string;
  readonly EventSourceArn: string;
  readonly EventSourceMappingArn: string;
  readonly FunctionArn: string;
  readonly BatchSize: number;
  readonly MaximumBatchingWindowInSeconds: number;
  readonly FunctionResponseTypes: readonly 'ReportBatchItemFailures'[];
  readonly FilterCriteria?: { readonly Filters: readonly { readonly Pattern: string }[] };
  readonly ScalingConfig?: { readonly MaximumConcurrency: number };
  readonly StartingPosition?: 'TRIM_HORIZON' | 'LATEST';
  readonly ParallelizationFactor?: number;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumRecordAgeInSeconds?: number;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly TumblingWindowInSeconds?: number;
  readonly DestinationConfig?: { readonly OnFailure: { readonly Destination?: string } };
  readonly State: 'Enabled' | 'Disabled';
  readonly StateTransitionReason: string;
  readonly LastModified: Date;
}

/** What a mapping of a stream always shows. */
export type StreamSettings = Required<
  Pick<
    EventSourceMappingConfiguration,
    | 'StartingPosition'
    | 'ParallelizationFactor'
    | 'MaximumRetryAttempts'
    | 'MaximumRecordAgeInSeconds'
    | 'BisectBatchOnFunctionError'
    | 'TumblingWindowInSeconds'
    | 'DestinationConfig'
  >
>;
export type StreamConfiguration = EventSourceMappingConfiguration & StreamSettings;

interface MappingOf<Kind, Configuration> {
  /** Mappings are served in the order in which they were made. */
  readonly number: number;
  readonly kind: Kind;
  readonly functionName: string;
  readonly configuration: Configuration;
}

export type QueueMapping = MappingOf<'queue', EventSourceMappingConfiguration>;
export interface StreamMapping extends MappingOf<'stream', StreamConfiguration> {
  /** The position behind which it starts to read. */
  readonly from: number;
}
export type MappingEntry = QueueMapping | StreamMapping;

/** Messages a poller holds until a batch is full or its window ends. */
export interface Buffer {
  readonly messages: readonly Message[];
  /** World time of the first one's receive. */
  readonly openedAt: number;
}

/** Stream records that are invoked together, with what became of earlier tries. */
export interface Batch {
  readonly records: readonly DynamodbStreamRecord[];
  /** Failed invocations that count towards MaximumRetryAttempts. */
  readonly failures: number;
  /** World time of the next try. */
  readonly dueAt: number;
  /** The last invocation of a tumbling window: it has no records. */
  readonly final?: { readonly early: boolean };
  /** It was handled, and comes again all the same. */
  readonly redelivered?: boolean;
}

/** A tumbling window that a reader is in. */
export interface OpenWindow {
  /** Epoch ms. */
  readonly start: number;
  /** What the handler returned last, as JSON text. */
  readonly state: string;
}

/** Where one reader of a shard stands. With ParallelizationFactor n a shard has n, each for its share of the keys. */
export interface Reader {
  /** The position of the record read last. */
  readonly position: number;
  /** Batches that failed and come again, first the one that comes next. Nothing new is read before they are done. */
  readonly pending: readonly Batch[];
  /** When the batch window began. */
  readonly openedAt: number | undefined;
  readonly window: OpenWindow | undefined;
}

/** An event waiting for an asynchronous invocation. */
export interface AsyncEvent {
  readonly functionName: string;
  /** JSON text: nobody can change it between two tries. */
  readonly payload: string;
  readonly requestId: string;
  readonly acceptedAt: number;
  readonly failures: number;
  /** How often it was refused because the function had no concurrency left. */
  readonly throttles: number;
  /** It was handled, and comes again all the same. */
  readonly redelivered?: boolean;
}

/** A topic's subscribers: a stand-in for SNS, which is no part of this library. */
export interface TopicEntry {
  readonly arn: string;
  readonly subscriptions: readonly Subscription[];
}

export interface Subscription {
  readonly arn: string;
  /** A queue's ARN, or a function's name. */
  readonly endpoint: string;
  readonly protocol: 'sqs' | 'lambda';
  /** Queues: the message itself is the body, without the envelope. */
  readonly rawMessageDelivery: boolean;
}

export type AsyncKey = readonly [dueAt: number, number: number];
export type ReaderKey = readonly [uuid: string, shardId: string, lane: number];

/** Everything Lambda remembers in one world. */
export interface LambdaState {
  readonly functions: Collection<string, FunctionEntry>;
  readonly mappings: Collection<number, MappingEntry>;
  readonly buffers: Collection<string, Buffer>;
  readonly readers: Collection<ReaderKey, Reader>;
  readonly asyncEvents: Collection<AsyncKey, AsyncEvent>;
  /** By ARN. */
  readonly topics: Collection<string, TopicEntry>;
  /** Under 0: the number of the mapping that was served last. */
  readonly lastServed: Collection<number, number>;
}

/** Names the collections of Lambda in a world's store. */
export function createState(store: Store): LambdaState {
  return {
    functions: store.collection('lambda.functions', compareStrings),
    mappings: store.collection('lambda.mappings', compareNumbers),
    buffers: store.collection('lambda.buffers', compareStrings),
    readers: store.collection(
      'lambda.readers',
      compareTuples<ReaderKey>(compareStrings, compareStrings, compareNumbers),
    ),
    asyncEvents: store.collection(
      'lambda.asyncEvents',
      compareTuples<AsyncKey>(compareNumbers, compareNumbers),
    ),
    topics: store.collection('lambda.topics', compareStrings),
    lastServed: store.collection('lambda.lastServed', compareNumbers),
  };
}
