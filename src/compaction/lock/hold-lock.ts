import { errorName } from '../../shared/errors';
import type { Invocation } from '../../shared/invocation';
import type { Collection } from '../../shared/receipt-keys';
import { sleep } from '../../shared/runtime';
import type { CompactionConfiguration } from '../configuration';
import { acquireLock, type Acquisition } from './acquire';
import { startHeartbeat } from './heartbeat';
import { NO_LEASE, type Lease, type OwnedLease } from './lease';

/** What came of working under the lock. */
export type Held<Result> =
  | { readonly kind: 'held'; readonly result: Result }
  | { readonly kind: 'not-held'; readonly reason: 'lock_busy' | 'lock_error' };

/** Waits before the second and third attempt. */
const RETRY_DELAYS_MS = [150, 300];

/** Works while holding the collection's lock, kept alive by a heartbeat; releases it whatever happens. */
export async function holdLock<Result>(
  invocation: Invocation<CompactionConfiguration>,
  collection: Collection,
  owner: string,
  work: (lease: Lease) => Promise<Result>,
): Promise<Held<Result>> {
  const { configuration, metrics, logger } = invocation;
  if (!configuration.LOCK_ENABLED) return { kind: 'held', result: await work(NO_LEASE) };
  const acquisition = await acquirePatiently(invocation, collection, owner);
  if (acquisition.kind !== 'acquired') {
    const reason = acquisition.kind === 'busy' ? 'lock_busy' : 'lock_error';
    const error_type = acquisition.kind === 'busy' ? 'busy' : errorName(acquisition.error);
    metrics.count('CompactionLockAcquisitionFailed', { collection, error_type });
    logger.warn('the lock was not acquired', { collection, error_type });
    return { kind: 'not-held', reason };
  }
  metrics.count('CompactionLockAcquired', { collection });
  const { lease } = acquisition;
  const heartbeat = startHeartbeat(invocation, {
    collection,
    lease,
    intervalMs: configuration.heartbeatIntervalMs,
    maxFailures: configuration.MAX_HEARTBEAT_FAILURES,
  });
  try {
    return { kind: 'held', result: await work(lease) };
  } finally {
    await heartbeat.stop();
    await releaseQuietly(invocation, collection, lease);
  }
}

async function acquirePatiently(
  { runtime, configuration }: Invocation<CompactionConfiguration>,
  collection: Collection,
  owner: string,
): Promise<Acquisition> {
  const table = { dynamodb: runtime.clients.dynamodb, name: configuration.DYNAMODB_TABLE_NAME, collection };
  const options = { table, owner, durationMs: configuration.lockDurationMs, now: runtime.now };
  for (const delay of RETRY_DELAYS_MS) {
    const acquisition = await acquireLock(options);
    if (acquisition.kind === 'acquired') return acquisition;
    await sleep(runtime, delay * (0.5 + runtime.random()));
  }
  return acquireLock(options);
}

/** Not worth failing for: the lease ends by itself. */
async function releaseQuietly(
  { logger, metrics }: Invocation<unknown>,
  collection: Collection,
  lease: OwnedLease,
): Promise<void> {
  try {
    await lease.release();
  } catch (error) {
    metrics.count('CompactionLockReleaseFailed', { collection, error_type: errorName(error) });
    logger.warn('the lock was not released and ends by itself', { collection, reason: errorName(error) });
  }
}
