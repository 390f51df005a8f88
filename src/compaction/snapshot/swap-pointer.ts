import { errorName, httpStatus, isRetryable } from '../../shared/errors';
import type { Invocation } from '../../shared/invocation';
import type { Collection } from '../../shared/receipt-keys';
import type { Bucket } from './bucket';
import { putPointer, readPointer, type NewPointer, type Pointer } from './pointer';

const ATTEMPTS = 3;
/** The pointer is not what it was: 412 and 409 by condition, 404 when it has gone. */
const CONFLICTS: ReadonlySet<number | undefined> = new Set([404, 409, 412]);

/**
 * Moves the pointer from `expected` to `next`, whoever else tries at the same time.
 * Whatever goes wrong is resolved by reading the pointer again: after a lost answer the SDK's own retry meets a 412 that our
 * own write caused (R14), so a refusal does not prove that somebody else was faster.
 * @throws the error of the last attempt while the pointer stays as it was; or of reading it. The outcome is then open.
 */
export async function swapPointer(
  { metrics, logger }: Pick<Invocation<unknown>, 'metrics' | 'logger'>,
  bucket: Bucket,
  collection: Collection,
  next: NewPointer,
  expected: Pointer | undefined,
): Promise<'published' | 'drift'> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await putPointer(bucket, collection, next, expected);
      return 'published';
    } catch (error) {
      const conflict = CONFLICTS.has(httpStatus(error));
      if (!conflict && !isRetryable(error)) throw error;
      logger.warn('pointer write is unclear, reading it again', {
        collection,
        reason: errorName(error),
        attempt,
      });
      const current = await readPointer(bucket, collection);
      const published = current?.version === next.version;
      if (published || !conflict)
        metrics.count('CompactionPublishAmbiguous', { collection, error_type: errorName(error) });
      if (published) return 'published';
      if (current?.etag !== expected?.etag) return 'drift';
      if (attempt === ATTEMPTS) throw error;
    }
  }
}
