import type {
  DeleteBucketTaggingCommandInput,
  DeleteObjectTaggingCommandInput,
  DeleteObjectTaggingCommandOutput,
  GetBucketTaggingCommandInput,
  GetBucketTaggingCommandOutput,
  GetObjectTaggingCommandInput,
  GetObjectTaggingCommandOutput,
  PutBucketTaggingCommandInput,
  PutObjectTaggingCommandInput,
  PutObjectTaggingCommandOutput,
  Tagging,
} from '@aws-sdk/client-s3';
import type { Context } from '../kernel/operation';
import { malformedXml, s3Error } from './errors';
import { requireObject } from './get-object';
import { notify } from './notifications';
import type { Bucket, ObjectVersion, S3State, Tag } from './state';
import { requireBucketTags, requireObjectTags, type GivenTag } from './tags';
import { required, requireAddress, requireBucket } from './validate';
import { replaceVersion } from './versions';

type TaggingRequest = Pick<
  GetObjectTaggingCommandInput,
  'Bucket' | 'Key' | 'VersionId' | 'ExpectedBucketOwner'
>;

function requireTagged(context: Context<S3State>, input: TaggingRequest, method: string) {
  const { bucket, key } = requireAddress(context, input);
  return { bucket, version: requireObject(context.state, bucket, key, input.VersionId, method) };
}

function replaceTags(
  context: Context<S3State>,
  bucket: Bucket,
  version: ObjectVersion,
  tags: readonly Tag[],
  event: 'ObjectTagging:Put' | 'ObjectTagging:Delete',
) {
  replaceVersion(context.state, bucket, { ...version, tags });
  notify(context, bucket, event, version);
  return versionOf(bucket, version);
}

function versionOf(bucket: Bucket, version: ObjectVersion): { VersionId?: string } {
  return bucket.versioning === undefined ? {} : { VersionId: version.versionId };
}

/**
 * Replaces the tags of an object; it stays as old as it was.
 *
 * @throws NoSuchBucket, NoSuchKey, NoSuchVersion, MethodNotAllowed, BadRequest (more than 10), InvalidTag
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html
 */
export function putObjectTagging(
  context: Context<S3State>,
  input: PutObjectTaggingCommandInput,
): Omit<PutObjectTaggingCommandOutput, '$metadata'> {
  const { bucket, version } = requireTagged(context, input, 'PUT');
  const tags = requireObjectTags(givenTags(required(input.Tagging)));
  return replaceTags(context, bucket, version, tags, 'ObjectTagging:Put');
}

/**
 * The tags of an object.
 *
 * @throws NoSuchBucket, NoSuchKey, NoSuchVersion, MethodNotAllowed
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html
 */
export function getObjectTagging(
  context: Context<S3State>,
  input: GetObjectTaggingCommandInput,
): Omit<GetObjectTaggingCommandOutput, '$metadata'> {
  const { bucket, version } = requireTagged(context, input, 'GET');
  return { TagSet: [...version.tags], ...versionOf(bucket, version) };
}

/**
 * Removes all tags of an object.
 *
 * @throws NoSuchBucket, NoSuchKey, NoSuchVersion, MethodNotAllowed
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html
 */
export function deleteObjectTagging(
  context: Context<S3State>,
  input: DeleteObjectTaggingCommandInput,
): Omit<DeleteObjectTaggingCommandOutput, '$metadata'> {
  const { bucket, version } = requireTagged(context, input, 'DELETE');
  return replaceTags(context, bucket, version, [], 'ObjectTagging:Delete');
}

/**
 * Replaces the tags of a bucket.
 *
 * @throws NoSuchBucket, BadRequest (more than 50), InvalidTag
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html
 */
export function putBucketTagging(context: Context<S3State>, input: PutBucketTaggingCommandInput): object {
  const bucket = requireBucket(context, input);
  const tags = requireBucketTags(givenTags(required(input.Tagging)));
  const { tagSets } = context.state;
  if (tags.length === 0) tagSets.delete(bucket.name);
  else tagSets.put(bucket.name, tags);
  return {};
}

/**
 * The tags of a bucket.
 *
 * @throws NoSuchBucket, NoSuchTagSet
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html
 */
export function getBucketTagging(
  context: Context<S3State>,
  input: GetBucketTaggingCommandInput,
): Omit<GetBucketTaggingCommandOutput, '$metadata'> {
  const bucket = requireBucket(context, input);
  const tags = context.state.tagSets.get(bucket.name);
  if (tags === undefined)
    throw s3Error('NoSuchTagSet', 404, 'The TagSet does not exist', { BucketName: bucket.name });
  return { TagSet: [...tags] };
}

/**
 * Removes all tags of a bucket, if there are any.
 *
 * @throws NoSuchBucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketTagging.html
 */
export function deleteBucketTagging(
  context: Context<S3State>,
  input: DeleteBucketTaggingCommandInput,
): object {
  context.state.tagSets.delete(requireBucket(context, input).name);
  return {};
}

/** @throws MalformedXML */
function givenTags({ TagSet }: Tagging): readonly GivenTag[] {
  if (TagSet === undefined) throw malformedXml();
  return TagSet;
}
