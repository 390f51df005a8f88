import type { PutObjectCommandInput, StorageClass } from '@aws-sdk/client-s3';
import { s3Error } from './errors';
import { objectHeaders, objectMetadata } from './metadata';
import type { ObjectVersion } from './state';
import { tagsOfHeader } from './tags';

/** The members that PutObject, CreateMultipartUpload and CopyObject share. */
export type NewObjectMembers = Pick<
  PutObjectCommandInput,
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
 * InvalidArgument (Tagging), InvalidStorageClass, InvalidTag, BadRequest
 */
export function newObjectAttributes(
  input: NewObjectMembers,
  contentType?: string,
): Pick<ObjectVersion, 'headers' | 'metadata' | 'storageClass' | 'tags'> {
  const headers = objectHeaders(input, contentType);
  const metadata = objectMetadata(input.Metadata);
  return {
    headers,
    metadata,
    storageClass: requireStorageClass(input.StorageClass),
    tags: tagsOfHeader(input.Tagging),
  };
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
