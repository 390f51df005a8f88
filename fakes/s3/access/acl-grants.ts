import type { Permission } from '@aws-sdk/client-s3';
import type { Caller } from '../../kernel/policy/caller';
import type { Acl, Bucket, ObjectVersion, S3State } from '../state';
import { ALL_USERS, isPublicAcl, privateAcl } from './acl';
import { canonicalUserId } from './owner';
import { ownershipOf } from './ownership-controls';
import { publicAccessBlockOf } from './public-access-block';

/** Which permission of an ACL allows an action. Documented: UserGuide/acl-overview, "Mapping of ACL permissions". */
const OF_BUCKETS: Readonly<Record<string, Permission>> = {
  's3:ListBucket': 'READ',
  's3:ListBucketVersions': 'READ',
  's3:ListBucketMultipartUploads': 'READ',
  's3:PutObject': 'WRITE',
  's3:GetBucketAcl': 'READ_ACP',
  's3:PutBucketAcl': 'WRITE_ACP',
};
const OF_OBJECTS: Readonly<Record<string, Permission>> = {
  's3:GetObject': 'READ',
  's3:GetObjectVersion': 'READ',
  's3:GetObjectAcl': 'READ_ACP',
  's3:GetObjectVersionAcl': 'READ_ACP',
  's3:PutObjectAcl': 'WRITE_ACP',
  's3:PutObjectVersionAcl': 'WRITE_ACP',
};

/**
 * Whether an access control list allows an action: the bucket's or the object's, unless the bucket's owner enforces to own
 * everything. Grants to an account let its users in from outside; within the account its own policies decide.
 */
export function grantedByAcl(
  state: S3State,
  bucket: Bucket,
  object: ObjectVersion | undefined,
  action: string,
  caller: Caller,
): boolean {
  if (ownershipOf(state, bucket.name) === 'BucketOwnerEnforced') return false;
  const ignoresPublic = publicAccessBlockOf(state, bucket.name).IgnorePublicAcls;
  // Who may write a new object decides about its ACL.
  const isNew = object === undefined && action === 's3:PutObjectAcl';
  const ofBucket = isNew ? 'WRITE' : OF_BUCKETS[action];
  const ofObject = OF_OBJECTS[action];
  const allows = (acl: Acl | undefined, permission: Permission | undefined): boolean =>
    acl !== undefined &&
    permission !== undefined &&
    !(ignoresPublic && isPublicAcl(acl)) &&
    acl.grants.some(
      (grant) =>
        (grant.permission === permission || grant.permission === 'FULL_CONTROL') &&
        meansCaller(grant.grantee, caller, acl.ownerAccountId),
    );
  const objectAcl = object && (object.acl ?? privateAcl(bucket.accountId));
  return allows(state.bucketAcls.get(bucket.name), ofBucket) || allows(objectAcl, ofObject);
}

function meansCaller(
  grantee: Acl['grants'][number]['grantee'],
  caller: Caller,
  ownerAccountId: string,
): boolean {
  if (grantee.type === 'Group') return grantee.uri === ALL_USERS || caller.kind !== 'anonymous';
  if (caller.kind === 'anonymous' || caller.accountId === ownerAccountId) return false;
  return grantee.id === canonicalUserId(caller.accountId);
}
