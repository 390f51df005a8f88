import { listOf, textOf } from '../../kernel/policy/input';
import type { IamAction, PermissionCall } from '../../kernel/policy/permissions';
import { parseCopySource } from '../copy-source';
import { bucketArn, objectArn } from './arn';
import { conditionKeys } from './condition-keys';

/**
 * The actions on a bucket that S3's operations need where the action is not named after the operation.
 * Documented: UserGuide/using-with-s3-policy-actions, service-authorization/list_amazons3.
 */
const BUCKET_ACTIONS: Readonly<Record<string, string>> = {
  DeleteBucketAnalyticsConfiguration: 'PutAnalyticsConfiguration',
  DeleteBucketCors: 'PutBucketCORS',
  DeleteBucketEncryption: 'PutEncryptionConfiguration',
  DeleteBucketIntelligentTieringConfiguration: 'PutIntelligentTieringConfiguration',
  DeleteBucketInventoryConfiguration: 'PutInventoryConfiguration',
  DeleteBucketLifecycle: 'PutLifecycleConfiguration',
  DeleteBucketMetricsConfiguration: 'PutMetricsConfiguration',
  DeleteBucketOwnershipControls: 'PutBucketOwnershipControls',
  DeleteBucketReplication: 'PutReplicationConfiguration',
  DeleteBucketTagging: 'PutBucketTagging',
  DeletePublicAccessBlock: 'PutBucketPublicAccessBlock',
  GetBucketAccelerateConfiguration: 'GetAccelerateConfiguration',
  GetBucketAnalyticsConfiguration: 'GetAnalyticsConfiguration',
  GetBucketCors: 'GetBucketCORS',
  GetBucketEncryption: 'GetEncryptionConfiguration',
  GetBucketIntelligentTieringConfiguration: 'GetIntelligentTieringConfiguration',
  GetBucketInventoryConfiguration: 'GetInventoryConfiguration',
  GetBucketLifecycleConfiguration: 'GetLifecycleConfiguration',
  GetBucketMetricsConfiguration: 'GetMetricsConfiguration',
  GetBucketNotificationConfiguration: 'GetBucketNotification',
  GetBucketReplication: 'GetReplicationConfiguration',
  GetObjectLockConfiguration: 'GetBucketObjectLockConfiguration',
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
  HeadBucket: 'ListBucket',
  ListBucketAnalyticsConfigurations: 'GetAnalyticsConfiguration',
  ListBucketIntelligentTieringConfigurations: 'GetIntelligentTieringConfiguration',
  ListBucketInventoryConfigurations: 'GetInventoryConfiguration',
  ListBucketMetricsConfigurations: 'GetMetricsConfiguration',
  ListMultipartUploads: 'ListBucketMultipartUploads',
  ListObjectVersions: 'ListBucketVersions',
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  PutBucketAccelerateConfiguration: 'PutAccelerateConfiguration',
  PutBucketAnalyticsConfiguration: 'PutAnalyticsConfiguration',
  PutBucketCors: 'PutBucketCORS',
  PutBucketEncryption: 'PutEncryptionConfiguration',
  PutBucketIntelligentTieringConfiguration: 'PutIntelligentTieringConfiguration',
  PutBucketInventoryConfiguration: 'PutInventoryConfiguration',
  PutBucketLifecycleConfiguration: 'PutLifecycleConfiguration',
  PutBucketMetricsConfiguration: 'PutMetricsConfiguration',
  PutBucketNotificationConfiguration: 'PutBucketNotification',
  PutBucketReplication: 'PutReplicationConfiguration',
  PutObjectLockConfiguration: 'PutBucketObjectLockConfiguration',
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
};

/** The same for operations on objects. `%` is `Version` where a version is named. */
const OBJECT_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  AbortMultipartUpload: ['AbortMultipartUpload'],
  CompleteMultipartUpload: ['PutObject'],
  CopyObject: ['PutObject'],
  CreateMultipartUpload: ['PutObject'],
  DeleteObject: ['DeleteObject%'],
  DeleteObjectTagging: ['DeleteObject%Tagging'],
  GetObject: ['GetObject%'],
  GetObjectAcl: ['GetObject%Acl'],
  GetObjectAttributes: ['GetObject%', 'GetObject%Attributes'],
  GetObjectLegalHold: ['GetObjectLegalHold'],
  GetObjectRetention: ['GetObjectRetention'],
  GetObjectTagging: ['GetObject%Tagging'],
  GetObjectTorrent: ['GetObjectTorrent'],
  HeadObject: ['GetObject%'],
  ListParts: ['ListMultipartUploadParts'],
  PutObject: ['PutObject'],
  PutObjectAcl: ['PutObject%Acl'],
  PutObjectLegalHold: ['PutObjectLegalHold'],
  PutObjectRetention: ['PutObjectRetention'],
  PutObjectTagging: ['PutObject%Tagging'],
  RenameObject: ['PutObject', 'DeleteObject'],
  RestoreObject: ['RestoreObject'],
  SelectObjectContent: ['GetObject'],
  UploadPart: ['PutObject'],
  UploadPartCopy: ['PutObject'],
};

/** What a member of a new object asks for beside the object itself. */
const OF_MEMBERS: readonly (readonly [member: string, action: string])[] = [
  ['Tagging', 'PutObjectTagging'],
  ['ACL', 'PutObjectAcl'],
  ['GrantFullControl', 'PutObjectAcl'],
  ['GrantRead', 'PutObjectAcl'],
  ['GrantReadACP', 'PutObjectAcl'],
  ['GrantWriteACP', 'PutObjectAcl'],
  ['ObjectLockMode', 'PutObjectRetention'],
  ['ObjectLockRetainUntilDate', 'PutObjectRetention'],
  ['ObjectLockLegalHoldStatus', 'PutObjectLegalHold'],
];
const NEW_OBJECTS = new Set(['CopyObject', 'CreateMultipartUpload', 'PutObject']);
const COPIES = new Set(['CopyObject', 'UploadPartCopy']);

/** The actions that a call of S3 needs by its input alone, the source of a copy first. */
export function actionsOf(call: PermissionCall): readonly IamAction[] {
  const { operation, input } = call;
  if (operation === 'ListBuckets') return [{ action: 's3:ListAllMyBuckets', resource: '*' }];
  const bucket = String(input['Bucket']);
  const keys = conditionKeys(call);
  if (operation === 'DeleteObjects') return deletedObjects(bucket, input);
  const ofObject = OBJECT_ACTIONS[operation];
  if (ofObject === undefined) {
    const action = `s3:${BUCKET_ACTIONS[operation] ?? operation}`;
    return [{ action, resource: bucketArn(bucket), keys }];
  }
  const resource = objectArn(bucket, String(input['Key']));
  const version = input['VersionId'] === undefined ? '' : 'Version';
  const names = new Set(ofObject.map((name) => name.replace('%', version)));
  if (NEW_OBJECTS.has(operation)) {
    for (const [member, action] of OF_MEMBERS) if (input[member] !== undefined) names.add(action);
  }
  if (input['BypassGovernanceRetention'] === true) names.add('BypassGovernanceRetention');
  return [
    ...(COPIES.has(operation) ? copySource(input) : []),
    ...Array.from(names, (name) => ({ action: `s3:${name}`, resource, keys })),
  ];
}

function copySource(input: PermissionCall['input']): IamAction[] {
  const source = sourceOf(input);
  if (source === undefined) return [];
  const { name, key, versionId } = source;
  const action = versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  return [{ action, resource: objectArn(name, key), keys: { 's3:VersionId': versionId } }];
}

/** The source of a copy; undefined for one that the operation itself refuses. */
export function sourceOf(input: PermissionCall['input']): ReturnType<typeof parseCopySource> | undefined {
  try {
    return parseCopySource(String(input['CopySource']));
  } catch {
    return undefined;
  }
}

/** An entry that may not be deleted fails alone, so nobody asks before the operation begins. */
function deletedObjects(bucket: string, input: PermissionCall['input']): readonly IamAction[] {
  const bypass = input['BypassGovernanceRetention'] === true;
  return listOf(input['Delete'], 'Objects')
    .flatMap((entry) =>
      deletionActions(bucket, textOf(entry, 'Key') ?? '', textOf(entry, 'VersionId'), bypass),
    )
    .map((action) => ({ ...action, perEntry: true }));
}

/** What deleting one object needs. */
export function deletionActions(
  bucket: string,
  key: string,
  versionId: string | undefined,
  bypass: boolean,
): readonly IamAction[] {
  const resource = objectArn(bucket, key);
  const keys = { 's3:VersionId': versionId };
  return [
    { action: versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion', resource, keys },
    ...(bypass ? [{ action: 's3:BypassGovernanceRetention', resource, keys }] : []),
  ];
}
