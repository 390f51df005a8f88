import type { ListBucketsCommandInput, ListBucketsCommandOutput } from '@aws-sdk/client-s3';
import type { Context } from '../kernel/operation';
import { bucketArn } from './access/arn';
import { isRegion } from './buckets';
import { decodeToken, encodeToken } from './continuation-token';
import { invalidArgument } from './errors';
import { MAX_BUCKETS_PER_PAGE } from './limits';
import { ownerOf } from './access/owner';
import type { Bucket, S3State } from './state';

/**
 * The account's buckets by name, in one answer unless the caller asks for pages.
 *
 * @throws InvalidArgument (BucketRegion, MaxBuckets, ContinuationToken)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
 */
export function listBuckets(
  context: Context<S3State>,
  input: ListBucketsCommandInput,
): Omit<ListBucketsCommandOutput, '$metadata'> {
  const { BucketRegion, ContinuationToken, MaxBuckets, Prefix } = input;
  const { state } = context;
  if (BucketRegion !== undefined && !isRegion(BucketRegion, context)) {
    throw invalidArgument(`Argument value ${BucketRegion} is not a valid AWS Region`, 'bucket-region');
  }
  const limit = requireMaxBuckets(MaxBuckets);
  // Captured, May 2025: an empty token is none. ListObjectsV2 refuses it.
  const after =
    ContinuationToken === undefined || ContinuationToken === '' ? undefined : decodeToken(ContinuationToken);
  const found: Bucket[] = [];
  let isTruncated = false;
  const from = Prefix ?? '';
  for (const [name, bucket] of state.buckets.entries(
    after !== undefined && after > from ? { after } : { from },
  )) {
    if (!name.startsWith(from)) break;
    if (bucket.accountId !== context.accountId) continue;
    if (BucketRegion !== undefined && (bucket.region ?? context.region) !== BucketRegion) continue;
    if (found.length === limit) {
      isTruncated = true;
      break;
    }
    found.push(bucket);
  }
  // Documented: API_Bucket: BucketRegion is there "if the request contains at least one valid parameter".
  const withRegion = [BucketRegion, ContinuationToken, MaxBuckets, Prefix].some(
    (given) => given !== undefined,
  );
  const last = found.at(-1);
  return {
    Buckets: found.map((bucket) => ({
      Name: bucket.name,
      CreationDate: new Date(bucket.createdAt),
      BucketArn: bucketArn(bucket.name),
      ...(withRegion ? { BucketRegion: bucket.region ?? context.region } : {}),
    })),
    Owner: ownerOf(context.accountId),
    ...(Prefix === undefined ? {} : { Prefix }),
    ...(isTruncated && last !== undefined ? { ContinuationToken: encodeToken(last.name) } : {}),
  };
}

function requireMaxBuckets(count: number | undefined): number {
  if (count === undefined) return Number.POSITIVE_INFINITY;
  if (Number.isInteger(count) && count >= 1 && count <= MAX_BUCKETS_PER_PAGE) return count;
  // Documented: API_ListBuckets: 1 to 10000. Assumed: the wording.
  throw invalidArgument('Argument max-buckets must be an integer between 1 and 10000', 'max-buckets', count);
}
