import type {
  RestoreObjectCommandInput,
  RestoreObjectCommandOutput,
  RestoreRequest,
} from '@aws-sdk/client-s3';
import { notSupported } from '../kernel/errors';
import type { Context } from '../kernel/operation';
import { isRestored } from './archive';
import { malformedXml, s3Error } from './errors';
import { requireObject } from './get-object';
import { reportRestore } from './restore-events';
import type { ObjectVersion, S3State } from './state';
import { requireAddress, requireDocument } from './validate';
import { replaceVersion } from './versions';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * How long a retrieval takes, by storage class and tier. Documented: UserGuide/restoring-objects-retrieval-options,
 * always the longest time of those ranges.
 */
const DURATIONS: Readonly<Record<string, number>> = {
  'GLACIER Expedited': HOUR / 12,
  'GLACIER Standard': 5 * HOUR,
  'GLACIER Bulk': 12 * HOUR,
  'DEEP_ARCHIVE Standard': 12 * HOUR,
  'DEEP_ARCHIVE Bulk': 48 * HOUR,
};

/**
 * Asks for a copy of an archived object that can be read for some days; asked again, it is kept for longer.
 *
 * @throws NoSuchBucket, NoSuchKey, NoSuchVersion, MethodNotAllowed, MalformedXML, InvalidObjectState (not archived),
 * RestoreAlreadyInProgress
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_RestoreObject.html
 */
export function restoreObject(
  context: Context<S3State>,
  input: RestoreObjectCommandInput,
): Omit<RestoreObjectCommandOutput, '$metadata'> {
  const { now, state } = context;
  const { bucket, key } = requireAddress(context, input);
  const { days, tier } = requireRequest(context.operation, requireDocument(input.RestoreRequest));
  const version = requireObject(state, bucket, key, input.VersionId, 'POST');
  const duration = requireDuration(version, tier);
  const { restore } = version;
  if (restore !== undefined && restore.readyAt > now) {
    // Documented: API_RestoreObject, special errors.
    throw s3Error('RestoreAlreadyInProgress', 409, 'Object restore is already in progress');
  }
  const readyAt = isRestored(restore, now) ? now : now + duration;
  const next = { readyAt, expiresAt: Math.ceil((readyAt + days * DAY) / DAY) * DAY };
  replaceVersion(state, bucket, { ...version, restore: next });
  reportRestore(context, bucket, version, next);
  return {};
}

function requireRequest(operation: string, request: RestoreRequest): { days: number; tier: string } {
  const { Days, GlacierJobParameters, Tier, ...others } = request;
  const other = Object.keys(others)[0];
  if (other !== undefined) throw notSupported(operation, `RestoreRequest.${other}`);
  if (Days === undefined || !Number.isInteger(Days) || Days < 1) throw malformedXml();
  const tier = GlacierJobParameters?.Tier ?? Tier ?? 'Standard';
  if (!['Expedited', 'Standard', 'Bulk'].includes(tier)) throw malformedXml();
  return { days: Days, tier };
}

/** @throws InvalidObjectState, InvalidArgument (the tier). Assumed: the wordings. */
function requireDuration({ storageClass }: ObjectVersion, tier: string): number {
  const duration = DURATIONS[`${storageClass} ${tier}`];
  if (duration !== undefined) return duration;
  if (storageClass === 'DEEP_ARCHIVE') {
    throw s3Error('InvalidArgument', 400, 'Retrieval option is not supported by this storage class');
  }
  throw s3Error('InvalidObjectState', 403, "Restore is not allowed for the object's current storage class", {
    StorageClass: storageClass,
  });
}
