import type {
  DefaultRetention,
  GetObjectLockConfigurationCommandInput,
  GetObjectLockConfigurationCommandOutput,
  ObjectLockConfiguration,
  PutObjectLockConfigurationCommandInput,
} from '@aws-sdk/client-s3';
import { notSupported } from '../kernel/errors';
import type { Context } from '../kernel/operation';
import { invalidArgument, malformedXml, s3Error } from './errors';
import type { BucketLock, S3State } from './state';
import { requireBucket, requireDocument } from './validate';

/**
 * Turns Object Lock on, or changes what new objects are locked with. It can never be turned off again.
 *
 * @throws NoSuchBucket, MalformedXML, InvalidArgument (the period), InvalidBucketState
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLockConfiguration.html
 */
export function putObjectLockConfiguration(
  context: Context<S3State>,
  input: PutObjectLockConfigurationCommandInput,
): object {
  const bucket = requireBucket(context, input);
  if (input.Token !== undefined) throw notSupported(context.operation, 'Token');
  const configuration = requireDocument(input.ObjectLockConfiguration);
  if (configuration.Rule?.DefaultRetention?.DefaultEventHold !== undefined)
    throw notSupported(context.operation, 'DefaultEventHold');
  const lock = requireLock(configuration);
  if (bucket.versioning !== 'Enabled') {
    throw s3Error(
      'InvalidBucketState',
      409,
      "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
    );
  }
  context.state.objectLocks.put(bucket.name, lock);
  return {};
}

function requireLock({ ObjectLockEnabled, Rule }: ObjectLockConfiguration): BucketLock {
  if (ObjectLockEnabled !== 'Enabled') throw malformedXml();
  if (Rule === undefined) return { retention: undefined };
  return { retention: requireDefault(Rule.DefaultRetention) };
}

/** Documented: API_DefaultRetention: a mode and either days or years, "You cannot specify both". */
function requireDefault(retention: DefaultRetention | undefined): BucketLock['retention'] {
  const { Mode, Days, Years } = retention ?? {};
  if (Mode !== 'GOVERNANCE' && Mode !== 'COMPLIANCE') throw malformedXml();
  if ((Days === undefined) === (Years === undefined)) throw malformedXml();
  const period = Days ?? Years ?? 0;
  const positive = Number.isInteger(period) && period > 0;
  // Assumed: the wordings. Documented: UserGuide/object-lock-configure: up to 100 years.
  if (!positive) throw invalidArgument('Default retention period must be a positive integer value.');
  const limit = Days === undefined ? 100 : 36_500;
  if (period > limit) throw invalidArgument('Default retention period too large.');
  return Days === undefined ? { mode: Mode, years: period } : { mode: Mode, days: period };
}

/**
 * What new objects of a bucket are locked with.
 *
 * @throws NoSuchBucket, ObjectLockConfigurationNotFoundError
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLockConfiguration.html
 */
export function getObjectLockConfiguration(
  context: Context<S3State>,
  input: GetObjectLockConfigurationCommandInput,
): Omit<GetObjectLockConfigurationCommandOutput, '$metadata'> {
  const bucket = requireBucket(context, input);
  const lock = context.state.objectLocks.get(bucket.name);
  if (lock === undefined) {
    throw s3Error(
      'ObjectLockConfigurationNotFoundError',
      404,
      'Object Lock configuration does not exist for this bucket',
      { BucketName: bucket.name },
    );
  }
  const enabled = { ObjectLockEnabled: 'Enabled' as const };
  if (lock.retention === undefined) return { ObjectLockConfiguration: enabled };
  const { mode: Mode, days, years } = lock.retention;
  const period = days === undefined ? { Years: years } : { Days: days };
  return { ObjectLockConfiguration: { ...enabled, Rule: { DefaultRetention: { Mode, ...period } } } };
}
