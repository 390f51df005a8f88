import type {
  BackupSummary,
  ListBackupsCommandInput,
  ListBackupsCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { Context } from '../../kernel/operation';
import { validationError } from '../errors';
import { checkMembers, type MemberRule } from '../members';
import type { DynamodbState } from '../state';
import { nameOfTable, wordingOf } from '../table-access';
import { invalidParameters } from '../table-definition';
import { describeBackupEntry } from './backups';
import { backupsOf, type BackupEntry } from './state';

const MOST = 100;

const MEMBERS: readonly MemberRule[] = [
  { name: 'TableName', tableName: 1 },
  { name: 'Limit', least: 1, most: MOST },
  { name: 'ExclusiveStartBackupArn', length: [37, 1024] },
  { name: 'BackupType', values: ['USER', 'SYSTEM', 'AWS_BACKUP', 'ALL'] },
];

/**
 * Lists the region's backups, the oldest first, also of tables that are gone. Those of DynamoDB itself are shown when asked
 * for. The range of time includes its lower bound and not its upper.
 *
 * @throws ValidationException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListBackups.html
 */
export function listBackups(
  context: Context<DynamodbState>,
  input: ListBackupsCommandInput,
): Omit<ListBackupsCommandOutput, '$metadata'> {
  checkMembers(input, MEMBERS, wordingOf(context));
  const { TimeRangeLowerBound: lower, TimeRangeUpperBound: upper } = input;
  // Captured: 2026-10.
  if (lower !== undefined && upper !== undefined && lower > upper) {
    throw invalidParameters('Time range lower bound must be less than or equal to upper bound');
  }
  const limit = input.Limit ?? MOST;
  const summaries: BackupSummary[] = [];
  let last: string | undefined;
  for (const [[region], backup] of backupsOf(context.state).entries({
    after: [context.region, startId(context, input.ExclusiveStartBackupArn)],
  })) {
    if (region !== context.region) break;
    if (!isAsked(context, input, backup)) continue;
    if (summaries.length === limit) {
      last = summaries.at(-1)?.BackupArn;
      break;
    }
    summaries.push(summaryOf(backup));
  }
  return { BackupSummaries: summaries, LastEvaluatedBackupArn: last };
}

/** A pure cursor: the backup need not exist any more. Captured: 2026-10. */
function startId(context: Context<DynamodbState>, arn: string | undefined): string {
  if (arn === undefined) return '';
  const parts = /^arn:aws[a-z-]*:dynamodb:([^:]+):\d+:table\/[^/]+\/backup\/([^/]+)$/.exec(arn);
  if (parts === null) throw validationError('Invalid Backup ARN');
  if (parts[1] !== context.region) {
    throw validationError('Invalid Request: The supplied ExclusiveStartBackupArn does not match the region');
  }
  return parts[2] ?? '';
}

function isAsked(
  { now }: Context<DynamodbState>,
  input: ListBackupsCommandInput,
  backup: BackupEntry,
): boolean {
  const { TableName, BackupType: type = 'USER', TimeRangeLowerBound, TimeRangeUpperBound } = input;
  return (
    (TableName === undefined || nameOfTable(TableName) === backup.table.name) &&
    (type === 'ALL' || type === backup.type) &&
    backup.createdAt >= (TimeRangeLowerBound?.getTime() ?? 0) &&
    backup.createdAt < (TimeRangeUpperBound?.getTime() ?? Number.POSITIVE_INFINITY) &&
    now < (backup.expiresAt ?? Number.POSITIVE_INFINITY)
  );
}

function summaryOf(backup: BackupEntry): BackupSummary {
  const { name: TableName, id: TableId, arn: TableArn } = backup.table;
  return { TableName, TableId, TableArn, ...describeBackupEntry(backup) };
}
