import { validateHeaderName, validateHeaderValue } from 'node:http';
import { beforeSending, FakeDefect, notSupported } from '../kernel/errors';
import type { Context } from '../kernel/operation';
import {
  accessDenied,
  emptyLabel,
  malformedXml,
  missingLabel,
  noSuchBucket,
  s3Error,
  slashInBucketName,
} from './errors';
import { MAX_KEY_BYTES } from './limits';
import type { Bucket, S3State } from './state';

interface BucketRequest {
  readonly Bucket: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

interface ObjectRequest extends BucketRequest {
  readonly Key: string | undefined;
}

/** What the SDK itself refuses in a bucket's name, and what this library does not know. */
export function requireBucketLabel(operation: string, bucket: string | undefined): string {
  if (bucket === undefined || bucket === '') throw missingLabel('Bucket');
  if (bucket.startsWith('arn:')) throw notSupported(operation, `a Bucket given by an ARN (${bucket})`);
  if (bucket.includes('/')) throw slashInBucketName(bucket);
  return bucket;
}

/**
 * The bucket of a request.
 *
 * @throws what the SDK throws before sending, NoSuchBucket, PermanentRedirect (the bucket lives in another region),
 * InvalidBucketOwnerAWSAccountID, AccessDenied (another owner than expected).
 */
export function requireBucket(context: Context<S3State>, input: BucketRequest): Bucket {
  return requireExistingBucket(
    context,
    requireBucketLabel(context.operation, input.Bucket),
    input.ExpectedBucketOwner,
  );
}

function requireExistingBucket(context: Context<S3State>, name: string, owner: string | undefined): Bucket {
  const bucket = context.state.buckets.get(name);
  if (bucket === undefined) throw unknownBucket(context.operation, name);
  if (bucket.region !== undefined && bucket.region !== context.region)
    throw permanentRedirect(bucket.name, bucket.region);
  requireOwner(bucket, owner);
  return bucket;
}

/** Documented: UserGuide/bucketnamingrules: no bucket of ours has a name that ends like these. */
function unknownBucket(operation: string, name: string): Error {
  if (name.endsWith('--x-s3')) return notSupported(operation, `a directory bucket (${name})`);
  if (name.endsWith('-s3alias')) return notSupported(operation, `an access point (${name})`);
  return noSuchBucket(name);
}

function permanentRedirect(bucket: string, region: string): Error {
  // Documented: API/ErrorResponses; members and header captured from the SDK's own fixtures of this answer.
  return s3Error(
    'PermanentRedirect',
    301,
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    { Endpoint: `${bucket}.s3.${region}.amazonaws.com`, Bucket: bucket },
    { 'x-amz-bucket-region': region },
  );
}

/** @throws InvalidBucketOwnerAWSAccountID, AccessDenied */
export function requireOwner(bucket: Bucket, expected: string | undefined): void {
  if (expected === undefined) return;
  if (!/^\d{12}$/.test(expected)) {
    throw s3Error(
      'InvalidBucketOwnerAWSAccountID',
      400,
      `The value of the expected bucket owner parameter must be an AWS Account ID... [${expected}]`,
    );
  }
  if (expected !== bucket.accountId) throw accessDenied();
}

/**
 * The bucket and the key of a request.
 *
 * @throws what the SDK throws before sending, KeyTooLongError, then as `requireBucket`.
 */
export function requireAddress(
  context: Context<S3State>,
  input: ObjectRequest,
): { bucket: Bucket; key: string } {
  const name = requireBucketLabel(context.operation, input.Bucket);
  const key = requireKeyLabel(input.Key);
  const bucket = requireExistingBucket(context, name, input.ExpectedBucketOwner);
  requireKeyLength(key);
  return { bucket, key };
}

function requireKeyLabel(key: string | undefined): string {
  if (key === undefined) throw missingLabel('Key');
  if (key === '') throw emptyLabel('Key');
  try {
    encodeURIComponent(key);
  } catch (error) {
    // A lone surrogate: the SDK fails in the same call.
    throw beforeSending(error as Error);
  }
  return key;
}

/** @throws KeyTooLongError. Documented: UserGuide/object-keys (1,024 bytes of UTF-8), API/ErrorResponses. */
export function requireKeyLength(key: string): void {
  const size = Buffer.byteLength(key, 'utf8');
  if (size > MAX_KEY_BYTES) {
    throw s3Error('KeyTooLongError', 400, 'Your key is too long', {
      Size: size,
      MaxSizeAllowed: MAX_KEY_BYTES,
    });
  }
}

/** Refuses, as Node's HTTP client does, a header that cannot be sent. */
function requireHeader(name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch (error) {
    throw beforeSending(error as Error);
  }
}

/**
 * Refuses, as S3 does, what the SDK signs in another encoding than Node sends it: letters of Latin-1 go out as one byte.
 * Documented: UserGuide/UsingMetadata asks for US-ASCII. Assumed: the answer, and that it has no further members.
 */
export function requireSignableHeader(name: string, value: string): void {
  requireHeader(name, value);
  if (!/[\u0080-\u00ff]/.test(value)) return;
  throw s3Error(
    'SignatureDoesNotMatch',
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  );
}

/** A required member of a request: dispatch has made sure that it is there. */
export function required<T>(member: T | undefined): T {
  if (member === undefined) throw new FakeDefect('S3: a required member is missing behind the check for it');
  return member;
}

/**
 * A request's document that the SDK does not insist on. Assumed: what S3 answers when it is left out.
 *
 * @throws MalformedXML
 */
export function requireDocument<T>(document: T | undefined): T {
  if (document === undefined) throw malformedXml();
  return document;
}

/** Whole seconds: what S3 keeps and shows of a time. */
export function wholeSeconds(time: number): number {
  return Math.floor(time / 1000) * 1000;
}
