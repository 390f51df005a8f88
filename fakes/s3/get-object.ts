import type {
  GetObjectCommandInput,
  GetObjectCommandOutput,
  HeadObjectCommandInput,
  HeadObjectCommandOutput,
} from '@aws-sdk/client-s3';
import type { Context } from '../kernel/operation';
import { requireReadable, restoreMember } from './archive';
import { answeredBody, sliceBody } from './body';
import { checksumMember, requireCheckable, type Checksum } from './checksum';
import { requireReadConditions } from './conditions';
import { requireCustomerKey } from './encryption/customer-key';
import { encryptionMembers, requireDecryptable } from './encryption/encryption';
import { headAnswer, invalidArgument, invalidRequest, markerNotAllowed, noSuchKey, s3Error } from './errors';
import { expirationMember } from './lifecycle/expiration-header';
import { MAX_PART_NUMBER } from './limits';
import { headerMembers } from './metadata';
import { objectsSeen } from './objects-seen';
import { byteRange, type ByteRange } from './range';
import { lockMembers } from './retention';
import type { Bucket, ObjectVersion, S3State } from './state';
import { requireAddress } from './validate';
import { latestVersion, requireVersion } from './versions';

/**
 * An object's bytes and what is known about them.
 *
 * @throws what the SDK throws before sending, NoSuchBucket, InvalidArgument (version id, part number), NoSuchVersion,
 * NoSuchKey, MethodNotAllowed (a delete marker), PreconditionFailed, a bodyless 304, InvalidObjectState, InvalidRequest,
 * InvalidRange, InvalidPartNumber
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function getObject(
  context: Context<S3State>,
  input: GetObjectCommandInput,
): Omit<GetObjectCommandOutput, '$metadata'> {
  const { bucket, version } = requireReadableVersion(context, input, 'GET');
  requireReadable(version, context.now, "The operation is not valid for the object's storage class");
  requireDecryptable(context, version.encryption);
  const selection = select(input, version);
  requireCheckable(selection.checksum);
  const { start = 0, end = version.body.size - 1 } = selection.range ?? {};
  return {
    Body: answeredBody(sliceBody(version.body, start, end + 1)),
    // The SDK asks for the checksum of every GetObject, unless its configuration says otherwise.
    ...describe(bucket, version, selection, true),
    ...restoreMember(version, context.now),
    ...expirationMember(context, bucket, version),
    ...overrides(input),
  };
}

/**
 * What is known about an object, without its bytes. Its errors have no body: the SDK knows only their status.
 *
 * @throws as GetObject, as NotFound (404) or Unknown
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
 */
export function headObject(
  context: Context<S3State>,
  input: HeadObjectCommandInput,
): Omit<HeadObjectCommandOutput, '$metadata'> {
  try {
    const { bucket, version } = requireReadableVersion(context, input, 'HEAD');
    return {
      ...describe(bucket, version, select(input, version), input.ChecksumMode === 'ENABLED'),
      ...restoreMember(version, context.now),
      ...expirationMember(context, bucket, version),
      ...overrides(input),
    };
  } catch (error) {
    throw headAnswer(error);
  }
}

/** @throws NoSuchKey, NoSuchVersion, MethodNotAllowed, PreconditionFailed, a bodyless 304 */
function requireReadableVersion(
  context: Context<S3State>,
  input: HeadObjectCommandInput,
  method: string,
): { bucket: Bucket; version: ObjectVersion } {
  const { bucket, key } = requireAddress(context, input);
  const version =
    context.advice.staleUnlikeS3 !== undefined && input.VersionId === undefined
      ? requireSeen(context, bucket, key)
      : requireObject(context.state, bucket, key, input.VersionId, method);
  requireCustomerKey(version.encryption, input);
  requireReadConditions(input, version, context.now);
  return { bucket, version };
}

/** The object that a store which is not S3 shows. @throws NoSuchKey */
function requireSeen(context: Context<S3State>, bucket: Bucket, key: string): ObjectVersion {
  const seen = objectsSeen(context, bucket).get(key);
  if (seen === undefined) throw noSuchKey(key);
  return seen;
}

/**
 * The object of a read: the current one or the version asked for.
 *
 * @throws InvalidArgument (malformed version id), NoSuchVersion, NoSuchKey, MethodNotAllowed
 */
export function requireObject(
  state: S3State,
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
  method: string,
): ObjectVersion {
  if (versionId !== undefined) {
    const version = requireVersion(state, bucket, key, versionId);
    if (version.kind === 'deleteMarker') throw markerNotAllowed(method);
    return version;
  }
  const current = state.objects(bucket.name).get(key);
  if (current !== undefined) return current;
  const latest = latestVersion(state, bucket, key);
  if (latest === undefined) throw noSuchKey(key);
  throw noSuchKey(key, { 'x-amz-delete-marker': 'true', 'x-amz-version-id': latest.versionId });
}

/** Which bytes a read is about. `range` is undefined for all of them, answered with 200. */
interface Selection {
  readonly range: ByteRange | undefined;
  readonly size: number;
  /** The checksum of exactly these bytes, if one is kept. */
  readonly checksum: Checksum | undefined;
  readonly partsCount?: number;
}

/** @throws InvalidArgument, InvalidRequest (both at once), InvalidRange, InvalidPartNumber */
function select(input: HeadObjectCommandInput, version: ObjectVersion): Selection {
  const { Range, PartNumber } = input;
  const { size } = version.body;
  if (PartNumber !== undefined) {
    if (Range !== undefined)
      throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
    return selectPart(version, PartNumber);
  }
  const range = Range === undefined ? undefined : byteRange(Range, size);
  const whole = range === undefined || range.end - range.start + 1 === size;
  return {
    range,
    size: range === undefined ? size : range.end - range.start + 1,
    checksum: whole ? version.checksum : undefined,
  };
}

function selectPart(version: ObjectVersion, partNumber: number): Selection {
  requirePartNumber(partNumber);
  const { body, parts } = version;
  if (parts === undefined) {
    if (partNumber > 1) throw invalidPartNumber(partNumber, 1);
    const range = body.size === 0 ? undefined : { start: 0, end: body.size - 1 };
    return { range, size: body.size, checksum: version.checksum };
  }
  let start = 0;
  for (const part of parts.slice(0, partNumber - 1)) start += part.size;
  // Documented: API_CompleteMultipartUpload: whatever their numbers were, the parts are read as 1, 2, 3 ...
  const part = parts[partNumber - 1];
  if (part === undefined) throw invalidPartNumber(partNumber, parts.length);
  const range = part.size === 0 ? undefined : { start, end: start + part.size - 1 };
  return { range, size: part.size, checksum: part.checksum, partsCount: parts.length };
}

/** @throws InvalidArgument */
export function requirePartNumber(partNumber: number): void {
  if (Number.isInteger(partNumber) && partNumber >= 1 && partNumber <= MAX_PART_NUMBER) return;
  throw invalidArgument(
    'Part number must be an integer between 1 and 10000, inclusive',
    'partNumber',
    partNumber,
  );
}

function invalidPartNumber(requested: number, actual: number): Error {
  return s3Error('InvalidPartNumber', 416, 'The requested partnumber is not satisfiable', {
    ActualPartCount: actual,
    PartNumberRequested: requested,
  });
}

function describe(bucket: Bucket, version: ObjectVersion, selection: Selection, withChecksum: boolean) {
  const { range, size, checksum, partsCount } = selection;
  const { storageClass } = version;
  return {
    AcceptRanges: 'bytes',
    LastModified: new Date(version.lastModified),
    ContentLength: size,
    ETag: version.eTag,
    ...(withChecksum && checksum !== undefined
      ? { ...checksumMember(checksum), ChecksumType: version.checksum.type }
      : {}),
    ...(bucket.versioning === undefined ? {} : { VersionId: version.versionId }),
    ...headerMembers(version.headers),
    ...(range === undefined
      ? {}
      : { ContentRange: `bytes ${range.start}-${range.end}/${version.body.size}` }),
    ...(partsCount === undefined ? {} : { PartsCount: partsCount }),
    ...encryptionMembers(version.encryption),
    ...lockMembers(version.lock),
    ...(version.replication === undefined ? {} : { ReplicationStatus: version.replication }),
    Metadata: { ...version.metadata },
    // Captured: no StorageClass for STANDARD here, though the listings show it.
    ...(storageClass === 'STANDARD' ? {} : { StorageClass: storageClass }),
    ...(version.tags.length === 0 ? {} : { TagCount: version.tags.length }),
  };
}

/** What the caller wants to see instead of the headers that the object has. */
function overrides(input: HeadObjectCommandInput) {
  const { ResponseExpires } = input;
  const given = {
    CacheControl: input.ResponseCacheControl,
    ContentDisposition: input.ResponseContentDisposition,
    ContentEncoding: input.ResponseContentEncoding,
    ContentLanguage: input.ResponseContentLanguage,
    ContentType: input.ResponseContentType,
  };
  const expires = ResponseExpires === undefined ? {} : headerExpires(ResponseExpires);
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...expires,
  };
}

function headerExpires(date: Date): { Expires: Date; ExpiresString: string } {
  return { Expires: new Date(Math.floor(date.getTime() / 1000) * 1000), ExpiresString: date.toUTCString() };
}
