import { textOf } from '../../kernel/policy/input';
import type { Caller } from '../../kernel/policy/caller';
import type { PolicyDocument } from '../../kernel/policy/document';
import type {
  IamAction,
  PermissionCall,
  Permissions,
  ProtectedResource,
} from '../../kernel/policy/permissions';
import { kmsActions } from '../encryption/kms-actions';
import type { Bucket, ObjectVersion, S3State } from '../state';
import { latestVersion } from '../versions';
import { grantedByAcl } from './acl-grants';
import { actionsOf, sourceOf } from './actions';
import { bucketArn, bucketOfArn, keyOfArn, objectArn } from './arn';
import { countingPolicy } from './bucket-policy';
import { knowsKey } from './condition-keys';
import { refusedAccess } from './denied';
import { ownershipOf } from './ownership-controls';
import { publicAccessBlockOf } from './public-access-block';
import { isPublicPolicy } from './public-policy';
import { statedOf } from './stated-policies';

/** What S3's operations need, and what its buckets say about it. */
export const permissions: Permissions<S3State> = {
  acrossAccounts: true,
  actions: actionsOf,
  knowsKey,
  alsoNeeds: (state, call) => [
    ...toLearnOfAbsence(state, call),
    ...toCopyTags(state, call),
    ...kmsActions(state, call),
  ],
  restricts: (state) => state.policies.size > 0 || state.statedPolicies.size > 0,
  resource: protectedResource,
  refused: refusedAccess,
};

/** Operations that tell only who may list the bucket that an object is not there. */
const READS = new Set(['GetObject', 'HeadObject', 'GetObjectAttributes']);

/** Documented: API_GetObject: 404 with s3:ListBucket, 403 without. */
function toLearnOfAbsence(state: S3State, { operation, input }: PermissionCall): readonly IamAction[] {
  const source = READS.has(operation)
    ? { name: String(input['Bucket']), key: String(input['Key']), versionId: textOf(input, 'VersionId') }
    : operation === 'CopyObject' || operation === 'UploadPartCopy'
      ? sourceOf(input)
      : undefined;
  const bucket = source && state.buckets.get(source.name);
  if (bucket === undefined || isThere(state, bucket, source?.key ?? '', source?.versionId)) return [];
  return [{ action: 's3:ListBucket', resource: bucketArn(bucket.name), keys: { 's3:prefix': source?.key } }];
}

function isThere(state: S3State, bucket: Bucket, key: string, versionId: string | undefined): boolean {
  if (versionId === undefined) return state.objects(bucket.name).has(key);
  if (bucket.versioning === undefined) return versionId !== 'null' || state.objects(bucket.name).has(key);
  return state.versionIds(bucket.name).has([key, versionId]);
}

/** A copy takes the tags of its source along, for which it must be allowed to read and to write them. */
function toCopyTags(state: S3State, { operation, input }: PermissionCall): readonly IamAction[] {
  if (operation !== 'CopyObject' || input['TaggingDirective'] === 'REPLACE') return [];
  const source = sourceOf(input);
  const bucket = source && state.buckets.get(source.name);
  if (bucket === undefined || source === undefined || source.versionId !== undefined) return [];
  const object = state.objects(bucket.name).get(source.key);
  if (object === undefined || object.tags.length === 0) return [];
  return [
    { action: 's3:GetObjectTagging', resource: objectArn(source.name, source.key) },
    { action: 's3:PutObjectTagging', resource: objectArn(String(input['Bucket']), String(input['Key'])) },
  ];
}

function protectedResource(
  state: S3State,
  { action, resource }: IamAction,
  caller: Caller,
  now: number,
): ProtectedResource | undefined {
  // What has no owner yet: the caller's own policies decide.
  if (resource === '*' || action === 's3:CreateBucket') return { accountId: undefined, policies: [] };
  if (resource.startsWith('arn:aws:kms:')) return { accountId: resource.split(':')[4], policies: [] };
  const name = bucketOfArn(resource);
  const bucket = state.buckets.get(name);
  if (bucket === undefined) return undefined;
  const key = keyOfArn(resource);
  const object = key === undefined ? undefined : latestVersion(state, bucket, key);
  const found = object?.kind === 'object' ? object : undefined;
  const owner = ownerOfResource(state, bucket, found, action);
  const policies = policiesFor(state, bucket, action, caller, now);
  return {
    accountId: owner,
    policies: owner === bucket.accountId ? policies : policies.map(withoutAllow),
    granted: grantedByAcl(state, bucket, found, action, caller),
    ...(found === undefined ? {} : { keys: tagKeys(found) }),
  };
}

/** What the owner of a bucket decides about objects that are not theirs. */
const OF_THE_BUCKET = new Set(['s3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion']);

/**
 * Documented: UserGuide/troubleshoot-403-errors: an object of another account is a matter of its ACL; policies of the bucket
 * can only deny.
 */
function ownerOfResource(
  state: S3State,
  bucket: Bucket,
  object: ObjectVersion | undefined,
  action: string,
): string {
  if (object?.acl === undefined || OF_THE_BUCKET.has(action)) return bucket.accountId;
  return ownershipOf(state, bucket.name) === 'BucketOwnerEnforced'
    ? bucket.accountId
    : object.acl.ownerAccountId;
}

/** Documented: service-authorization/list_amazons3: s3:ExistingObjectTag/<key>. */
function tagKeys({ tags }: ObjectVersion): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [`s3:ExistingObjectTag/${Key}`, Value]));
}

/** Documented: API_PutBucketPolicy: no policy keeps the owner's root user from mending the policy. */
const ROOT_ALWAYS_MAY = new Set(['s3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy']);

function policiesFor(
  state: S3State,
  bucket: Bucket,
  action: string,
  caller: Caller,
  now: number,
): readonly PolicyDocument[] {
  const isOwner = caller.accountId === bucket.accountId;
  if (isOwner && caller.kind === 'root' && ROOT_ALWAYS_MAY.has(action)) return [];
  const own = countingPolicy(state, bucket.name, now);
  const policies = [...statedPolicies(state, bucket.name, now), ...(own === undefined ? [] : [own])];
  if (isOwner || !publicAccessBlockOf(state, bucket.name).RestrictPublicBuckets) return policies;
  // Documented: a public policy then allows only the owner's account and AWS services anything.
  return policies.map((policy) => (isPublicPolicy(policy) ? withoutAllow(policy) : policy));
}

function statedPolicies(state: S3State, bucket: string, now: number): readonly PolicyDocument[] {
  if (state.statedPolicies.size === 0) return [];
  return [...statedOf(state, bucket)].flatMap(([, { document, from, until }]) =>
    from <= now && now < until ? [document] : [],
  );
}

function withoutAllow(policy: PolicyDocument): PolicyDocument {
  return { ...policy, statements: policy.statements.filter(({ effect }) => effect === 'Deny') };
}
