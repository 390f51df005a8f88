import type { Context } from '../kernel/operation';
import { invalidVersionId, noSuchVersion } from './errors';
import type { Bucket, DeleteMarker, S3State, Version } from './state';
import { wholeSeconds } from './validate';

const VERSION_ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._';
const VERSION_ID = /^[A-Za-z0-9._-]{32}$/;

/** What every new version and delete marker gets. */
export function newIdentity(context: Pick<Context<S3State>, 'ids' | 'now'>, bucket: Bucket, key: string) {
  return {
    key,
    versionId:
      bucket.versioning === 'Enabled' ? context.ids.token('s3.version', 32, VERSION_ID_ALPHABET) : 'null',
    sequence: context.ids.next('s3.sequence'),
    lastModified: wholeSeconds(context.now),
  };
}

/** The version id that an answer shows: none while versioning is off or suspended. */
export function shownVersionId(bucket: Bucket, version: Version): { VersionId?: string } {
  return bucket.versioning === 'Enabled' ? { VersionId: version.versionId } : {};
}

/** Makes a version the current one of its key; the null version replaces the one there was. */
export function putVersion(state: S3State, bucket: Bucket, version: Version): void {
  const { key, versionId, sequence } = version;
  if (bucket.versioning !== undefined) {
    const replaced = state.versionIds(bucket.name).get([key, versionId]);
    if (replaced !== undefined) state.versions(bucket.name).delete([key, replaced]);
    state.versions(bucket.name).put([key, sequence], version);
    state.versionIds(bucket.name).put([key, versionId], sequence);
  }
  if (version.kind === 'object') state.objects(bucket.name).put(key, version);
  else state.objects(bucket.name).delete(key);
  touchUploads(state, bucket.name, key, version.kind === 'object' ? 'written' : 'deleted');
}

/** Replaces a version by one that differs in its tags or storage, and is as old as it was. */
export function replaceVersion(state: S3State, bucket: Bucket, version: Version): void {
  const { key, sequence } = version;
  if (bucket.versioning !== undefined) state.versions(bucket.name).put([key, sequence], version);
  if (version.kind === 'object' && state.objects(bucket.name).get(key)?.sequence === sequence) {
    state.objects(bucket.name).put(key, version);
  }
}

/** Removes a version for good; the next newest one becomes the current one. */
export function removeVersion(state: S3State, bucket: Bucket, version: Version): void {
  const { key, versionId, sequence } = version;
  state.objects(bucket.name).delete(key);
  if (bucket.versioning !== undefined) {
    state.versions(bucket.name).delete([key, sequence]);
    state.versionIds(bucket.name).delete([key, versionId]);
    const latest = latestVersion(state, bucket, key);
    if (latest?.kind === 'object') state.objects(bucket.name).put(key, latest);
  }
  touchUploads(state, bucket.name, key, 'deleted');
}

/** The newest version or delete marker of a key. */
export function latestVersion(state: S3State, bucket: Bucket, key: string): Version | undefined {
  if (bucket.versioning === undefined) return state.objects(bucket.name).get(key);
  const newest = Number.POSITIVE_INFINITY;
  return state.versions(bucket.name).first({ from: [key, newest], to: [key, Number.NEGATIVE_INFINITY] })?.[1];
}

/**
 * A version by its id; undefined when the id is well formed and there is no such version.
 *
 * @throws InvalidArgument a malformed id, or any but 'null' in a bucket without versioning.
 */
export function findVersion(
  state: S3State,
  bucket: Bucket,
  key: string,
  versionId: string,
): Version | undefined {
  if (bucket.versioning === undefined) {
    if (versionId !== 'null') throw invalidVersionId(versionId);
    return state.objects(bucket.name).get(key);
  }
  if (versionId !== 'null' && !VERSION_ID.test(versionId)) throw invalidVersionId(versionId);
  const sequence = state.versionIds(bucket.name).get([key, versionId]);
  return sequence === undefined ? undefined : state.versions(bucket.name).get([key, sequence]);
}

/** @throws InvalidArgument as `findVersion`, NoSuchVersion */
export function requireVersion(state: S3State, bucket: Bucket, key: string, versionId: string): Version {
  const version = findVersion(state, bucket, key, versionId);
  if (version === undefined) throw noSuchVersion(key, versionId);
  return version;
}

/** Puts a delete marker on top of a key's versions. */
export function putDeleteMarker(
  context: Pick<Context<S3State>, 'ids' | 'now' | 'state'>,
  bucket: Bucket,
  key: string,
): DeleteMarker {
  const marker: DeleteMarker = { kind: 'deleteMarker', ...newIdentity(context, bucket, key) };
  putVersion(context.state, bucket, marker);
  return marker;
}

/**
 * From the first configuration of versioning on, a bucket keeps all its versions: what it holds so far becomes the null
 * versions. The one step of S3 whose cost is the number of objects; a bucket is usually empty then.
 */
export function startVersioning(state: S3State, bucket: string): void {
  for (const [key, version] of state.objects(bucket).entries()) {
    state.versions(bucket).put([key, version.sequence], version);
    state.versionIds(bucket).put([key, version.versionId], version.sequence);
  }
}

/** Notes on a key's uploads in progress that the key changed: a conditional completion must not overlook it. */
function touchUploads(state: S3State, bucket: string, key: string, keyTouched: 'written' | 'deleted'): void {
  const order = [
    ...state.uploadOrder(bucket).entries({ from: [key, 0], to: [key, Number.POSITIVE_INFINITY] }),
  ];
  for (const [, uploadId] of order) {
    const upload = state.uploads(bucket).get(uploadId);
    if (upload !== undefined) state.uploads(bucket).put(uploadId, { ...upload, keyTouched });
  }
}
