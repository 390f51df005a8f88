import { listOf, textOf } from '../../kernel/policy/input';
import type { PermissionCall } from '../../kernel/policy/permissions';
import type { KeyValue } from '../../kernel/policy/request-keys';

/** Condition keys that are members of the input, told as they are. */
const OF_MEMBERS: readonly (readonly [key: string, member: string])[] = [
  ['s3:prefix', 'Prefix'],
  ['s3:delimiter', 'Delimiter'],
  ['s3:max-keys', 'MaxKeys'],
  ['s3:VersionId', 'VersionId'],
  ['s3:x-amz-acl', 'ACL'],
  ['s3:x-amz-grant-full-control', 'GrantFullControl'],
  ['s3:x-amz-grant-read', 'GrantRead'],
  ['s3:x-amz-grant-read-acp', 'GrantReadACP'],
  ['s3:x-amz-grant-write', 'GrantWrite'],
  ['s3:x-amz-grant-write-acp', 'GrantWriteACP'],
  ['s3:x-amz-copy-source', 'CopySource'],
  ['s3:x-amz-metadata-directive', 'MetadataDirective'],
  ['s3:x-amz-server-side-encryption', 'ServerSideEncryption'],
  ['s3:x-amz-server-side-encryption-aws-kms-key-id', 'SSEKMSKeyId'],
  ['s3:x-amz-server-side-encryption-customer-algorithm', 'SSECustomerAlgorithm'],
  ['s3:x-amz-storage-class', 'StorageClass'],
  ['s3:x-amz-website-redirect-location', 'WebsiteRedirectLocation'],
  ['s3:x-amz-object-ownership', 'ObjectOwnership'],
  ['s3:object-lock-mode', 'ObjectLockMode'],
  ['s3:object-lock-legal-hold', 'ObjectLockLegalHoldStatus'],
  ['s3:if-match', 'IfMatch'],
  ['s3:if-none-match', 'IfNoneMatch'],
];

/** Of the caller or of the object, and those of a request that are not members. */
const OTHERS = new Set([
  's3:authtype',
  's3:signatureage',
  's3:signatureversion',
  's3:object-lock-retain-until-date',
  's3:requestobjecttagkeys',
]);
const KNOWN: ReadonlySet<string> = new Set([...OF_MEMBERS.map(([key]) => key.toLowerCase()), ...OTHERS]);

/** Whether a condition key of S3, in lower case, is modelled. */
export function knowsKey(key: string): boolean {
  return KNOWN.has(key) || key.startsWith('s3:requestobjecttag/') || key.startsWith('s3:existingobjecttag/');
}

/**
 * The condition keys that S3 knows of a request by its input. Documented: service-authorization/list_amazons3.
 * Listings without a prefix have an empty one: captured in IAM's own examples, which allow it as `''`.
 */
export function conditionKeys({ operation, input }: PermissionCall): Readonly<Record<string, KeyValue>> {
  const keys: Record<string, KeyValue> = { 's3:signatureversion': 'AWS4-HMAC-SHA256' };
  for (const [key, member] of OF_MEMBERS) {
    const value = input[member];
    if (typeof value === 'string' || typeof value === 'number') keys[key] = value;
  }
  if (operation.startsWith('ListObject')) keys['s3:prefix'] ??= '';
  const retainUntil = input['ObjectLockRetainUntilDate'];
  if (retainUntil instanceof Date) keys['s3:object-lock-retain-until-date'] = retainUntil.toISOString();
  return { ...keys, ...requestTags(input['Tagging']) };
}

/** The tags that a request brings, as a header or as a document. */
function requestTags(tagging: unknown): Readonly<Record<string, KeyValue>> {
  const tags = typeof tagging === 'string' ? [...new URLSearchParams(tagging)] : documentTags(tagging);
  if (tags.length === 0) return {};
  return {
    's3:RequestObjectTagKeys': tags.map(([key]) => key),
    ...Object.fromEntries(tags.map(([key, value]) => [`s3:RequestObjectTag/${key}`, value])),
  };
}

function documentTags(tagging: unknown): [string, string][] {
  return listOf(tagging, 'TagSet').map((tag) => [textOf(tag, 'Key') ?? '', textOf(tag, 'Value') ?? '']);
}
