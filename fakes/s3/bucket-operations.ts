import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketCorsCommand,
  DeleteBucketEncryptionCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketTaggingCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketRequestPaymentCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketAclCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketRequestPaymentCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { operation, type OperationRow } from '../kernel/operation';
import { deleteBucketCors, getBucketCors, putBucketCors } from './configuration/cors';
import { ACL_MEMBERS } from './access/acl';
import { getBucketAcl, putBucketAcl } from './access/acl-operations';
import {
  deleteBucketOwnershipControls,
  getBucketOwnershipControls,
  putBucketOwnershipControls,
} from './access/ownership-controls';
import {
  deleteBucketEncryption,
  getBucketEncryption,
  putBucketEncryption,
} from './encryption/bucket-encryption';
import {
  deleteBucketPolicy,
  getBucketPolicy,
  getBucketPolicyStatus,
  putBucketPolicy,
} from './access/bucket-policy';
import { getBucketRequestPayment, putBucketRequestPayment } from './access/request-payment';
import { createBucket, deleteBucket, getBucketLocation, headBucket } from './buckets';
import { listBuckets } from './list-buckets';
import {
  getBucketNotificationConfiguration,
  putBucketNotificationConfiguration,
} from './notification-configuration';
import { getObjectLockConfiguration, putObjectLockConfiguration } from './object-lock';
import {
  deletePublicAccessBlock,
  getPublicAccessBlock,
  putPublicAccessBlock,
} from './access/public-access-block';
import { deleteBucketTagging, getBucketTagging, putBucketTagging } from './tagging';
import { getBucketVersioning, putBucketVersioning } from './versioning';
import { BUCKET, DIGESTS } from './request-members';
import type { S3State } from './state';

/** Buckets and what is configured of them. */
export const bucketOperations: readonly OperationRow<S3State>[] = [
  operation(CreateBucketCommand, createBucket, [
    'Bucket',
    ...ACL_MEMBERS,
    'GrantWrite',
    'ObjectOwnership',
    'CreateBucketConfiguration',
    'ObjectLockEnabledForBucket',
  ]),
  operation(GetBucketAclCommand, getBucketAcl, BUCKET),
  operation(PutBucketAclCommand, putBucketAcl, [
    ...BUCKET,
    ...ACL_MEMBERS,
    'GrantWrite',
    'AccessControlPolicy',
    ...DIGESTS,
  ]),
  operation(GetBucketRequestPaymentCommand, getBucketRequestPayment, BUCKET),
  operation(PutBucketRequestPaymentCommand, putBucketRequestPayment, [
    ...BUCKET,
    'RequestPaymentConfiguration',
    ...DIGESTS,
  ]),
  operation(HeadBucketCommand, headBucket, BUCKET),
  operation(DeleteBucketCommand, deleteBucket, BUCKET),
  operation(ListBucketsCommand, listBuckets, ['MaxBuckets', 'ContinuationToken', 'Prefix', 'BucketRegion']),
  operation(GetBucketLocationCommand, getBucketLocation, BUCKET),
  operation(PutBucketVersioningCommand, putBucketVersioning, [
    ...BUCKET,
    'VersioningConfiguration',
    ...DIGESTS,
  ]),
  operation(GetBucketVersioningCommand, getBucketVersioning, BUCKET),
  operation(PutObjectLockConfigurationCommand, putObjectLockConfiguration, [
    ...BUCKET,
    'ObjectLockConfiguration',
    'Token',
    ...DIGESTS,
  ]),
  operation(GetObjectLockConfigurationCommand, getObjectLockConfiguration, BUCKET),
  operation(PutBucketTaggingCommand, putBucketTagging, [...BUCKET, 'Tagging', ...DIGESTS]),
  operation(GetBucketTaggingCommand, getBucketTagging, BUCKET),
  operation(DeleteBucketTaggingCommand, deleteBucketTagging, BUCKET),
  operation(PutBucketNotificationConfigurationCommand, putBucketNotificationConfiguration, [
    ...BUCKET,
    'NotificationConfiguration',
    'SkipDestinationValidation',
  ]),
  operation(GetBucketNotificationConfigurationCommand, getBucketNotificationConfiguration, BUCKET),
  operation(PutBucketOwnershipControlsCommand, putBucketOwnershipControls, [
    ...BUCKET,
    'OwnershipControls',
    ...DIGESTS,
  ]),
  operation(DeleteBucketOwnershipControlsCommand, deleteBucketOwnershipControls, BUCKET),
  operation(GetBucketOwnershipControlsCommand, getBucketOwnershipControls, BUCKET),
  operation(PutBucketEncryptionCommand, putBucketEncryption, [
    ...BUCKET,
    'ServerSideEncryptionConfiguration',
    ...DIGESTS,
  ]),
  operation(GetBucketEncryptionCommand, getBucketEncryption, BUCKET),
  operation(DeleteBucketEncryptionCommand, deleteBucketEncryption, BUCKET),
  operation(
    PutBucketPolicyCommand,
    putBucketPolicy,
    // Assumed: whoever locks himself out is not asked to confirm it.
    [...BUCKET, 'Policy', 'ConfirmRemoveSelfBucketAccess', ...DIGESTS],
    { advice: ['late'] },
  ),
  operation(GetBucketPolicyStatusCommand, getBucketPolicyStatus, BUCKET),
  operation(GetBucketPolicyCommand, getBucketPolicy, BUCKET),
  operation(DeleteBucketPolicyCommand, deleteBucketPolicy, BUCKET, { advice: ['late'] }),
  operation(PutPublicAccessBlockCommand, putPublicAccessBlock, [
    ...BUCKET,
    'PublicAccessBlockConfiguration',
    ...DIGESTS,
  ]),
  operation(GetPublicAccessBlockCommand, getPublicAccessBlock, BUCKET),
  operation(DeletePublicAccessBlockCommand, deletePublicAccessBlock, BUCKET),
  operation(PutBucketCorsCommand, putBucketCors, [...BUCKET, 'CORSConfiguration', ...DIGESTS]),
  operation(GetBucketCorsCommand, getBucketCors, BUCKET),
  operation(DeleteBucketCorsCommand, deleteBucketCors, BUCKET),
];
