import type { DeleteObjectCommandInput, DeleteObjectCommandOutput } from '@aws-sdk/client-s3';
import type { Context } from '../kernel/operation';
import { sameETag } from './conditions';
import { headerNotImplemented, noSuchKey, preconditionFailed } from './errors';
import { notify } from './notifications';
import { replicateMarker } from './replication';
import { requireBypass, requireUnlocked } from './retention';
import type { Bucket, S3State, Version } from './state';
import { requireAddress } from './validate';
import { findVersion, latestVersion, putDeleteMarker, removeVersion } from './versions';

/**
 * Deletes an object: for good without versioning, by a delete marker with it, for good again by version id.
 * There is no such thing as "not found": deleting what is not there succeeds.
 *
 * @throws what the SDK throws before sending, NoSuchBucket, InvalidArgument (version id), NotImplemented, NoSuchKey and
 * PreconditionFailed (both with IfMatch only), AccessDenied (the version is locked)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html
 */
export function deleteObject(
  context: Context<S3State>,
  input: DeleteObjectCommandInput,
): Omit<DeleteObjectCommandOutput, '$metadata'> {
  const { bucket, key } = requireAddress(context, input);
  // Captured: only directory buckets take these two.
  if (input.IfMatchSize !== undefined) throw headerNotImplemented('x-amz-if-match-size');
  if (input.IfMatchLastModifiedTime !== undefined)
    throw headerNotImplemented('x-amz-if-match-last-modified-time');
  const bypass = requireBypass(context.state, bucket, input.BypassGovernanceRetention);
  const version =
    input.VersionId === undefined ? undefined : findVersion(context.state, bucket, key, input.VersionId);
  if (input.IfMatch !== undefined) {
    const judged = input.VersionId === undefined ? latestVersion(context.state, bucket, key) : version;
    requireMatch(input.IfMatch, key, judged);
  }
  requireUnlocked(version, bypass, context.now);
  const deleted =
    input.VersionId === undefined
      ? deleteCurrent(context, bucket, key)
      : deleteVersion(context, bucket, version, input.VersionId);
  return {
    ...(deleted.versionId === undefined ? {} : { VersionId: deleted.versionId }),
    ...(deleted.isMarker ? { DeleteMarker: true } : {}),
  };
}

/** What a deletion did: which version is gone or was added, and whether it is a delete marker. */
export interface Deleted {
  readonly versionId: string | undefined;
  readonly isMarker: boolean;
}

/** Deletes a key as it stands: there is a new delete marker if versioning was ever configured. */
export function deleteCurrent(context: Context<S3State>, bucket: Bucket, key: string): Deleted {
  if (bucket.versioning !== undefined) {
    const marker = putDeleteMarker(context, bucket, key);
    replicateMarker(context, bucket, marker);
    notify(context, bucket, 'ObjectRemoved:DeleteMarkerCreated', marker);
    return { versionId: marker.versionId, isMarker: true };
  }
  const current = context.state.objects(bucket.name).get(key);
  if (current !== undefined) {
    removeVersion(context.state, bucket, current);
    notify(context, bucket, 'ObjectRemoved:Delete', removed(current));
  }
  return { versionId: undefined, isMarker: false };
}

/** Deletes a version for good, or nothing if there is none of that id. */
export function deleteVersion(
  context: Context<S3State>,
  bucket: Bucket,
  version: Version | undefined,
  versionId: string,
): Deleted {
  if (version !== undefined) {
    removeVersion(context.state, bucket, version);
    notify(context, bucket, 'ObjectRemoved:Delete', removed(version));
  }
  return { versionId, isMarker: version?.kind === 'deleteMarker' };
}

/** Captured: an event of a deletion has neither size nor tag. */
function removed({ key, versionId }: Version): Pick<Version, 'key' | 'versionId'> {
  return { key, versionId };
}

/**
 * The condition of a deletion. Documented: UserGuide/conditional-deletes. Assumed: 404 for a missing object, 412 for a
 * delete marker, and that `*` means "if it exists".
 *
 * @throws NoSuchKey, PreconditionFailed
 */
export function requireMatch(eTag: string, key: string, version: Version | undefined): void {
  if (version === undefined) throw noSuchKey(key);
  if (version.kind === 'deleteMarker' || (eTag !== '*' && !sameETag(eTag, version.eTag)))
    throw preconditionFailed('If-Match');
}
