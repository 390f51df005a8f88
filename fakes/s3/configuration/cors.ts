import type { CORSRule, GetBucketCorsCommandOutput, PutBucketCorsCommandInput } from '@aws-sdk/client-s3';
import { invalidRequest, malformedXml, s3Error } from '../errors';
import { required } from '../validate';
import { deleteConfiguration, getConfiguration, putConfiguration } from './single';

const METHODS = new Set(['GET', 'PUT', 'HEAD', 'POST', 'DELETE']);
/** Documented: API_PutBucketCors. */
const MAX_RULES = 100;

/**
 * Keeps a bucket's rules for browsers. SDK clients of Lambda functions send no preflight, so it changes no answer.
 *
 * @throws NoSuchBucket, MalformedXML (no rule, more than 100, one without methods or origins), InvalidRequest (method)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html
 */
export const putBucketCors = putConfiguration(
  ({ cors }) => cors,
  (_context, input: PutBucketCorsCommandInput): readonly CORSRule[] => {
    const rules = required(input.CORSConfiguration).CORSRules ?? [];
    if (rules.length === 0 || rules.length > MAX_RULES) throw malformedXml();
    rules.forEach(requireRule);
    return rules;
  },
);

function requireRule({ AllowedMethods = [], AllowedOrigins = [] }: CORSRule): void {
  if (AllowedMethods.length === 0 || AllowedOrigins.length === 0) throw malformedXml();
  const other = AllowedMethods.find((method) => !METHODS.has(method));
  if (other === undefined) return;
  throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${other}`);
}

/**
 * A bucket's rules for browsers.
 *
 * @throws NoSuchBucket, NoSuchCORSConfiguration
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketCors.html
 */
export const getBucketCors = getConfiguration(
  ({ cors }) => cors,
  (rules, bucket): Omit<GetBucketCorsCommandOutput, '$metadata'> => {
    if (rules !== undefined) return { CORSRules: [...rules] };
    throw s3Error('NoSuchCORSConfiguration', 404, 'The CORS configuration does not exist', {
      BucketName: bucket.name,
    });
  },
);

/**
 * Removes a bucket's rules, if there are any.
 *
 * @throws NoSuchBucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketCors.html
 */
export const deleteBucketCors = deleteConfiguration(({ cors }) => cors);
