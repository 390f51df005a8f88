import type {
  ListMultipartUploadsCommandInput,
  ListMultipartUploadsCommandOutput,
  ListPartsCommandInput,
  ListPartsCommandOutput,
} from '@aws-sdk/client-s3';
import type { Context } from '../kernel/operation';
import { checksumMember } from './checksum';
import { requireSameKey } from './encryption/customer-key';
import { invalidArgument } from './errors';
import { abortMembers } from './lifecycle/expiration-header';
import { commonPrefixes, requireMaxKeys } from './list-objects';
import { listPage, type Walk } from './list-page';
import { canonicalUserId, ownerOf } from './access/owner';
import type { Bucket, S3State, Upload } from './state';
import { requireUpload, uploadedParts } from './uploads';
import { keyEncoder } from './url-encoding';
import { requireBucket } from './validate';

/**
 * The uploads in progress, by key and then by when they began.
 *
 * @throws NoSuchBucket, InvalidArgument (EncodingType, MaxUploads, UploadIdMarker)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html
 */
export function listMultipartUploads(
  context: Context<S3State>,
  input: ListMultipartUploadsCommandInput,
): Omit<ListMultipartUploadsCommandOutput, '$metadata'> {
  const { state } = context;
  const bucket = requireBucket(context, input);
  const { EncodingType, Prefix = '', KeyMarker = '' } = input;
  const encode = keyEncoder(EncodingType);
  const limit = requireMaxKeys(input.MaxUploads, 'maxUploads');
  const delimiter = input.Delimiter === '' ? undefined : input.Delimiter;
  // Captured: an UploadIdMarker without a KeyMarker is ignored.
  const marker =
    KeyMarker === '' ? undefined : requireUploadMarker(state, bucket, KeyMarker, input.UploadIdMarker);
  const after = KeyMarker === '' ? undefined : KeyMarker;
  const page = listPage(uploadWalk(state, bucket, marker), { prefix: Prefix, delimiter, after, limit });
  const uploads = page.items.flatMap((item) =>
    item.kind === 'entry' ? [listedUpload(item.value, bucket, encode)] : [],
  );
  return {
    Bucket: bucket.name,
    KeyMarker: encode(KeyMarker),
    UploadIdMarker: marker === undefined ? '' : marker.uploadId,
    // Captured, January 2025: nothing where a page has common prefixes only, even if there is more. Who asks for the next page
    // by these markers gets the first one again. Assumed: the last upload where the last prefix is behind it.
    NextKeyMarker: uploads.at(-1)?.Key ?? '',
    NextUploadIdMarker: uploads.at(-1)?.UploadId ?? '',
    MaxUploads: limit,
    IsTruncated: page.isTruncated,
    ...(input.Prefix === undefined ? {} : { Prefix: encode(Prefix) }),
    ...(delimiter === undefined ? {} : { Delimiter: encode(delimiter) }),
    ...(EncodingType === undefined ? {} : { EncodingType }),
    ...(uploads.length === 0 ? {} : { Uploads: uploads }),
    ...commonPrefixes(page, encode),
  };
}

/** @throws InvalidArgument: no upload of that key has this id. */
function requireUploadMarker(
  state: S3State,
  bucket: Bucket,
  key: string,
  uploadId: string | undefined,
): Upload | undefined {
  if (uploadId === undefined || uploadId === '') return undefined;
  const upload = state.uploads(bucket.name).get(uploadId);
  if (upload === undefined || upload.key !== key)
    throw invalidArgument('Invalid uploadId marker', 'upload-id-marker', uploadId);
  return upload;
}

function uploadWalk(state: S3State, bucket: Bucket, marker: Upload | undefined): Walk<Upload> {
  return function* ({ from, after }) {
    const order = state.uploadOrder(bucket.name);
    const entries =
      after === undefined
        ? order.entries({ from: [from ?? '', 0] })
        : order.entries({
            after: [after, after === marker?.key ? marker.sequence : Number.POSITIVE_INFINITY],
          });
    for (const [[key], uploadId] of entries) {
      const upload = state.uploads(bucket.name).get(uploadId);
      if (upload !== undefined) yield [key, upload];
    }
  };
}

function listedUpload(upload: Upload, bucket: Bucket, encode: (key: string) => string) {
  return {
    Key: encode(upload.key),
    UploadId: upload.uploadId,
    Initiated: new Date(upload.initiatedAt),
    StorageClass: upload.storageClass,
    ...people(bucket),
    ...uploadChecksum(upload),
  };
}

/** Captured: an initiator still has a DisplayName, an owner has not. */
function people(bucket: Bucket) {
  const id = canonicalUserId(bucket.accountId);
  return { Initiator: { ID: id, DisplayName: id.slice(0, 12) }, Owner: ownerOf(bucket.accountId) };
}

function uploadChecksum({ checksum }: Upload) {
  return checksum === undefined ? {} : { ChecksumAlgorithm: checksum.algorithm, ChecksumType: checksum.type };
}

/**
 * The parts that an upload has so far.
 *
 * @throws NoSuchBucket, NoSuchUpload, InvalidArgument (MaxParts, PartNumberMarker)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html
 */
export function listParts(
  context: Context<S3State>,
  input: ListPartsCommandInput,
): Omit<ListPartsCommandOutput, '$metadata'> {
  const { bucket, upload } = requireUpload(context, input);
  requireSameKey(upload.encryption, input);
  const limit = requireMaxKeys(input.MaxParts, 'maxParts');
  const marker = requirePartMarker(input.PartNumberMarker);
  const found: NonNullable<ListPartsCommandOutput['Parts']> = [];
  let isTruncated = false;
  for (const part of uploadedParts(context.state, bucket.name, upload.uploadId, marker)) {
    if (found.length === limit) {
      isTruncated = limit > 0;
      break;
    }
    found.push({
      PartNumber: part.partNumber,
      ETag: part.eTag,
      LastModified: new Date(part.lastModified),
      Size: part.body.size,
      ...checksumMember(part.checksum),
    });
  }
  return {
    Bucket: bucket.name,
    Key: upload.key,
    UploadId: upload.uploadId,
    PartNumberMarker: String(marker),
    NextPartNumberMarker: String(found.at(-1)?.PartNumber ?? 0),
    MaxParts: limit,
    IsTruncated: isTruncated,
    StorageClass: upload.storageClass,
    ...people(bucket),
    ...uploadChecksum(upload),
    ...abortMembers(context, bucket, upload),
    ...(found.length === 0 ? {} : { Parts: found }),
  };
}

/** @throws InvalidArgument */
export function requirePartMarker(marker: string | undefined): number {
  if (marker === undefined || marker === '') return 0;
  if (/^\d{1,10}$/.test(marker)) return Number(marker);
  // Assumed: the wording.
  throw invalidArgument(
    'Argument part-number-marker must be an integer between 0 and 2147483647',
    'part-number-marker',
    marker,
  );
}
