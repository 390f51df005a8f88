import { hash } from './rng';

/** Identity that the seed decides: readable (they count), stable, in AWS's shapes. */
export interface Ids {
  /** The next number of a series: 1, 2, 3 … */
  next(series: string): number;
  /** A version 4 UUID whose last group counts: `5eed0001-0000-4000-8000-000000000001`. */
  uuid(series: string): string;
  /** `length` characters of the alphabet that look random and never repeat within a series. */
  token(series: string, length: number, alphabet?: string): string;
  state(): Readonly<Record<string, number>>;
  restore(state: Readonly<Record<string, number>>): void;
}

const UPPER_HEX = '0123456789ABCDEF';

/** Digits enough for 16 million tokens of a series: as long as all counts have one width, no two tokens can be equal. */
function countWidth(base: number): number {
  return Math.max(6, Math.ceil(24 / Math.log2(base)));
}

export function createIds(seed: number): Ids {
  const seedHex = (seed >>> 0).toString(16).padStart(8, '0');
  let counters = new Map<string, number>();

  function next(series: string): number {
    const count = (counters.get(series) ?? 0) + 1;
    counters.set(series, count);
    return count;
  }

  return {
    next,
    uuid(series) {
      const kind = (hash(series) & 0xffff).toString(16).padStart(4, '0');
      return `${seedHex}-${kind}-4000-8000-${next(series).toString(16).padStart(12, '0')}`;
    },
    token(series, length, alphabet = UPPER_HEX) {
      const count = next(series);
      // The count stands at the end in the alphabet's own digits, so two tokens of a series always differ.
      let digits = '';
      for (let rest = count; rest > 0; rest = Math.floor(rest / alphabet.length)) {
        digits = (alphabet[rest % alphabet.length] as string) + digits;
      }
      digits = digits.padStart(Math.min(countWidth(alphabet.length), length), alphabet[0]);
      let noise = '';
      let value = hash(`${seedHex}/${series}/${count}`);
      while (noise.length + digits.length < length) {
        // A linear congruential step; its upper bits are the better ones.
        value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0;
        noise += alphabet[(value >>> 8) % alphabet.length] as string;
      }
      return noise + digits;
    },
    state: () => Object.fromEntries(counters),
    restore: (state) => {
      counters = new Map(Object.entries(state));
    },
  };
}
