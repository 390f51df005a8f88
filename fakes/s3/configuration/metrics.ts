import {
  MetricsConfiguration$,
  type GetBucketMetricsConfigurationCommandOutput,
  type ListBucketMetricsConfigurationsCommandOutput,
  type PutBucketMetricsConfigurationCommandInput,
} from '@aws-sdk/client-s3';
import { required } from '../validate';
import { requireSchema } from './document-schema';
import { deleteIdentified, getIdentified, listIdentified, putIdentified, requireSameId } from './many';

/**
 * Adds or replaces a configuration of request metrics. CloudWatch gets none of them here.
 *
 * @throws NoSuchBucket, MalformedXML, TooManyConfigurations
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketMetricsConfiguration.html
 */
export const putBucketMetricsConfiguration = putIdentified(
  ({ metrics }) => metrics,
  (_context, input: PutBucketMetricsConfigurationCommandInput) => {
    const configuration = required(input.MetricsConfiguration);
    requireSchema(MetricsConfiguration$, configuration);
    requireSameId(input, configuration.Id);
    return configuration;
  },
);

/**
 * A configuration of request metrics.
 *
 * @throws NoSuchBucket, NoSuchConfiguration
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketMetricsConfiguration.html
 */
export const getBucketMetricsConfiguration = getIdentified(
  ({ metrics }) => metrics,
  (document): Omit<GetBucketMetricsConfigurationCommandOutput, '$metadata'> => ({
    MetricsConfiguration: document,
  }),
);

/**
 * Removes a configuration of request metrics.
 *
 * @throws NoSuchBucket, NoSuchConfiguration
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketMetricsConfiguration.html
 */
export const deleteBucketMetricsConfiguration = deleteIdentified(({ metrics }) => metrics);

/**
 * A bucket's configurations of request metrics.
 *
 * @throws NoSuchBucket, InvalidArgument (ContinuationToken)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketMetricsConfigurations.html
 */
export const listBucketMetricsConfigurations = listIdentified(
  ({ metrics }) => metrics,
  (documents, page): Omit<ListBucketMetricsConfigurationsCommandOutput, '$metadata'> => ({
    ...page,
    ...(documents === undefined ? {} : { MetricsConfigurationList: documents }),
  }),
);
