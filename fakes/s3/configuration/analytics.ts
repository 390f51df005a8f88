import {
  AnalyticsConfiguration$,
  AnalyticsS3ExportFileFormat,
  StorageClassAnalysisSchemaVersion,
  type GetBucketAnalyticsConfigurationCommandOutput,
  type ListBucketAnalyticsConfigurationsCommandOutput,
  type PutBucketAnalyticsConfigurationCommandInput,
} from '@aws-sdk/client-s3';
import { required } from '../validate';
import { requireOneOf, requireSchema } from './document-schema';
import { deleteIdentified, getIdentified, listIdentified, putIdentified, requireSameId } from './many';

/**
 * Adds or replaces a storage class analysis. It never finds anything here.
 *
 * @throws NoSuchBucket, MalformedXML, TooManyConfigurations
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAnalyticsConfiguration.html
 */
export const putBucketAnalyticsConfiguration = putIdentified(
  ({ analytics }) => analytics,
  (_context, input: PutBucketAnalyticsConfigurationCommandInput) => {
    const configuration = required(input.AnalyticsConfiguration);
    requireSchema(AnalyticsConfiguration$, configuration);
    const exported = configuration.StorageClassAnalysis?.DataExport;
    requireOneOf(StorageClassAnalysisSchemaVersion, exported?.OutputSchemaVersion);
    requireOneOf(AnalyticsS3ExportFileFormat, exported?.Destination?.S3BucketDestination?.Format);
    requireSameId(input, configuration.Id);
    return configuration;
  },
);

/**
 * A storage class analysis.
 *
 * @throws NoSuchBucket, NoSuchConfiguration
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAnalyticsConfiguration.html
 */
export const getBucketAnalyticsConfiguration = getIdentified(
  ({ analytics }) => analytics,
  (document): Omit<GetBucketAnalyticsConfigurationCommandOutput, '$metadata'> => ({
    AnalyticsConfiguration: document,
  }),
);

/**
 * Removes a storage class analysis.
 *
 * @throws NoSuchBucket, NoSuchConfiguration
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketAnalyticsConfiguration.html
 */
export const deleteBucketAnalyticsConfiguration = deleteIdentified(({ analytics }) => analytics);

/**
 * A bucket's storage class analyses.
 *
 * @throws NoSuchBucket, InvalidArgument (ContinuationToken)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketAnalyticsConfigurations.html
 */
export const listBucketAnalyticsConfigurations = listIdentified(
  ({ analytics }) => analytics,
  (documents, page): Omit<ListBucketAnalyticsConfigurationsCommandOutput, '$metadata'> => ({
    ...page,
    ...(documents === undefined ? {} : { AnalyticsConfigurationList: documents }),
  }),
);
