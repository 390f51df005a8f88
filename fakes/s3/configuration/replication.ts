import {
  DeleteMarkerReplicationStatus,
  ReplicationConfiguration$,
  ReplicationRuleStatus,
  StorageClass,
  type GetBucketReplicationCommandOutput,
  type PutBucketReplicationCommandInput,
  type ReplicationConfiguration,
  type ReplicationRule,
} from '@aws-sdk/client-s3';
import { notSupported } from '../../kernel/errors';
import type { Context } from '../../kernel/operation';
import { invalidArgument, invalidRequest, malformedXml, s3Error } from '../errors';
import type { Bucket, S3State } from '../state';
import { required } from '../validate';
import { requireOneOf, requireSchema } from './document-schema';
import { requireUniqueIds } from './rule-ids';
import { deleteConfiguration, getConfiguration, putConfiguration } from './single';

/** Documented: API_ReplicationConfiguration: "a maximum of 1,000 rules". */
const MAX_RULES = 1000;
const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Says what is copied to which other buckets: new versions, a quarter of an hour later.
 *
 * @throws NoSuchBucket, MalformedXML, InvalidRequest (versioning here or there; members that belong together),
 * InvalidArgument (ids, destination)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html
 */
export const putBucketReplication = putConfiguration(
  ({ replication }) => replication,
  (context, input: PutBucketReplicationCommandInput, bucket) => {
    if (input.Token !== undefined) throw notSupported(context.operation, 'Token');
    return requireReplication(context, bucket, required(input.ReplicationConfiguration));
  },
);

function requireReplication(
  context: Context<S3State>,
  bucket: Bucket,
  configuration: ReplicationConfiguration,
): ReplicationConfiguration {
  requireSchema(ReplicationConfiguration$, configuration);
  const rules = configuration.Rules ?? [];
  if (rules.length === 0 || rules.length > MAX_RULES) throw malformedXml();
  rules.forEach(requireRule);
  requireUniqueIds(rules);
  if (bucket.versioning !== 'Enabled') {
    throw invalidRequest("Versioning must be 'Enabled' on the bucket to apply a replication configuration");
  }
  for (const rule of rules) requireDestination(context, bucket, rule.Destination?.Bucket ?? '');
  return {
    ...configuration,
    Rules: rules.map((rule) => ({
      ...rule,
      ID: rule.ID ?? context.ids.token('s3.replication', 48, ID_ALPHABET),
    })),
  };
}

function requireRule(rule: ReplicationRule): void {
  requireOneOf(ReplicationRuleStatus, rule.Status);
  requireOneOf(StorageClass, rule.Destination?.StorageClass);
  requireOneOf(DeleteMarkerReplicationStatus, rule.DeleteMarkerReplication?.Status);
  const { DeleteMarkerReplication, Filter, Prefix, Priority } = rule;
  if (Filter === undefined) {
    // The first version of the schema: a prefix (required then, for which nothing stands for the whole bucket), no priority.
    if (Prefix === undefined || Priority !== undefined) throw malformedXml();
    return;
  }
  if (Prefix !== undefined || Object.keys(Filter).length > 1) throw malformedXml();
  // Documented: API_ReplicationRule. Assumed: the wordings.
  const missing =
    Priority === undefined
      ? 'Priority'
      : DeleteMarkerReplication === undefined
        ? 'DeleteMarkerReplication'
        : undefined;
  if (missing === undefined) return;
  throw invalidRequest(
    `${missing} must be specified for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information.`,
  );
}

/** Captured: a bucket that does not exist and one without versioning get the same answer. */
function requireDestination(context: Context<S3State>, bucket: Bucket, arn: string): void {
  const name = arn.split(':::')[1];
  // Assumed: the wordings of these two.
  if (!arn.startsWith('arn:aws:s3:::') || name === undefined || name === '')
    throw invalidArgument('Invalid ARN', 'Bucket', arn);
  if (name === bucket.name)
    throw invalidRequest('Destination bucket cannot be the same as the source bucket.');
  if (context.state.buckets.get(name)?.versioning !== 'Enabled')
    throw invalidRequest('Destination bucket must have versioning enabled.');
}

/**
 * What is copied to which other buckets.
 *
 * @throws NoSuchBucket, ReplicationConfigurationNotFoundError
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketReplication.html
 */
export const getBucketReplication = getConfiguration(
  ({ replication }) => replication,
  (document, bucket): Omit<GetBucketReplicationCommandOutput, '$metadata'> => {
    if (document !== undefined) return { ReplicationConfiguration: document };
    throw s3Error(
      'ReplicationConfigurationNotFoundError',
      404,
      'The replication configuration was not found',
      { BucketName: bucket.name },
    );
  },
);

/**
 * Ends replication. What has been copied stays.
 *
 * @throws NoSuchBucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketReplication.html
 */
export const deleteBucketReplication = deleteConfiguration(({ replication }) => replication);
