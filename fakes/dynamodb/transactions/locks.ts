import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import type { Context } from '../../kernel/operation';
import {
  TRANSACTION_CONFLICT,
  transactionCanceled,
  transactionConflict,
  transactionInProgress,
} from '../errors';
import type { Position } from '../position';
import { locksOf, type DynamodbState, type TableEntry } from '../state';

type LockContext = Pick<Context<DynamodbState>, 'state' | 'now'>;

/** An item that a transaction writes or reads. */
export interface Locked {
  readonly table: TableEntry;
  readonly position: Position;
}

/** How long a TransactWriteItems is under way, in ms: 0 unless the test says otherwise. */
export function transactionMs(state: DynamodbState): number {
  return state.settings.get('transactionMs') ?? 0;
}

/** A lock holds until its transaction commits; what its owner left behind when it died is void from then on. */
function isLocked({ state, now }: LockContext, { table, position }: Locked): boolean {
  const lock = locksOf(state, table).get(position);
  return lock !== undefined && now < lock.until;
}

/** Whether a transaction is under way on an item. Nothing is looked up while transactions take no time. */
export function isContended(context: LockContext, item: Locked): boolean {
  return transactionMs(context.state) > 0 && isLocked(context, item);
}

/** @throws TransactionConflictException a transaction is under way on the item */
export function requireNoTransaction(context: LockContext, item: Locked): void {
  if (isContended(context, item)) throw transactionConflict();
}

/** @throws TransactionCanceledException `TransactionConflict` for every action on an item with a transaction under way */
export function requireNoConflicts(context: LockContext, items: readonly Locked[]): void {
  if (transactionMs(context.state) === 0) return;
  const reasons = items.map((item): CancellationReason =>
    isLocked(context, item)
      ? { Code: 'TransactionConflict', Message: TRANSACTION_CONFLICT }
      : { Code: 'None' },
  );
  if (reasons.some(({ Code }) => Code !== 'None')) throw transactionCanceled(reasons);
}

/**
 * Whether a transaction is to commit now: transactions take no time, or this one has had its time. Otherwise it is to lock
 * its items.
 *
 * @throws TransactionInProgressException the same token has a transaction under way
 * @throws TransactionCanceledException another transaction is under way on one of the items
 */
export function mayCommit(context: LockContext, token: string, items: readonly Locked[]): boolean {
  const { state, now } = context;
  if (transactionMs(state) === 0) return true;
  const own = items.map(({ table, position }) => {
    const lock = locksOf(state, table).get(position);
    return lock?.token === token ? lock : undefined;
  });
  if (own.some((lock) => lock !== undefined && now < lock.until)) throw transactionInProgress();
  requireNoConflicts(context, items);
  return own.every((lock) => lock !== undefined);
}

/** Begins a transaction: locks its items. Returns the world's time at which it commits. */
export function lockItems({ state, now }: LockContext, token: string, items: readonly Locked[]): number {
  const until = now + transactionMs(state);
  for (const { table, position } of items) locksOf(state, table).put(position, { token, until });
  return until;
}

/** Ends a transaction: its items are free. */
export function endTransaction({ state }: LockContext, items: readonly Locked[]): void {
  if (transactionMs(state) === 0) return;
  for (const { table, position } of items) locksOf(state, table).delete(position);
}
