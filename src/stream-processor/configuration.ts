import * as v from 'valibot';
import {
  atLeast,
  flag,
  readEnvironment,
  required,
  sharedVariables,
  type Environment,
} from '../shared/configuration';

const variables = {
  ...sharedVariables,
  LINES_QUEUE_URL: required,
  WORDS_QUEUE_URL: required,
  /** Whether new metadata and labels are sent, not only changed ones (R60). */
  SYNC_INSERTS: flag(true),
  /** Whether the event source mapping has `ReportBatchItemFailures`. If not, a failed record fails the batch. */
  REPORT_BATCH_ITEM_FAILURES: flag(true),
  /** Documented: SQS takes 1 MiB per message and per batch; 256 KiB before August 2025. */
  SQS_MAX_BATCH_BYTES: atLeast(1, 1_048_576),
};

/** Names of the variables that the stream processor reads. */
export const STREAM_VARIABLES: readonly string[] = Object.keys(variables);

/** The stream processor's environment, read and checked. */
export type StreamConfiguration = v.InferOutput<v.ObjectSchema<typeof variables, undefined>>;

/** @throws ConfigurationError before anything is sent: never half of the queues (R41). */
export const readStreamConfiguration = (env: Environment): StreamConfiguration =>
  readEnvironment(variables, env);
