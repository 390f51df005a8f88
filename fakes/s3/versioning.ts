import type {
  GetBucketVersioningCommandInput,
  GetBucketVersioningCommandOutput,
  PutBucketVersioningCommandInput,
} from '@aws-sdk/client-s3';
import { notSupported } from '../kernel/errors';
import type { Context } from '../kernel/operation';
import { malformedXml, s3Error } from './errors';
import type { Bucket, S3State, VersioningStatus } from './state';
import { required, requireBucket } from './validate';
import { startVersioning } from './versions';

/**
 * Enables or suspends versioning. It cannot be taken back: a bucket never becomes unversioned again.
 *
 * @throws NoSuchBucket, IllegalVersioningConfigurationException, MalformedXML,
 * InvalidBucketState (Object Lock)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html
 */
export function putBucketVersioning(
  context: Context<S3State>,
  input: PutBucketVersioningCommandInput,
): object {
  const { operation, state } = context;
  const bucket = requireBucket(context, input);
  const { MFADelete, Status } = required(input.VersioningConfiguration);
  if (MFADelete !== undefined) throw notSupported(operation, 'VersioningConfiguration.MFADelete');
  if (Status === undefined) {
    throw s3Error('IllegalVersioningConfigurationException', 400, 'The Versioning element must be specified');
  }
  if (Status !== 'Enabled' && Status !== 'Suspended') throw malformedXml();
  if (Status === 'Suspended' && state.objectLocks.has(bucket.name)) {
    throw s3Error(
      'InvalidBucketState',
      409,
      'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.',
    );
  }
  const { late } = context.advice;
  if (late === undefined) changeVersioning(state, bucket, Status);
  else state.lateVersioning.put(bucket.name, { status: Status, from: context.now + late.ms });
  return {};
}

function changeVersioning(state: S3State, bucket: Bucket, versioning: VersioningStatus): void {
  if (bucket.versioning === undefined) startVersioning(state, bucket.name);
  state.buckets.put(bucket.name, { ...bucket, versioning });
  state.lateVersioning.delete(bucket.name);
}

/**
 * Lets changes of versioning arrive whose time has come. Documented: UserGuide/manage-versioning-examples: after the first
 * one AWS recommends to wait 15 minutes before writing. Here they are late only where a fault rule says so.
 */
export function applyLateVersioning({ now, state }: Pick<Context<S3State>, 'now' | 'state'>): void {
  for (const [name, { from, status }] of Array.from(state.lateVersioning.entries())) {
    const bucket = state.buckets.get(name);
    if (from <= now && bucket !== undefined) changeVersioning(state, bucket, status);
  }
}

/**
 * The versioning of a bucket; nothing if it was never configured.
 *
 * @throws NoSuchBucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html
 */
export function getBucketVersioning(
  context: Context<S3State>,
  input: GetBucketVersioningCommandInput,
): Omit<GetBucketVersioningCommandOutput, '$metadata'> {
  const { versioning } = requireBucket(context, input);
  return versioning === undefined ? {} : { Status: versioning };
}
