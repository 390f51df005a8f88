import type { Context } from '../kernel/operation';
import { equalItems, type Item } from './attribute-value';
import { NOTHING_USED, writeUnits, type UsedUnits } from './capacity';
import { moveExpiry } from './expiry';
import { indexView, sameView } from './index-entry';
import { itemSize } from './item-size';
import { namesOf, pick } from './key';
import type { Position } from './position';
import {
  indexItemsOf,
  itemsOf,
  type DynamodbState,
  type IndexEntry,
  type StoredItem,
  type TableEntry,
} from './state';
import { recordChange } from './streams';

/** What a write needs to know of the world. */
export type WriteContext = Pick<Context<DynamodbState>, 'state' | 'now' | 'ids'>;

/** A change of one item that has passed every check: committing it cannot fail. */
export interface PreparedWrite {
  readonly table: TableEntry;
  readonly position: Position;
  readonly before: StoredItem | undefined;
  /** Undefined deletes the item. */
  readonly after: StoredItem | undefined;
}

/** Puts an item with its size together. */
export function stored(item: Item): StoredItem {
  return { item, bytes: itemSize(item) };
}

/** The write units of a change on the table itself: its larger side counts. */
export function tableUnits({ before, after }: PreparedWrite): number {
  return writeUnits(Math.max(before?.bytes ?? 0, after?.bytes ?? 0));
}

/**
 * Makes a prepared change: table, indexes and stream record in one step. A write that leaves the item as it was changes
 * nothing and records nothing, but is charged.
 */
export function commit(context: WriteContext, write: PreparedWrite, byService = false): UsedUnits {
  const { table, position, before } = write;
  const used = tableUnits(write);
  if (before === undefined && write.after === undefined) return { ...NOTHING_USED, table: used };
  if (before !== undefined && write.after !== undefined && equalItems(before.item, write.after.item)) {
    return { ...NOTHING_USED, table: used };
  }
  const items = itemsOf(context.state, table);
  if (write.after === undefined) items.delete(position);
  else items.put(position, write.after);
  moveExpiry(context.state, table, position, before?.item, write.after?.item);

  const indexes = new Map<string, number>();
  for (const index of table.indexes) {
    const units = commitToIndex(context.state, write, index);
    if (units > 0) indexes.set(index.name, units);
  }
  if (table.streamArn !== undefined) {
    const keys = pick((write.after ?? before)?.item ?? {}, namesOf(table.key));
    recordChange(context, table.streamArn, {
      keys,
      before: before?.item,
      after: write.after?.item,
      byService,
    });
  }
  return { table: used, indexes };
}

/** Moves an item's entry in one index. Returns the write units, which AWS charges on what the index stores. */
function commitToIndex(state: DynamodbState, write: PreparedWrite, index: IndexEntry): number {
  const { table } = write;
  const before = write.before && indexView(table, index, write.before);
  const after = write.after && indexView(table, index, write.after);
  if (before === undefined && after === undefined) return 0;
  const entries = indexItemsOf(state, table, index);
  const inPlace =
    before !== undefined && after !== undefined && samePosition(table, index, before.stored, after.stored);
  if (inPlace && sameView(before, after)) return 0;
  if (before !== undefined && !inPlace) entries.delete(before.position);
  if (after !== undefined) entries.put(after.position, after.stored);
  if (inPlace) return writeUnits(Math.max(before.stored.bytes, after.stored.bytes));
  // Documented: GSI.ThroughputConsiderations.Writes: a changed key costs a delete and an insert.
  return (before ? writeUnits(before.stored.bytes) : 0) + (after ? writeUnits(after.stored.bytes) : 0);
}

/** The table's key never changes, so only the index's own key can move an entry. */
function samePosition(table: TableEntry, index: IndexEntry, a: StoredItem, b: StoredItem): boolean {
  const names = [...namesOf(index.key), ...namesOf(table.key)];
  return equalItems(pick(a.item, names), pick(b.item, names));
}

/** Fills an index that was added to a table with items. */
export function backfill(state: DynamodbState, table: TableEntry, index: IndexEntry): void {
  const entries = indexItemsOf(state, table, index);
  for (const [, item] of itemsOf(state, table).entries()) {
    const view = indexView(table, index, item);
    if (view !== undefined) entries.put(view.position, view.stored);
  }
}
