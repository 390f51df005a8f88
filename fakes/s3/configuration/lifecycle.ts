import {
  BucketLifecycleConfiguration$,
  type GetBucketLifecycleConfigurationCommandOutput,
  type LifecycleRule,
  type PutBucketLifecycleConfigurationCommandInput,
  type PutBucketLifecycleConfigurationCommandOutput,
  type TransitionDefaultMinimumObjectSize,
} from '@aws-sdk/client-s3';
import type { Context } from '../../kernel/operation';
import { invalidRequest, malformedXml, s3Error } from '../errors';
import type { S3State } from '../state';
import { required, requireDocument } from '../validate';
import type { Lifecycle } from './configuration-state';
import { requireSchema } from './document-schema';
import { requireLifecycleRule } from './lifecycle-rule';
import { requireUniqueIds } from './rule-ids';
import { deleteConfiguration, getConfiguration, putConfiguration } from './single';

/** Documented: API_PutBucketLifecycleConfiguration: "up to 1,000 rules". */
const MAX_RULES = 1000;
const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Says when objects of a bucket go to another storage class, when they expire, and when uploads are given up. It
 * happens at midnight UTC, to what the bucket holds already as well.
 *
 * @throws NoSuchBucket, MalformedXML, InvalidArgument (numbers of days, dates, ids), InvalidRequest (an empty rule, tags,
 * what cannot go together)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
 */
export const putBucketLifecycleConfiguration = putConfiguration(
  ({ lifecycle }) => lifecycle,
  (context, input: PutBucketLifecycleConfigurationCommandInput) => requireLifecycle(context, input),
  (document): Omit<PutBucketLifecycleConfigurationCommandOutput, '$metadata'> =>
    document === undefined ? {} : { TransitionDefaultMinimumObjectSize: document.minimumSize },
);

function requireLifecycle(
  context: Context<S3State>,
  input: PutBucketLifecycleConfigurationCommandInput,
): Lifecycle {
  const configuration = requireDocument(input.LifecycleConfiguration);
  const minimumSize = input.TransitionDefaultMinimumObjectSize ?? 'all_storage_classes_128K';
  requireSchema(BucketLifecycleConfiguration$, configuration);
  const rules = required(configuration.Rules);
  if (rules.length === 0 || rules.length > MAX_RULES) throw malformedXml();
  requireMinimumSize(minimumSize);
  rules.forEach(requireLifecycleRule);
  requireUniqueIds(rules);
  return {
    rules: rules.map((rule) => ({ ...rule, ID: rule.ID ?? newId(context) })),
    minimumSize,
    putAt: context.now,
  };
}

/** Documented: API_LifecycleRule: an id "if not specified, S3 generates". Assumed: 48 letters and digits. */
function newId({ ids }: Context<S3State>): NonNullable<LifecycleRule['ID']> {
  return ids.token('s3.lifecycle', 48, ID_ALPHABET);
}

function requireMinimumSize(size: TransitionDefaultMinimumObjectSize): void {
  if (size === 'all_storage_classes_128K' || size === 'varies_by_storage_class') return;
  throw invalidRequest(`Invalid TransitionDefaultMinimumObjectSize found: ${String(size)}`);
}

/**
 * A bucket's lifecycle.
 *
 * @throws NoSuchBucket, NoSuchLifecycleConfiguration
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html
 */
export const getBucketLifecycleConfiguration = getConfiguration(
  ({ lifecycle }) => lifecycle,
  (document, bucket): Omit<GetBucketLifecycleConfigurationCommandOutput, '$metadata'> => {
    if (document !== undefined)
      return { Rules: [...document.rules], TransitionDefaultMinimumObjectSize: document.minimumSize };
    throw s3Error('NoSuchLifecycleConfiguration', 404, 'The lifecycle configuration does not exist', {
      BucketName: bucket.name,
    });
  },
);

/**
 * Ends a bucket's lifecycle. What has happened stays.
 *
 * @throws NoSuchBucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketLifecycle.html
 */
export const deleteBucketLifecycle = deleteConfiguration(({ lifecycle }) => lifecycle);
