import * as sdk from '@aws-sdk/client-s3';
import { S3Client } from '@aws-sdk/client-s3';
import { fakeAws, type FakeAws } from '../../fakes';
import { expectRefusal } from './caught';

/**
 * What AWS itself answered in February 2026: code, status, message and members, row by row, as far as a client of the SDK
 * gets there. Rows about permissions, ACLs, encryption and requests without the SDK are tested where those are.
 */
type Row = readonly [
  code: string,
  status: number,
  message: string,
  members: Record<string, string>,
  operation: string,
  input: object,
];

const b = { Bucket: 'plain' };
const k = { ...b, Key: 'k' };
const versioned = { Bucket: 'versioned', Key: 'k' };
const locked = { Bucket: 'locked', Key: 'k' };
const none = { Bucket: 'none' };
const argument = (name: string, value?: string) => ({
  ArgumentName: name,
  ...(value === undefined ? {} : { ArgumentValue: value }),
});
const XML = 'The XML you provided was not well-formed or did not validate against our published schema';
const GONE =
  'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
const UNKNOWN_ID = 'A'.repeat(32);
const upload = (id: string) => ({ ...b, Key: 'upload', UploadId: id });
const UPLOAD = 'UPLOAD';
const COPY_RANGE =
  'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy';
const tagged = (...TagSet: { Key: string; Value: string }[]) => ({ Tagging: { TagSet } });

const OF_BUCKETS: readonly Row[] = [
  ['NoSuchBucket', 404, 'The specified bucket does not exist', { BucketName: 'none' }, 'ListObjectsV2', none],
  [
    'NoSuchBucket',
    404,
    'The specified bucket does not exist',
    { BucketName: 'none' },
    'GetBucketReplication',
    none,
  ],
  [
    'NoSuchBucket',
    404,
    'The specified bucket does not exist',
    { BucketName: 'none' },
    'GetBucketLifecycleConfiguration',
    none,
  ],
  [
    'InvalidBucketName',
    400,
    'The specified bucket is not valid.',
    { BucketName: 'UPPER' },
    'CreateBucket',
    { Bucket: 'UPPER' },
  ],
  [
    'InvalidLocationConstraint',
    400,
    'The specified location-constraint is not valid',
    { LocationConstraint: 'us-east-1' },
    'CreateBucket',
    { Bucket: 'new', CreateBucketConfiguration: { LocationConstraint: 'us-east-1' } },
  ],
  [
    'BucketNotEmpty',
    409,
    'The bucket you tried to delete is not empty',
    { BucketName: 'plain' },
    'DeleteBucket',
    b,
  ],
  [
    'BucketNotEmpty',
    409,
    'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
    { BucketName: 'versioned' },
    'DeleteBucket',
    { Bucket: 'versioned' },
  ],
  ['NoSuchTagSet', 404, 'The TagSet does not exist', { BucketName: 'plain' }, 'GetBucketTagging', b],
  [
    'NoSuchCORSConfiguration',
    404,
    'The CORS configuration does not exist',
    { BucketName: 'plain' },
    'GetBucketCors',
    b,
  ],
  [
    'NoSuchLifecycleConfiguration',
    404,
    'The lifecycle configuration does not exist',
    { BucketName: 'plain' },
    'GetBucketLifecycleConfiguration',
    b,
  ],
  [
    'NoSuchWebsiteConfiguration',
    404,
    'The specified bucket does not have a website configuration',
    { BucketName: 'plain' },
    'GetBucketWebsite',
    b,
  ],
  [
    'ReplicationConfigurationNotFoundError',
    404,
    'The replication configuration was not found',
    { BucketName: 'plain' },
    'GetBucketReplication',
    b,
  ],
  [
    'NoSuchConfiguration',
    404,
    'The specified configuration does not exist.',
    {},
    'GetBucketMetricsConfiguration',
    { ...b, Id: 'a' },
  ],
  [
    'ObjectLockConfigurationNotFoundError',
    404,
    'Object Lock configuration does not exist for this bucket',
    { BucketName: 'plain' },
    'GetObjectLockConfiguration',
    b,
  ],
  [
    'IllegalVersioningConfigurationException',
    400,
    'The Versioning element must be specified',
    {},
    'PutBucketVersioning',
    { ...b, VersioningConfiguration: {} },
  ],
  [
    'InvalidBucketState',
    409,
    'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.',
    {},
    'PutBucketVersioning',
    { Bucket: 'locked', VersioningConfiguration: { Status: 'Suspended' } },
  ],
  [
    'InvalidBucketState',
    409,
    "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
    {},
    'PutObjectLockConfiguration',
    { ...b, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } },
  ],
  [
    'MalformedXML',
    400,
    XML,
    {},
    'PutBucketAccelerateConfiguration',
    { ...b, AccelerateConfiguration: { Status: 'random' } },
  ],
  [
    'InvalidArgument',
    400,
    'filter rule name must be either prefix or suffix',
    argument('FilterRule.Name', 'middle'),
    'PutBucketNotificationConfiguration',
    {
      ...b,
      NotificationConfiguration: {
        QueueConfigurations: [
          {
            QueueArn: 'arn:aws:sqs:us-east-1:000000000000:q',
            Events: ['s3:ObjectCreated:*'],
            Filter: { Key: { FilterRules: [{ Name: 'middle', Value: 'x' }] } },
          },
        ],
      },
    },
  ],
  [
    'InvalidArgument',
    400,
    'Argument value eu-east-1 is not a valid AWS Region',
    argument('bucket-region'),
    'ListBuckets',
    { BucketRegion: 'eu-east-1' },
  ],
  [
    'InvalidArgument',
    400,
    'The continuation token provided is incorrect',
    argument('continuation-token'),
    'ListBuckets',
    { ContinuationToken: 'x' },
  ],
  [
    'InvalidTag',
    400,
    'System tags cannot be added/updated by requester',
    { TagKey: 'aws:a' },
    'PutBucketTagging',
    { ...b, ...tagged({ Key: 'aws:a', Value: '' }) },
  ],
  [
    'InvalidTag',
    400,
    'Cannot provide multiple Tags with the same key',
    { TagKey: 'a' },
    'PutBucketTagging',
    { ...b, ...tagged({ Key: 'a', Value: '1' }, { Key: 'a', Value: '2' }) },
  ],
];

const withTags = (...Tags: { Key: string; Value: string }[]) => ({
  Bucket: 'tagged',
  CreateBucketConfiguration: { Tags },
});
const OF_NEW_BUCKETS: readonly Row[] = [
  [
    'InvalidTag',
    400,
    'User-defined tag keys can\'t start with "aws:". This prefix is reserved for system tags. Remove "aws:" from your tag keys and try again.',
    {},
    'CreateBucket',
    withTags({ Key: 'aws:a', Value: '' }),
  ],
  [
    'InternalError',
    500,
    'We encountered an internal error. Please try again.',
    {},
    'CreateBucket',
    withTags({ Key: 'a', Value: '1' }, { Key: 'a', Value: '2' }),
  ],
  [
    'InvalidTag',
    400,
    'The TagKey you have provided is invalid',
    { TagKey: 'a#' },
    'CreateBucket',
    withTags({ Key: 'a#', Value: '' }),
  ],
];

const OF_OBJECTS: readonly Row[] = [
  [
    'NoSuchKey',
    404,
    'The specified key does not exist.',
    { Key: 'none' },
    'GetObject',
    { ...b, Key: 'none' },
  ],
  [
    'NoSuchKey',
    404,
    'The specified key does not exist.',
    { Key: 'none' },
    'CopyObject',
    { ...k, CopySource: 'plain/none' },
  ],
  [
    'NoSuchVersion',
    404,
    'The specified version does not exist.',
    { Key: 'k', VersionId: UNKNOWN_ID },
    'GetObject',
    { ...versioned, VersionId: UNKNOWN_ID },
  ],
  [
    'InvalidArgument',
    400,
    'Invalid version id specified',
    argument('versionId', 'bad'),
    'DeleteObject',
    { ...versioned, VersionId: 'bad' },
  ],
  [
    'MethodNotAllowed',
    405,
    'The specified method is not allowed against this resource.',
    { Method: 'GET', ResourceType: 'DeleteMarker' },
    'GetObject',
    { Bucket: 'versioned', Key: 'marked', VersionId: 'MARKER' },
  ],
  [
    'InvalidRange',
    416,
    'The requested range is not satisfiable',
    { ActualObjectSize: '10', RangeRequested: 'bytes=100-200' },
    'GetObject',
    { ...k, Range: 'bytes=100-200' },
  ],
  [
    'InvalidPartNumber',
    416,
    'The requested partnumber is not satisfiable',
    { ActualPartCount: '1', PartNumberRequested: '10' },
    'GetObject',
    { ...k, PartNumber: 10 },
  ],
  [
    'InvalidRequest',
    400,
    'Cannot specify both Range header and partNumber query parameter',
    {},
    'GetObject',
    { ...k, PartNumber: 1, Range: 'bytes=0-1' },
  ],
  [
    'PreconditionFailed',
    412,
    'At least one of the pre-conditions you specified did not hold',
    { Condition: 'If-Match' },
    'GetObject',
    { ...k, IfMatch: '"other"' },
  ],
  [
    'PreconditionFailed',
    412,
    'At least one of the pre-conditions you specified did not hold',
    { Condition: 'If-None-Match' },
    'PutObject',
    { ...k, IfNoneMatch: '*' },
  ],
  [
    'NotImplemented',
    501,
    'A header you provided implies functionality that is not implemented',
    {
      Header: 'If-Match',
      additionalMessage: "We don't accept the provided value of If-Match header for this API",
    },
    'PutObject',
    { ...k, IfMatch: '*' },
  ],
  [
    'NotImplemented',
    501,
    'A header you provided implies functionality that is not implemented',
    {
      Header: 'If-Match,If-None-Match',
      additionalMessage: 'Multiple conditional request headers present in the request',
    },
    'CopyObject',
    { ...b, Key: 'copy', CopySource: 'plain/k', IfMatch: 'x', IfNoneMatch: '*' },
  ],
  [
    'NotImplemented',
    501,
    'A header you provided implies functionality that is not implemented',
    { Header: 'x-amz-if-match-size' },
    'DeleteObject',
    { ...k, IfMatchSize: 10 },
  ],
  [
    'InvalidRequest',
    400,
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    {},
    'CopyObject',
    { ...k, CopySource: 'plain/k' },
  ],
  [
    'InvalidRequest',
    400,
    'The source of a copy request may not specifically refer to a delete marker by version id.',
    {},
    'CopyObject',
    { ...k, CopySource: 'versioned/marked?versionId=MARKER' },
  ],
  [
    'InvalidArgument',
    400,
    'Invalid copy source object key',
    argument('x-amz-copy-source', 'plain'),
    'CopyObject',
    { ...k, CopySource: 'plain' },
  ],
  [
    'InvalidStorageClass',
    400,
    'The storage class you specified is not valid',
    { StorageClassRequested: 'OUTPOSTS' },
    'PutObject',
    { ...k, StorageClass: 'OUTPOSTS' },
  ],
  [
    'InvalidObjectState',
    403,
    "The operation is not valid for the object's storage class",
    { StorageClass: 'GLACIER' },
    'GetObject',
    { ...b, Key: 'archived' },
  ],
  [
    'InvalidArgument',
    400,
    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
    argument('x-amz-tagging', 'a=1&a=2'),
    'PutObject',
    { ...k, Tagging: 'a=1&a=2' },
  ],
  [
    'InvalidTag',
    400,
    'Your TagKey cannot be prefixed with aws:',
    { TagKey: 'aws:a' },
    'PutObjectTagging',
    { ...k, ...tagged({ Key: 'aws:a', Value: '' }) },
  ],
  [
    'InvalidTag',
    400,
    'The TagKey you have provided is invalid',
    { TagKey: 'a#' },
    'PutObjectTagging',
    { ...k, ...tagged({ Key: 'a#', Value: '' }) },
  ],
  [
    'InvalidTag',
    400,
    'The TagValue you have provided is invalid',
    { TagKey: 'a', TagValue: '#' },
    'PutObjectTagging',
    { ...k, ...tagged({ Key: 'a', Value: '#' }) },
  ],
  ['MalformedXML', 400, XML, {}, 'DeleteObjects', { ...b, Delete: { Objects: [] } }],
  [
    'InvalidArgument',
    400,
    'Invalid Encoding Method specified in Request',
    argument('encoding-type', 'value'),
    'ListObjectsV2',
    { ...b, EncodingType: 'value' },
  ],
  [
    'InvalidArgument',
    400,
    'A version-id marker cannot be specified without a key marker.',
    argument('version-id-marker', 'x'),
    'ListObjectVersions',
    { ...b, VersionIdMarker: 'x' },
  ],
  [
    'InvalidDigest',
    400,
    'The Content-MD5 you specified was invalid.',
    { 'Content-MD5': '__invalid__' },
    'PutObject',
    { ...k, Body: 'x', ContentMD5: '__invalid__' },
  ],
  [
    'BadDigest',
    400,
    'The Content-MD5 you specified did not match what we received.',
    { CalculatedDigest: 'ndTkYSaMgDT1yFZOFVxnpg==', ExpectedDigest: 'AAAAAAAAAAAAAAAAAAAAAA==' },
    'PutObject',
    { ...k, Body: 'x', ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' },
  ],
  [
    'BadDigest',
    400,
    'The CRC32 you specified did not match the calculated checksum.',
    {},
    'PutObject',
    { ...k, Body: 'x', ChecksumCRC32: 'AAAAAA==' },
  ],
  [
    'InvalidRequest',
    400,
    'Value for x-amz-checksum-sha1 header is invalid.',
    {},
    'PutObject',
    { ...k, Body: 'x', ChecksumSHA1: '!' },
  ],
];

const OF_LOCKS: readonly Row[] = [
  [
    'NoSuchObjectLockConfiguration',
    404,
    'The specified object does not have a ObjectLock configuration',
    {},
    'GetObjectRetention',
    { ...locked, Key: 'free' },
  ],
  ['InvalidRequest', 400, 'Bucket is missing Object Lock Configuration', {}, 'GetObjectRetention', k],
  [
    'AccessDenied',
    403,
    'Access Denied because object protected by object lock.',
    {},
    'DeleteObject',
    { ...locked, VersionId: 'LOCKED' },
  ],
  [
    'InvalidArgument',
    400,
    'x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.',
    argument('x-amz-bypass-governance-retention'),
    'DeleteObject',
    { ...k, BypassGovernanceRetention: false },
  ],
  [
    'InvalidArgument',
    400,
    'Unknown wormMode directive.',
    argument('x-amz-object-lock-mode', 'BAD'),
    'PutObject',
    { ...locked, ObjectLockMode: 'BAD', ObjectLockRetainUntilDate: new Date('2099-01-01') },
  ],
  [
    'InvalidArgument',
    400,
    'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied',
    argument('x-amz-object-lock-retain-until-date'),
    'PutObject',
    { ...locked, ObjectLockMode: 'GOVERNANCE' },
  ],
];

const OF_UPLOADS: readonly Row[] = [
  ['NoSuchUpload', 404, GONE, { UploadId: 'gone' }, 'ListParts', upload('gone')],
  [
    'NoSuchUpload',
    404,
    GONE,
    { UploadId: 'UPLOAD' },
    'AbortMultipartUpload',
    { ...b, Key: 'other', UploadId: UPLOAD },
  ],
  [
    'InvalidRequest',
    400,
    'You must specify at least one part',
    {},
    'CompleteMultipartUpload',
    upload(UPLOAD),
  ],
  [
    'InvalidPart',
    400,
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { ETag: 'x', PartNumber: '1', UploadId: 'UPLOAD' },
    'CompleteMultipartUpload',
    { ...upload(UPLOAD), MultipartUpload: { Parts: [{ PartNumber: 1, ETag: '"x"' }] } },
  ],
  [
    'InvalidPartOrder',
    400,
    'The list of parts was not in ascending order. Parts must be ordered by part number.',
    { UploadId: 'UPLOAD' },
    'CompleteMultipartUpload',
    {
      ...upload(UPLOAD),
      MultipartUpload: {
        Parts: [
          { PartNumber: 2, ETag: 'x' },
          { PartNumber: 1, ETag: 'x' },
        ],
      },
    },
  ],
  [
    'InvalidArgument',
    400,
    'Part number must be an integer between 1 and 10000, inclusive',
    argument('partNumber', '-1'),
    'UploadPart',
    { ...upload(UPLOAD), PartNumber: -1, Body: 'x' },
  ],
  [
    'InvalidArgument',
    400,
    COPY_RANGE,
    argument('x-amz-copy-source-range', '0-5'),
    'UploadPartCopy',
    { ...upload(UPLOAD), PartNumber: 1, CopySource: 'plain/k', CopySourceRange: '0-5' },
  ],
  [
    'InvalidArgument',
    400,
    'Range specified is not valid for source object of size: 10',
    argument('x-amz-copy-source-range', 'bytes=0-100'),
    'UploadPartCopy',
    { ...upload(UPLOAD), PartNumber: 1, CopySource: 'plain/k', CopySourceRange: 'bytes=0-100' },
  ],
  [
    'InvalidRequest',
    400,
    'The specified copy range is invalid for the source object size',
    {},
    'UploadPartCopy',
    { ...upload(UPLOAD), PartNumber: 1, CopySource: 'plain/k', CopySourceRange: 'bytes=100-200' },
  ],
  [
    'InvalidRequest',
    400,
    'The upload was created using the null checksum mode. The complete request must use the same checksum mode.',
    {},
    'CompleteMultipartUpload',
    {
      ...upload('WITH_PART'),
      ChecksumType: 'FULL_OBJECT',
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag: 'ETAG' }] },
    },
  ],
  [
    'InvalidRequest',
    400,
    'The upload was created using the FULL_OBJECT checksum mode. The complete request must use the same checksum mode.',
    {},
    'CompleteMultipartUpload',
    {
      ...upload('FULL'),
      ChecksumType: 'COMPOSITE',
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag: 'ETAG' }] },
    },
  ],
  [
    'InvalidRequest',
    400,
    "The provided 'x-amz-mp-object-size' header value 5 does not match what was computed: 4",
    {},
    'CompleteMultipartUpload',
    {
      ...upload('WITH_PART'),
      MpuObjectSize: 5,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag: 'ETAG' }] },
    },
  ],
  [
    'InvalidRequest',
    400,
    'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    {},
    'CreateMultipartUpload',
    { ...k, ChecksumType: 'COMPOSITE' },
  ],
  [
    'InvalidArgument',
    400,
    'Invalid uploadId marker',
    argument('upload-id-marker', 'x'),
    'ListMultipartUploads',
    { ...b, KeyMarker: 'upload', UploadIdMarker: 'x' },
  ],
];

describe('S3: what AWS itself answered', () => {
  let aws: FakeAws;
  /** Names in the rows for what is made before them. */
  let names: Record<string, string> = {};
  const client = new S3Client({});
  const send = async (operation: string, input: object): Promise<Record<string, string | undefined>> => {
    const Command = Reflect.get(sdk, `${operation}Command`) as new (given: object) => never;
    return Object.fromEntries(Object.entries(await client.send(new Command(input))));
  };

  before(async () => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket('plain').put('k', '0123456789');
    aws.s3.bucket('plain').put('archived', 'x', { StorageClass: 'GLACIER' });
    aws.s3.createBucket('versioned', { versioning: 'Enabled' }).put('k', 'x');
    const { VersionId: MARKER = '' } = await send('DeleteObject', { Bucket: 'versioned', Key: 'marked' });
    await send('CreateBucket', { Bucket: 'locked', ObjectLockEnabledForBucket: true });
    aws.s3.bucket('locked').put('free', 'x');
    const { VersionId: LOCKED = '' } = await send('PutObject', {
      ...locked,
      ObjectLockLegalHoldStatus: 'ON',
    });
    const begin = async (more: object) =>
      (await send('CreateMultipartUpload', { ...b, Key: 'upload', ...more }))['UploadId'] ?? '';
    const full = { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' };
    const [WITH_PART, FULL] = [await begin({}), await begin(full)];
    let ETAG = '';
    for (const id of [WITH_PART, FULL])
      ETAG = (await send('UploadPart', { ...upload(id), PartNumber: 1, Body: 'part' }))['ETag'] ?? '';
    names = { MARKER, LOCKED, WITH_PART, FULL, ETAG, UPLOAD: await begin({}) };
  });
  after(() => aws.unplug());

  /** The input with the names replaced. */
  function named<T>(value: T): T {
    if (typeof value === 'string')
      return (names[value] ?? value.replace('MARKER', names['MARKER'] ?? '')) as T;
    if (Array.isArray(value)) return value.map(named) as T;
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, named(member as unknown)]),
    ) as T;
  }

  for (const [code, status, message, members, operation, input] of [
    ...OF_BUCKETS,
    ...OF_NEW_BUCKETS,
    ...OF_OBJECTS,
    ...OF_LOCKS,
    ...OF_UPLOADS,
  ]) {
    it(`${operation}: ${code}, ${message.slice(0, 80)}`, async () => {
      await expectRefusal(send(operation, named(input)), {
        name: code,
        status,
        message,
        members: named(members),
      });
    });
  }
});
