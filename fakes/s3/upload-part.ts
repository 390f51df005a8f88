import type { UploadPartCommandInput, UploadPartCommandOutput } from '@aws-sdk/client-s3';
import type { Context } from '../kernel/operation';
import type { StoredBody } from './body';
import { checksumMember, requestedChecksum, verifiedChecksum, type Checksum } from './checksum';
import { requireKeyOfUpload } from './encryption/customer-key';
import { encryptedETag, encryptionMembers } from './encryption/encryption';
import { invalidRequest } from './errors';
import { requirePartNumber } from './get-object';
import { requireBody } from './put-object';
import type { Bucket, S3State, Upload, UploadedPart } from './state';
import { requireUpload } from './uploads';
import { required, wholeSeconds } from './validate';

/**
 * Stores a part of an upload; a second one of the same number replaces it.
 *
 * @throws what the SDK throws before sending, InvalidArgument (part number), NoSuchBucket, NoSuchUpload, InvalidRequest
 * (checksum headers), InvalidDigest, BadDigest
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html
 */
export function uploadPart(
  context: Context<S3State>,
  input: UploadPartCommandInput,
): Omit<UploadPartCommandOutput, '$metadata'> {
  const { operation } = context;
  const partNumber = required(input.PartNumber);
  const { bucket, upload } = requireUpload(context, input);
  requirePartNumber(partNumber);
  requireKeyOfUpload(upload.encryption, input);
  const requested = requestedChecksum(input);
  requireChecksumOfUpload(upload, requested);
  const body = requireBody(operation, input);
  const checksum = verifiedChecksum(requested, body);
  const part = putPart(
    context,
    bucket,
    upload,
    partNumber,
    body,
    upload.checksum === undefined ? undefined : checksum,
  );
  return { ...encryptionMembers(upload.encryption), ETag: part.eTag, ...checksumMember(checksum) };
}

/**
 * A part must bring the kind of checksum that its upload keeps. What the SDK adds by itself, CRC32, counts as well.
 * In the null checksum mode any kind will do, and none is kept.
 */
function requireChecksumOfUpload(upload: Upload, requested: ReturnType<typeof requestedChecksum>): void {
  if (upload.checksum === undefined || upload.checksum.algorithm === requested.algorithm) return;
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${upload.checksum.algorithm.toLowerCase()}, actual checksum Type: ${requested.algorithm.toLowerCase()}`,
  );
}

/** Writes a part of an upload. */
export function putPart(
  context: Context<S3State>,
  bucket: Bucket,
  upload: Upload,
  partNumber: number,
  body: StoredBody,
  checksum: Checksum | undefined,
): UploadedPart {
  const part: UploadedPart = {
    partNumber,
    body,
    eTag: encryptedETag(context, body, upload.encryption),
    checksum,
    lastModified: wholeSeconds(context.now),
  };
  context.state.parts(bucket.name).put([upload.uploadId, partNumber], part);
  return part;
}
