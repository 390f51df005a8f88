import type { ListObjectsCommandInput, ListObjectsCommandOutput } from '@aws-sdk/client-s3';
import type { Context } from '../kernel/operation';
import { commonPrefixes, contents, requireMaxKeys } from './list-objects';
import { objectsSeen } from './objects-seen';
import { listPage } from './list-page';
import { restoreStatus } from './restore-status';
import type { S3State } from './state';
import { keyEncoder } from './url-encoding';
import { requireBucket } from './validate';

/**
 * The first version of ListObjectsV2: markers are keys, and every object has its owner.
 *
 * @throws NoSuchBucket, InvalidArgument (EncodingType, MaxKeys)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html
 */
export function listObjects(
  context: Context<S3State>,
  input: ListObjectsCommandInput,
): Omit<ListObjectsCommandOutput, '$metadata'> {
  const bucket = requireBucket(context, input);
  const { EncodingType, Marker = '', Prefix = '' } = input;
  const encode = keyEncoder(EncodingType);
  const limit = requireMaxKeys(input.MaxKeys);
  const delimiter = input.Delimiter === '' ? undefined : input.Delimiter;
  const after = Marker === '' ? undefined : Marker;
  const extras = restoreStatus(input.OptionalObjectAttributes, context.now);
  const objects = objectsSeen(context, bucket);
  const page = listPage((bounds) => objects.entries(bounds), { prefix: Prefix, delimiter, after, limit });
  const last = page.items.at(-1);
  return {
    Name: bucket.name,
    Prefix: encode(Prefix),
    Marker: encode(Marker),
    MaxKeys: limit,
    IsTruncated: page.isTruncated,
    ...contents(page, encode, bucket, extras),
    ...commonPrefixes(page, encode),
    ...(delimiter === undefined ? {} : { Delimiter: encode(delimiter) }),
    ...(EncodingType === undefined ? {} : { EncodingType }),
    // Documented: API_ListObjects: "returned only if you have the delimiter request parameter specified".
    ...(page.isTruncated && delimiter !== undefined && last !== undefined
      ? { NextMarker: encode(last.key) }
      : {}),
  };
}
