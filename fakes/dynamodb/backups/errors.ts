import {
  BackupNotFoundException,
  InvalidRestoreTimeException,
  PointInTimeRecoveryUnavailableException,
  TableAlreadyExistsException,
  TableNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { modelled, validationError } from '../errors';

/** Captured: 2026-10. Backups have another error for a table that is not there than the rest of the control plane. */
export function backupTableNotFound(name: string): TableNotFoundException {
  return modelled(TableNotFoundException, `Table not found: ${name}`);
}

/** The backup is not there, or not any more. Assumed: the text; the error is documented. */
export function backupNotFound(arn: string): BackupNotFoundException {
  return modelled(BackupNotFoundException, `Backup not found: ${arn}`);
}

/** A restore makes a new table. Captured: 2026-10. */
export function tableAlreadyExists(name: string): TableAlreadyExistsException {
  return modelled(TableAlreadyExistsException, `Table already exists: ${name}`);
}

/** Captured: 2026-10, and moto's tests against AWS. */
export function pointInTimeRecoveryUnavailable(name: string): PointInTimeRecoveryUnavailableException {
  return modelled(
    PointInTimeRecoveryUnavailableException,
    `Point in time recovery is not enabled for table '${name}'`,
  );
}

/** Captured: 2026-10, as far as "LatestRestor"; Assumed: the end. */
export function invalidRestoreTime(
  time: number,
  earliest: number,
  latest: number,
): InvalidRestoreTimeException {
  const [at, from, to] = [time, earliest, latest].map(
    (ms) => `'${new Date(ms).toISOString().slice(0, 19)}Z'`,
  );
  return modelled(
    InvalidRestoreTimeException,
    `RestoreDateTime ${at} must be within EarliestRestorableDateTime ${from} and LatestRestorableDateTime ${to}`,
  );
}

/** How DynamoDB refuses what its backups do not do. Captured: 2026-10. */
export function invalidRequest(problem: string): Error {
  return validationError(`Invalid Request: ${problem}`);
}
