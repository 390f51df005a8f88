import type { CopyObjectCommandInput } from '@aws-sdk/client-s3';
import type { Context } from '../kernel/operation';
import { requireReadable } from './archive';
import { requireSourceConditions } from './conditions';
import { copySourceKey, requireCustomerKey } from './encryption/customer-key';
import { requireDecryptable } from './encryption/encryption';
import { invalidArgument, invalidRequest, noSuchBucket, noSuchKey } from './errors';
import type { Bucket, ObjectVersion, S3State } from './state';
import { required, requireOwner, requireSignableHeader } from './validate';
import { requireVersion } from './versions';

type CopyRequest = Pick<
  CopyObjectCommandInput,
  | 'CopySource'
  | 'CopySourceIfMatch'
  | 'CopySourceIfNoneMatch'
  | 'CopySourceIfModifiedSince'
  | 'CopySourceIfUnmodifiedSince'
  | 'ExpectedSourceBucketOwner'
  | 'CopySourceSSECustomerAlgorithm'
  | 'CopySourceSSECustomerKey'
>;

/** What is copied, and what the answer says about it. */
export interface CopySource {
  readonly bucket: Bucket;
  readonly version: ObjectVersion;
  readonly shown: { readonly CopySourceVersionId?: string };
}

/**
 * The source of CopyObject and UploadPartCopy. It may live in another region.
 *
 * @throws InvalidArgument, NoSuchBucket, InvalidBucketOwnerAWSAccountID, AccessDenied, NoSuchKey, NoSuchVersion,
 * InvalidRequest (a delete marker), PreconditionFailed, InvalidObjectState
 */
export function requireCopySource(context: Context<S3State>, input: CopyRequest): CopySource {
  const { state } = context;
  const { name, key, versionId } = parseCopySource(required(input.CopySource));
  const bucket = state.buckets.get(name);
  if (bucket === undefined) throw noSuchBucket(name);
  requireOwner(bucket, input.ExpectedSourceBucketOwner);
  const version =
    versionId === undefined
      ? state.objects(bucket.name).get(key)
      : requireVersion(state, bucket, key, versionId);
  if (version === undefined) throw noSuchKey(key);
  if (version.kind === 'deleteMarker') {
    throw invalidRequest(
      'The source of a copy request may not specifically refer to a delete marker by version id.',
    );
  }
  requireCustomerKey(version.encryption, copySourceKey(input));
  requireDecryptable(context, version.encryption);
  const conditions = {
    IfMatch: input.CopySourceIfMatch,
    IfNoneMatch: input.CopySourceIfNoneMatch,
    IfModifiedSince: input.CopySourceIfModifiedSince,
    IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
  };
  requireSourceConditions(conditions, version, context.now);
  // Assumed: the wording.
  requireReadable(version, context.now, "Operation is not valid for the source object's storage class");
  return {
    bucket,
    version,
    shown: bucket.versioning === undefined ? {} : { CopySourceVersionId: version.versionId },
  };
}

const VERSION_ID = '?versionId=';

/**
 * `bucket/key?versionId=id`, with or without a slash in front, URL-encoded. Documented: API_CopyObject.
 * A plus sign that is not encoded means a space. Captured: github.com/aws/aws-sdk-js/issues/1821.
 *
 * @throws what Node's HTTP client throws, InvalidArgument
 */
export function parseCopySource(source: string): {
  name: string;
  key: string;
  versionId: string | undefined;
} {
  requireSignableHeader('x-amz-copy-source', source);
  const at = source.indexOf(VERSION_ID);
  const path = source.slice(source.startsWith('/') ? 1 : 0, at < 0 ? undefined : at);
  const versionId = at < 0 ? undefined : source.slice(at + VERSION_ID.length);
  let decoded: string;
  try {
    decoded = decodeURIComponent(path.replaceAll('+', ' '));
  } catch {
    // Assumed: the wording.
    throw invalidArgument('Invalid copy source encoding.', 'x-amz-copy-source', source);
  }
  const slash = decoded.indexOf('/');
  if (slash <= 0 || slash === decoded.length - 1) {
    throw invalidArgument('Invalid copy source object key', 'x-amz-copy-source', source);
  }
  return { name: decoded.slice(0, slash), key: decoded.slice(slash + 1), versionId };
}
