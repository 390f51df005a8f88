import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { invalidArgument, invalidRequest, s3Error } from './errors';
import type { Bucket, BucketLock, LockMode, S3State, Version, VersionLock } from './state';
import { wholeSeconds } from './validate';

/** The members of a new object that lock it. */
export const LOCK_MEMBERS = [
  'ObjectLockMode',
  'ObjectLockRetainUntilDate',
  'ObjectLockLegalHoldStatus',
] as const;

export type LockMembers = Pick<PutObjectCommandInput, (typeof LOCK_MEMBERS)[number]>;

/**
 * How a request locks its new object, without what the bucket adds.
 *
 * @throws InvalidArgument, InvalidRequest (the bucket has no Object Lock)
 */
export function requestedLock(
  state: S3State,
  bucket: Bucket,
  input: LockMembers,
  now: number,
): VersionLock | undefined {
  const { ObjectLockMode: mode, ObjectLockRetainUntilDate: date, ObjectLockLegalHoldStatus: hold } = input;
  if (mode === undefined && date === undefined && hold === undefined) return undefined;
  if (!state.objectLocks.has(bucket.name)) throw missingLockConfiguration();
  const retention = mode === undefined && date === undefined ? undefined : requireRetention(mode, date, now);
  if (hold !== undefined && hold !== 'ON' && hold !== 'OFF') {
    // Assumed: the wording.
    throw invalidArgument('Unknown legal hold status.', 'x-amz-object-lock-legal-hold', hold);
  }
  return { ...(retention === undefined ? {} : { retention }), ...(hold === undefined ? {} : { hold }) };
}

function requireRetention(mode: string | undefined, date: Date | undefined, now: number) {
  if (mode === undefined || date === undefined) {
    throw invalidArgument(
      'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied',
      mode === undefined ? 'x-amz-object-lock-mode' : 'x-amz-object-lock-retain-until-date',
    );
  }
  if (!isLockMode(mode)) throw invalidArgument('Unknown wormMode directive.', 'x-amz-object-lock-mode', mode);
  requireFuture(date, now, 'x-amz-object-lock-retain-until-date');
  return { mode, until: wholeSeconds(date.getTime()) };
}

/** @throws InvalidArgument */
export function requireFuture(date: Date, now: number, argument: string): void {
  if (date.getTime() > now) return;
  throw invalidArgument('The retain until date must be in the future!', argument, date.toISOString());
}

/** Whether there is such a mode. */
export function isLockMode(mode: string): mode is LockMode {
  return mode === 'GOVERNANCE' || mode === 'COMPLIANCE';
}

/** The lock of an object that comes to be now: the bucket's default counts where the request names no retention. */
export function lockOfNew(
  state: S3State,
  bucket: Bucket,
  requested: VersionLock | undefined,
  now: number,
): VersionLock | undefined {
  const retention = state.objectLocks.get(bucket.name)?.retention;
  if (retention === undefined || requested?.retention !== undefined) return requested;
  const until = retainedUntil(retention, wholeSeconds(now));
  return { ...requested, retention: { mode: retention.mode, until } };
}

function retainedUntil({ days, years }: NonNullable<BucketLock['retention']>, now: number): number {
  const date = new Date(now);
  if (days !== undefined) date.setUTCDate(date.getUTCDate() + days);
  else date.setUTCFullYear(date.getUTCFullYear() + (years ?? 0));
  return date.getTime();
}

/** How an object's lock is shown by its reads. */
export function lockMembers(lock: VersionLock | undefined) {
  if (lock === undefined) return {};
  const { hold, retention } = lock;
  return {
    ...(retention === undefined
      ? {}
      : { ObjectLockMode: retention.mode, ObjectLockRetainUntilDate: new Date(retention.until) }),
    ...(hold === undefined ? {} : { ObjectLockLegalHoldStatus: hold }),
  };
}

/**
 * A locked version may not be deleted for good: never under a legal hold or in compliance mode, in governance mode only
 * by who bypasses it.
 *
 * @throws AccessDenied
 */
export function requireUnlocked(version: Version | undefined, bypass: boolean, now: number): void {
  if (version?.kind !== 'object' || version.lock === undefined) return;
  const { hold, retention } = version.lock;
  if (hold === 'ON') throw objectLocked();
  if (retention === undefined || retention.until <= now) return;
  if (retention.mode === 'COMPLIANCE' || !bypass) throw objectLocked();
}

/** Captured: true or false, the header needs a bucket with Object Lock. @throws InvalidArgument */
export function requireBypass(state: S3State, bucket: Bucket, bypass: boolean | undefined): boolean {
  if (bypass !== undefined && !state.objectLocks.has(bucket.name)) {
    throw invalidArgument(
      'x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.',
      'x-amz-bypass-governance-retention',
    );
  }
  return bypass === true;
}

export const objectLocked = () =>
  s3Error('AccessDenied', 403, 'Access Denied because object protected by object lock.');

export const missingLockConfiguration = () => invalidRequest('Bucket is missing Object Lock Configuration');
