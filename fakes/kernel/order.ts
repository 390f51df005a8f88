/** A total order, as `Array.prototype.sort` takes it. */
export type Compare<K> = (a: K, b: K) => number;

/**
 * Strings in the order of their UTF-8 bytes, which is how S3 and DynamoDB sort them.
 * JavaScript's own `<` compares UTF-16 units and puts astral characters (surrogates, U+D800..U+DFFF)
 * before U+E000..U+FFFF; code point order, and so UTF-8 order, puts them after.
 */
export function compareUtf8(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Moves the surrogates behind every other UTF-16 unit, keeping the order inside both groups. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** Binary values by their unsigned bytes; a prefix comes before what it is a prefix of. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}

export function compareNumbers(a: number, b: number): number {
  // Not `a - b`: the difference of two infinities is no number.
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Plain strings of which only a stable order matters (ids, ARNs, names in ASCII). */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Lists compared element by element; a shorter list comes before the longer ones it begins. */
export function compareTuples<T extends readonly unknown[]>(
  ...compares: { [I in keyof T]: Compare<T[I]> }
): Compare<T> {
  return (a, b) => {
    for (let i = 0; i < compares.length; i++) {
      if (i >= a.length || i >= b.length) return a.length - b.length;
      const order = (compares[i] as Compare<unknown>)(a[i], b[i]);
      if (order !== 0) return order;
    }
    return 0;
  };
}
