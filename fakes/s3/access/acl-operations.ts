import type {
  GetBucketAclCommandInput,
  GetBucketAclCommandOutput,
  GetObjectAclCommandInput,
  GetObjectAclCommandOutput,
  PutBucketAclCommandInput,
  PutObjectAclCommandInput,
  PutObjectAclCommandOutput,
} from '@aws-sdk/client-s3';
import type { Context } from '../../kernel/operation';
import { s3Error } from '../errors';
import { requireObject } from '../get-object';
import { notify } from '../notifications';
import type { Acl, Bucket, S3State } from '../state';
import { requireAddress, requireBucket } from '../validate';
import { replaceVersion } from '../versions';
import { aclMembers, aclOfDocument, aclOfHeaders, isPublicAcl, privateAcl } from './acl';
import { bucketArn, objectArn } from './arn';
import { ownershipOf } from './ownership-controls';
import { aclNotSupported, requireUnblocked } from './requested-acl';

/**
 * Who may do what with a bucket by its access control list.
 *
 * @throws NoSuchBucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html
 */
export function getBucketAcl(
  context: Context<S3State>,
  input: GetBucketAclCommandInput,
): Omit<GetBucketAclCommandOutput, '$metadata'> {
  const bucket = requireBucket(context, input);
  return aclMembers(context.state.bucketAcls.get(bucket.name) ?? privateAcl(bucket.accountId));
}

/**
 * Replaces a bucket's access control list.
 *
 * @throws NoSuchBucket, as `requireNewAcl`
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAcl.html
 */
export function putBucketAcl(context: Context<S3State>, input: PutBucketAclCommandInput): object {
  const bucket = requireBucket(context, input);
  const acl = requireNewAcl(context, bucket, input, bucket.accountId);
  if (isPublicAcl(acl)) requireUnblocked(context, bucket, 's3:PutBucketAcl', bucketArn(bucket.name));
  if (isPrivate(acl)) context.state.bucketAcls.delete(bucket.name);
  else context.state.bucketAcls.put(bucket.name, acl);
  return {};
}

function isPrivate(acl: Acl): boolean {
  return isSame(acl, privateAcl(acl.ownerAccountId));
}

function isSame(acl: Acl, other: Acl): boolean {
  return JSON.stringify(acl.grants) === JSON.stringify(other.grants);
}

/**
 * Who may do what with an object by its access control list.
 *
 * @throws NoSuchBucket, InvalidArgument (version id), NoSuchVersion, NoSuchKey, MethodNotAllowed
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAcl.html
 */
export function getObjectAcl(
  context: Context<S3State>,
  input: GetObjectAclCommandInput,
): Omit<GetObjectAclCommandOutput, '$metadata'> {
  const { bucket, key } = requireAddress(context, input);
  const { acl } = requireObject(context.state, bucket, key, input.VersionId, 'GET');
  const counts = ownershipOf(context.state, bucket.name) !== 'BucketOwnerEnforced';
  return aclMembers((counts ? acl : undefined) ?? privateAcl(bucket.accountId));
}

/**
 * Replaces an object's access control list.
 *
 * @throws NoSuchBucket, InvalidArgument (version id), NoSuchVersion, NoSuchKey, MethodNotAllowed, as `requireNewAcl`
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAcl.html
 */
export function putObjectAcl(
  context: Context<S3State>,
  input: PutObjectAclCommandInput,
): Omit<PutObjectAclCommandOutput, '$metadata'> {
  const { bucket, key } = requireAddress(context, input);
  const version = requireObject(context.state, bucket, key, input.VersionId, 'PUT');
  const owner = version.acl?.ownerAccountId ?? bucket.accountId;
  const acl = requireNewAcl(context, bucket, input, owner);
  if (isPublicAcl(acl)) requireUnblocked(context, bucket, 's3:PutObjectAcl', objectArn(bucket.name, key));
  replaceVersion(context.state, bucket, { ...version, acl });
  // Documented: UserGuide/notification-how-to-event-types-and-destinations: no event where nothing changes.
  if (!isSame(acl, version.acl ?? privateAcl(owner))) notify(context, bucket, 'ObjectAcl:Put', version);
  return {};
}

/**
 * The ACL of a request that does nothing else.
 *
 * @throws MissingSecurityHeader (none), InvalidArgument, InvalidRequest, UnexpectedContent (headers and a document),
 * MalformedACLError, MethodNotAllowed, AccessControlListNotSupported
 */
function requireNewAcl(
  context: Context<S3State>,
  bucket: Bucket,
  input: PutObjectAclCommandInput | PutBucketAclCommandInput,
  ownerAccountId: string,
): Acl {
  const byHeaders = aclOfHeaders(input, ownerAccountId, bucket.accountId);
  const document = input.AccessControlPolicy;
  if (byHeaders !== undefined && document !== undefined)
    throw s3Error('UnexpectedContent', 400, 'This request does not support content');
  const acl = document === undefined ? byHeaders : aclOfDocument(document, ownerAccountId);
  if (acl === undefined) {
    throw s3Error('MissingSecurityHeader', 400, 'Your request was missing a required header', {
      MissingHeaderName: 'x-amz-acl',
    });
  }
  if (ownershipOf(context.state, bucket.name) === 'BucketOwnerEnforced') throw aclNotSupported();
  return acl;
}
