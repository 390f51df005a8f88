import type {
  CompletedPart,
  CompleteMultipartUploadCommandInput,
  CompleteMultipartUploadCommandOutput,
} from '@aws-sdk/client-s3';
import type { Context } from '../kernel/operation';
import { joinBodies, md5, type StoredBody } from './body';
import { checksumMember, compositeChecksum, computeChecksum, givenChecksum, type Checksum } from './checksum';
import { requireWriteConditions, sameETag, unquoted } from './conditions';
import { requireSameKey } from './encryption/customer-key';
import { encryptionMembers } from './encryption/encryption';
import { badDigest, conditionalRequestConflict, invalidRequest, malformedXml, s3Error } from './errors';
import { expirationMember } from './lifecycle/expiration-header';
import { MIN_PART_BYTES } from './limits';
import { notify } from './notifications';
import { storeVersion } from './replication';
import { lockOfNew } from './retention';
import type { Bucket, ObjectVersion, S3State, Upload, UploadedPart } from './state';
import { removeUpload, requireUpload } from './uploads';
import { newIdentity, shownVersionId } from './versions';

/**
 * Makes an object of an upload's parts, in the order of their numbers; parts that are not named are dropped.
 *
 * @throws NoSuchBucket, NoSuchUpload, InvalidRequest (no part; checksum mode; size), InvalidPartOrder, InvalidPart,
 * EntityTooSmall, BadDigest, NotImplemented, NoSuchKey, PreconditionFailed, ConditionalRequestConflict
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
 */
export function completeMultipartUpload(
  context: Context<S3State>,
  input: CompleteMultipartUploadCommandInput,
): Omit<CompleteMultipartUploadCommandOutput, '$metadata'> {
  const { state } = context;
  const { bucket, upload } = requireUpload(context, input);
  requireSameKey(upload.encryption, input);
  const completed = requireCompletedParts(upload, input.MultipartUpload?.Parts ?? []);
  const parts = requireUploadedParts(state, bucket, upload, completed);
  const body = joinBodies(parts.map((part) => part.body));
  requireObjectSize(input.MpuObjectSize, body);
  requireChecksumMode(upload, input.ChecksumType);
  const checksum = objectChecksum(upload, parts, body);
  requireObjectChecksum(input, checksum);
  requireConditions(state, bucket, upload, input);

  const version: ObjectVersion = {
    kind: 'object',
    ...newIdentity(context, bucket, upload.key),
    body,
    eTag: `"${md5(parts.map((part) => Buffer.from(unquoted(part.eTag), 'hex'))).toString('hex')}-${parts.length}"`,
    checksum,
    headers: upload.headers,
    metadata: upload.metadata,
    storageClass: upload.storageClass,
    tags: upload.tags,
    encryption: upload.encryption,
    acl: upload.acl,
    parts: parts.map((part) => ({
      partNumber: part.partNumber,
      size: part.body.size,
      checksum: part.checksum,
    })),
    lock: lockOfNew(state, bucket, upload.lock, context.now),
  };
  removeUpload(state, bucket.name, upload);
  storeVersion(context, bucket, version);
  notify(context, bucket, 'ObjectCreated:CompleteMultipartUpload', { ...version, size: body.size });
  return {
    Location: `https://${bucket.name}.s3.${bucket.region ?? context.region}.amazonaws.com/${encodeURIComponent(upload.key)}`,
    Bucket: bucket.name,
    Key: upload.key,
    ETag: version.eTag,
    ...checksumMember(checksum),
    ChecksumType: checksum.type,
    ...completedEncryption(upload.encryption),
    ...shownVersionId(bucket, version),
    ...expirationMember(context, bucket, version),
  };
}

/** Documented: API_CompleteMultipartUpload: the answer shows nothing of a customer's key. */
function completedEncryption(encryption: Upload['encryption']) {
  return encryption?.kind === 'SSE-C' ? {} : encryptionMembers(encryption);
}

/** @throws InvalidRequest (none), MalformedXML (without a number or tag), InvalidPartOrder */
function requireCompletedParts(upload: Upload, parts: readonly CompletedPart[]): readonly CompletedPart[] {
  if (parts.length === 0) throw invalidRequest('You must specify at least one part');
  let previous = 0;
  for (const part of parts) {
    if (part.PartNumber === undefined || part.ETag === undefined) throw malformedXml();
    if (part.PartNumber <= previous) {
      throw s3Error(
        'InvalidPartOrder',
        400,
        'The list of parts was not in ascending order. Parts must be ordered by part number.',
        {
          UploadId: upload.uploadId,
        },
      );
    }
    previous = part.PartNumber;
  }
  return parts;
}

/** @throws InvalidPart, InvalidRequest (a checksum is missing), BadDigest, EntityTooSmall */
function requireUploadedParts(
  state: S3State,
  bucket: Bucket,
  upload: Upload,
  completed: readonly CompletedPart[],
): readonly UploadedPart[] {
  const parts = completed.map((given) => {
    const { PartNumber = 0, ETag = '' } = given;
    const part = state.parts(bucket.name).get([upload.uploadId, PartNumber]);
    if (part === undefined || !sameETag(ETag, part.eTag)) throw invalidPart(upload, PartNumber, ETag);
    requirePartChecksum(upload, part, given);
    return part;
  });
  for (const part of parts.slice(0, -1)) {
    if (part.body.size >= MIN_PART_BYTES) continue;
    throw s3Error('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed size', {
      ETag: unquoted(part.eTag),
      MinSizeAllowed: MIN_PART_BYTES,
      PartNumber: part.partNumber,
      ProposedSize: part.body.size,
    });
  }
  return parts;
}

function invalidPart(upload: Upload, partNumber: number, eTag: string): Error {
  return s3Error(
    'InvalidPart',
    400,
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { UploadId: upload.uploadId, PartNumber: partNumber, ETag: unquoted(eTag) },
  );
}

function requirePartChecksum(upload: Upload, part: UploadedPart, given: CompletedPart): void {
  const { checksum } = upload;
  const value = givenChecksum(given);
  if (checksum === undefined || part.checksum === undefined) return;
  const name = checksum.algorithm.toLowerCase();
  if (value === undefined) {
    if (checksum.type === 'FULL_OBJECT') return;
    throw invalidRequest(
      `The upload was created using a ${name} checksum. The complete request must include the checksum for each part. It was missing for part ${part.partNumber} in the request.`,
    );
  }
  if (value.algorithm === checksum.algorithm && value.value === part.checksum.value) return;
  throw badDigest(`The ${name} you specified for part ${part.partNumber} did not match what we received.`);
}

function requireObjectSize(given: number | undefined, body: StoredBody): void {
  if (given === undefined || given === body.size) return;
  throw invalidRequest(
    `The provided 'x-amz-mp-object-size' header value ${given} does not match what was computed: ${body.size}`,
  );
}

function requireChecksumMode(upload: Upload, given: string | undefined): void {
  const mode = upload.checksum?.type;
  if (given === undefined || given === mode) return;
  throw invalidRequest(
    `The upload was created using the ${mode ?? 'null'} checksum mode. The complete request must use the same checksum mode.`,
  );
}

/** Without an algorithm S3 keeps the CRC64NVME of the whole object. */
function objectChecksum(upload: Upload, parts: readonly UploadedPart[], body: StoredBody): Checksum {
  const { algorithm, type } = upload.checksum ?? { algorithm: 'CRC64NVME', type: 'FULL_OBJECT' };
  const value =
    type === 'FULL_OBJECT'
      ? computeChecksum(algorithm, body.chunks)
      : compositeChecksum(
          algorithm,
          parts.map((part) => part.checksum?.value ?? ''),
        );
  return { algorithm, value, type };
}

/** @throws BadDigest the caller's checksum of the whole object is another one. */
function requireObjectChecksum(input: CompleteMultipartUploadCommandInput, checksum: Checksum): void {
  const given = givenChecksum(input);
  if (given === undefined) return;
  const [value] = checksum.value.split('-');
  const same = given.value === checksum.value || (checksum.type === 'COMPOSITE' && given.value === value);
  if (given.algorithm === checksum.algorithm && same) return;
  throw badDigest(
    `The ${given.algorithm.toLowerCase()} you specified did not match the calculated checksum.`,
  );
}

/**
 * The conditions of PutObject, judged now; and what happened to the key while the upload was under way is a conflict.
 *
 * @throws NotImplemented, NoSuchKey, PreconditionFailed, ConditionalRequestConflict
 */
function requireConditions(
  state: S3State,
  bucket: Bucket,
  upload: Upload,
  input: CompleteMultipartUploadCommandInput,
): void {
  requireWriteConditions(input, upload.key, state.objects(bucket.name).get(upload.key));
  if (input.IfNoneMatch !== undefined && upload.keyTouched === 'deleted') {
    throw conditionalRequestConflict('If-None-Match', upload.key);
  }
  if (input.IfMatch !== undefined && upload.keyTouched !== undefined) {
    throw conditionalRequestConflict('If-Match', upload.key);
  }
}
