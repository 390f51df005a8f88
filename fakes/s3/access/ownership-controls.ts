import type {
  DeleteBucketOwnershipControlsCommandInput,
  GetBucketOwnershipControlsCommandInput,
  GetBucketOwnershipControlsCommandOutput,
  ObjectOwnership,
  PutBucketOwnershipControlsCommandInput,
} from '@aws-sdk/client-s3';
import type { Context } from '../../kernel/operation';
import { malformedXml, s3Error } from '../errors';
import type { S3State } from '../state';
import { required, requireBucket } from '../validate';

const OWNERSHIPS: ReadonlySet<string> = new Set([
  'BucketOwnerEnforced',
  'BucketOwnerPreferred',
  'ObjectWriter',
]);

/** Whether there is such a setting. */
export function isOwnership(name: string | undefined): name is ObjectOwnership {
  return name !== undefined && OWNERSHIPS.has(name);
}

/**
 * Who owns the objects of a bucket, and with that whether it has access control lists. Documented:
 * UserGuide/about-object-ownership: without a setting it is the writer, as in old buckets.
 */
export function ownershipOf(state: S3State, bucket: string): ObjectOwnership {
  const set = state.ownerships.get(bucket) ?? 'BucketOwnerEnforced';
  return set === 'deleted' ? 'ObjectWriter' : set;
}

/**
 * Sets who owns the objects of a bucket. With BucketOwnerEnforced, which new buckets have, its access control lists count
 * for nothing.
 *
 * @throws NoSuchBucket, MalformedXML, InvalidBucketAclWithObjectOwnership (the ACL grants something to others)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketOwnershipControls.html
 */
export function putBucketOwnershipControls(
  context: Context<S3State>,
  input: PutBucketOwnershipControlsCommandInput,
): object {
  const bucket = requireBucket(context, input);
  const [rule, ...others] = required(input.OwnershipControls).Rules ?? [];
  const ownership = rule?.ObjectOwnership;
  if (!isOwnership(ownership) || others.length > 0) throw malformedXml();
  if (ownership === 'BucketOwnerEnforced' && context.state.bucketAcls.has(bucket.name)) throw bucketHasAcl();
  context.state.ownerships.put(bucket.name, ownership);
  return {};
}

/** Documented: UserGuide/object-ownership-error-responses. */
export const bucketHasAcl = () =>
  s3Error(
    'InvalidBucketAclWithObjectOwnership',
    400,
    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
  );

/**
 * Who owns the objects of a bucket.
 *
 * @throws NoSuchBucket, OwnershipControlsNotFoundError
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketOwnershipControls.html
 */
export function getBucketOwnershipControls(
  context: Context<S3State>,
  input: GetBucketOwnershipControlsCommandInput,
): Omit<GetBucketOwnershipControlsCommandOutput, '$metadata'> {
  const bucket = requireBucket(context, input);
  const set = context.state.ownerships.get(bucket.name) ?? 'BucketOwnerEnforced';
  if (set !== 'deleted') return { OwnershipControls: { Rules: [{ ObjectOwnership: set }] } };
  throw s3Error('OwnershipControlsNotFoundError', 404, 'The bucket ownership controls were not found', {
    BucketName: bucket.name,
  });
}

/**
 * Removes the setting, that of a new bucket too.
 *
 * @throws NoSuchBucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketOwnershipControls.html
 */
export function deleteBucketOwnershipControls(
  context: Context<S3State>,
  input: DeleteBucketOwnershipControlsCommandInput,
): object {
  context.state.ownerships.put(requireBucket(context, input).name, 'deleted');
  return {};
}
