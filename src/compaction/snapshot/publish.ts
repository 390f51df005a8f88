import { errorName } from '../../shared/errors';
import type { Invocation } from '../../shared/invocation';
import type { Collection } from '../../shared/receipt-keys';
import type { Lease } from '../lock/lease';
import { deletePrefix, type Bucket } from './bucket';
import { versionPrefix } from './layout';
import { describeFiles } from './local-files';
import type { Manifest } from './manifest';
import type { Pointer } from './pointer';
import { swapPointer } from './swap-pointer';
import { uploadVersion } from './upload';
import { toUserMetadata } from './user-metadata';
import { createVersion } from './version';

/** A closed snapshot directory and what it was made from. */
export interface Publication {
  readonly bucket: Bucket;
  readonly collection: Collection;
  readonly directory: string;
  readonly engine: string;
  /** The pointer at download; undefined when there was none. */
  readonly parent: Pointer | undefined;
  readonly lease: Lease;
}

/** `drift`: somebody else published meanwhile. `lost-lock`: somebody else may work on the collection. */
export type PublishOutcome =
  | { readonly kind: 'published'; readonly version: string }
  | { readonly kind: 'drift' | 'lost-lock' | 'no-time' };

/** Assumed: what a Lambda uploads at least. */
const BYTES_PER_MS = 10_000;
const RESERVE_MS = 10_000;

/**
 * Uploads the directory as a new version and moves the pointer to it, unless the pointer or the lock has moved on.
 * A version that is not going to be live is removed again.
 * @throws what S3 or DynamoDB answered.
 */
export async function publishSnapshot(
  invocation: Invocation<unknown>,
  publication: Publication,
): Promise<PublishOutcome> {
  const { bucket, collection, directory, lease, parent, engine } = publication;
  const { runtime, deadline, metrics } = invocation;
  const files = await describeFiles(directory);
  const total_bytes = files.reduce((sum, { size }) => sum + size, 0);
  const lost = (operation: string): PublishOutcome => {
    metrics.count('CompactionLockValidationFailed', { collection, operation });
    return { kind: 'lost-lock' };
  };
  if (!lease.isHeld()) return lost('upload');
  if (!deadline.allows(total_bytes / BYTES_PER_MS + RESERVE_MS)) return { kind: 'no-time' };

  const version = createVersion(runtime.now(), lease.fencingToken, runtime.random);
  const created_at = new Date(runtime.now()).toISOString();
  const parent_version = parent?.version ?? null;
  const manifest: Manifest = {
    schema: 1,
    version,
    collection,
    created_at,
    parent_version,
    engine,
    files,
    total_bytes,
  };
  const prefix = versionPrefix(collection, version);
  const discard = (): Promise<void> => discardVersion(invocation, bucket, prefix);

  let manifestSha256: string;
  try {
    const metadata = toUserMetadata({ 'snapshot-version': version, 'fencing-token': lease.fencingToken });
    manifestSha256 = await uploadVersion(bucket, prefix, directory, manifest, metadata);
    if (!(await lease.validate())) {
      await discard();
      return lost('publish');
    }
  } catch (error) {
    await discard();
    throw error;
  }
  const next = {
    version,
    manifestSha256,
    fencingToken: lease.fencingToken,
    publishedAt: new Date(runtime.now()).toISOString(),
  };
  // If this throws, the pointer may name our version: it must stay.
  const outcome = await swapPointer(invocation, bucket, collection, next, parent);
  if (outcome === 'published') return { kind: 'published', version };
  await discard();
  return { kind: 'drift' };
}

/** Best effort: what stays is found by retention later. */
async function discardVersion(
  { logger }: Invocation<unknown>,
  bucket: Bucket,
  prefix: string,
): Promise<void> {
  try {
    const refused = await deletePrefix(bucket, prefix);
    if (refused.length > 0) logger.warn('parts of an unpublished version stay', { prefix, refused });
  } catch (error) {
    logger.warn('an unpublished version stays', { prefix, reason: errorName(error) });
  }
}
