import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCorsCommand,
  DeleteBucketEncryptionCommand,
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  PutBucketEncryptionCommand,
  PutBucketOwnershipControlsCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketTaggingCommand,
  DeletePublicAccessBlockCommand,
  GetBucketCorsCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  PutBucketCorsCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  DeleteObjectTaggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectAttributesCommand,
  GetObjectTaggingCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutBucketTaggingCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { FakeMisuse } from '../kernel/errors';
import { operation, type OperationRow, type Service } from '../kernel/operation';
import { deleteBucketCors, getBucketCors, putBucketCors } from './bucket-cors';
import {
  deleteBucketEncryption,
  getBucketEncryption,
  getBucketOwnershipControls,
  putBucketEncryption,
  putBucketOwnershipControls,
} from './bucket-defaults';
import { deleteBucketPolicy, getBucketPolicy, putBucketPolicy } from './bucket-policy';
import { createBucket, deleteBucket, getBucketLocation, headBucket } from './buckets';
import { completeMultipartUpload } from './complete-upload';
import { copyObject } from './copy-object';
import { deleteObject } from './delete-object';
import { deleteObjects } from './delete-objects';
import { completeError, missingLabel, serviceFault } from './errors';
import { getObject, headObject } from './get-object';
import { listBuckets } from './list-buckets';
import { listObjectsV2 } from './list-objects';
import { listObjects } from './list-objects-v1';
import { listMultipartUploads, listParts } from './list-uploads';
import { listObjectVersions } from './list-versions';
import { NEW_OBJECT_MEMBERS } from './new-object';
import {
  getBucketNotificationConfiguration,
  putBucketNotificationConfiguration,
} from './notification-configuration';
import { getObjectAttributes } from './object-attributes';
import { deletePublicAccessBlock, getPublicAccessBlock, putPublicAccessBlock } from './public-access-block';
import { putObject } from './put-object';
import { createState, type S3State } from './state';
import {
  deleteBucketTagging,
  deleteObjectTagging,
  getBucketTagging,
  getObjectTagging,
  putBucketTagging,
  putObjectTagging,
} from './tagging';
import { uploadPart } from './upload-part';
import { uploadPartCopy } from './upload-part-copy';
import { abortMultipartUpload, createMultipartUpload } from './uploads';
import { getBucketVersioning, putBucketVersioning } from './versioning';

const BUCKET = ['Bucket', 'ExpectedBucketOwner'] as const;
const OBJECT = ['Bucket', 'Key', 'ExpectedBucketOwner'] as const;
const LISTING = ['Bucket', 'ExpectedBucketOwner', 'Prefix', 'Delimiter', 'EncodingType'] as const;
const CHECKSUMS = [
  'ChecksumCRC32',
  'ChecksumCRC32C',
  'ChecksumCRC64NVME',
  'ChecksumSHA1',
  'ChecksumSHA256',
] as const;
const BODY = ['Body', 'ContentLength', 'ContentMD5', 'ChecksumAlgorithm', ...CHECKSUMS] as const;
const UPLOAD = [...OBJECT, 'UploadId'] as const;
const VERSION = [...OBJECT, 'VersionId'] as const;
const COPY_SOURCE = [
  'CopySource',
  'CopySourceIfMatch',
  'CopySourceIfNoneMatch',
  'CopySourceIfModifiedSince',
  'CopySourceIfUnmodifiedSince',
  'ExpectedSourceBucketOwner',
] as const;
const WRITE_CONDITIONS = ['IfMatch', 'IfNoneMatch'] as const;
const READ = [
  ...OBJECT,
  'VersionId',
  'IfMatch',
  'IfNoneMatch',
  'IfModifiedSince',
  'IfUnmodifiedSince',
  'Range',
  'PartNumber',
  'ChecksumMode',
  'ResponseCacheControl',
  'ResponseContentDisposition',
  'ResponseContentEncoding',
  'ResponseContentLanguage',
  'ResponseContentType',
  'ResponseExpires',
] as const;

/**
 * `Upload` of @aws-sdk/lib-storage gives every call of an upload all the parameters of the object; those that are no
 * members of the call never leave the SDK. Captured: lib-storage 3.1169.0.
 */
const OF_WHOLE_UPLOADS = ['Body', 'ContentLength', 'ChecksumAlgorithm', ...NEW_OBJECT_MEMBERS] as const;
const notAmong = (members: readonly string[]): string[] =>
  OF_WHOLE_UPLOADS.filter((name) => !members.includes(name));

/** What S3 answers, and which members of each request are modelled. */
const operations: readonly OperationRow<S3State>[] = [
  operation(CreateBucketCommand, createBucket, ['Bucket', 'ACL', 'CreateBucketConfiguration']),
  operation(HeadBucketCommand, headBucket, BUCKET),
  operation(DeleteBucketCommand, deleteBucket, BUCKET),
  operation(ListBucketsCommand, listBuckets, ['MaxBuckets', 'ContinuationToken', 'Prefix', 'BucketRegion']),
  operation(GetBucketLocationCommand, getBucketLocation, BUCKET),
  operation(PutObjectCommand, putObject, [...OBJECT, ...NEW_OBJECT_MEMBERS, ...BODY, ...WRITE_CONDITIONS]),
  operation(GetObjectCommand, getObject, READ),
  operation(HeadObjectCommand, headObject, READ),
  operation(DeleteObjectCommand, deleteObject, [
    ...OBJECT,
    'VersionId',
    'IfMatch',
    'IfMatchLastModifiedTime',
    'IfMatchSize',
  ]),
  operation(DeleteObjectsCommand, deleteObjects, [...BUCKET, 'Delete', 'ChecksumAlgorithm'], {
    advice: ['failEntries'],
  }),
  operation(ListObjectsV2Command, listObjectsV2, [
    ...LISTING,
    'MaxKeys',
    'ContinuationToken',
    'FetchOwner',
    'StartAfter',
  ]),
  operation(ListObjectsCommand, listObjects, [...LISTING, 'MaxKeys', 'Marker']),
  operation(ListObjectVersionsCommand, listObjectVersions, [
    ...LISTING,
    'MaxKeys',
    'KeyMarker',
    'VersionIdMarker',
  ]),
  operation(CopyObjectCommand, copyObject, [
    ...OBJECT,
    ...NEW_OBJECT_MEMBERS,
    ...COPY_SOURCE,
    ...WRITE_CONDITIONS,
    'ChecksumAlgorithm',
    'MetadataDirective',
    'TaggingDirective',
  ]),
  operation(GetObjectAttributesCommand, getObjectAttributes, [
    ...VERSION,
    'ObjectAttributes',
    'MaxParts',
    'PartNumberMarker',
  ]),
  operation(
    CreateMultipartUploadCommand,
    createMultipartUpload,
    [...OBJECT, ...NEW_OBJECT_MEMBERS, 'ChecksumAlgorithm', 'ChecksumType'],
    { drops: ['Body', 'ContentLength', 'ContentMD5', ...CHECKSUMS, ...WRITE_CONDITIONS] },
  ),
  operation(UploadPartCommand, uploadPart, [...UPLOAD, ...BODY, 'PartNumber'], {
    drops: [...notAmong(BODY), ...WRITE_CONDITIONS, 'ChecksumType'],
  }),
  operation(UploadPartCopyCommand, uploadPartCopy, [
    ...UPLOAD,
    ...COPY_SOURCE,
    'PartNumber',
    'CopySourceRange',
  ]),
  operation(
    CompleteMultipartUploadCommand,
    completeMultipartUpload,
    [...UPLOAD, ...CHECKSUMS, ...WRITE_CONDITIONS, 'ChecksumType', 'MpuObjectSize', 'MultipartUpload'],
    { drops: notAmong([]) },
  ),
  operation(AbortMultipartUploadCommand, abortMultipartUpload, UPLOAD, { drops: notAmong([]) }),
  operation(ListPartsCommand, listParts, [...UPLOAD, 'MaxParts', 'PartNumberMarker']),
  operation(ListMultipartUploadsCommand, listMultipartUploads, [
    ...LISTING,
    'MaxUploads',
    'KeyMarker',
    'UploadIdMarker',
  ]),
  operation(PutBucketVersioningCommand, putBucketVersioning, [
    ...BUCKET,
    'VersioningConfiguration',
    'ChecksumAlgorithm',
  ]),
  operation(GetBucketVersioningCommand, getBucketVersioning, BUCKET),
  operation(PutObjectTaggingCommand, putObjectTagging, [...VERSION, 'Tagging', 'ChecksumAlgorithm']),
  operation(GetObjectTaggingCommand, getObjectTagging, VERSION),
  operation(DeleteObjectTaggingCommand, deleteObjectTagging, VERSION),
  operation(PutBucketTaggingCommand, putBucketTagging, [...BUCKET, 'Tagging', 'ChecksumAlgorithm']),
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
    'ChecksumAlgorithm',
  ]),
  operation(GetBucketOwnershipControlsCommand, getBucketOwnershipControls, BUCKET),
  operation(PutBucketEncryptionCommand, putBucketEncryption, [
    ...BUCKET,
    'ServerSideEncryptionConfiguration',
    'ChecksumAlgorithm',
  ]),
  operation(GetBucketEncryptionCommand, getBucketEncryption, BUCKET),
  operation(DeleteBucketEncryptionCommand, deleteBucketEncryption, BUCKET),
  operation(PutBucketPolicyCommand, putBucketPolicy, [...BUCKET, 'Policy', 'ChecksumAlgorithm']),
  operation(GetBucketPolicyCommand, getBucketPolicy, BUCKET),
  operation(DeleteBucketPolicyCommand, deleteBucketPolicy, BUCKET),
  operation(PutPublicAccessBlockCommand, putPublicAccessBlock, [
    ...BUCKET,
    'PublicAccessBlockConfiguration',
    'ChecksumAlgorithm',
  ]),
  operation(GetPublicAccessBlockCommand, getPublicAccessBlock, BUCKET),
  operation(DeletePublicAccessBlockCommand, deletePublicAccessBlock, BUCKET),
  operation(PutBucketCorsCommand, putBucketCors, [...BUCKET, 'CORSConfiguration', 'ChecksumAlgorithm']),
  operation(GetBucketCorsCommand, getBucketCors, BUCKET),
  operation(DeleteBucketCorsCommand, deleteBucketCors, BUCKET),
];

/** Amazon S3, general purpose buckets. */
export const s3: Service<S3State> = {
  name: 'S3',
  clients: [S3Client],
  createState,
  operations,
  missingMember: (name, member) =>
    member === 'Bucket' || member === 'Key'
      ? missingLabel(member)
      : new FakeMisuse(
          `${name} without ${member}: the SDK does not check it and sends another request than the one meant.`,
        ),
  wrongType: () => undefined,
  fault: serviceFault,
  requestMetadata(ids) {
    const requestId = ids.token('s3.request', 16);
    return {
      requestId,
      extendedRequestId: Buffer.from(`aws-fakes host of request ${requestId}`).toString('base64'),
    };
  },
  completeError,
  status: (_name, output) => (output['ContentRange'] === undefined ? undefined : 206),
};
