import type {
  DeleteBucketEncryptionCommandInput,
  GetBucketEncryptionCommandInput,
  GetBucketEncryptionCommandOutput,
  GetBucketOwnershipControlsCommandInput,
  GetBucketOwnershipControlsCommandOutput,
  PutBucketEncryptionCommandInput,
  PutBucketOwnershipControlsCommandInput,
} from '@aws-sdk/client-s3';
import { notSupported } from '../../kernel/errors';
import type { Context } from '../../kernel/operation';
import { malformedXml, s3Error } from '../errors';
import type { S3State } from '../state';
import { required, requireBucket } from '../validate';

const OWNERSHIPS = new Set(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']);

/**
 * Sets who owns the objects of a bucket: here it is always the bucket's owner, as in every new bucket. Other settings
 * would bring ACLs, which are not modelled.
 *
 * @throws NoSuchBucket, MalformedXML
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketOwnershipControls.html
 */
export function putBucketOwnershipControls(
  context: Context<S3State>,
  input: PutBucketOwnershipControlsCommandInput,
): object {
  requireBucket(context, input);
  const [rule, ...others] = required(input.OwnershipControls).Rules ?? [];
  const ownership = rule?.ObjectOwnership;
  if (ownership === undefined || others.length > 0 || !OWNERSHIPS.has(ownership)) throw malformedXml();
  if (ownership !== 'BucketOwnerEnforced')
    throw notSupported(context.operation, `ObjectOwnership ${ownership}`);
  return {};
}

/**
 * Who owns the objects of a bucket.
 *
 * @throws NoSuchBucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketOwnershipControls.html
 */
export function getBucketOwnershipControls(
  context: Context<S3State>,
  input: GetBucketOwnershipControlsCommandInput,
): Omit<GetBucketOwnershipControlsCommandOutput, '$metadata'> {
  requireBucket(context, input);
  return { OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } };
}

/**
 * Sets a bucket's default encryption: S3's own keys, as in every new bucket. Keys of KMS are not modelled.
 *
 * @throws NoSuchBucket, MalformedXML, InvalidArgument
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html
 */
export function putBucketEncryption(
  context: Context<S3State>,
  input: PutBucketEncryptionCommandInput,
): object {
  const bucket = requireBucket(context, input);
  const [rule, ...others] = required(input.ServerSideEncryptionConfiguration).Rules ?? [];
  const encryption = rule?.ApplyServerSideEncryptionByDefault;
  if (rule === undefined || encryption?.SSEAlgorithm === undefined || others.length > 0) throw malformedXml();
  if (rule.BlockedEncryptionTypes !== undefined)
    throw notSupported(context.operation, 'BlockedEncryptionTypes');
  if (encryption.SSEAlgorithm.startsWith('aws:')) {
    throw notSupported(context.operation, `SSEAlgorithm ${encryption.SSEAlgorithm}`);
  }
  if (encryption.SSEAlgorithm !== 'AES256') throw malformedXml();
  if (encryption.KMSMasterKeyID !== undefined) {
    throw s3Error(
      'InvalidArgument',
      400,
      'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
      { ArgumentName: 'ApplyServerSideEncryptionByDefault' },
    );
  }
  context.state.bucketKeys.put(bucket.name, rule.BucketKeyEnabled ?? false);
  return {};
}

/**
 * A bucket's default encryption.
 *
 * @throws NoSuchBucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html
 */
export function getBucketEncryption(
  context: Context<S3State>,
  input: GetBucketEncryptionCommandInput,
): Omit<GetBucketEncryptionCommandOutput, '$metadata'> {
  const bucket = requireBucket(context, input);
  const BucketKeyEnabled = context.state.bucketKeys.get(bucket.name) ?? false;
  const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const }, BucketKeyEnabled };
  return { ServerSideEncryptionConfiguration: { Rules: [rule] } };
}

/**
 * Goes back to what a new bucket has. Documented: API_DeleteBucketEncryption: "resets the default encryption".
 *
 * @throws NoSuchBucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketEncryption.html
 */
export function deleteBucketEncryption(
  context: Context<S3State>,
  input: DeleteBucketEncryptionCommandInput,
): object {
  context.state.bucketKeys.delete(requireBucket(context, input).name);
  return {};
}
