import type {
  ContinuousBackupsDescription,
  DescribeContinuousBackupsCommandInput,
  DescribeContinuousBackupsCommandOutput,
  UpdateContinuousBackupsCommandInput,
  UpdateContinuousBackupsCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { Context } from '../../kernel/operation';
import { checkMembers, given, requireTableName, RULES, type MemberRule } from '../members';
import type { DynamodbState, TableEntry } from '../state';
import { wordingOf } from '../table-access';
import { requireBackupTable } from './backups';
import { invalidRequest } from './errors';
import { historyOf } from './state';

/** Documented: PointInTimeRecoverySpecification, "the value will default to 35". */
const DEFAULT_DAYS = 35;
/** Captured: 2026-10: the latest restorable time is max(time of enabling, now - 300 s). */
const LATEST_MS = 300_000;

const MEMBERS: readonly MemberRule[] = [
  RULES.tableName,
  {
    name: 'PointInTimeRecoverySpecification',
    required: true,
    members: [
      { name: 'PointInTimeRecoveryEnabled', required: true },
      { name: 'RecoveryPeriodInDays', least: 1, most: DEFAULT_DAYS },
    ],
  },
];

/** The times to which a table with point-in-time recovery can be restored, epoch ms. */
export function restorable(
  pointInTime: NonNullable<TableEntry['pointInTime']>,
  now: number,
): { readonly earliest: number; readonly latest: number } {
  return {
    earliest: Math.max(pointInTime.enabledAt, now - pointInTime.days * 86_400_000),
    latest: Math.max(pointInTime.enabledAt, now - LATEST_MS),
  };
}

/**
 * Says whether a table can be restored to a point in time, and to which.
 *
 * @throws ValidationException, TableNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html
 */
export function describeContinuousBackups(
  context: Context<DynamodbState>,
  input: DescribeContinuousBackupsCommandInput,
): Omit<DescribeContinuousBackupsCommandOutput, '$metadata'> {
  const name = requireTableName(input);
  checkMembers(input, [RULES.tableName], wordingOf(context));
  return { ContinuousBackupsDescription: describe(requireBackupTable(context, name), context.now) };
}

/** Captured: 2026-10: `ContinuousBackupsStatus` is ENABLED also where point-in-time recovery is not. */
function describe(table: TableEntry, now: number): ContinuousBackupsDescription {
  const { pointInTime } = table;
  if (pointInTime === undefined) {
    return {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
    };
  }
  const { earliest, latest } = restorable(pointInTime, now);
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: {
      PointInTimeRecoveryStatus: 'ENABLED',
      RecoveryPeriodInDays: pointInTime.days,
      EarliestRestorableDateTime: new Date(earliest),
      LatestRestorableDateTime: new Date(latest),
    },
  };
}

/**
 * Enables or disables point-in-time recovery. From then on every write is remembered; disabling forgets them.
 *
 * @throws ValidationException members; a period while disabling
 * @throws TableNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContinuousBackups.html
 */
export function updateContinuousBackups(
  context: Context<DynamodbState>,
  input: UpdateContinuousBackupsCommandInput,
): Omit<UpdateContinuousBackupsCommandOutput, '$metadata'> {
  const { state, now } = context;
  const name = requireTableName(input);
  checkMembers(input, MEMBERS, wordingOf(context));
  const { PointInTimeRecoveryEnabled: enabled, RecoveryPeriodInDays: days } = given(
    input.PointInTimeRecoverySpecification,
  );
  // Captured: 2026-10.
  if (enabled !== true && days !== undefined) {
    throw invalidRequest('Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.');
  }
  const table = requireBackupTable(context, name);
  if (enabled !== true) historyOf(state, table).clear();
  const changed: TableEntry = {
    ...table,
    pointInTime: enabled === true ? enabledSince(table, now, days) : undefined,
  };
  state.tables.put([table.region, table.name], changed);
  return { ContinuousBackupsDescription: describe(changed, now) };
}

function enabledSince(
  { pointInTime }: TableEntry,
  now: number,
  days: number | undefined,
): NonNullable<TableEntry['pointInTime']> {
  return {
    enabledAt: pointInTime?.enabledAt ?? now,
    days: days ?? pointInTime?.days ?? DEFAULT_DAYS,
  };
}
