/** Walks entries in key order from a bound on, lazily. */
export type Walk<V> = (bounds: { from?: string; after?: string }) => Iterable<readonly [string, V]>;

export interface PageRequest {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  /** Items (keys or common prefixes) up to and with this one are not listed. */
  readonly after: string | undefined;
  readonly limit: number;
}

/** Keys below a delimiter roll up into one item. */
export type Item<V> =
  | { readonly kind: 'entry'; readonly key: string; readonly value: V }
  | { readonly kind: 'prefix'; readonly key: string };

export interface Page<V> {
  readonly items: readonly Item<V>[];
  readonly isTruncated: boolean;
}

/**
 * One page of a listing. It visits one entry per item it lists and one more to know whether there is another:
 * behind a common prefix it jumps, however many keys are below it.
 */
export function listPage<V>(walk: Walk<V>, request: PageRequest): Page<V> {
  const { prefix, limit } = request;
  const items: Item<V>[] = [];
  if (limit === 0) return { items, isTruncated: false };
  let bounds = firstBounds(request);
  while (bounds !== undefined) {
    let next: { from: string } | undefined;
    for (const [key, value] of walk(bounds)) {
      if (!key.startsWith(prefix)) break;
      if (items.length === limit) return { items, isTruncated: true };
      const common = commonPrefix(key, request);
      if (common === undefined) {
        items.push({ kind: 'entry', key, value });
        continue;
      }
      items.push({ kind: 'prefix', key: common });
      next = behind(common);
      break;
    }
    bounds = next;
  }
  return { items, isTruncated: false };
}

/**
 * Where a page starts. An item is listed if it comes after `after`, a common prefix like a key; so a marker inside a
 * common prefix has passed that prefix. Captured: ListObjects; Assumed: StartAfter of ListObjectsV2 does the same.
 */
function firstBounds(request: PageRequest): { from?: string; after?: string } | undefined {
  const { prefix, after } = request;
  if (after === undefined) return { from: prefix };
  if (!after.startsWith(prefix)) return isBefore(after, prefix) ? { from: prefix } : { after };
  const common = commonPrefix(after, request);
  return common === undefined ? { after } : behind(common);
}

/** The part of a key up to and with the first delimiter behind the prefix. */
function commonPrefix(key: string, request: PageRequest): string | undefined {
  const { prefix, delimiter } = request;
  if (delimiter === undefined) return undefined;
  const index = key.indexOf(delimiter, prefix.length);
  return index < 0 ? undefined : key.slice(0, index + delimiter.length);
}

/** Code point order, which is that of UTF-8, for two strings of which neither begins the other or `a` begins `b`. */
function isBefore(a: string, b: string): boolean {
  return Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
}

/** Bounds behind every key that begins with a prefix: the prefix with its last code point counted up. */
function behind(prefix: string): { from: string } | undefined {
  const points = Array.from(prefix);
  while (points.length > 0) {
    const last = points.pop()?.codePointAt(0) ?? 0;
    // Between U+D7FF and U+E000 lie the surrogates, which are no characters.
    const next = last === 0xd7ff ? 0xe000 : last + 1;
    if (next <= 0x10ffff) return { from: points.join('') + String.fromCodePoint(next) };
  }
  return undefined;
}
