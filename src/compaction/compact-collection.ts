import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorMessage, errorName } from '../shared/errors';
import type { Invocation } from '../shared/invocation';
import type { Collection } from '../shared/receipt-keys';
import { applyPlan } from './apply/apply';
import type { MergedRun } from './apply/merge';
import type { CompactionConfiguration } from './configuration';
import type { EngineFactory } from './engine/snapshot-engine';
import { addFailures, type Failures } from './failures';
import { holdLock } from './lock/hold-lock';
import type { Lease } from './lock/lease';
import type { Parsed } from './parse';
import { foldIntoPlan, type Plan } from './plan';
import { createReceiptTable, type ReceiptTable } from './receipt-table';
import type { Bucket } from './snapshot/bucket';
import { downloadSnapshot, type Downloaded } from './snapshot/download';
import { emptyDirectory } from './snapshot/local-files';
import { publishSnapshot, type PublishOutcome } from './snapshot/publish';
import { applyRetention } from './snapshot/retention';

/** One collection's part of an invocation. */
interface Task {
  readonly invocation: Invocation<CompactionConfiguration>;
  readonly collection: Collection;
  readonly engines: EngineFactory;
  readonly table: ReceiptTable;
  readonly bucket: Bucket;
  readonly plan: Plan;
  readonly messageIds: readonly string[];
  /** Of this task alone. */
  readonly directory: string;
}

/** The first attempt and two more after somebody else published meanwhile. */
const CYCLES = 3;
/** Less is not worth starting. */
const START_RESERVE_MS = 20_000;
/** With less, old versions stay: the batch is done, and must be reported as done. */
const RETENTION_RESERVE_MS = 15_000;

/** Brings one collection's snapshot up to date. Answers the messages that must come back; nothing else is acknowledged too early. */
export async function compactCollection(
  invocation: Invocation<CompactionConfiguration>,
  engines: EngineFactory,
  collection: Collection,
  messages: readonly Parsed[],
): Promise<Failures> {
  const { configuration, runtime, logger } = invocation;
  const { clients, uuid } = runtime;
  const owner = uuid();
  const task: Task = {
    invocation,
    collection,
    engines,
    table: createReceiptTable(clients.dynamodb, configuration.DYNAMODB_TABLE_NAME),
    bucket: { s3: clients.s3, name: configuration.CHROMADB_BUCKET },
    plan: foldIntoPlan(messages),
    messageIds: messages.map(({ messageId }) => messageId),
    directory: join(configuration.workDirectory, `compaction-${collection}-${owner}`),
  };
  const failures: Failures = new Map();
  const failAll = (reason: string): void => addFailures(failures, task.messageIds, reason);
  try {
    const held = await holdLock(invocation, collection, owner, (lease) => runCycles(task, lease));
    if (held.kind === 'held') return await finish(task, held.result);
    failAll(held.reason);
  } catch (error) {
    failAll(`${errorName(error)}: ${errorMessage(error)}`);
    invocation.metrics.count('CompactionCollectionProcessingError', {
      collection,
      error_type: errorName(error),
    });
    logger.exception('collection failed', error, { collection });
  } finally {
    await rm(task.directory, { recursive: true, force: true });
  }
  return failures;
}

interface Cycle {
  readonly failures: Failures;
  readonly merged: readonly MergedRun[];
  /** Absent when nothing had to be published. */
  readonly outcome?: PublishOutcome;
}

/** Until published: a pass over data that somebody else has replaced meanwhile is worth nothing, nor is what it read. */
async function runCycles(task: Task, lease: Lease): Promise<Cycle> {
  const { invocation, collection } = task;
  for (let cycle = 1; ; cycle += 1) {
    if (!invocation.deadline.allows(START_RESERVE_MS)) return { ...nothing(), outcome: { kind: 'no-time' } };
    const result = await runCycle(task, lease, join(task.directory, String(cycle)));
    if (result.outcome?.kind !== 'drift') return result;
    invocation.metrics.count('CompactionSnapshotDrift', { collection });
    invocation.logger.warn('the snapshot was replaced meanwhile', { collection, cycle });
    if (cycle === CYCLES) return result;
  }
}

const nothing = (): Cycle => ({ failures: new Map(), merged: [] });

async function runCycle(task: Task, lease: Lease, directory: string): Promise<Cycle> {
  const { invocation, collection, engines, bucket, plan } = task;
  const snapshot = join(directory, 'snapshot');
  const downloaded = await download(task, snapshot);
  if (downloaded === undefined) {
    // No vectors and none to come: every target is as it should be.
    if (plan.merges.size === 0) return nothing();
    await emptyDirectory(snapshot);
  }
  const failures: Failures = new Map();
  const engine = await engines.open(snapshot, { collection, create: downloaded === undefined });
  let merged: MergedRun[];
  let closed: { changed: boolean };
  try {
    merged = await applyPlan({ ...task, engine, directory, failures }, plan);
  } finally {
    closed = await engine.close();
  }
  const nothingLeft = merged.length === 0 && downloaded === undefined;
  if (!closed.changed || nothingLeft) return { failures, merged };
  const parent = downloaded?.pointer;
  const publication = { bucket, collection, directory: snapshot, engine: engines.name, parent, lease };
  try {
    return { failures, merged, outcome: await publishSnapshot(invocation, publication) };
  } catch (error) {
    invocation.metrics.count('CompactionSnapshotUploadError', { collection });
    throw error;
  }
}

async function download(
  { invocation, bucket, collection, engines }: Task,
  directory: string,
): Promise<Downloaded | undefined> {
  try {
    return await downloadSnapshot({ bucket, collection, engine: engines }, directory);
  } catch (error) {
    invocation.metrics.count('CompactionSnapshotDownloadError', { collection });
    throw error;
  }
}

/** After the lock is released: bookkeeping, and cleaning up. */
async function finish(task: Task, { failures, merged, outcome }: Cycle): Promise<Failures> {
  const { invocation, collection, bucket } = task;
  if (outcome !== undefined && outcome.kind !== 'published') {
    addFailures(failures, task.messageIds, outcome.kind);
    return failures;
  }
  await markRuns(task, merged, failures);
  if (outcome === undefined) return failures;
  invocation.metrics.count('CompactionSnapshotUploaded', { collection });
  invocation.logger.info('snapshot published', { collection, version: outcome.version });
  // What has expired is as expired the next time.
  if (!invocation.deadline.allows(RETENTION_RESERVE_MS)) return failures;
  const { KEEP_VERSIONS: keep, RETENTION_GRACE_SECONDS: grace } = invocation.configuration;
  await applyRetention(invocation, bucket, collection, { keep, graceMs: grace * 1_000 });
  return failures;
}

async function markRuns(
  { invocation, collection, table }: Task,
  merged: readonly MergedRun[],
  failures: Failures,
): Promise<void> {
  for (const { target, vectors } of merged) {
    try {
      await table.completeRun(collection, target.key, target.runId, vectors, invocation.runtime.now());
    } catch (error) {
      addFailures(failures, target.messageIds, `mark run: ${errorMessage(error)}`);
      invocation.metrics.count('CompactionRunStateUpdateError', { collection });
      invocation.logger.exception('run not marked as completed', error, { collection, run_id: target.runId });
    }
  }
}
