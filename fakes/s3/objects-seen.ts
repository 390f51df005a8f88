import type { ReadonlyCollection } from '../kernel/collection';
import type { Context } from '../kernel/operation';
import type { Bucket, ObjectVersion, S3State } from './state';

/**
 * The current objects of a bucket, as this call sees them: as they are. Documented: UserGuide/Welcome, consistency model:
 * strong since December 2020. Only where a fault rule plays a store that is not S3 it sees them as they were.
 */
export function objectsSeen(
  { advice, state }: Pick<Context<S3State>, 'advice' | 'state'>,
  bucket: Bucket,
): ReadonlyCollection<string, ObjectVersion> {
  const objects = state.objects(bucket.name);
  const stale = advice.staleUnlikeS3;
  return stale === undefined ? objects : objects.asOf(objects.markBeforeLast(stale.writes));
}
