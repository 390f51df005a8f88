import type {
  DeletePublicAccessBlockCommandInput,
  GetPublicAccessBlockCommandInput,
  GetPublicAccessBlockCommandOutput,
  PutPublicAccessBlockCommandInput,
} from '@aws-sdk/client-s3';
import type { Context } from '../../kernel/operation';
import { s3Error } from '../errors';
import type { PublicAccessBlock, S3State } from '../state';
import { required, requireBucket } from '../validate';

/** What a new bucket has. Documented: UserGuide/access-control-block-public-access (since April 2023). */
const EVERYTHING_BLOCKED: PublicAccessBlock = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

const NOTHING_BLOCKED: PublicAccessBlock = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};

/** What a bucket blocks of public access. */
export function publicAccessBlockOf(state: S3State, bucket: string): PublicAccessBlock {
  const configuration = state.publicAccessBlocks.get(bucket) ?? EVERYTHING_BLOCKED;
  return configuration === 'deleted' ? NOTHING_BLOCKED : configuration;
}

/**
 * Sets what a bucket blocks of public access: new public policies and ACLs, or what they allow.
 *
 * @throws NoSuchBucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html
 */
export function putPublicAccessBlock(
  context: Context<S3State>,
  input: PutPublicAccessBlockCommandInput,
): object {
  const bucket = requireBucket(context, input);
  const given = required(input.PublicAccessBlockConfiguration);
  context.state.publicAccessBlocks.put(bucket.name, {
    BlockPublicAcls: given.BlockPublicAcls ?? false,
    IgnorePublicAcls: given.IgnorePublicAcls ?? false,
    BlockPublicPolicy: given.BlockPublicPolicy ?? false,
    RestrictPublicBuckets: given.RestrictPublicBuckets ?? false,
  });
  return {};
}

/**
 * What a bucket blocks of public access.
 *
 * @throws NoSuchBucket, NoSuchPublicAccessBlockConfiguration
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html
 */
export function getPublicAccessBlock(
  context: Context<S3State>,
  input: GetPublicAccessBlockCommandInput,
): Omit<GetPublicAccessBlockCommandOutput, '$metadata'> {
  const bucket = requireBucket(context, input);
  const configuration = context.state.publicAccessBlocks.get(bucket.name) ?? EVERYTHING_BLOCKED;
  if (configuration !== 'deleted') return { PublicAccessBlockConfiguration: { ...configuration } };
  throw s3Error(
    'NoSuchPublicAccessBlockConfiguration',
    404,
    'The public access block configuration was not found',
    {
      BucketName: bucket.name,
    },
  );
}

/**
 * Removes the configuration, that of a new bucket too.
 *
 * @throws NoSuchBucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeletePublicAccessBlock.html
 */
export function deletePublicAccessBlock(
  context: Context<S3State>,
  input: DeletePublicAccessBlockCommandInput,
): object {
  context.state.publicAccessBlocks.put(requireBucket(context, input).name, 'deleted');
  return {};
}
