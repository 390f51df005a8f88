import type { GetObjectAttributesCommandInput, GetObjectAttributesCommandOutput } from '@aws-sdk/client-s3';
import type { Context } from '../kernel/operation';
import { checksumMember } from './checksum';
import { unquoted } from './conditions';
import { requireCustomerKey } from './encryption/customer-key';
import { invalidArgument } from './errors';
import { requireObject } from './get-object';
import { requireMaxKeys } from './list-objects';
import { requirePartMarker } from './list-uploads';
import type { ObjectPart, ObjectVersion, S3State } from './state';
import { required, requireAddress } from './validate';

const ATTRIBUTES: ReadonlySet<string> = new Set([
  'ETag',
  'Checksum',
  'ObjectParts',
  'StorageClass',
  'ObjectSize',
]);

/**
 * What is known about an object, as far as it is asked for.
 *
 * @throws NoSuchBucket, InvalidArgument (attributes, version id), NoSuchVersion, NoSuchKey, MethodNotAllowed
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html
 */
export function getObjectAttributes(
  context: Context<S3State>,
  input: GetObjectAttributesCommandInput,
): Omit<GetObjectAttributesCommandOutput, '$metadata'> {
  const { bucket, key } = requireAddress(context, input);
  const asked: readonly string[] = required(input.ObjectAttributes);
  const unknown = asked.find((name) => !ATTRIBUTES.has(name));
  if (asked.length === 0 || unknown !== undefined) {
    // Assumed: the wording.
    throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', unknown);
  }
  const version = requireObject(context.state, bucket, key, input.VersionId, 'GET');
  requireCustomerKey(version.encryption, input);
  const { checksum } = version;
  const known = {
    // Captured: the one place where an entity tag has no quotes.
    ETag: unquoted(version.eTag),
    Checksum: { ...checksumMember(checksum), ChecksumType: checksum.type },
    ObjectParts: objectParts(version, input),
    StorageClass: version.storageClass,
    ObjectSize: version.body.size,
  };
  return {
    LastModified: new Date(version.lastModified),
    ...(bucket.versioning === undefined ? {} : { VersionId: version.versionId }),
    ...Object.fromEntries(
      Object.entries(known).filter(([name, value]) => asked.includes(name) && value !== undefined),
    ),
  };
}

/** The parts of a multipart object; only their number where the upload kept no checksums of them. */
function objectParts(version: ObjectVersion, input: GetObjectAttributesCommandInput) {
  const { parts } = version;
  if (parts === undefined) return undefined;
  const limit = requireMaxKeys(input.MaxParts, 'maxParts');
  const marker = requirePartMarker(input.PartNumberMarker);
  if (parts.some((part) => part.checksum === undefined)) return { TotalPartsCount: parts.length };
  const rest = parts.filter((part) => part.partNumber > marker);
  const shown = rest.slice(0, limit);
  return {
    TotalPartsCount: parts.length,
    PartNumberMarker: String(marker),
    NextPartNumberMarker: String(shown.at(-1)?.partNumber ?? 0),
    MaxParts: limit,
    IsTruncated: rest.length > shown.length,
    // Captured, June 2025: absent where there are none.
    ...(shown.length === 0 ? {} : { Parts: shown.map(shownPart) }),
  };
}

function shownPart({ partNumber, size, checksum }: ObjectPart) {
  return { PartNumber: partNumber, Size: size, ...checksumMember(checksum) };
}
