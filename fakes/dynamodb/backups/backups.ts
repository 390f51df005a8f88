import type {
  BackupDetails,
  BackupStatus,
  CreateBackupCommandInput,
  CreateBackupCommandOutput,
  DeleteBackupCommandInput,
  DeleteBackupCommandOutput,
  DescribeBackupCommandInput,
  DescribeBackupCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { Context } from '../../kernel/operation';
import { validationError } from '../errors';
import { checkMembers, given, requireTableName, RULES, type MemberRule } from '../members';
import { itemsOf, type DynamodbState, type TableEntry } from '../state';
import { findTable, nameOfTable, wordingOf } from '../table-access';
import { describeSource, describeSourceFeatures } from './description';
import { backupNotFound, backupTableNotFound, invalidRequest } from './errors';
import { backupItemsOf, backupsOf, type BackupEntry } from './state';

/** Documented: "System backups are retained for 35 days". */
const SYSTEM_BACKUP_MS = 35 * 86_400_000;

export const BACKUP_ARN: MemberRule = { name: 'BackupArn', required: true, length: [37, 1024] };

/**
 * The table of an operation on backups.
 * @throws TableNotFoundException
 */
export function requireBackupTable(context: Context<DynamodbState>, nameOrArn: string): TableEntry {
  const table = findTable(context, nameOrArn);
  if (table === undefined) throw backupTableNotFound(nameOfTable(nameOrArn));
  return table;
}

/**
 * Backs a table up. The answer says CREATING; the backup is AVAILABLE from the first description on. Names need not be
 * unique. Costs what the table holds.
 *
 * @throws ValidationException
 * @throws TableNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateBackup.html
 */
export function createBackup(
  context: Context<DynamodbState>,
  input: CreateBackupCommandInput,
): Omit<CreateBackupCommandOutput, '$metadata'> {
  const tableName = requireTableName(input);
  const name: MemberRule = {
    name: 'BackupName',
    required: true,
    pattern: '[a-zA-Z0-9_.-]+',
    length: [3, 255],
  };
  checkMembers(input, [RULES.tableName, name], wordingOf(context));
  const table = requireBackupTable(context, tableName);
  const backup = storeBackup(context, table, { name: given(input.BackupName), type: 'USER' });
  return { BackupDetails: describeBackupEntry(backup, 'CREATING') };
}

function storeBackup(
  { state, now, ids }: Pick<Context<DynamodbState>, 'state' | 'now' | 'ids'>,
  table: TableEntry,
  { name, type }: Pick<BackupEntry, 'name' | 'type'>,
): BackupEntry {
  // Captured: 2026-10; the id of a system backup ends in zeros.
  const suffix = type === 'SYSTEM' ? '00000000' : ids.token('dynamodb.backup', 8, '0123456789abcdef');
  const id = `${String(now).padStart(14, '0')}-${suffix}`;
  const items = itemsOf(state, table);
  const backup: BackupEntry = {
    arn: `${table.arn}/backup/${id}`,
    name,
    type,
    table,
    createdAt: now,
    ...(type === 'SYSTEM' ? { expiresAt: now + SYSTEM_BACKUP_MS } : {}),
    count: items.size,
    bytes: items.weight,
  };
  const copies = backupItemsOf(state, backup.arn);
  for (const [position, item] of items.entries()) copies.put(position, item);
  backupsOf(state).put([table.region, id], backup);
  return backup;
}

/**
 * What becomes of a deleted table with point-in-time recovery: a backup that nobody can delete.
 * Captured: 2026-10; Documented: "Deleting a table with point-in-time recovery enabled".
 */
export function backUpDeletedTable(
  context: Pick<Context<DynamodbState>, 'state' | 'now' | 'ids'>,
  table: TableEntry,
): void {
  if (table.pointInTime === undefined) return;
  storeBackup(context, table, { name: `${table.name}$DeletedTableBackup`, type: 'SYSTEM' });
}

/**
 * The backup of that ARN.
 * @throws ValidationException it is no ARN of a backup
 * @throws BackupNotFoundException
 */
export function requireBackup(context: Context<DynamodbState>, arn: string): BackupEntry {
  const parts = /^arn:aws[a-z-]*:dynamodb:([^:]+):\d+:table\/[^/]+\/backup\/([^/]+)$/.exec(arn);
  // Captured: 2026-10.
  if (parts === null) throw validationError('Invalid Backup ARN');
  const backup = backupsOf(context.state).get([context.region, given(parts[2])]);
  if (backup === undefined || context.now >= (backup.expiresAt ?? Number.POSITIVE_INFINITY)) {
    throw backupNotFound(arn);
  }
  return backup;
}

/** `BackupDetails` of a backup. */
export function describeBackupEntry(backup: BackupEntry, status: BackupStatus = 'AVAILABLE'): BackupDetails {
  return {
    BackupArn: backup.arn,
    BackupName: backup.name,
    BackupSizeBytes: backup.bytes,
    BackupStatus: status,
    BackupType: backup.type,
    BackupCreationDateTime: new Date(backup.createdAt),
    BackupExpiryDateTime: backup.expiresAt === undefined ? undefined : new Date(backup.expiresAt),
  };
}

/**
 * Describes a backup.
 *
 * @throws ValidationException, BackupNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeBackup.html
 */
export function describeBackup(
  context: Context<DynamodbState>,
  input: DescribeBackupCommandInput,
): Omit<DescribeBackupCommandOutput, '$metadata'> {
  checkMembers(input, [BACKUP_ARN], wordingOf(context));
  const backup = requireBackup(context, given(input.BackupArn));
  return {
    BackupDescription: {
      BackupDetails: describeBackupEntry(backup),
      SourceTableDetails: describeSource(backup),
      SourceTableFeatureDetails: describeSourceFeatures(context.state, backup),
    },
  };
}

/**
 * Deletes a backup, at once.
 *
 * @throws ValidationException members; a system backup
 * @throws BackupNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteBackup.html
 */
export function deleteBackup(
  context: Context<DynamodbState>,
  input: DeleteBackupCommandInput,
): Omit<DeleteBackupCommandOutput, '$metadata'> {
  checkMembers(input, [BACKUP_ARN], wordingOf(context));
  const backup = requireBackup(context, given(input.BackupArn));
  if (backup.expiresAt !== undefined) {
    const expiry = new Date(backup.expiresAt).toISOString();
    throw invalidRequest(
      `User is not allowed to delete the system backup with arn ${backup.arn}. It will automatically expire on ${expiry}`,
    );
  }
  const features = describeSourceFeatures(context.state, backup);
  backupsOf(context.state).delete([context.region, backup.arn.slice(backup.arn.lastIndexOf('/') + 1)]);
  backupItemsOf(context.state, backup.arn).clear();
  return {
    BackupDescription: {
      BackupDetails: describeBackupEntry(backup, 'DELETED'),
      SourceTableDetails: describeSource(backup),
      SourceTableFeatureDetails: features,
    },
  };
}
