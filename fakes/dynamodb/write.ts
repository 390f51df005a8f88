import type { Context } from '../kernel/operation';
import { equalItems, type Item } from './attribute-value';
import { rememberWrite } from './backups/state';
import { NOTHING_USED, writeUnits, type UsedUnits } from './capacity';
import { moveExpiry } from './expiry';
import { indexView, sameView, type IndexView } from './index-entry';
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
import type { Need } from './throughput';

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
  rememberWrite(context, table, { position, before });
  moveExpiry(context, table, position, before?.item, write.after?.item);

  const indexes = new Map<string, number>();
  for (const index of table.indexes) {
    const move = indexMove(write, index);
    if (move === undefined) continue;
    const entries = indexItemsOf(context.state, table, index);
    if (move.gone !== undefined) entries.delete(move.gone);
    if (move.come !== undefined) entries.put(move.come.position, move.come.stored);
    indexes.set(index.name, move.units);
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

/** What a write does to an index: nothing, or the entries that go and come, with the units that AWS charges for it. */
interface IndexMove {
  readonly index: IndexEntry;
  readonly gone: Position | undefined;
  readonly come: IndexView | undefined;
  readonly units: number;
  /** By how many bytes the index grows. */
  readonly growth: number;
}

/** AWS charges on what the index stores. */
function indexMove(write: PreparedWrite, index: IndexEntry): IndexMove | undefined {
  const { table } = write;
  const before = write.before && indexView(table, index, write.before);
  const after = write.after && indexView(table, index, write.after);
  if (before === undefined && after === undefined) return undefined;
  const growth = (after?.stored.bytes ?? 0) - (before?.stored.bytes ?? 0);
  if (
    before !== undefined &&
    after !== undefined &&
    samePosition(table, index, before.stored, after.stored)
  ) {
    if (sameView(before, after)) return undefined;
    const units = writeUnits(Math.max(before.stored.bytes, after.stored.bytes));
    return { index, gone: undefined, come: after, units, growth };
  }
  // Documented: GSI.ThroughputConsiderations.Writes: a changed key costs a delete and an insert.
  const units = (before ? writeUnits(before.stored.bytes) : 0) + (after ? writeUnits(after.stored.bytes) : 0);
  return { index, gone: before?.position, come: after, units, growth };
}

/**
 * What a write takes from its table's throughput, local indexes included, and from that of the global indexes that the
 * test limits. Documented: LSI.ThroughputConsiderations, a local index draws on its table.
 */
export function writeNeeds(state: DynamodbState, write: PreparedWrite): readonly Need[] {
  const { table } = write;
  if (state.capacities.size === 0) return [];
  const needs: Need[] = [];
  let units = tableUnits(write);
  for (const index of table.indexes) {
    const ofIndex = indexMove(write, index)?.units ?? 0;
    if (index.kind === 'local') units += ofIndex;
    else if (ofIndex > 0) needs.push({ table, index: index.name, kind: 'write', units: ofIndex });
  }
  return [{ table, kind: 'write', units }, ...needs];
}

/** By how many bytes a write makes its item collection grow: the item and its entries in local indexes. */
export function collectionGrowth(write: PreparedWrite): number {
  let growth = (write.after?.bytes ?? 0) - (write.before?.bytes ?? 0);
  for (const index of write.table.indexes) {
    if (index.kind === 'local') growth += indexMove(write, index)?.growth ?? 0;
  }
  return growth;
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
