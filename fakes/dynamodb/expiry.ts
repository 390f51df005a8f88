import { Decimal } from 'decimal.js';
import type { Item } from './attribute-value';
import { attributeOf } from './key';
import { LIMITS } from './limits';
import type { Position } from './position';
import { expiryOf, itemsOf, type DynamodbState, type Expiry, type TableEntry } from './state';

/**
 * When an item expires, in epoch seconds; undefined when it never does.
 * Documented: howitworks-ttl: only a Number counts.
 */
export function expirySeconds(item: Item | undefined, attributeName: string): number | undefined {
  const text = item === undefined ? undefined : attributeOf(item, attributeName)?.N;
  return text === undefined ? undefined : new Decimal(text).toNumber();
}

/** Keeps the order of expiry in step with a write. */
export function moveExpiry(
  state: DynamodbState,
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
  if (old !== undefined) expiry.delete({ seconds: old, position });
  if (next !== undefined) expiry.put({ seconds: next, position }, true);
}

/** Builds the order of expiry when the time to live is enabled, forgets it when it is disabled. */
export function fillExpiry(state: DynamodbState, table: TableEntry): void {
  expiryOf(state, table).clear();
  if (table.timeToLive?.enabled !== true) return;
  for (const [position, { item }] of itemsOf(state, table).entries()) {
    moveExpiry(state, table, position, undefined, item);
  }
}

/**
 * The items whose time is over, the first to expire first.
 * Documented: howitworks-ttl: a time that is past, but not by more than five years.
 */
export function expiredBy(state: DynamodbState, table: TableEntry, now: number): readonly Expiry[] {
  const seconds = now / 1000;
  const after = edge(seconds - LIMITS.oldestExpirySeconds, 1);
  const before = edge(seconds, -1);
  return [...expiryOf(state, table).entries({ after, before })].map(([key]) => key);
}

/** A bound in front of (-1) or behind (1) everything that expires at this time. */
function edge(seconds: number, side: -1 | 1): Expiry {
  const hash = side === -1 ? -1 : Number.POSITIVE_INFINITY;
  return { seconds, position: { hash, values: [], edge: side } };
}
