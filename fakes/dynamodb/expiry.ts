import { Decimal } from 'decimal.js';
import type { Item } from './attribute-value';
import { attributeOf } from './key';
import { LIMITS } from './limits';
import type { Position } from './position';
import { expiryAtOf, expiryOf, itemsOf, type DynamodbState, type Expiry, type TableEntry } from './state';

/**
 * When an item expires, in epoch seconds; undefined when it never does.
 * Documented: howitworks-ttl: only a Number counts.
 */
export function expirySeconds(item: Item | undefined, attributeName: string): number | undefined {
  const text = item === undefined ? undefined : attributeOf(item, attributeName)?.N;
  return text === undefined ? undefined : new Decimal(text).toNumber();
}

/**
 * Keeps the order of expiry in step with a write, at `now` (epoch ms).
 * Documented: howitworks-ttl: a time that is past by more than five years is left alone.
 */
export function moveExpiry(
  { state, now }: { readonly state: DynamodbState; readonly now: number },
  table: TableEntry,
  position: Position,
  before: Item | undefined,
  after: Item | undefined,
): void {
  if (table.timeToLive?.enabled !== true) return;
  const { attributeName } = table.timeToLive;
  const [old, next] = [expirySeconds(before, attributeName), expirySeconds(after, attributeName)];
  if (old === next) return;
  const expiry = expiryOf(state, table);
  const expiryAt = expiryAtOf(state, table);
  const known = expiryAt.get(position);
  if (known !== undefined) {
    expiry.delete({ seconds: known, position });
    expiryAt.delete(position);
  }
  if (next === undefined || next <= now / 1000 - LIMITS.oldestExpirySeconds) return;
  const seconds = Math.max(next, now / 1000);
  expiry.put({ seconds, position }, next);
  expiryAt.put(position, seconds);
}

/** Builds the order of expiry when the time to live is enabled, forgets it when it is disabled. */
export function fillExpiry(state: DynamodbState, table: TableEntry, now: number): void {
  expiryOf(state, table).clear();
  expiryAtOf(state, table).clear();
  const key = [table.region, table.name] as const;
  if (table.timeToLive?.enabled !== true) {
    state.expiring.delete(key);
    return;
  }
  state.expiring.put(key, true);
  for (const [position, { item }] of itemsOf(state, table).entries()) {
    moveExpiry({ state, now }, table, position, undefined, item);
  }
}

/** The items whose time was over at a time (epoch ms), the first to expire first, with when that was. */
export function expiredBy(state: DynamodbState, table: TableEntry, time: number): readonly Expiry[] {
  const to: Expiry = {
    seconds: time / 1000,
    position: { hash: Number.POSITIVE_INFINITY, values: [], edge: 1 },
  };
  return [...expiryOf(state, table).entries({ to })].flatMap(([expiry, stated]) =>
    stated < time / 1000 ? expiry : [],
  );
}
