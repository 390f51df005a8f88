import { Collection, type Change, type ReadonlyCollection } from './collection';
import type { Footprint } from './footprint';
import type { Compare } from './order';

/** A moment in the life of a store: everything written so far. Plain data, comparable, serialisable. */
export type Mark = number;

/** How many changes the store keeps for stale reads, diffs and `asOf` when nobody holds an older mark. */
const RECENT_CHANGES = 8_192;

/**
 * All state of one world: named, ordered collections of immutable entries, and one journal of every change.
 *
 * Entries are replaced, never modified in place: whoever reads one may keep it. `put`, `delete` and `clear` of a
 * collection are the only ways to write, so the journal alone is enough for `restore`, for the diff a failing test
 * prints, and for reads of the past.
 */
export class Store {
  readonly #collections = new Map<string, Collection<never, never>>();
  readonly #listeners = new Set<(collection: string) => void>();
  readonly #held = new Set<{ position: Mark }>();
  /** While set, every read and write is noted in it: an exploration asks what one execution touched. */
  footprint: Footprint | undefined = undefined;
  #changes: Change[] = [];
  /** How many changes there must be before forgetting is worth another try. */
  #forgetAt = 2 * RECENT_CHANGES;
  /** Position of `#changes[0]`: changes before it were forgotten. */
  #base = 0;

  constructor(readonly now: () => number) {}

  /**
   * The collection of that name, made on first use. Order and measure must be the same at every call; with a measure the
   * collection knows what its entries weigh together.
   */
  collection<K, V>(name: string, compare: Compare<K>, weigh?: (value: V) => number): Collection<K, V> {
    const existing = this.#collections.get(name);
    if (existing !== undefined) return existing as unknown as Collection<K, V>;
    const created = new Collection<K, V>(name, compare, this, weigh);
    this.#collections.set(name, created as unknown as Collection<never, never>);
    return created;
  }

  /** Where the journal stands now. Valid for `asOf` and `diff` while recent; `hold` it to `restore` it later. */
  mark(): Mark {
    return this.#base + this.#changes.length;
  }

  /** Where the journal stood at a time of the world's clock: behind every write made by then, as far as it reaches. */
  markAt(time: number): Mark {
    let low = 0;
    let high = this.#changes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#changes[middle] as Change).at <= time) low = middle + 1;
      else high = middle;
    }
    return this.#base + low;
  }

  /** Marks now and keeps every change from here on, until the returned hold is released. */
  hold(): { readonly position: Mark; release(): void } {
    const held = { position: this.mark() };
    this.#held.add(held);
    return { position: held.position, release: () => void this.#held.delete(held) };
  }

  /** Undoes every write since the mark, newest first: the cost is the number of those writes. */
  restore(mark: Mark): void {
    const index = this.#indexOf(mark);
    for (let i = this.#changes.length - 1; i >= index; i--) {
      const change = this.#changes[i] as Change;
      change.collection.revert(change);
    }
    this.#changes.length = index;
    this.#forgetAt = Math.max(2 * RECENT_CHANGES, index + RECENT_CHANGES);
  }

  /** Every change since the mark, oldest first. */
  changesSince(mark: Mark): readonly Change[] {
    return this.#changes.slice(this.#indexOf(mark));
  }

  /**
   * What the writes since the mark amount to: one line per entry that differs, oldest first;
   * entries that were written and put back are left out.
   */
  diff(mark: Mark): readonly { collection: string; key: unknown; before: unknown; after: unknown }[] {
    const first = new Map<Collection<never, never>, Map<string, Pick<Change, 'key' | 'before'>>>();
    for (const change of this.changesSince(mark)) {
      let keys = first.get(change.collection);
      if (keys === undefined) first.set(change.collection, (keys = new Map()));
      for (const single of entriesOf(change)) {
        const text = JSON.stringify(single.key);
        if (!keys.has(text)) keys.set(text, single);
      }
    }
    return [...first].flatMap(([collection, keys]) =>
      [...keys.values()]
        .map((c) => ({
          collection: collection.name,
          key: c.key,
          before: c.before,
          after: collection.get(c.key as never),
        }))
        .filter((line) => line.before !== line.after),
    );
  }

  /** The oldest position that `asOf` and `diff` can still look at. */
  get oldest(): Mark {
    return this.#base;
  }

  /** Calls the listener with a collection's name after each write to it. Returns how to stop. */
  onWrite(listener: (collection: string) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Empties the whole store and its journal: a new world. Marks taken before are void. */
  reset(): void {
    for (const collection of this.#collections.values()) collection.drop();
    // One further than the last mark that can have been given out: every one of them is void.
    this.#base += this.#changes.length + 1;
    this.#changes = [];
    this.#forgetAt = 2 * RECENT_CHANGES;
    this.#held.clear();
  }

  /** The one write path; collections call it after they changed. */
  record(change: Change): void {
    this.#changes.push(change);
    if (this.#changes.length >= this.#forgetAt) this.#forget();
    for (const listener of this.#listeners) listener(change.collection.name);
  }

  #forget(): void {
    let keepFrom = this.mark() - RECENT_CHANGES;
    for (const held of this.#held) keepFrom = Math.min(keepFrom, held.position);
    const drop = Math.max(0, keepFrom - this.#base);
    // A held mark keeps the whole tail: try again only when another batch has come, so the cost stays amortised.
    if (drop >= RECENT_CHANGES) {
      this.#changes = this.#changes.slice(drop);
      this.#base = keepFrom;
    }
    this.#forgetAt = this.#changes.length + RECENT_CHANGES;
  }

  #indexOf(mark: Mark): number {
    const index = mark - this.#base;
    if (index < 0 || index > this.#changes.length) {
      throw new RangeError(
        `mark ${mark} is outside the journal (${this.#base}..${this.mark()}): it was taken before reset(), after a restore() to an older mark, or not held`,
      );
    }
    return index;
  }
}

/** A change as changes of single entries: a `clear` deletes every entry that was there. */
function entriesOf(change: Change): readonly Pick<Change, 'key' | 'before'>[] {
  if (change.kind !== 'clear') return [change];
  return [...(change.before as Iterable<[unknown, unknown]>)].map(([key, before]) => ({ key, before }));
}

export type { Change, Collection, ReadonlyCollection };
