import { tmpdir } from 'node:os';
import * as v from 'valibot';
import {
  atLeast,
  ConfigurationError,
  flag,
  readEnvironment,
  required,
  sharedVariables,
  type Environment,
} from '../shared/configuration';

const variables = {
  ...sharedVariables,
  DYNAMODB_TABLE_NAME: required,
  CHROMADB_BUCKET: required,
  LOCK_DURATION_MINUTES: atLeast(0.1, 3),
  HEARTBEAT_INTERVAL_SECONDS: atLeast(0.1, 30),
  MAX_HEARTBEAT_FAILURES: atLeast(1, 3),
  /** Without the lock, concurrent invocations cost work but no data: the pointer's compare-and-swap decides. */
  LOCK_ENABLED: flag(true),
  KEEP_VERSIONS: atLeast(1, 4),
  RETENTION_GRACE_SECONDS: atLeast(0, 900),
  /** Entity types, separated by commas, that are acknowledged unread. */
  IGNORED_ENTITY_TYPES: v.optional(v.string(), ''),
  /** What the snapshots are: the file engine's files, or the database of a Chroma server. */
  SNAPSHOT_ENGINE: v.optional(v.picklist(['file', 'chroma'], 'is neither "file" nor "chroma"'), 'file'),
  /** Where snapshots are worked on. */
  WORK_DIRECTORY: v.optional(required),
};

/** Names of the variables that the compaction reads. */
export const COMPACTION_VARIABLES: readonly string[] = Object.keys(variables);

/** The compaction's environment, read and checked. */
export interface CompactionConfiguration extends Omit<
  v.InferOutput<v.ObjectSchema<typeof variables, undefined>>,
  'IGNORED_ENTITY_TYPES' | 'WORK_DIRECTORY'
> {
  readonly workDirectory: string;
  readonly ignoredEntityTypes: ReadonlySet<string>;
  readonly lockDurationMs: number;
  readonly heartbeatIntervalMs: number;
}

/** @throws ConfigurationError, also for a lease that ends before its heartbeats have failed (R06). */
export function readCompactionConfiguration(env: Environment): CompactionConfiguration {
  const { IGNORED_ENTITY_TYPES, WORK_DIRECTORY, ...read } = readEnvironment(variables, env);
  const lockDurationMs = read.LOCK_DURATION_MINUTES * 60_000;
  const heartbeatIntervalMs = read.HEARTBEAT_INTERVAL_SECONDS * 1_000;
  if (heartbeatIntervalMs * (read.MAX_HEARTBEAT_FAILURES + 1) >= lockDurationMs) {
    throw new ConfigurationError(
      'Configuration: HEARTBEAT_INTERVAL_SECONDS x (MAX_HEARTBEAT_FAILURES + 1) must be less than LOCK_DURATION_MINUTES.',
    );
  }
  const ignored = IGNORED_ENTITY_TYPES.split(',').map((name) => name.trim());
  return {
    ...read,
    workDirectory: WORK_DIRECTORY ?? tmpdir(),
    ignoredEntityTypes: new Set(ignored.filter((name) => name !== '')),
    lockDurationMs,
    heartbeatIntervalMs,
  };
}
