import {
  WebsiteConfiguration$,
  type GetBucketWebsiteCommandOutput,
  type PutBucketWebsiteCommandInput,
  type RoutingRule,
  type WebsiteConfiguration,
} from '@aws-sdk/client-s3';
import { invalidArgument, invalidRequest, malformedXml, s3Error } from '../errors';
import { required } from '../validate';
import { requireSchema } from './document-schema';
import { deleteConfiguration, getConfiguration, putConfiguration } from './single';

/** Documented: UserGuide/how-to-page-redirect: "up to 50 routing rules". */
const MAX_ROUTING_RULES = 50;

/**
 * Makes a bucket a website. SDK clients see nothing of it: only browsers ask the website's endpoint, which is not here.
 *
 * @throws NoSuchBucket, MalformedXML, InvalidArgument, InvalidRequest
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html
 */
export const putBucketWebsite = putConfiguration(
  ({ website }) => website,
  (_context, input: PutBucketWebsiteCommandInput) => requireWebsite(required(input.WebsiteConfiguration)),
);

/**
 * A bucket's website.
 *
 * @throws NoSuchBucket, NoSuchWebsiteConfiguration
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketWebsite.html
 */
export const getBucketWebsite = getConfiguration(
  ({ website }) => website,
  (document, bucket): Omit<GetBucketWebsiteCommandOutput, '$metadata'> => {
    if (document !== undefined) return document;
    throw s3Error(
      'NoSuchWebsiteConfiguration',
      404,
      'The specified bucket does not have a website configuration',
      { BucketName: bucket.name },
    );
  },
);

/**
 * Makes a bucket no website any more, if it was one.
 *
 * @throws NoSuchBucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketWebsite.html
 */
export const deleteBucketWebsite = deleteConfiguration(({ website }) => website);

/** Captured: the order and the texts of these refusals, but for what is assumed below. */
function requireWebsite(website: WebsiteConfiguration): WebsiteConfiguration {
  const { IndexDocument, RedirectAllRequestsTo, RoutingRules } = website;
  if (RedirectAllRequestsTo !== undefined) {
    if (Object.keys(website).length > 1) {
      throw invalidArgument(
        'RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.',
        'RedirectAllRequestsTo',
        'not null',
      );
    }
    requireSchema(WebsiteConfiguration$, website);
    requireProtocol(RedirectAllRequestsTo.Protocol);
    return website;
  }
  if (IndexDocument === undefined) {
    throw invalidArgument(
      'A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty',
      'IndexDocument',
      'null',
    );
  }
  const { Suffix = '' } = IndexDocument;
  if (Suffix === '' || Suffix.includes('/'))
    throw invalidArgument('The IndexDocument Suffix is not well formed', 'IndexDocument', Suffix);
  requireSchema(WebsiteConfiguration$, website);
  if (website.ErrorDocument?.Key === '' || RoutingRules?.length === 0) throw malformedXml();
  requireRoutingRules(RoutingRules ?? []);
  return website;
}

function requireRoutingRules(rules: readonly RoutingRule[]): void {
  if (rules.length > MAX_ROUTING_RULES) {
    // Assumed: the wording.
    throw invalidRequest(
      `${rules.length} routing rules provided, the number of routing rules in a website configuration is limited to ${MAX_ROUTING_RULES}.`,
    );
  }
  for (const { Condition, Redirect } of rules) {
    if (Redirect?.ReplaceKeyPrefixWith !== undefined && Redirect.ReplaceKeyWith !== undefined)
      throw invalidRequest('You can only define ReplaceKeyPrefix or ReplaceKey but not both.');
    if (Condition !== undefined && Object.keys(Condition).length === 0) {
      throw invalidRequest(
        "Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.",
      );
    }
    requireProtocol(Redirect?.Protocol);
  }
}

function requireProtocol(protocol: string | undefined): void {
  if (protocol === undefined || protocol === 'http' || protocol === 'https') return;
  throw invalidRequest(
    'Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.',
  );
}
