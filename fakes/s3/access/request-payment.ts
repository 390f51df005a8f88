import type {
  GetBucketRequestPaymentCommandInput,
  GetBucketRequestPaymentCommandOutput,
  PutBucketRequestPaymentCommandInput,
} from '@aws-sdk/client-s3';
import type { Context, OperationRow } from '../../kernel/operation';
import { memberOf, textOf } from '../../kernel/policy/input';
import { accessDenied, headAnswer, malformedXml } from '../errors';
import type { S3State } from '../state';
import { required, requireBucket } from '../validate';

/**
 * Sets who pays for requests to a bucket: its owner, or whoever makes them.
 *
 * @throws NoSuchBucket, MalformedXML
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketRequestPayment.html
 */
export function putBucketRequestPayment(
  context: Context<S3State>,
  input: PutBucketRequestPaymentCommandInput,
): object {
  const bucket = requireBucket(context, input);
  const { Payer } = required(input.RequestPaymentConfiguration);
  if (Payer !== 'Requester' && Payer !== 'BucketOwner') throw malformedXml();
  if (Payer === 'Requester') context.state.requesterPays.put(bucket.name, true);
  else context.state.requesterPays.delete(bucket.name);
  return {};
}

/**
 * Who pays for requests to a bucket.
 *
 * @throws NoSuchBucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketRequestPayment.html
 */
export function getBucketRequestPayment(
  context: Context<S3State>,
  input: GetBucketRequestPaymentCommandInput,
): Omit<GetBucketRequestPaymentCommandOutput, '$metadata'> {
  const bucket = requireBucket(context, input);
  return { Payer: context.state.requesterPays.has(bucket.name) ? 'Requester' : 'BucketOwner' };
}

/** Operations that take RequestPayer; those with `false` never show that somebody was charged. */
const PAYABLE: ReadonlyMap<string, boolean> = new Map([
  ['AbortMultipartUpload', true],
  ['CompleteMultipartUpload', true],
  ['CopyObject', true],
  ['CreateMultipartUpload', true],
  ['DeleteObject', true],
  ['DeleteObjects', true],
  ['GetObject', true],
  ['GetObjectAcl', true],
  ['GetObjectAttributes', true],
  ['GetObjectLegalHold', false],
  ['GetObjectRetention', false],
  ['GetObjectTagging', false],
  ['HeadObject', true],
  ['ListMultipartUploads', true],
  ['ListObjectVersions', true],
  ['ListObjects', true],
  ['ListObjectsV2', true],
  ['ListParts', true],
  ['PutObject', true],
  ['PutObjectAcl', true],
  ['PutObjectLegalHold', true],
  ['PutObjectLockConfiguration', true],
  ['PutObjectRetention', true],
  ['PutObjectTagging', false],
  ['RestoreObject', true],
  ['UploadPart', true],
  ['UploadPartCopy', true],
]);

/**
 * Lets an operation be paid for. Documented: UserGuide/RequesterPaysBuckets: in such a bucket who is not its owner must say
 * that they pay, and is told that they did; the owner always pays for themselves.
 */
export function payable(row: OperationRow<S3State>): OperationRow<S3State> {
  const shows = PAYABLE.get(row.name);
  if (shows === undefined) return row;
  return {
    ...row,
    members: [...row.members, 'RequestPayer'],
    execute(context, input) {
      if (!isCharged(context, input)) return row.execute(context, input);
      if (textOf(input, 'RequestPayer') !== 'requester') {
        throw row.name === 'HeadObject' ? headAnswer(accessDenied()) : accessDenied();
      }
      const output = row.execute(context, input);
      return shows ? Object.assign(output, { RequestCharged: 'requester' }) : output;
    },
  };
}

function isCharged({ accountId, state }: Context<S3State>, input: object): boolean {
  const name = String(memberOf(input, 'Bucket'));
  if (!state.requesterPays.has(name)) return false;
  return state.buckets.get(name)?.accountId !== accountId;
}
