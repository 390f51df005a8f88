import {
  BucketLoggingStatus$,
  BucketLogsPermission,
  PartitionDateSource,
  type GetBucketLoggingCommandOutput,
  type LoggingEnabled,
  type PutBucketLoggingCommandInput,
} from '@aws-sdk/client-s3';
import type { Context } from '../../kernel/operation';
import { s3Error } from '../errors';
import type { Bucket, S3State } from '../state';
import { required } from '../validate';
import { requireOneOf, requireSchema } from './document-schema';
import { getConfiguration, putConfiguration } from './single';

/**
 * Says where S3 logs the requests to a bucket; an empty status ends it. No log is ever written here: S3 delivers them
 * within hours, on a best-effort basis.
 *
 * @throws NoSuchBucket, MalformedXML, InvalidTargetBucketForLogging, CrossLocationLoggingProhibitted
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLogging.html
 */
export const putBucketLogging = putConfiguration(
  ({ logging }) => logging,
  (context, input: PutBucketLoggingCommandInput, bucket) => {
    const status = required(input.BucketLoggingStatus);
    requireSchema(BucketLoggingStatus$, status);
    if (status.LoggingEnabled !== undefined) requireTarget(context, bucket, status.LoggingEnabled);
    return status.LoggingEnabled;
  },
);

function requireTarget(context: Context<S3State>, bucket: Bucket, logging: LoggingEnabled): void {
  for (const { Permission } of logging.TargetGrants ?? []) requireOneOf(BucketLogsPermission, Permission);
  requireOneOf(PartitionDateSource, logging.TargetObjectKeyFormat?.PartitionedPrefix?.PartitionDateSource);
  const name = required(logging.TargetBucket);
  const target = context.state.buckets.get(name);
  if (target === undefined) {
    throw s3Error('InvalidTargetBucketForLogging', 400, 'The target bucket for logging does not exist', {
      TargetBucket: name,
    });
  }
  const [source, destination] = [bucket, target].map(({ region }) => region ?? context.region);
  if (source !== destination) {
    throw s3Error('CrossLocationLoggingProhibitted', 403, 'Cross S3 location logging not allowed.', {
      SourceBucketLocation: source,
      TargetBucketLocation: destination,
    });
  }
}

/**
 * Where S3 logs the requests to a bucket; nothing if it does not.
 *
 * @throws NoSuchBucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLogging.html
 */
export const getBucketLogging = getConfiguration(
  ({ logging }) => logging,
  (document): Omit<GetBucketLoggingCommandOutput, '$metadata'> =>
    document === undefined ? {} : { LoggingEnabled: document },
);
