import type { Context } from '../../kernel/operation';
import { s3Error } from '../errors';
import type { Acl, Bucket, S3State } from '../state';
import { aclOfHeaders, isPublicAcl, privateAcl, type AclRequest } from './acl';
import { objectArn } from './arn';
import { blockedPublicAcl } from './denied';
import { canonicalUserId } from './owner';
import { ownershipOf } from './ownership-controls';
import { publicAccessBlockOf } from './public-access-block';

/**
 * The ACL of a new object; undefined where it has none of its own: buckets own what is in them, as all new ones do, or the
 * writer is the bucket's owner and grants nothing. Documented: UserGuide/about-object-ownership.
 *
 * @throws InvalidArgument, InvalidRequest, AccessControlListNotSupported, AccessDenied (public, and the bucket blocks that)
 */
export function requestedObjectAcl(
  context: Context<S3State>,
  bucket: Bucket,
  key: string,
  input: AclRequest,
): Acl | undefined {
  const ownership = ownershipOf(context.state, bucket.name);
  const asked = aclOfHeaders(input, context.accountId, bucket.accountId);
  if (ownership === 'BucketOwnerEnforced') {
    if (asked !== undefined && !saysTheSame(asked, bucket, input.ACL)) throw aclNotSupported();
    return undefined;
  }
  if (asked !== undefined && isPublicAcl(asked))
    requireUnblocked(context, bucket, 's3:PutObject', objectArn(bucket.name, key));
  const handedOver = ownership === 'BucketOwnerPreferred' && input.ACL === 'bucket-owner-full-control';
  if (handedOver) return undefined;
  if (asked === undefined && context.accountId === bucket.accountId) return undefined;
  return asked ?? privateAcl(context.accountId);
}

/** Documented: with BucketOwnerEnforced a request may say what is so anyway: private, or full control for the owner. */
function saysTheSame({ grants }: Acl, bucket: Bucket, canned: string | undefined): boolean {
  if (canned !== undefined) return canned === 'private' || canned === 'bucket-owner-full-control';
  const owner = canonicalUserId(bucket.accountId);
  return grants.every(
    ({ grantee, permission }) =>
      grantee.type === 'CanonicalUser' && grantee.id === owner && permission === 'FULL_CONTROL',
  );
}

export const aclNotSupported = () =>
  s3Error('AccessControlListNotSupported', 400, 'The bucket does not allow ACLs');

/** @throws AccessDenied: the bucket blocks new public ACLs. */
export function requireUnblocked(
  context: Context<S3State>,
  bucket: Bucket,
  action: string,
  resource: string,
): void {
  if (publicAccessBlockOf(context.state, bucket.name).BlockPublicAcls)
    throw blockedPublicAcl(context, action, resource);
}
