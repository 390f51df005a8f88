import type { ListObjectsV2CommandInput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import type { Context } from '../kernel/operation';
import { decodeToken, encodeToken } from './continuation-token';
import { invalidArgument } from './errors';
import { MAX_PAGE_ITEMS } from './limits';
import { objectsSeen } from './objects-seen';
import { listPage, type Page } from './list-page';
import { ownerOf } from './access/owner';
import { restoreStatus, type Extras } from './restore-status';
import type { Bucket, ObjectVersion, S3State } from './state';
import { keyEncoder } from './url-encoding';
import { requireBucket } from './validate';

/**
 * A page of a bucket's current objects in the order of their keys' UTF-8 bytes. Strongly consistent.
 *
 * @throws NoSuchBucket, InvalidArgument (EncodingType, MaxKeys, ContinuationToken, OptionalObjectAttributes)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function listObjectsV2(
  context: Context<S3State>,
  input: ListObjectsV2CommandInput,
): Omit<ListObjectsV2CommandOutput, '$metadata'> {
  const bucket = requireBucket(context, input);
  const { ContinuationToken, EncodingType, FetchOwner, Prefix = '' } = input;
  const encode = keyEncoder(EncodingType);
  const maxKeys = requireMaxKeys(input.MaxKeys);
  // An empty StartAfter or Delimiter is none at all.
  const delimiter = input.Delimiter === '' ? undefined : input.Delimiter;
  const startAfter = input.StartAfter === '' ? undefined : input.StartAfter;
  const after = ContinuationToken === undefined ? startAfter : decodeToken(ContinuationToken);
  const extras = restoreStatus(input.OptionalObjectAttributes, context.now);
  const objects = objectsSeen(context, bucket);
  const page = listPage((bounds) => objects.entries(bounds), {
    prefix: Prefix,
    delimiter,
    after,
    limit: maxKeys,
  });
  const last = page.items.at(-1);
  return {
    Name: bucket.name,
    Prefix: encode(Prefix),
    MaxKeys: maxKeys,
    KeyCount: page.items.length,
    IsTruncated: page.isTruncated,
    ...contents(page, encode, FetchOwner === true ? bucket : undefined, extras),
    ...commonPrefixes(page, encode),
    ...(delimiter === undefined ? {} : { Delimiter: encode(delimiter) }),
    ...(EncodingType === undefined ? {} : { EncodingType }),
    ...(startAfter === undefined ? {} : { StartAfter: encode(startAfter) }),
    ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
    ...(page.isTruncated && last !== undefined ? { NextContinuationToken: encodeToken(last.key) } : {}),
  };
}

/** The objects of a page; no member at all when there are none. */
export function contents(
  page: Page<ObjectVersion>,
  encode: (key: string) => string,
  owner: Bucket | undefined,
  extras: Extras,
) {
  const found = page.items.flatMap((item) =>
    item.kind === 'entry' ? [{ ...listedObject(item.value, encode, owner), ...extras(item.value) }] : [],
  );
  return found.length === 0 ? {} : { Contents: found };
}

/** How listings of objects and of versions show one. */
export function listedObject(
  version: ObjectVersion,
  encode: (key: string) => string,
  owner: Bucket | undefined,
) {
  return {
    Key: encode(version.key),
    LastModified: new Date(version.lastModified),
    ETag: version.eTag,
    ChecksumAlgorithm: [version.checksum.algorithm],
    ChecksumType: version.checksum.type,
    Size: version.body.size,
    StorageClass: version.storageClass,
    ...(owner === undefined ? {} : { Owner: ownerOf(owner.accountId) }),
  };
}

/** The common prefixes of a page; no member at all when there are none. */
export function commonPrefixes(page: Page<unknown>, encode: (key: string) => string) {
  const found = page.items.flatMap((item) => (item.kind === 'prefix' ? [{ Prefix: encode(item.key) }] : []));
  return found.length === 0 ? {} : { CommonPrefixes: found };
}

/** How many items a page may have: at most 1,000, whatever is asked for. */
export function requireMaxKeys(count: number | undefined, name = 'maxKeys'): number {
  if (count === undefined) return MAX_PAGE_ITEMS;
  if (Number.isInteger(count) && count >= 0 && count <= 2_147_483_647) return Math.min(count, MAX_PAGE_ITEMS);
  // Assumed: the wording.
  throw invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`, name, count);
}
