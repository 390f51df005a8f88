import { CUSTOMER_KEY } from './encryption/encryption';

/** Every request about a bucket. */
export const BUCKET = ['Bucket', 'ExpectedBucketOwner'] as const;
/** Every request about a key. */
export const OBJECT = ['Bucket', 'Key', 'ExpectedBucketOwner'] as const;
/** What all listings share. */
export const LISTING = ['Bucket', 'ExpectedBucketOwner', 'Prefix', 'Delimiter', 'EncodingType'] as const;
/** What listings of objects share. */
export const OBJECT_LISTING = [...LISTING, 'OptionalObjectAttributes'] as const;
/** A checksum that the caller computed. */
export const CHECKSUMS = [
  'ChecksumCRC32',
  'ChecksumCRC32C',
  'ChecksumCRC64NVME',
  'ChecksumSHA1',
  'ChecksumSHA256',
  'ChecksumSHA512',
  'ChecksumMD5',
  'ChecksumXXHASH64',
  'ChecksumXXHASH3',
  'ChecksumXXHASH128',
] as const;
/** A body with what its headers say of it. */
export const BODY = ['Body', 'ContentLength', 'ContentMD5', 'ChecksumAlgorithm', ...CHECKSUMS] as const;
/** What headers say of a document that is sent. */
export const DIGESTS = ['ContentMD5', 'ChecksumAlgorithm'] as const;
/** A request about an upload in progress. */
export const UPLOAD = [...OBJECT, 'UploadId'] as const;
/** A request about a version. */
export const VERSION = [...OBJECT, 'VersionId'] as const;
/** What is copied, and on which conditions. */
export const COPY_SOURCE = [
  'CopySource',
  'CopySourceIfMatch',
  'CopySourceIfNoneMatch',
  'CopySourceIfModifiedSince',
  'CopySourceIfUnmodifiedSince',
  'ExpectedSourceBucketOwner',
  'CopySourceSSECustomerAlgorithm',
  'CopySourceSSECustomerKey',
  'CopySourceSSECustomerKeyMD5',
] as const;
/** Conditional writes. */
export const WRITE_CONDITIONS = ['IfMatch', 'IfNoneMatch'] as const;
/** GetObject and HeadObject. */
export const READ = [
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
  ...CUSTOMER_KEY,
] as const;
