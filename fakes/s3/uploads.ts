import type {
  AbortMultipartUploadCommandInput,
  CreateMultipartUploadCommandInput,
  CreateMultipartUploadCommandOutput,
} from '@aws-sdk/client-s3';
import type { Context } from '../kernel/operation';
import { requestedObjectAcl } from './access/requested-acl';
import { isAlgorithm, type Algorithm, type ChecksumType } from './checksum';
import { encryptionContextMember, encryptionMembers, requestedEncryption } from './encryption/encryption';
import { headerNotImplemented, invalidRequest, noSuchUpload, unsupportedAlgorithm } from './errors';
import { abortMembers } from './lifecycle/expiration-header';
import { CONTENT_TYPE_OF_S3 } from './metadata';
import { newObjectAttributes } from './new-object';
import { requestedLock } from './retention';
import type { Bucket, S3State, Upload, UploadedPart } from './state';
import { required, requireAddress, wholeSeconds } from './validate';

const UPLOAD_ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._';

/**
 * Begins a multipart upload. Nothing of it can be read before CompleteMultipartUpload.
 *
 * @throws as PutObject for its headers, InvalidRequest (checksum algorithm and type)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
 */
export function createMultipartUpload(
  context: Context<S3State>,
  input: CreateMultipartUploadCommandInput,
): Omit<CreateMultipartUploadCommandOutput, '$metadata'> {
  const { ids, state } = context;
  const { bucket, key } = requireAddress(context, input);
  const attributes = newObjectAttributes(input, CONTENT_TYPE_OF_S3);
  const acl = requestedObjectAcl(context, bucket, key, input);
  const encryption = requestedEncryption(context, bucket, input);
  const lock = requestedLock(state, bucket, input, context.now);
  const checksum = requireUploadChecksum(input);
  const uploadId = ids.token('s3.upload', 64, UPLOAD_ID_ALPHABET);
  const upload: Upload = {
    uploadId,
    key,
    sequence: ids.next('s3.sequence'),
    initiatedAt: wholeSeconds(context.now),
    ...attributes,
    checksum,
    keyTouched: undefined,
    encryption,
    acl,
    lock,
  };
  state.uploads(bucket.name).put(uploadId, upload);
  state.uploadOrder(bucket.name).put([key, upload.sequence], uploadId);
  return {
    Bucket: bucket.name,
    Key: key,
    UploadId: uploadId,
    ...encryptionMembers(encryption),
    ...encryptionContextMember(encryption),
    ...(checksum === undefined ? {} : { ChecksumAlgorithm: checksum.algorithm, ChecksumType: checksum.type }),
    ...abortMembers(context, bucket, upload),
  };
}

/** Which checksums an upload keeps. Captured: the rules of algorithm and type. */
function requireUploadChecksum(input: CreateMultipartUploadCommandInput): Upload['checksum'] {
  const { ChecksumAlgorithm, ChecksumType } = input;
  if (ChecksumAlgorithm === undefined) {
    if (ChecksumType === undefined) return undefined;
    throw invalidRequest(
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const algorithm = ChecksumAlgorithm.toUpperCase();
  if (!isAlgorithm(algorithm)) {
    throw unsupportedAlgorithm();
  }
  return { algorithm, type: requireChecksumType(algorithm, ChecksumType) };
}

function requireChecksumType(algorithm: Algorithm, given: string | undefined): ChecksumType {
  if (given === undefined) return algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE';
  if (given !== 'FULL_OBJECT' && given !== 'COMPOSITE') {
    // Assumed: the wording.
    throw invalidRequest('Value for x-amz-checksum-type header is invalid.');
  }
  const refused = given === 'COMPOSITE' ? algorithm === 'CRC64NVME' : !algorithm.startsWith('CRC');
  if (!refused) return given;
  throw invalidRequest(
    `The ${given} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
  );
}

interface UploadRequest {
  readonly Bucket: string | undefined;
  readonly Key: string | undefined;
  readonly UploadId: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

/**
 * The upload that a request is about.
 *
 * @throws as `requireAddress`, NoSuchUpload (also for the upload of another key)
 */
export function requireUpload(
  context: Context<S3State>,
  input: UploadRequest,
): { bucket: Bucket; upload: Upload } {
  const { bucket, key } = requireAddress(context, input);
  const uploadId = required(input.UploadId);
  const upload = context.state.uploads(bucket.name).get(uploadId);
  if (upload === undefined || upload.key !== key) throw noSuchUpload(uploadId);
  return { bucket, upload };
}

/** The parts that an upload has so far, by number. */
export function* uploadedParts(
  state: S3State,
  bucket: string,
  uploadId: string,
  after = 0,
): Generator<UploadedPart> {
  const range = { after: [uploadId, after], to: [uploadId, Number.POSITIVE_INFINITY] } as const;
  for (const [, part] of state.parts(bucket).entries(range)) yield part;
}

/** Forgets an upload and its parts: it was completed or aborted. */
export function removeUpload(state: S3State, bucket: string, upload: Upload): void {
  const numbers = Array.from(uploadedParts(state, bucket, upload.uploadId), (part) => part.partNumber);
  for (const number of numbers) state.parts(bucket).delete([upload.uploadId, number]);
  state.uploadOrder(bucket).delete([upload.key, upload.sequence]);
  state.uploads(bucket).delete(upload.uploadId);
}

/**
 * Gives an upload up and frees its parts.
 *
 * @throws NoSuchBucket, NoSuchUpload, NotImplemented (IfMatchInitiatedTime)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html
 */
export function abortMultipartUpload(
  context: Context<S3State>,
  input: AbortMultipartUploadCommandInput,
): object {
  const { bucket, upload } = requireUpload(context, input);
  // Documented: API_AbortMultipartUpload: only directory buckets take it. Assumed: the answer, which is recorded of DeleteObject.
  if (input.IfMatchInitiatedTime !== undefined) throw headerNotImplemented('x-amz-if-match-initiated-time');
  removeUpload(context.state, bucket.name, upload);
  return {};
}
