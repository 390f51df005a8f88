import type { PutObjectCommandInput, PutObjectCommandOutput } from '@aws-sdk/client-s3';
import { FakeMisuse } from '../kernel/errors';
import type { Context } from '../kernel/operation';
import { requestedObjectAcl } from './access/requested-acl';
import { storedBody, type StoredBody } from './body';
import { checksumMember, requestedChecksum, verifiedChecksum } from './checksum';
import { requireWriteConditions } from './conditions';
import { requireFittingMd5 } from './content-md5';
import {
  encryptedETag,
  encryptionContextMember,
  encryptionMembers,
  requestedEncryption,
} from './encryption/encryption';
import { headerNotImplemented, s3Error } from './errors';
import { MAX_PUT_BYTES } from './limits';
import { expirationMember } from './lifecycle/expiration-header';
import { newObjectAttributes } from './new-object';
import { notify } from './notifications';
import { storeVersion } from './replication';
import { lockOfNew, requestedLock } from './retention';
import type { ObjectVersion, S3State } from './state';
import { requireAddress } from './validate';
import { newIdentity, shownVersionId } from './versions';

/** What `context.operation` is for uploads by forms. */
export const POST_OBJECT = 'PostObject';

/**
 * Stores an object, whole or not at all; a second one under the same key replaces it or becomes its newer version.
 *
 * @throws what the SDK throws before sending, NoSuchBucket, KeyTooLongError, MetadataTooLarge, InvalidStorageClass,
 * InvalidRequest (checksum headers), InvalidDigest, EntityTooLarge, BadDigest, NotImplemented, NoSuchKey,
 * PreconditionFailed
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
export function putObject(
  context: Context<S3State>,
  input: PutObjectCommandInput,
): Omit<PutObjectCommandOutput, '$metadata'> {
  const { operation, state } = context;
  const { bucket, key } = requireAddress(context, input);
  // Documented: API_PutObject: only directory buckets take it. Assumed: the answer, which is recorded of DeleteObject.
  if (input.WriteOffsetBytes !== undefined) throw headerNotImplemented('x-amz-write-offset-bytes');
  const attributes = newObjectAttributes(input);
  const acl = requestedObjectAcl(context, bucket, key, input);
  const encryption = requestedEncryption(context, bucket, input);
  const lock = requestedLock(state, bucket, input, context.now);
  const requested = requestedChecksum(input);
  const body = requireBody(operation, input);
  const checksum = verifiedChecksum(requested, body);
  requireWriteConditions(input, key, state.objects(bucket.name).get(key));

  const version: ObjectVersion = {
    kind: 'object',
    ...newIdentity(context, bucket, key),
    body,
    eTag: encryptedETag(context, body, encryption),
    checksum,
    ...attributes,
    parts: undefined,
    encryption,
    acl,
    lock: lockOfNew(state, bucket, lock, context.now),
  };
  storeVersion(context, bucket, version);
  notify(context, bucket, operation === POST_OBJECT ? 'ObjectCreated:Post' : 'ObjectCreated:Put', {
    ...version,
    size: body.size,
  });
  return {
    ETag: version.eTag,
    ...encryptionMembers(encryption),
    ...encryptionContextMember(encryption),
    ...checksumMember(checksum),
    ChecksumType: checksum.type,
    ...shownVersionId(bucket, version),
    ...expirationMember(context, bucket, version),
  };
}

type BodyRequest = Pick<PutObjectCommandInput, 'Body' | 'ContentLength' | 'ContentMD5'>;

/**
 * The body of a PutObject or UploadPart, against what its headers say about it.
 *
 * @throws FakeMisuse (ContentLength), EntityTooLarge, InvalidDigest, BadDigest
 */
export function requireBody(operation: string, input: BodyRequest): StoredBody {
  const body = storedBody(operation, input.Body);
  const { ContentLength, ContentMD5 } = input;
  if (ContentLength !== undefined && ContentLength !== body.size) {
    throw new FakeMisuse(
      `${operation}: ContentLength is ${ContentLength} and the Body has ${body.size} bytes. Real requests would be cut off or never end.`,
    );
  }
  if (body.size > MAX_PUT_BYTES) {
    throw s3Error('EntityTooLarge', 400, 'Your proposed upload exceeds the maximum allowed size', {
      ProposedSize: body.size,
      MaxSizeAllowed: MAX_PUT_BYTES,
    });
  }
  if (ContentMD5 !== undefined) requireFittingMd5(ContentMD5, body.chunks);
  return body;
}
