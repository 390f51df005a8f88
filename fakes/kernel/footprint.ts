import type { Range } from './collection';
import type { Compare } from './order';

interface Touched {
  readonly compare: Compare<unknown>;
  /** Keys read or written one by one. */
  readonly keys: { readonly key: unknown; readonly written: boolean }[];
  /** Ranges walked. */
  readonly ranges: Range<unknown>[];
  /** The collection was emptied. */
  cleared: boolean;
}

/**
 * What one execution read and wrote. Two executions whose footprints do not conflict can change places without anybody
 * noticing; explorations use that to try only one of the two orders.
 */
export class Footprint {
  readonly #touched = new Map<string, Touched>();

  read(collection: string, compare: Compare<never>, key: unknown): void {
    this.#of(collection, compare).keys.push({ key, written: false });
  }

  write(collection: string, compare: Compare<never>, key: unknown): void {
    this.#of(collection, compare).keys.push({ key, written: true });
  }

  walk(collection: string, compare: Compare<never>, range: Range<unknown>): void {
    this.#of(collection, compare).ranges.push(range);
  }

  clear(collection: string, compare: Compare<never>): void {
    this.#of(collection, compare).cleared = true;
  }

  /** Whether one of the two wrote what the other read or wrote. */
  conflictsWith(other: Footprint): boolean {
    for (const [name, mine] of this.#touched) {
      const theirs = other.#touched.get(name);
      if (theirs !== undefined && (meets(mine, theirs) || meets(theirs, mine))) return true;
    }
    return false;
  }

  #of(collection: string, compare: Compare<never>): Touched {
    let touched = this.#touched.get(collection);
    if (touched === undefined) {
      touched = { compare: compare as Compare<unknown>, keys: [], ranges: [], cleared: false };
      this.#touched.set(collection, touched);
    }
    return touched;
  }
}

/** Whether a write of `writer` lies in what `other` touched. */
function meets(writer: Touched, other: Touched): boolean {
  if (writer.cleared) return true;
  return writer.keys.some(
    ({ key, written }) =>
      written &&
      (other.keys.some((touched) => writer.compare(touched.key, key) === 0) ||
        other.ranges.some((range) => within(writer.compare, key, range))),
  );
}

function within(
  compare: Compare<unknown>,
  key: unknown,
  { from, after, to, before }: Range<unknown>,
): boolean {
  if (from !== undefined && compare(key, from) < 0) return false;
  if (after !== undefined && compare(key, after) <= 0) return false;
  if (to !== undefined && compare(key, to) > 0) return false;
  return before === undefined || compare(key, before) < 0;
}
