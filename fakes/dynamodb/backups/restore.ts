import type {
  RestoreTableFromBackupCommandInput,
  RestoreTableFromBackupCommandOutput,
  RestoreTableToPointInTimeCommandInput,
  RestoreTableToPointInTimeCommandOutput,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { Context } from '../../kernel/operation';
import { checkMembers, given, type MemberRule } from '../members';
import type { Position } from '../position';
import { itemsOf, type DynamodbState, type StoredItem, type TableEntry } from '../state';
import { findTable, nameOfTable, wordingOf } from '../table-access';
import { describe } from '../table-description';
import { backfill } from '../write';
import { BACKUP_ARN, requireBackup } from './backups';
import { restorable } from './continuous-backups';
import {
  backupTableNotFound,
  invalidRequest,
  invalidRestoreTime,
  pointInTimeRecoveryUnavailable,
  tableAlreadyExists,
} from './errors';
import { OVERRIDES, overridden } from './overrides';
import { backupItemsOf, historyOf } from './state';

const TARGET: MemberRule = { name: 'TargetTableName', required: true, tableName: 3 };

/**
 * Makes a new table from a backup: items, indexes, billing and encryption; not stream, time to live, tags, protection,
 * class, policies. The answer says CREATING; the table can be used at once. Costs what the backup holds.
 *
 * @throws ValidationException members, overrides
 * @throws BackupNotFoundException
 * @throws TableAlreadyExistsException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableFromBackup.html
 */
export function restoreTableFromBackup(
  context: Context<DynamodbState>,
  input: RestoreTableFromBackupCommandInput,
): Omit<RestoreTableFromBackupCommandOutput, '$metadata'> {
  checkMembers(input, [TARGET, BACKUP_ARN, ...OVERRIDES], wordingOf(context));
  const backup = requireBackup(context, given(input.BackupArn));
  const entry = overridden(context, backup.table, given(input.TargetTableName), input);
  const items = backupItemsOf(context.state, backup.arn).entries();
  return {
    TableDescription: restored(context, entry, items, {
      SourceBackupArn: backup.arn,
      SourceTableArn: backup.table.arn,
      RestoreDateTime: new Date(backup.createdAt),
    }),
  };
}

/**
 * Makes a new table from another one as it was at a time within its period of recovery.
 *
 * @throws ValidationException members, both times or none, both sources or none
 * @throws TableNotFoundException the source
 * @throws PointInTimeRecoveryUnavailableException
 * @throws InvalidRestoreTimeException
 * @throws TableAlreadyExistsException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableToPointInTime.html
 */
export function restoreTableToPointInTime(
  context: Context<DynamodbState>,
  input: RestoreTableToPointInTimeCommandInput,
): Omit<RestoreTableToPointInTimeCommandOutput, '$metadata'> {
  const source: MemberRule = { name: 'SourceTableName', tableName: 3 };
  checkMembers(input, [{ name: 'SourceTableArn' }, source, TARGET, ...OVERRIDES], wordingOf(context));
  const table = requireSource(context, input);
  const { pointInTime } = table;
  if (pointInTime === undefined) throw pointInTimeRecoveryUnavailable(table.name);
  const { earliest, latest } = restorable(pointInTime, context.now);
  const time = input.RestoreDateTime?.getTime() ?? latest;
  if (time < earliest || time > latest) throw invalidRestoreTime(time, earliest, latest);
  const entry = overridden(context, table, given(input.TargetTableName), input);
  return {
    TableDescription: restored(context, entry, itemsAt(context.state, table, time), {
      SourceTableArn: table.arn,
      RestoreDateTime: new Date(time),
    }),
  };
}

/** Captured: 2026-10: the shape of the request comes before anything else. */
function requireSource(
  context: Context<DynamodbState>,
  input: RestoreTableToPointInTimeCommandInput,
): TableEntry {
  const latest = input.UseLatestRestorableTime === true;
  if (latest && input.RestoreDateTime !== undefined) {
    throw invalidRequest(
      'Both RestoreDateTime and UseLatestRestorableTime cannot be set for point-in-time restore request. Please specify either RestoreDateTime time or UseLatestRestorableTime',
    );
  }
  if (!latest && input.RestoreDateTime === undefined) {
    throw invalidRequest(
      'Either one of RestoreDateTime or UseLatestRestorableTime must be specified, but not both',
    );
  }
  if ((input.SourceTableArn === undefined) === (input.SourceTableName === undefined)) {
    throw invalidRequest('Must provide exactly one of: sourceTableArn, sourceTableName');
  }
  const nameOrArn = input.SourceTableArn ?? given(input.SourceTableName);
  const table = findTable(context, nameOrArn);
  if (table === undefined) throw backupTableNotFound(nameOfTable(nameOrArn));
  return table;
}

type Items = Iterable<readonly [Position, StoredItem]>;

/** The items of a table at a time: those of now, with the writes since taken back. */
function itemsAt(state: DynamodbState, table: TableEntry, time: number): Items {
  const then = new Map<string, readonly [Position, StoredItem]>();
  for (const entry of itemsOf(state, table).entries()) then.set(textOf(entry[0]), entry);
  for (const [, { at, position, before }] of historyOf(state, table).entries({ reverse: true })) {
    if (at <= time) break;
    if (before === undefined) then.delete(textOf(position));
    else then.set(textOf(position), [position, before]);
  }
  return then.values();
}

function textOf(position: Position): string {
  return JSON.stringify(position.values);
}

/** Puts the new table with its items and fills its indexes. @throws TableAlreadyExistsException */
function restored(
  { state, now }: Context<DynamodbState>,
  entry: TableEntry,
  items: Items,
  source: Omit<NonNullable<TableDescription['RestoreSummary']>, 'RestoreInProgress'>,
): TableDescription {
  if (state.tables.has([entry.region, entry.name])) throw tableAlreadyExists(entry.name);
  state.tables.put([entry.region, entry.name], entry);
  const copies = itemsOf(state, entry);
  for (const [position, item] of items) copies.put(position, item);
  for (const index of entry.indexes) backfill(state, entry, index);
  // Captured: 2026-10: the summary is there only while the table is CREATING.
  return {
    ...describe(state, entry, { status: 'CREATING', now }),
    RestoreSummary: { ...source, RestoreInProgress: true },
  };
}
