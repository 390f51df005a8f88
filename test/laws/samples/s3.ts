import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeletePublicAccessBlockCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { arrangeConfigurations } from './s3-configuration';
import type { Samples } from './samples';

/** Sets the scene for one service and returns an input for each of its operations. */
export async function arrangeS3(): Promise<Samples> {
  const s3 = new S3Client({});
  const bucket = { Bucket: 'laws-bucket' };
  const object = { ...bucket, Key: 'folder/object' };
  await s3.send(new CreateBucketCommand(bucket));
  await s3.send(new CreateBucketCommand({ Bucket: 'empty-bucket' }));
  await s3.send(new CreateBucketCommand({ Bucket: 'locked-bucket', ObjectLockEnabledForBucket: true }));
  await s3.send(new CreateBucketCommand({ Bucket: 'acl-bucket', ObjectOwnership: 'ObjectWriter' }));
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket: 'acl-bucket' }));
  await s3.send(new PutObjectCommand({ Bucket: 'acl-bucket', Key: 'granted', Body: 'x' }));
  const locked = { Bucket: 'locked-bucket', Key: 'locked' };
  const retention = { Mode: 'GOVERNANCE', RetainUntilDate: new Date('2099-01-01T00:00:00Z') } as const;
  await s3.send(
    new PutObjectCommand({
      ...locked,
      Body: 'x',
      ObjectLockMode: retention.Mode,
      ObjectLockRetainUntilDate: retention.RetainUntilDate,
      ObjectLockLegalHoldStatus: 'ON',
    }),
  );
  await s3.send(
    new PutObjectCommand({ ...object, Body: 'hello', Metadata: { colour: 'red' }, Tagging: 'a=1' }),
  );
  await s3.send(new PutObjectCommand({ ...bucket, Key: 'archived', Body: 'x', StorageClass: 'GLACIER' }));
  await s3.send(new PutBucketTaggingCommand({ ...bucket, Tagging: { TagSet: [{ Key: 'a', Value: '1' }] } }));
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...bucket, Key: 'upload' }));
  const upload = { ...bucket, Key: 'upload', UploadId };
  const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'part' }));
  const copySource = { CopySource: 'laws-bucket/folder/object' };
  const tagging = { Tagging: { TagSet: [{ Key: 'b', Value: '2' }] } };
  return {
    'S3.CreateBucket': { Bucket: 'another-bucket' },
    'S3.HeadBucket': bucket,
    'S3.DeleteBucket': { Bucket: 'empty-bucket' },
    'S3.ListBuckets': {},
    'S3.GetBucketLocation': bucket,
    'S3.PutObject': { ...object, Body: 'other', Metadata: { colour: 'blue' } },
    'S3.GetObject': object,
    'S3.HeadObject': object,
    'S3.DeleteObject': object,
    'S3.DeleteObjects': { ...bucket, Delete: { Objects: [{ Key: object.Key }] } },
    'S3.ListObjectsV2': bucket,
    'S3.ListObjects': bucket,
    'S3.ListObjectVersions': bucket,
    'S3.CopyObject': { ...bucket, Key: 'copy', ...copySource },
    'S3.GetObjectAttributes': { ...object, ObjectAttributes: ['ETag', 'ObjectSize'] },
    'S3.CreateMultipartUpload': { ...bucket, Key: 'second-upload' },
    'S3.UploadPart': { ...upload, PartNumber: 2, Body: 'more' },
    'S3.UploadPartCopy': { ...upload, PartNumber: 2, ...copySource },
    'S3.CompleteMultipartUpload': { ...upload, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } },
    'S3.AbortMultipartUpload': upload,
    'S3.ListParts': upload,
    'S3.ListMultipartUploads': bucket,
    'S3.PutBucketVersioning': { ...bucket, VersioningConfiguration: { Status: 'Enabled' } },
    'S3.GetBucketVersioning': bucket,
    'S3.PutObjectTagging': { ...object, ...tagging },
    'S3.GetObjectTagging': object,
    'S3.DeleteObjectTagging': object,
    'S3.PutBucketTagging': { ...bucket, ...tagging },
    'S3.GetBucketTagging': bucket,
    'S3.DeleteBucketTagging': bucket,
    'S3.PutObjectLockConfiguration': {
      Bucket: 'locked-bucket',
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' },
    },
    'S3.GetObjectLockConfiguration': { Bucket: 'locked-bucket' },
    'S3.PutObjectRetention': { ...locked, Retention: retention },
    'S3.GetObjectRetention': locked,
    'S3.PutObjectLegalHold': { ...locked, LegalHold: { Status: 'OFF' } },
    'S3.GetObjectLegalHold': locked,
    'S3.RestoreObject': { ...bucket, Key: 'archived', RestoreRequest: { Days: 1 } },
    ...configurations(bucket),
    ...(await arrangeConfigurations(s3, bucket)),
  };
}

/** The operations that put, get and delete a configuration of the bucket. */
function configurations(bucket: { readonly Bucket: string }): Samples {
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: '111122223333' },
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::laws-bucket/*',
      },
    ],
  });
  const encryption = { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] };
  return {
    'S3.PutBucketNotificationConfiguration': { ...bucket, NotificationConfiguration: {} },
    'S3.GetBucketNotificationConfiguration': bucket,
    'S3.PutBucketOwnershipControls': {
      ...bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    },
    'S3.GetBucketAcl': bucket,
    'S3.PutBucketAcl': { Bucket: 'acl-bucket', ACL: 'authenticated-read' },
    'S3.GetObjectAcl': { Bucket: 'laws-bucket', Key: 'folder/object' },
    'S3.PutObjectAcl': { Bucket: 'acl-bucket', Key: 'granted', ACL: 'bucket-owner-full-control' },
    'S3.GetBucketRequestPayment': bucket,
    'S3.PutBucketRequestPayment': { ...bucket, RequestPaymentConfiguration: { Payer: 'Requester' } },
    'S3.GetBucketOwnershipControls': bucket,
    'S3.DeleteBucketOwnershipControls': bucket,
    'S3.PutBucketEncryption': { ...bucket, ServerSideEncryptionConfiguration: encryption },
    'S3.GetBucketEncryption': bucket,
    'S3.DeleteBucketEncryption': bucket,
    'S3.PutBucketPolicy': { ...bucket, Policy },
    'S3.GetBucketPolicy': bucket,
    'S3.GetBucketPolicyStatus': bucket,
    'S3.DeleteBucketPolicy': bucket,
    'S3.PutPublicAccessBlock': { ...bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: true } },
    'S3.GetPublicAccessBlock': bucket,
    'S3.DeletePublicAccessBlock': bucket,
    'S3.PutBucketCors': {
      ...bucket,
      CORSConfiguration: { CORSRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }] },
    },
    'S3.GetBucketCors': bucket,
    'S3.DeleteBucketCors': bucket,
  };
}
