import {
  BucketAccelerateStatus,
  type GetBucketAccelerateConfigurationCommandOutput,
  type PutBucketAccelerateConfigurationCommandInput,
} from '@aws-sdk/client-s3';
import { invalidRequest, malformedXml } from '../errors';
import { required } from '../validate';
import { requireOneOf } from './document-schema';
import { getConfiguration, putConfiguration } from './single';

/**
 * Enables or suspends Transfer Acceleration. Requests are as fast as before: there is no network here.
 *
 * @throws NoSuchBucket, MalformedXML, InvalidRequest (a bucket with a period in its name)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAccelerateConfiguration.html
 */
export const putBucketAccelerateConfiguration = putConfiguration(
  ({ accelerate }) => accelerate,
  (_context, input: PutBucketAccelerateConfigurationCommandInput, bucket) => {
    if (bucket.name.includes('.')) {
      throw invalidRequest(
        'S3 Transfer Acceleration is not supported for buckets with periods (.) in their names',
      );
    }
    const configuration = required(input.AccelerateConfiguration);
    if (configuration.Status === undefined) throw malformedXml();
    requireOneOf(BucketAccelerateStatus, configuration.Status);
    return configuration;
  },
);

/**
 * Whether Transfer Acceleration is on; nothing if it never was.
 *
 * @throws NoSuchBucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAccelerateConfiguration.html
 */
export const getBucketAccelerateConfiguration = getConfiguration(
  ({ accelerate }) => accelerate,
  (document): Omit<GetBucketAccelerateConfigurationCommandOutput, '$metadata'> => document ?? {},
);
