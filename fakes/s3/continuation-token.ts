import { invalidArgument } from './errors';

const MARK = 'listed:';

/** Where a listing goes on, as an opaque text: a key itself is not a token, here as in AWS. */
export function encodeToken(last: string): string {
  return Buffer.from(MARK + last, 'utf8').toString('base64');
}

/** @throws InvalidArgument for anything that no answer contained. */
export function decodeToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString('utf8');
  if (text.startsWith(MARK) && encodeToken(text.slice(MARK.length)) === token) return text.slice(MARK.length);
  throw invalidArgument('The continuation token provided is incorrect', 'continuation-token');
}
