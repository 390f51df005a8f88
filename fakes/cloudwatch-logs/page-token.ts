import { invalidParameter } from './errors';

/** Captured: the words. */
export function invalidToken(): Error {
  return invalidParameter('The specified nextToken is invalid.');
}

/** A token that callers cannot read: what it says, as JSON. */
export function toToken(content: unknown): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

/** What a token says; undefined for a text that is none. */
export function fromToken(token: string): unknown {
  try {
    const content: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    return content;
  } catch {
    return undefined;
  }
}

/**
 * A page of things that go by name, after the one that the token names. Real tokens expire after 24 hours; these do not.
 *
 * @throws InvalidParameterException
 */
export function pageOf<T>(
  all: Iterable<T>,
  nameOf: (item: T) => string,
  token: string | undefined,
  limit: number,
): { readonly page: readonly T[]; readonly nextToken: string | undefined } {
  const after = token === undefined ? undefined : fromToken(token);
  if (token !== undefined && typeof after !== 'string') throw invalidToken();
  const page: T[] = [];
  let skipping = after !== undefined;
  for (const item of all) {
    if (skipping) {
      skipping = nameOf(item) !== after;
      continue;
    }
    const last = page.at(-1);
    if (page.length >= limit && last !== undefined) return { page, nextToken: toToken(nameOf(last)) };
    page.push(item);
  }
  return { page, nextToken: undefined };
}
