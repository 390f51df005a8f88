import BTree from 'sorted-btree';
import type { Compare } from './order';
import type { Mark, Store } from './store';

/** One write, as the journal keeps it. `clear` keeps the whole tree it emptied. */
export interface Change {
  readonly kind: 'put' | 'delete' | 'clear';
  readonly collection: Collection<never, never>;
  readonly key: unknown;
  readonly before: unknown;
  readonly after: unknown;
  /** World time of the write, epoch ms. */
  readonly at: number;
}

/** Which part of a collection to walk. `from` and `to` are included, `after` and `before` are not. */
export interface Range<K> {
  readonly from?: K;
  readonly after?: K;
  readonly to?: K;
  readonly before?: K;
  /** Walks from the highest key down; the bounds keep their meaning. */
  readonly reverse?: boolean;
}

/** What reads need: a collection now (`Collection`) or as it was (`Collection.asOf`). */
export interface ReadonlyCollection<K, V> {
  readonly name: string;
  get(key: K): V | undefined;
  has(key: K): boolean;
  /** Walks a range in order, lazily. Collect before you write: a walk does not survive a write to its collection. */
  entries(range?: Range<K>): Generator<readonly [K, V], void, undefined>;
  /** The first entry of the range, if any. */
  first(range?: Range<K>): readonly [K, V] | undefined;
}

/** An ordered collection of immutable entries. Lookups and writes are O(log n); a walk costs what it visits. */
export class Collection<K, V> implements ReadonlyCollection<K, V> {
  #tree: BTree<K, V>;
  readonly #compare: Compare<K>;
  readonly #store: Store;
  readonly #weigh: ((value: V) => number) | undefined;
  #weight = 0;
  /** What trees weigh that `clear` took away: they may come back. */
  readonly #weights = new WeakMap<BTree<K, V>, number>();

  constructor(
    readonly name: string,
    compare: Compare<K>,
    store: Store,
    weigh?: (value: V) => number,
  ) {
    this.#weigh = weigh;
    this.#compare = compare;
    this.#tree = new BTree<K, V>(undefined, compare);
    this.#store = store;
  }

  get size(): number {
    this.#store.footprint?.walk(this.name, this.#compare, {});
    return this.#tree.size;
  }

  /** The sum of what the entries weigh, kept with every write; 0 for a collection that was made without a measure. */
  get weight(): number {
    this.#store.footprint?.walk(this.name, this.#compare, {});
    return this.#weight;
  }

  get(key: K): V | undefined {
    this.#store.footprint?.read(this.name, this.#compare, key);
    return this.#tree.get(key);
  }

  has(key: K): boolean {
    this.#store.footprint?.read(this.name, this.#compare, key);
    return this.#tree.has(key);
  }

  put(key: K, value: V): void {
    this.#store.footprint?.write(this.name, this.#compare, key);
    const before = this.#tree.get(key);
    this.#tree.set(key, value);
    this.#reweigh(before, value);
    this.#record('put', key, before, value);
  }

  /** Removes an entry. Removing what is not there is not a change. */
  delete(key: K): boolean {
    this.#store.footprint?.write(this.name, this.#compare, key);
    const before = this.#tree.get(key);
    if (before === undefined) return false;
    this.#tree.delete(key);
    this.#reweigh(before, undefined);
    this.#record('delete', key, before, undefined);
    return true;
  }

  /** Empties the collection in one step, whatever its size; `restore` brings the whole tree back. */
  clear(): void {
    this.#store.footprint?.clear(this.name, this.#compare);
    if (this.#tree.size === 0) return;
    const before = this.#tree;
    this.#weights.set(before, this.#weight);
    this.drop();
    this.#record('clear', undefined, before, undefined);
  }

  *entries(range: Range<K> = {}): Generator<readonly [K, V], void, undefined> {
    this.#store.footprint?.walk(this.name, this.#compare, range);
    const { from, after, to, before, reverse = false } = range;
    const start = reverse ? this.#tighter(to, before, -1) : this.#tighter(from, after, 1);
    const walk = reverse ? this.#tree.entriesReversed(start) : this.#tree.entries(start);
    for (const entry of walk) {
      const key = entry[0];
      // sorted-btree starts at or after `start`; the excluded bound itself is skipped here.
      if (
        reverse
          ? before !== undefined && this.#compare(key, before) >= 0
          : after !== undefined && this.#compare(key, after) <= 0
      )
        continue;
      if (reverse ? this.#isBelow(key, from, after) : this.#isAbove(key, to, before)) return;
      yield entry;
    }
  }

  first(range?: Range<K>): readonly [K, V] | undefined {
    for (const entry of this.entries(range)) return entry;
    return undefined;
  }

  /** This collection as it was at a mark. Costs the changes since the mark, then as much as is read. */
  asOf(mark: Mark): ReadonlyCollection<K, V> {
    // Which of its entries come from the past depends on every write there was.
    this.#store.footprint?.walk(this.name, this.#compare, {});
    return pastOf(this, this.#store.changesSince(mark), this.#compare);
  }

  /** The mark just before the last `count` writes to this collection (the oldest known one if there were fewer). */
  markBeforeLast(count: number): Mark {
    const oldest = this.#store.oldest;
    const changes = this.#store.changesSince(oldest);
    let left = count;
    for (let i = changes.length - 1; i >= 0 && left > 0; i--) {
      if ((changes[i] as Change).collection === (this as unknown)) left--;
      if (left === 0) return oldest + i;
    }
    return count === 0 ? this.#store.mark() : oldest;
  }

  /** Takes one of this collection's changes back, without a trace in the journal. Only the store calls it. */
  revert(change: Change): void {
    if (change.kind === 'clear') {
      this.#tree = change.before as BTree<K, V>;
      this.#weight = this.#weights.get(this.#tree) ?? 0;
      return;
    }
    this.#reweigh(change.after as V | undefined, change.before as V | undefined);
    if (change.before === undefined) this.#tree.delete(change.key as K);
    else this.#tree.set(change.key as K, change.before as V);
  }

  /** Forgets everything, without a trace in the journal. Only the store calls it. */
  drop(): void {
    this.#tree = new BTree<K, V>(undefined, this.#compare);
    this.#weight = 0;
  }

  #reweigh(before: V | undefined, after: V | undefined): void {
    if (this.#weigh === undefined) return;
    if (before !== undefined) this.#weight -= this.#weigh(before);
    if (after !== undefined) this.#weight += this.#weigh(after);
  }

  #record(kind: Change['kind'], key: K | undefined, before: unknown, after: unknown): void {
    const collection = this as unknown as Collection<never, never>;
    this.#store.record({ kind, collection, key, before, after, at: this.#store.now() });
  }

  /** The bound at which a walk begins: a page token may lie before the prefix it is used with, or behind it. */
  #tighter(included: K | undefined, excluded: K | undefined, sign: 1 | -1): K | undefined {
    if (included === undefined || excluded === undefined) return included ?? excluded;
    return sign * this.#compare(included, excluded) > 0 ? included : excluded;
  }

  #isAbove(key: K, to: K | undefined, before: K | undefined): boolean {
    if (to !== undefined && this.#compare(key, to) > 0) return true;
    return before !== undefined && this.#compare(key, before) >= 0;
  }

  #isBelow(key: K, from: K | undefined, after: K | undefined): boolean {
    if (from !== undefined && this.#compare(key, from) < 0) return true;
    return after !== undefined && this.#compare(key, after) <= 0;
  }
}

/** A collection with some of its changes undone, as a view: nothing is copied but the changed entries. */
function pastOf<K, V>(
  present: Collection<K, V>,
  changes: readonly Change[],
  compare: Compare<K>,
): ReadonlyCollection<K, V> {
  /** What differed: the old value, or undefined for an entry that was not there yet. */
  const old = new BTree<K, V | undefined>(undefined, compare);
  for (let i = changes.length - 1; i >= 0; i--) {
    const change = changes[i] as Change;
    if (change.collection !== (present as unknown)) continue;
    if (change.kind !== 'clear') old.set(change.key as K, change.before as V | undefined);
    else for (const [key, value] of (change.before as BTree<K, V>).entries()) old.set(key, value);
  }
  const overlay = new Collection<K, V | undefined>(present.name, compare, NO_STORE);
  for (const [key, value] of old.entries()) overlay.put(key, value);

  const get = (key: K): V | undefined => (old.has(key) ? old.get(key) : present.get(key));
  function* entries(range: Range<K> = {}): Generator<readonly [K, V], void, undefined> {
    const sign = range.reverse === true ? -1 : 1;
    const changed = overlay.entries(range);
    let next = changed.next();
    for (const entry of present.entries(range)) {
      while (next.done !== true && sign * compare(next.value[0], entry[0]) < 0) {
        if (next.value[1] !== undefined) yield next.value as readonly [K, V];
        next = changed.next();
      }
      if (next.done !== true && compare(next.value[0], entry[0]) === 0) continue;
      yield entry;
    }
    for (; next.done !== true; next = changed.next()) {
      if (next.value[1] !== undefined) yield next.value as readonly [K, V];
    }
  }
  return {
    name: present.name,
    get,
    has: (key) => get(key) !== undefined,
    entries,
    first: (range) => {
      for (const entry of entries(range)) return entry;
      return undefined;
    },
  };
}

/** Where the overlay of a past view records its own building: nowhere. */
const NO_STORE = { record: () => undefined, now: () => 0, footprint: undefined } as unknown as Store;
