import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { setOwn } from '../kernel/shape';
import { s3Error } from './errors';
import { MAX_METADATA_BYTES } from './limits';
import type { ObjectHeaders } from './state';
import { requireSignableHeader } from './validate';

/** What the SDK sends as Content-Type with a PutObject that names none. Captured: client-s3 3.1169.0. */
const CONTENT_TYPE_OF_SDK = 'application/octet-stream';
/** What S3 keeps for a request without Content-Type. */
export const CONTENT_TYPE_OF_S3 = 'binary/octet-stream';

type HeaderMembers = Pick<
  PutObjectCommandInput,
  | 'CacheControl'
  | 'ContentDisposition'
  | 'ContentEncoding'
  | 'ContentLanguage'
  | 'ContentType'
  | 'WebsiteRedirectLocation'
  | 'Expires'
>;

const KEPT_HEADERS = [
  ['CacheControl', 'cache-control'],
  ['ContentDisposition', 'content-disposition'],
  ['ContentEncoding', 'content-encoding'],
  ['ContentLanguage', 'content-language'],
  ['ContentType', 'content-type'],
  ['WebsiteRedirectLocation', 'x-amz-website-redirect-location'],
] as const;

/** The headers of a request that the object keeps. */
export function objectHeaders(input: HeaderMembers, withoutContentType = CONTENT_TYPE_OF_SDK): ObjectHeaders {
  const headers: Partial<Record<(typeof KEPT_HEADERS)[number][0], string>> = {};
  for (const [member, header] of KEPT_HEADERS) {
    const value = input[member];
    if (value === undefined) continue;
    requireSignableHeader(header, value);
    headers[member] = value;
  }
  const expires =
    input.Expires === undefined ? {} : { expires: Math.floor(input.Expires.getTime() / 1000) * 1000 };
  return { ContentType: withoutContentType, ...headers, ...expires };
}

/** The headers that an object kept, as members of an answer. */
export function headerMembers(headers: ObjectHeaders) {
  const { expires, ...members } = headers;
  if (expires === undefined) return members;
  const date = new Date(expires);
  return { ...members, Expires: date, ExpiresString: date.toUTCString() };
}

/**
 * User-defined metadata as S3 keeps it: names in lower case.
 *
 * @throws TypeError as Node's HTTP client does for what no header can carry, SignatureDoesNotMatch, MetadataTooLarge.
 */
export function objectMetadata(
  metadata: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const kept: Record<string, string> = {};
  let size = 0;
  for (const [name, value] of Object.entries(metadata ?? {})) {
    requireSignableHeader(`x-amz-meta-${name}`, value);
    setOwn(kept, name.toLowerCase(), value.trim());
    // Documented: UserGuide/UsingMetadata: "the sum of the number of bytes in the UTF-8 encoding of each key and value".
    size += Buffer.byteLength(name) + Buffer.byteLength(value);
  }
  if (size > MAX_METADATA_BYTES) {
    // Documented: API/ErrorResponses.
    throw s3Error('MetadataTooLarge', 400, 'Your metadata headers exceed the maximum allowed metadata size', {
      Size: size,
      MaxSizeAllowed: MAX_METADATA_BYTES,
    });
  }
  return kept;
}
