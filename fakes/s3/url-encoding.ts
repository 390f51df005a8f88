import { invalidArgument } from './errors';

/**
 * A key as `EncodingType: 'url'` and event notifications show it: a space as `+`, everything else but letters, digits
 * and `-_./*` as the %XX of its UTF-8. Documented: API_ListObjectsV2 ("test_file(3).png will appear as
 * test_file%283%29.png"); Assumed: the signs left as they are.
 */
export function urlEncode(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%2F/g, '/')
    .replace(/%20/g, '+');
}

/**
 * How a listing shows keys and prefixes. The JavaScript SDK does not decode them again.
 *
 * @throws InvalidArgument
 */
export function keyEncoder(encodingType: string | undefined): (text: string) => string {
  if (encodingType === undefined) return (text) => text;
  if (encodingType === 'url') return urlEncode;
  throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encodingType);
}
