import type { UploadPartCopyCommandInput, UploadPartCopyCommandOutput } from '@aws-sdk/client-s3';
import type { Context } from '../kernel/operation';
import { subBody, type StoredBody } from './body';
import { checksumMember, computeChecksum, type Checksum } from './checksum';
import { requireCopySource } from './copy-source';
import { requireKeyOfUpload } from './encryption/customer-key';
import { encryptionMembers } from './encryption/encryption';
import { invalidArgument, invalidRequest } from './errors';
import { requirePartNumber } from './get-object';
import type { S3State, Upload } from './state';
import { putPart } from './upload-part';
import { requireUpload } from './uploads';
import { required } from './validate';

/**
 * Takes a part of an upload from an object that is stored already.
 *
 * @throws NoSuchBucket, NoSuchUpload, InvalidArgument (part number, range), InvalidRequest (range), as
 * `requireCopySource`
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html
 */
export function uploadPartCopy(
  context: Context<S3State>,
  input: UploadPartCopyCommandInput,
): Omit<UploadPartCopyCommandOutput, '$metadata'> {
  const partNumber = required(input.PartNumber);
  const { bucket, upload } = requireUpload(context, input);
  requirePartNumber(partNumber);
  requireKeyOfUpload(upload.encryption, input);
  const source = requireCopySource(context, input);
  const body = copiedRange(source.version.body, input.CopySourceRange);
  const checksum = partChecksum(upload, body);
  const part = putPart(context, bucket, upload, partNumber, body, checksum);
  return {
    CopyPartResult: {
      ETag: part.eTag,
      LastModified: new Date(part.lastModified),
      ...checksumMember(checksum),
    },
    ...encryptionMembers(upload.encryption),
    ...source.shown,
  };
}

/** @throws InvalidArgument, InvalidRequest */
function copiedRange(body: StoredBody, range: string | undefined): StoredBody {
  if (range === undefined) return body;
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  if (first === undefined || last === undefined || Number(first) > Number(last)) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      range,
    );
  }
  if (Number(first) >= body.size)
    throw invalidRequest('The specified copy range is invalid for the source object size');
  if (Number(last) >= body.size) {
    throw invalidArgument(
      `Range specified is not valid for source object of size: ${body.size}`,
      'x-amz-copy-source-range',
      range,
    );
  }
  return subBody(body, Number(first), Number(last) + 1);
}

function partChecksum({ checksum }: Upload, body: StoredBody): Checksum | undefined {
  if (checksum === undefined) return undefined;
  const { algorithm } = checksum;
  return { algorithm, value: computeChecksum(algorithm, body.chunks), type: 'FULL_OBJECT' };
}
