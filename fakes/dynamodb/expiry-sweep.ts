import type { Item } from './attribute-value';
import { expiredBy } from './expiry';
import { given } from './members';
import { itemsOf, type TableEntry } from './state';
import { commit, type WriteContext } from './write';

/**
 * How long after its time DynamoDB deletes an item, unless the test says otherwise. Documented: howitworks-ttl, "Items are
 * typically deleted within a few days of expiration"; for years the page said "within 48 hours".
 */
export const EXPIRY_LAG_MS = 48 * 3_600_000;

/**
 * Deletes what DynamoDB has deleted in the background by now: items whose time to live was over long enough ago. Every look
 * at DynamoDB begins here, so the clock alone decides what there is. The records of the stream carry the time of the
 * deletion, not of the look. Nothing is done, and nothing walked, when no item is due.
 */
export function sweepExpired(context: WriteContext): void {
  const { state, now } = context;
  if (state.expiring.size === 0) return;
  for (const [key] of state.expiring.entries()) {
    const table = given(state.tables.get(key));
    const lag = state.overlays.get(key)?.expiryLagMs ?? EXPIRY_LAG_MS;
    if (Number.isFinite(lag)) deleteExpired(context, table, { upTo: now - lag, lag });
  }
}

/**
 * Deletes the items of a table whose time to live is over, without waiting for DynamoDB to do it. The one that expired
 * first goes first; streams record it as done by the service. Costs what it deletes. Returns the deleted items.
 */
export function deleteExpiredItems(context: WriteContext, table: TableEntry): readonly Item[] {
  return deleteExpired(context, table, { upTo: context.now, lag: undefined });
}

function deleteExpired(
  context: WriteContext,
  table: TableEntry,
  { upTo, lag }: { readonly upTo: number; readonly lag: number | undefined },
): readonly Item[] {
  if (table.timeToLive?.enabled !== true) return [];
  const deleted: Item[] = [];
  for (const { position, seconds } of expiredBy(context.state, table, upTo)) {
    const before = given(itemsOf(context.state, table).get(position));
    const now = lag === undefined ? context.now : Math.ceil(seconds * 1000) + lag;
    commit({ ...context, now }, { table, position, before, after: undefined }, true);
    deleted.push(before.item);
  }
  return deleted;
}
