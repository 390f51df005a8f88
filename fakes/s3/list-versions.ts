import type {
  ListObjectVersionsCommandInput,
  ListObjectVersionsCommandOutput,
  ObjectVersionStorageClass,
} from '@aws-sdk/client-s3';
import type { Context } from '../kernel/operation';
import { invalidArgument, invalidVersionId } from './errors';
import { commonPrefixes, listedObject, requireMaxKeys } from './list-objects';
import { listPage, type Walk } from './list-page';
import { ownerOf } from './access/owner';
import { restoreStatus } from './restore-status';
import type { Bucket, ObjectVersion, S3State, Version } from './state';
import { keyEncoder } from './url-encoding';
import { requireBucket } from './validate';
import { findVersion, latestVersion } from './versions';

/**
 * A page of every version and delete marker, by key and then the newest first.
 *
 * @throws NoSuchBucket, InvalidArgument (EncodingType, MaxKeys, VersionIdMarker)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
 */
export function listObjectVersions(
  context: Context<S3State>,
  input: ListObjectVersionsCommandInput,
): Omit<ListObjectVersionsCommandOutput, '$metadata'> {
  const { state } = context;
  const bucket = requireBucket(context, input);
  const { EncodingType, KeyMarker = '', Prefix = '', VersionIdMarker } = input;
  const encode = keyEncoder(EncodingType);
  const limit = requireMaxKeys(input.MaxKeys);
  const delimiter = input.Delimiter === '' ? undefined : input.Delimiter;
  const extras = restoreStatus(input.OptionalObjectAttributes, context.now);
  const marker = requireVersionMarker(state, bucket, KeyMarker, VersionIdMarker);
  const after = KeyMarker === '' ? undefined : KeyMarker;
  const page = listPage(versionWalk(state, bucket, marker), { prefix: Prefix, delimiter, after, limit });
  const found = page.items.flatMap((item) => (item.kind === 'entry' ? [item.value] : []));
  const versions = found.flatMap((version) =>
    version.kind === 'object'
      ? [{ ...listedVersion(state, bucket, version, encode), ...extras(version) }]
      : [],
  );
  const markers = found.flatMap((version) =>
    version.kind === 'deleteMarker'
      ? [
          {
            Key: encode(version.key),
            LastModified: new Date(version.lastModified),
            Owner: ownerOf(bucket.accountId),
            ...place(state, bucket, version),
          },
        ]
      : [],
  );
  const last = page.items.at(-1);
  return {
    Name: bucket.name,
    Prefix: encode(Prefix),
    KeyMarker: encode(KeyMarker),
    VersionIdMarker: VersionIdMarker ?? '',
    MaxKeys: limit,
    IsTruncated: page.isTruncated,
    ...(delimiter === undefined ? {} : { Delimiter: encode(delimiter) }),
    ...(EncodingType === undefined ? {} : { EncodingType }),
    ...(versions.length === 0 ? {} : { Versions: versions }),
    ...(markers.length === 0 ? {} : { DeleteMarkers: markers }),
    ...commonPrefixes(page, encode),
    ...(page.isTruncated && last !== undefined ? { NextKeyMarker: encode(last.key) } : {}),
    ...(page.isTruncated && last?.kind === 'entry' ? { NextVersionIdMarker: last.value.versionId } : {}),
  };
}

function listedVersion(
  state: S3State,
  bucket: Bucket,
  version: ObjectVersion,
  encode: (key: string) => string,
) {
  const { StorageClass, ...members } = listedObject(version, encode, bucket);
  const { VersionId, IsLatest } = place(state, bucket, version);
  return {
    ...members,
    ...(isVersionStorageClass(StorageClass) ? { StorageClass } : {}),
    VersionId,
    IsLatest,
  };
}

/** The SDK's type knows STANDARD only; S3 shows the other classes all the same. */
function isVersionStorageClass(name: string): name is ObjectVersionStorageClass {
  return name !== '';
}

function place(state: S3State, bucket: Bucket, version: Version) {
  const latest = latestVersion(state, bucket, version.key);
  return { VersionId: version.versionId, IsLatest: latest?.sequence === version.sequence };
}

/** @throws InvalidArgument */
function requireVersionMarker(
  state: S3State,
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
): Version | undefined {
  if (versionId === undefined) return undefined;
  if (key === '') {
    throw invalidArgument(
      'A version-id marker cannot be specified without a key marker.',
      'version-id-marker',
      versionId,
    );
  }
  // Assumed: the wording.
  if (versionId === '')
    throw invalidArgument('A version-id marker cannot be empty.', 'version-id-marker', '');
  const version = findVersion(state, bucket, key, versionId);
  if (version === undefined) throw invalidVersionId(versionId);
  return version;
}

/** A KeyMarker alone passes all versions of its key; with a VersionIdMarker, those up to that one. */
function versionWalk(state: S3State, bucket: Bucket, marker: Version | undefined): Walk<Version> {
  if (bucket.versioning === undefined) return (bounds) => state.objects(bucket.name).entries(bounds);
  return function* ({ from, after }) {
    const versions = state.versions(bucket.name);
    const entries =
      after === undefined
        ? versions.entries({ from: [from ?? '', Number.POSITIVE_INFINITY] })
        : versions.entries({
            after: [after, after === marker?.key ? marker.sequence : Number.NEGATIVE_INFINITY],
          });
    for (const [[key], version] of entries) yield [key, version];
  };
}
