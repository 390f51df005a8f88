import type { Collection, ReadonlyCollection } from '../kernel/collection';
import type { Context } from '../kernel/operation';
import type { Position } from './position';
import {
  indexItemsOf,
  itemsOf,
  type DynamodbState,
  type IndexEntry,
  type Lag,
  type StoredItem,
  type TableEntry,
} from './state';

type ReadContext = Pick<Context<DynamodbState>, 'state' | 'advice' | 'now'>;
type Readable = ReadonlyCollection<Position, StoredItem>;

/**
 * A table's items as a read sees them: an eventually consistent one looks at the past when a fault rule or the test's
 * `staleReads` says so.
 */
export function readableItems(context: ReadContext, table: TableEntry, consistent: boolean): Readable {
  const items = itemsOf(context.state, table);
  return consistent ? items : lagging(context, items, staleness(context, table));
}

/** An index as a read sees it: a global one is always eventually consistent, and may lag behind its table. */
export function readableIndex(
  context: ReadContext,
  table: TableEntry,
  index: IndexEntry,
  consistent: boolean,
): Readable {
  const entries = indexItemsOf(context.state, table, index);
  if (index.kind === 'local') {
    return consistent ? entries : lagging(context, entries, staleness(context, table));
  }
  const { indexLag } = overlayOf(context, table);
  return lagging(context, entries, context.advice.stale ?? indexLag ?? staleness(context, table));
}

function overlayOf(
  { state }: ReadContext,
  table: TableEntry,
): { stale?: Lag | undefined; indexLag?: Lag | undefined } {
  return state.overlays.get([table.region, table.name]) ?? {};
}

function staleness(context: ReadContext, table: TableEntry): Lag | undefined {
  return context.advice.stale ?? overlayOf(context, table).stale;
}

function lagging(
  { state, now }: ReadContext,
  collection: Collection<Position, StoredItem>,
  lag: Lag | undefined,
): Readable {
  if (lag === undefined) return collection;
  return collection.asOf(
    'writes' in lag ? collection.markBeforeLast(lag.writes) : state.store.markAt(now - lag.ms),
  );
}
