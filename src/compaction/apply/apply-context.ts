import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import type { Invocation } from '../../shared/invocation';
import type { Collection } from '../../shared/receipt-keys';
import type { CompactionConfiguration } from '../configuration';
import type { EngineFactory, SnapshotEngine } from '../engine/snapshot-engine';
import { addFailures, type Failures } from '../failures';
import type { ReceiptTable } from '../receipt-table';
import type { Bucket } from '../snapshot/bucket';
import { errorMessage, errorName } from '../../shared/errors';

/** What one pass over the targets of a collection works with. */
export interface ApplyContext {
  readonly invocation: Invocation<CompactionConfiguration>;
  readonly collection: Collection;
  readonly engine: SnapshotEngine;
  readonly engines: EngineFactory;
  readonly table: ReceiptTable;
  readonly bucket: Bucket;
  /** For this pass alone; removed with the invocation's directory. */
  readonly directory: string;
  readonly failures: Failures;
}

/** Kept for closing, uploading and publishing what is done. */
export const TARGET_RESERVE_MS = 15_000;

/**
 * Brings one target up to date. Whatever goes wrong is a failure of exactly the messages behind it (R47):
 * they come back, the others do not.
 */
export async function attempt(
  { invocation, collection, failures }: ApplyContext,
  messageIds: Iterable<string>,
  what: string,
  work: () => Promise<void>,
): Promise<void> {
  const { deadline, logger, metrics } = invocation;
  if (!deadline.allows(TARGET_RESERVE_MS)) {
    addFailures(failures, messageIds, 'deadline');
    return;
  }
  try {
    await work();
  } catch (error) {
    addFailures(failures, messageIds, `${what}: ${errorMessage(error)}`);
    const error_type = errorName(error);
    metrics.count('CompactionTargetError', { collection, target: what, error_type });
    if (error instanceof DynamoDBServiceException) {
      metrics.count('CompactionDynamoDBQueryError', { entity_type: what, error_type });
    }
    if (what === 'merge') metrics.count('CompactionDeltaMergeError');
    logger.exception('target failed', error, { collection, target: what });
  }
}
