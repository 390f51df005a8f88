import type { Collection } from '../../kernel/collection';
import { compareNumbers, compareStrings, compareTuples } from '../../kernel/order';
import { comparePositions, type Position } from '../position';
import { lifeOf, type DynamodbState, type StoredItem, type TableEntry } from '../state';

/** A backup of a table as it was: it outlives its table. Its items are in `backupItemsOf`. */
export interface BackupEntry {
  readonly arn: string;
  readonly name: string;
  /** SYSTEM: made by DynamoDB when a table with point-in-time recovery was deleted. */
  readonly type: 'USER' | 'SYSTEM';
  readonly table: TableEntry;
  readonly createdAt: number;
  readonly expiresAt?: number;
  readonly count: number;
  readonly bytes: number;
}

/** The id begins with the time, so backups stand in the order of their making. */
export type BackupKey = readonly [region: string, id: string];

export function backupsOf(state: DynamodbState): Collection<BackupKey, BackupEntry> {
  return state.store.collection('dynamodb.backups', compareTuples<BackupKey>(compareStrings, compareStrings));
}

export function backupItemsOf(state: DynamodbState, arn: string): Collection<Position, StoredItem> {
  return state.store.collection(`dynamodb.backup ${arn}`, comparePositions);
}

/** One write to a table with point-in-time recovery: what was there before. */
export interface HistoryEntry {
  readonly at: number;
  readonly position: Position;
  readonly before: StoredItem | undefined;
}

/** The writes since point-in-time recovery was enabled, oldest first. */
export function historyOf(state: DynamodbState, table: TableEntry): Collection<number, HistoryEntry> {
  return state.store.collection(`dynamodb.history ${lifeOf(table)}`, compareNumbers);
}

/** Remembers a write, if the table has point-in-time recovery. */
export function rememberWrite(
  { state, now }: { readonly state: DynamodbState; readonly now: number },
  table: TableEntry,
  write: Omit<HistoryEntry, 'at'>,
): void {
  if (table.pointInTime === undefined) return;
  const history = historyOf(state, table);
  const [last, newest] = history.first({ reverse: true }) ?? [0, undefined];
  // What the service deleted in the background is written late, with its own time; time never goes back here.
  const at = Math.max(now, newest?.at ?? 0);
  history.put(last + 1, { at, position: write.position, before: write.before });
}
