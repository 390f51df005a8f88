import { errorName } from '../../shared/errors';
import type { Invocation } from '../../shared/invocation';
import type { Collection } from '../../shared/receipt-keys';
import { deletePrefix, listDirectories, type Bucket } from './bucket';
import { versionPrefix, versionsPrefix } from './layout';
import { readPointer } from './pointer';
import { versionTime } from './version';

/** What stays although it is no longer live. */
export interface RetentionPolicy {
  /** How many of the newest versions stay. */
  readonly keep: number;
  /** Younger versions stay: somebody may be writing or reading them. */
  readonly graceMs: number;
}

/**
 * The versions nobody needs. Never the live one nor a newer one (R21), never one of the newest `keep`,
 * never a young one (R22), never one whose id does not tell its age.
 */
export function expiredVersions(
  versions: readonly string[],
  live: string,
  policy: RetentionPolicy,
  now: number,
): string[] {
  const newestFirst = versions.toSorted().toReversed();
  return newestFirst.filter((version, rank) => {
    const time = versionTime(version);
    return rank >= policy.keep && version < live && time !== undefined && now - time > policy.graceMs;
  });
}

/** Removes expired versions. Best effort: a failure only leaves them for the next time. */
export async function applyRetention(
  { runtime, logger, metrics }: Invocation<unknown>,
  bucket: Bucket,
  collection: Collection,
  policy: RetentionPolicy,
): Promise<void> {
  try {
    const live = await readPointer(bucket, collection);
    if (live === undefined) return;
    const versions = await listDirectories(bucket, versionsPrefix(collection));
    for (const version of expiredVersions(versions, live.version, policy, runtime.now())) {
      const refused = await deletePrefix(bucket, versionPrefix(collection, version));
      if (refused.length > 0) {
        metrics.count('CompactionRetentionError', { collection, error_type: 'refused' });
        logger.warn('parts of an old version stay', { collection, version, refused });
      }
    }
  } catch (error) {
    metrics.count('CompactionRetentionError', { collection, error_type: errorName(error) });
    logger.warn('old versions stay', { collection, reason: errorName(error) });
  }
}
