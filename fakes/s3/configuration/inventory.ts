import {
  InventoryConfiguration$,
  InventoryFormat,
  InventoryFrequency,
  InventoryIncludedObjectVersions,
  InventoryOptionalField,
  type GetBucketInventoryConfigurationCommandOutput,
  type InventoryConfiguration,
  type InventoryS3BucketDestination,
  type ListBucketInventoryConfigurationsCommandOutput,
  type PutBucketInventoryConfigurationCommandInput,
} from '@aws-sdk/client-s3';
import { s3Error } from '../errors';
import { required } from '../validate';
import { requireOneOf, requireSchema } from './document-schema';
import { deleteIdentified, getIdentified, listIdentified, putIdentified } from './many';

/**
 * Adds or replaces an inventory. No report is ever written here.
 *
 * @throws NoSuchBucket, MalformedXML, IdMismatch, InvalidS3DestinationBucket, TooManyConfigurations
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketInventoryConfiguration.html
 */
export const putBucketInventoryConfiguration = putIdentified(
  ({ inventory }) => inventory,
  (_context, input: PutBucketInventoryConfigurationCommandInput) => {
    const configuration = required(input.InventoryConfiguration);
    requireSchema(InventoryConfiguration$, configuration);
    requireKnownValues(configuration);
    // Captured: the schema, then the id, then the destination.
    if (configuration.Id !== input.Id)
      throw s3Error('IdMismatch', 400, 'Document ID does not match the specified configuration ID.');
    if (!/^arn:[^:]+:s3:::.+/.test(required(destinationOf(configuration).Bucket)))
      throw s3Error('InvalidS3DestinationBucket', 400, 'Invalid bucket ARN.');
    return configuration;
  },
);

function requireKnownValues(configuration: InventoryConfiguration): void {
  requireOneOf(InventoryIncludedObjectVersions, configuration.IncludedObjectVersions);
  requireOneOf(InventoryFrequency, required(configuration.Schedule).Frequency);
  requireOneOf(InventoryFormat, destinationOf(configuration).Format);
  for (const field of configuration.OptionalFields ?? []) requireOneOf(InventoryOptionalField, field);
}

/** Where the reports go: the schema has made sure that it is there. */
function destinationOf({ Destination }: InventoryConfiguration): InventoryS3BucketDestination {
  return required(required(Destination).S3BucketDestination);
}

/**
 * An inventory.
 *
 * @throws NoSuchBucket, NoSuchConfiguration
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketInventoryConfiguration.html
 */
export const getBucketInventoryConfiguration = getIdentified(
  ({ inventory }) => inventory,
  (document): Omit<GetBucketInventoryConfigurationCommandOutput, '$metadata'> => ({
    InventoryConfiguration: document,
  }),
);

/**
 * Removes an inventory.
 *
 * @throws NoSuchBucket, NoSuchConfiguration
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketInventoryConfiguration.html
 */
export const deleteBucketInventoryConfiguration = deleteIdentified(({ inventory }) => inventory);

/**
 * A bucket's inventories.
 *
 * @throws NoSuchBucket, InvalidArgument (ContinuationToken)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketInventoryConfigurations.html
 */
export const listBucketInventoryConfigurations = listIdentified(
  ({ inventory }) => inventory,
  (documents, page): Omit<ListBucketInventoryConfigurationsCommandOutput, '$metadata'> => ({
    ...page,
    ...(documents === undefined ? {} : { InventoryConfigurationList: documents }),
  }),
);
