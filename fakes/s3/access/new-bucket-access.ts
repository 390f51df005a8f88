import type { CreateBucketCommandInput, ObjectOwnership } from '@aws-sdk/client-s3';
import type { Context } from '../../kernel/operation';
import { invalidArgument } from '../errors';
import type { Acl, S3State } from '../state';
import { aclOfHeaders, isPublicAcl } from './acl';
import { bucketArn } from './arn';
import { blockedPublicAcl } from './denied';
import { bucketHasAcl, isOwnership } from './ownership-controls';

/**
 * What a new bucket is told about its objects' owners and its access control list; undefined for what every bucket has.
 * Documented: API_CreateBucket.
 *
 * @throws InvalidArgument, InvalidRequest, InvalidBucketAclWithObjectOwnership, AccessDenied (a public ACL: every new bucket
 * blocks them)
 */
export function requireNewBucketAccess(
  context: Context<S3State>,
  name: string,
  input: CreateBucketCommandInput,
): { readonly ownership: ObjectOwnership | undefined; readonly acl: Acl | undefined } {
  const ownership = input.ObjectOwnership;
  if (ownership !== undefined && !isOwnership(ownership)) {
    throw invalidArgument(
      `Invalid x-amz-object-ownership header: ${String(ownership)}`,
      'x-amz-object-ownership',
    );
  }
  const { accountId } = context;
  const acl = aclOfHeaders(input, accountId, accountId);
  if (acl === undefined || input.ACL === 'private') return { ownership, acl: undefined };
  if (ownership === undefined || ownership === 'BucketOwnerEnforced') throw bucketHasAcl();
  if (isPublicAcl(acl)) throw blockedPublicAcl(context, 's3:CreateBucket', bucketArn(name));
  return { ownership, acl };
}
