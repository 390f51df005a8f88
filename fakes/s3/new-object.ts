import type { PutObjectCommandInput, StorageClass } from '@aws-sdk/client-s3';
import { invalidArgument, s3Error } from './errors';
import { objectHeaders, objectMetadata } from './metadata';
import type { ObjectVersion } from './state';
import { tagsOfHeader } from './tags';

/** The members that PutObject, CreateMultipartUpload and CopyObject share. */
export type NewObjectMembers = Pick<
  PutObjectCommandInput,
  | 'ACL'
  | 'CacheControl'
  | 'ContentDisposition'
  | 'ContentEncoding'
  | 'ContentLanguage'
  | 'ContentType'
  | 'Expires'
  | 'Metadata'
  | 'StorageClass'
  | 'Tagging'
  | 'WebsiteRedirectLocation'
>;

export const NEW_OBJECT_MEMBERS = [
  'ACL',
  'CacheControl',
  'ContentDisposition',
  'ContentEncoding',
  'ContentLanguage',
  'ContentType',
  'Expires',
  'Metadata',
  'StorageClass',
  'Tagging',
  'WebsiteRedirectLocation',
] as const;

/**
 * What a new object gets from its request beside its bytes.
 *
 * @throws what Node's HTTP client throws for a header it cannot send, SignatureDoesNotMatch, MetadataTooLarge,
 * AccessControlListNotSupported, InvalidArgument (ACL, Tagging), InvalidStorageClass, InvalidTag, BadRequest
 */
export function newObjectAttributes(
  input: NewObjectMembers,
  contentType?: string,
): Pick<ObjectVersion, 'headers' | 'metadata' | 'storageClass' | 'tags'> {
  const headers = objectHeaders(input, contentType);
  const metadata = objectMetadata(input.Metadata);
  requireObjectAcl(input.ACL);
  return {
    headers,
    metadata,
    storageClass: requireStorageClass(input.StorageClass),
    tags: tagsOfHeader(input.Tagging),
  };
}

const CANNED_ACLS = new Set([
  'private',
  'public-read',
  'public-read-write',
  'authenticated-read',
  'aws-exec-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
]);

/**
 * Buckets own what is in them (BucketOwnerEnforced), so the only ACLs they take are those that say the same.
 * Documented: UserGuide/about-object-ownership.
 *
 * @throws InvalidArgument (no such ACL), AccessControlListNotSupported
 */
export function requireObjectAcl(acl: string | undefined): void {
  if (acl === undefined || acl === 'private' || acl === 'bucket-owner-full-control') return;
  // Captured: this answer has no message, for which the SDK puts 'UnknownError'.
  if (!CANNED_ACLS.has(acl)) throw invalidArgument('UnknownError', 'x-amz-acl', acl);
  throw s3Error('AccessControlListNotSupported', 400, 'The bucket does not allow ACLs');
}

const STORAGE_CLASSES: ReadonlySet<string> = new Set<StorageClass>([
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
]);

/** @throws InvalidStorageClass. Documented: API_PutObject; OUTPOSTS and the like exist only elsewhere. */
function requireStorageClass(storageClass: string = 'STANDARD'): StorageClass {
  if (isStorageClass(storageClass)) return storageClass;
  throw s3Error('InvalidStorageClass', 400, 'The storage class you specified is not valid', {
    StorageClassRequested: storageClass,
  });
}

function isStorageClass(name: string): name is StorageClass {
  return STORAGE_CLASSES.has(name);
}
