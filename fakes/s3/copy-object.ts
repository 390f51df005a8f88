import type { CopyObjectCommandInput, CopyObjectCommandOutput } from '@aws-sdk/client-s3';
import type { Context } from '../kernel/operation';
import { requestedObjectAcl } from './access/requested-acl';
import { checksumMember, computeChecksum, isAlgorithm, type Checksum } from './checksum';
import { requireWriteConditions } from './conditions';
import { requireCopySource, type CopySource } from './copy-source';
import {
  encryptedETag,
  encryptionContextMember,
  encryptionMembers,
  requestedEncryption,
} from './encryption/encryption';
import { invalidArgument, invalidRequest, unsupportedAlgorithm } from './errors';
import { expirationMember } from './lifecycle/expiration-header';
import { MAX_PUT_BYTES } from './limits';
import { CONTENT_TYPE_OF_S3 } from './metadata';
import { newObjectAttributes } from './new-object';
import { notify } from './notifications';
import { storeVersion } from './replication';
import { lockOfNew, requestedLock } from './retention';
import type { ObjectVersion, S3State } from './state';
import { requireAddress } from './validate';
import { newIdentity, shownVersionId } from './versions';

/**
 * Copies an object into a new one, in one piece whatever it was made of. Metadata and tags go along unless they are
 * replaced; the storage class, the redirect location and the lock do not.
 *
 * @throws as PutObject for the new object, as `requireCopySource`, InvalidArgument (directives), InvalidRequest (too
 * large; onto itself without a change)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
 */
export function copyObject(
  context: Context<S3State>,
  input: CopyObjectCommandInput,
): Omit<CopyObjectCommandOutput, '$metadata'> {
  const { state } = context;
  const { bucket, key } = requireAddress(context, input);
  const replacesMetadata = requireDirective('x-amz-metadata-directive', input.MetadataDirective);
  requireAnnotationDirective(input.AnnotationDirective);
  const replacesTags = requireDirective('x-amz-tagging-directive', input.TaggingDirective);
  const given = newObjectAttributes(input, CONTENT_TYPE_OF_S3);
  const acl = requestedObjectAcl(context, bucket, key, input);
  const encryption = requestedEncryption(context, bucket, input);
  const lock = requestedLock(state, bucket, input, context.now);
  const source = requireCopySource(context, input);
  if (source.version.body.size > MAX_PUT_BYTES) {
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${MAX_PUT_BYTES}`,
    );
  }
  const current = state.objects(bucket.name).get(key);
  if (source.version === current && source.bucket.name === bucket.name)
    requireChange(input, replacesMetadata);
  requireWriteConditions(input, key, current);

  const { body } = source.version;
  const checksum = copiedChecksum(input.ChecksumAlgorithm, source.version);
  const version: ObjectVersion = {
    kind: 'object',
    ...newIdentity(context, bucket, key),
    body,
    eTag: copiedETag(context, source.version, encryption),
    checksum,
    ...(replacesMetadata ? given : copiedAttributes(source, given)),
    storageClass: given.storageClass,
    tags: replacesTags ? given.tags : source.version.tags,
    parts: undefined,
    encryption,
    acl,
    lock: lockOfNew(state, bucket, lock, context.now),
  };
  storeVersion(context, bucket, version);
  notify(context, bucket, 'ObjectCreated:Copy', { ...version, size: body.size });
  return {
    CopyObjectResult: {
      ETag: version.eTag,
      LastModified: new Date(version.lastModified),
      ...checksumMember(checksum),
      ChecksumType: checksum.type,
    },
    ...encryptionMembers(encryption),
    ...encryptionContextMember(encryption),
    ...source.shown,
    ...shownVersionId(bucket, version),
    ...expirationMember(context, bucket, version),
  };
}

/** @throws InvalidArgument. Assumed: the wording. */
function requireDirective(header: string, directive: string | undefined): boolean {
  if (directive === undefined || directive === 'COPY') return false;
  if (directive === 'REPLACE') return true;
  const what = header.includes('metadata') ? 'metadata' : 'tagging';
  throw invalidArgument(`Unknown ${what} directive.`, header, directive);
}

/** Whether annotations go along: there are none. @throws InvalidArgument. Assumed: the wording. */
function requireAnnotationDirective(directive: string | undefined): void {
  if (directive === undefined || directive === 'COPY' || directive === 'EXCLUDE') return;
  throw invalidArgument('Unknown annotation directive.', 'x-amz-object-annotation-directive', directive);
}

/** A copy of the current object onto itself must change something. */
function requireChange(input: CopyObjectCommandInput, replacesMetadata: boolean): void {
  const changes = [
    input.StorageClass,
    input.WebsiteRedirectLocation,
    input.ServerSideEncryption,
    input.SSECustomerAlgorithm,
  ];
  if (replacesMetadata || changes.some((change) => change !== undefined)) return;
  throw invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}

/** The tag of an object in one piece that was and is encrypted by S3's own keys is the same: the MD5 of its bytes. */
function copiedETag(
  context: Context<S3State>,
  source: ObjectVersion,
  encryption: ObjectVersion['encryption'],
): string {
  const isMd5 = source.parts === undefined && source.encryption === undefined && encryption === undefined;
  return isMd5 ? source.eTag : encryptedETag(context, source.body, encryption);
}

type Attributes = Pick<ObjectVersion, 'headers' | 'metadata'>;

function copiedAttributes({ version }: CopySource, given: Attributes): Attributes {
  const { WebsiteRedirectLocation: _, ...headers } = version.headers;
  const { WebsiteRedirectLocation } = given.headers;
  return {
    headers: WebsiteRedirectLocation === undefined ? headers : { ...headers, WebsiteRedirectLocation },
    metadata: version.metadata,
  };
}

/** A copy has the checksum of the whole object, by the source's algorithm unless another one is asked for. */
function copiedChecksum(named: string | undefined, source: ObjectVersion): Checksum {
  const algorithm = named?.toUpperCase() ?? source.checksum.algorithm;
  if (!isAlgorithm(algorithm)) {
    throw unsupportedAlgorithm();
  }
  if (algorithm === source.checksum.algorithm && source.checksum.type === 'FULL_OBJECT')
    return source.checksum;
  return { algorithm, value: computeChecksum(algorithm, source.body.chunks), type: 'FULL_OBJECT' };
}
