import type { GetObjectCommandInput } from '@aws-sdk/client-s3';
import { bodylessError, headerNotImplemented, noSuchKey, preconditionFailed } from './errors';
import type { ObjectVersion } from './state';

/** Entity tags compare without their quotes. */
export function sameETag(a: string, b: string): boolean {
  return unquoted(a) === unquoted(b);
}

export function unquoted(eTag: string): string {
  return eTag.replace(/^"(.*)"$/, '$1');
}

interface WriteConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

/**
 * Conditional writes: PutObject, CopyObject (its destination) and CompleteMultipartUpload.
 * Captured: February 2026. Some S3-compatible stores take more forms of both headers; AWS does not.
 *
 * @throws NotImplemented (501), NoSuchKey (404), PreconditionFailed (412)
 */
export function requireWriteConditions(
  input: WriteConditions,
  key: string,
  current: ObjectVersion | undefined,
): void {
  const { IfMatch, IfNoneMatch } = input;
  if (IfMatch !== undefined && IfNoneMatch !== undefined) {
    throw headerNotImplemented(
      'If-Match,If-None-Match',
      'Multiple conditional request headers present in the request',
    );
  }
  if (IfNoneMatch !== undefined) {
    if (IfNoneMatch !== '*') throw notAccepted('If-None-Match');
    if (current !== undefined) throw preconditionFailed('If-None-Match');
  }
  if (IfMatch !== undefined) {
    if (IfMatch === '*') throw notAccepted('If-Match');
    if (current === undefined) throw noSuchKey(key);
    if (!sameETag(IfMatch, current.eTag)) throw preconditionFailed('If-Match');
  }
}

function notAccepted(header: string): Error {
  return headerNotImplemented(header, `We don't accept the provided value of ${header} header for this API`);
}

type ReadConditions = Pick<
  GetObjectCommandInput,
  'IfMatch' | 'IfNoneMatch' | 'IfModifiedSince' | 'IfUnmodifiedSince'
>;

/**
 * Conditional reads. Documented: API_GetObject: a true If-Match wins over If-Unmodified-Since, If-None-Match decides
 * before If-Modified-Since.
 *
 * @throws PreconditionFailed (412), a bodyless 304
 */
export function requireReadConditions(input: ReadConditions, version: ObjectVersion, now: number): void {
  const failed = failedCondition(input, version, now);
  if (failed === undefined) return;
  if (failed === 'If-None-Match' || failed === 'If-Modified-Since')
    throw bodylessError(304, { etag: version.eTag });
  throw preconditionFailed(failed);
}

/**
 * Conditions on the source of a copy, which are the same but for their answer: always 412.
 *
 * @throws PreconditionFailed (412)
 */
export function requireSourceConditions(input: ReadConditions, version: ObjectVersion, now: number): void {
  const failed = failedCondition(input, version, now);
  if (failed !== undefined) throw preconditionFailed(`x-amz-copy-source-${failed}`);
}

type ReadHeader = 'If-Match' | 'If-None-Match' | 'If-Modified-Since' | 'If-Unmodified-Since';

/** The header that keeps a read from succeeding, if one does. */
function failedCondition(input: ReadConditions, version: ObjectVersion, now: number): ReadHeader | undefined {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = input;
  if (IfMatch !== undefined) {
    if (!matches(IfMatch, version)) return 'If-Match';
  } else if (IfUnmodifiedSince !== undefined && version.lastModified > seconds(IfUnmodifiedSince)) {
    return 'If-Unmodified-Since';
  }
  if (IfNoneMatch !== undefined) {
    if (matches(IfNoneMatch, version)) return 'If-None-Match';
  } else if (IfModifiedSince !== undefined) {
    const since = seconds(IfModifiedSince);
    // Captured: a date in the future is ignored.
    if (since <= now && version.lastModified <= since) return 'If-Modified-Since';
  }
  return undefined;
}

function matches(header: string, version: ObjectVersion): boolean {
  return header === '*' || sameETag(header, version.eTag);
}

/** A date header has whole seconds. */
function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000) * 1000;
}
