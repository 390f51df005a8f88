import type {
  GetObjectLegalHoldCommandInput,
  GetObjectLegalHoldCommandOutput,
  GetObjectRetentionCommandInput,
  GetObjectRetentionCommandOutput,
  ObjectLockRetention,
  PutObjectLegalHoldCommandInput,
  PutObjectRetentionCommandInput,
} from '@aws-sdk/client-s3';
import { notSupported } from '../kernel/errors';
import type { Context } from '../kernel/operation';
import { malformedXml, s3Error } from './errors';
import { requireObject } from './get-object';
import { isLockMode, missingLockConfiguration, objectLocked, requireFuture } from './retention';
import type { Bucket, ObjectVersion, S3State, VersionLock } from './state';
import { requireDocument, requireAddress, wholeSeconds } from './validate';
import { replaceVersion } from './versions';

interface VersionRequest {
  readonly Bucket: string | undefined;
  readonly Key: string | undefined;
  readonly VersionId?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

/** @throws as GetObject, InvalidRequest (the bucket has no Object Lock) */
function requireLockable(
  context: Context<S3State>,
  input: VersionRequest,
  method: string,
): { bucket: Bucket; version: ObjectVersion } {
  const { bucket, key } = requireAddress(context, input);
  if (!context.state.objectLocks.has(bucket.name)) throw missingLockConfiguration();
  return { bucket, version: requireObject(context.state, bucket, key, input.VersionId, method) };
}

/**
 * Locks a version until a date, or changes until when. A governance lock is shortened or taken away only with
 * BypassGovernanceRetention, a compliance lock never. Assumed: governance may become compliance without it.
 *
 * @throws InvalidRequest (the bucket has no Object Lock), NoSuchKey, NoSuchVersion, MethodNotAllowed, MalformedXML,
 * InvalidArgument (a date in the past), AccessDenied
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectRetention.html
 */
export function putObjectRetention(context: Context<S3State>, input: PutObjectRetentionCommandInput): object {
  const { now, state } = context;
  const { bucket, version } = requireLockable(context, input, 'PUT');
  const given = requireDocument(input.Retention);
  for (const member of ['EventHold', 'EventHoldDuration'] as const)
    if (given[member] !== undefined) throw notSupported(context.operation, `Retention.${member}`);
  const retention = requireRetention(given, now);
  requireChangeable(version.lock?.retention, retention, input.BypassGovernanceRetention === true, now);
  const { retention: _, ...others } = version.lock ?? {};
  const lock: VersionLock = retention === undefined ? others : { ...others, retention };
  replaceVersion(state, bucket, { ...version, lock });
  return {};
}

/** Documented: API_ObjectLockRetention. Nothing at all takes a retention away. */
function requireRetention({ Mode, RetainUntilDate }: ObjectLockRetention, now: number) {
  if (Mode === undefined && RetainUntilDate === undefined) return undefined;
  if (Mode === undefined || RetainUntilDate === undefined || !isLockMode(Mode)) throw malformedXml();
  requireFuture(RetainUntilDate, now, 'RetainUntilDate');
  return { mode: Mode, until: wholeSeconds(RetainUntilDate.getTime()) };
}

function requireChangeable(
  before: VersionLock['retention'],
  after: VersionLock['retention'],
  bypass: boolean,
  now: number,
): void {
  if (before === undefined || before.until <= now) return;
  const weaker = after === undefined || after.until < before.until;
  if (before.mode === 'COMPLIANCE' ? weaker || after.mode === 'GOVERNANCE' : weaker && !bypass)
    throw objectLocked();
}

/**
 * Until when a version is locked, and how.
 *
 * @throws InvalidRequest (the bucket has no Object Lock), NoSuchKey, NoSuchVersion, MethodNotAllowed,
 * NoSuchObjectLockConfiguration
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectRetention.html
 */
export function getObjectRetention(
  context: Context<S3State>,
  input: GetObjectRetentionCommandInput,
): Omit<GetObjectRetentionCommandOutput, '$metadata'> {
  const { retention } = requireLockable(context, input, 'GET').version.lock ?? {};
  if (retention === undefined) throw noLock();
  return { Retention: { Mode: retention.mode, RetainUntilDate: new Date(retention.until) } };
}

/**
 * Holds a version, or lets it go: while it is held, nobody can delete it.
 *
 * @throws InvalidRequest (the bucket has no Object Lock), NoSuchKey, NoSuchVersion, MethodNotAllowed, MalformedXML
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLegalHold.html
 */
export function putObjectLegalHold(context: Context<S3State>, input: PutObjectLegalHoldCommandInput): object {
  const { bucket, version } = requireLockable(context, input, 'PUT');
  const hold = requireDocument(input.LegalHold).Status;
  if (hold !== 'ON' && hold !== 'OFF') throw malformedXml();
  replaceVersion(context.state, bucket, { ...version, lock: { ...version.lock, hold } });
  return {};
}

/**
 * Whether a version is held.
 *
 * @throws as GetObjectRetention
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLegalHold.html
 */
export function getObjectLegalHold(
  context: Context<S3State>,
  input: GetObjectLegalHoldCommandInput,
): Omit<GetObjectLegalHoldCommandOutput, '$metadata'> {
  const { hold } = requireLockable(context, input, 'GET').version.lock ?? {};
  if (hold === undefined) throw noLock();
  return { LegalHold: { Status: hold } };
}

const noLock = () =>
  s3Error(
    'NoSuchObjectLockConfiguration',
    404,
    'The specified object does not have a ObjectLock configuration',
  );
