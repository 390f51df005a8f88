import {
  BucketLocationConstraint,
  type CreateBucketCommandInput,
  type CreateBucketCommandOutput,
  type DeleteBucketCommandInput,
  type GetBucketLocationCommandInput,
  type GetBucketLocationCommandOutput,
  type HeadBucketCommandInput,
  type HeadBucketCommandOutput,
} from '@aws-sdk/client-s3';
import { notSupported } from '../kernel/errors';
import type { Context } from '../kernel/operation';
import { bucketArn } from './access/arn';
import { requireNewBucketAccess } from './access/new-bucket-access';
import { forgetStatedPolicies } from './access/stated-policies';
import { requireBucketName } from './bucket-name';
import { forgetConfigurations } from './configuration/configuration-state';
import { headAnswer, noSuchBucket, s3Error } from './errors';
import { requireNewBucketTags } from './tags';
import type { Bucket, S3State } from './state';
import { requireBucket, requireBucketLabel, requireOwner, wholeSeconds } from './validate';

const REGIONS: ReadonlySet<string> = new Set(['us-east-1', ...Object.values(BucketLocationConstraint)]);

/** Whether AWS has such a region, or the test's own client works in it. */
export function isRegion(name: string, context: Context<S3State>): boolean {
  return name !== 'EU' && (REGIONS.has(name) || name === context.region);
}

/**
 * Makes a bucket in the client's region, or from us-east-1 in any.
 *
 * @throws InvalidBucketName, InvalidLocationConstraint, IllegalLocationConstraintException, BucketAlreadyExists (of
 * another account), BucketAlreadyOwnedByYou, InvalidBucketAclWithObjectOwnership
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
 */
export function createBucket(
  context: Context<S3State>,
  input: CreateBucketCommandInput,
): Omit<CreateBucketCommandOutput, '$metadata'> {
  const { operation, region, state } = context;
  const name = requireBucketLabel(operation, input.Bucket);
  requireBucketName(name);
  const { LocationConstraint, Tags, ...unknown } = input.CreateBucketConfiguration ?? {};
  const other = Object.keys(unknown)[0];
  if (other !== undefined) throw notSupported(operation, `CreateBucketConfiguration.${other}`);
  const access = requireNewBucketAccess(context, name, input);
  const tags = Tags === undefined ? [] : requireNewBucketTags(Tags);
  const bucketRegion = requireLocation(LocationConstraint, context);
  const location = region === 'us-east-1' ? `/${name}` : `http://${name}.s3.amazonaws.com/`;
  const answer = { Location: location, BucketArn: bucketArn(name) };
  const existing = state.buckets.get(name);
  if (existing !== undefined && existing.accountId !== context.accountId) throw bucketAlreadyExists(name);
  if (existing !== undefined) {
    // Documented: API_CreateBucket: in us-east-1 it may be created again, for legacy compatibility.
    if (bucketRegion === 'us-east-1' && (existing.region ?? region) === 'us-east-1') return answer;
    throw s3Error(
      'BucketAlreadyOwnedByYou',
      409,
      'Your previous request to create the named bucket succeeded and you already own it.',
      { BucketName: name },
    );
  }
  const bucket = putBucket(context, name, bucketRegion, LocationConstraint);
  if (access.ownership !== undefined) state.ownerships.put(name, access.ownership);
  if (access.acl !== undefined) state.bucketAcls.put(name, access.acl);
  if (tags.length > 0) state.tagSets.put(name, tags);
  if (input.ObjectLockEnabledForBucket === true) {
    // Documented: API_CreateBucket: it enables versioning, too.
    state.buckets.put(name, { ...bucket, versioning: 'Enabled' });
    state.objectLocks.put(name, { retention: undefined });
  }
  return answer;
}

const bucketAlreadyExists = (name: string) =>
  s3Error(
    'BucketAlreadyExists',
    409,
    'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
    { BucketName: name },
  );

/** Writes a new, empty bucket. */
export function putBucket(
  context: Context<S3State>,
  name: string,
  region: string | undefined,
  locationConstraint = region === 'us-east-1' ? undefined : region,
): Bucket {
  const bucket: Bucket = {
    name,
    region,
    locationConstraint,
    createdAt: wholeSeconds(context.now),
    accountId: context.accountId,
    versioning: undefined,
  };
  context.state.buckets.put(name, bucket);
  return bucket;
}

/** The region that a location constraint means at this client's endpoint. */
function requireLocation(constraint: string | undefined, context: Context<S3State>): string {
  const { region } = context;
  if (region === 'us-east-1') {
    if (constraint === undefined) return region;
    if (constraint !== 'us-east-1' && REGIONS.has(constraint))
      return constraint === 'EU' ? 'eu-west-1' : constraint;
    throw s3Error('InvalidLocationConstraint', 400, 'The specified location-constraint is not valid', {
      LocationConstraint: constraint,
    });
  }
  if (constraint === region || (constraint === 'EU' && region === 'eu-west-1')) return region;
  throw s3Error(
    'IllegalLocationConstraintException',
    400,
    `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}

/**
 * Whether a bucket exists and may be used, and where it lives.
 *
 * @throws as others, as NotFound (404) or Unknown
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
 */
export function headBucket(
  context: Context<S3State>,
  input: HeadBucketCommandInput,
): Omit<HeadBucketCommandOutput, '$metadata'> {
  try {
    const bucket = requireBucket(context, input);
    return {
      BucketArn: bucketArn(bucket.name),
      BucketRegion: bucket.region ?? context.region,
      AccessPointAlias: false,
    };
  } catch (error) {
    throw headAnswer(error);
  }
}

/**
 * Removes an empty bucket; its uploads in progress and its configurations go with it.
 *
 * @throws NoSuchBucket, BucketNotEmpty
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html
 */
export function deleteBucket(context: Context<S3State>, input: DeleteBucketCommandInput): object {
  const { state } = context;
  const bucket = requireBucket(context, input);
  const versioned = bucket.versioning !== undefined;
  if (state.objects(bucket.name).size > 0 || state.versions(bucket.name).size > 0) {
    const message = 'The bucket you tried to delete is not empty';
    throw s3Error(
      'BucketNotEmpty',
      409,
      versioned ? `${message}. You must delete all versions in the bucket.` : message,
      {
        BucketName: bucket.name,
      },
    );
  }
  state.uploads(bucket.name).clear();
  state.uploadOrder(bucket.name).clear();
  state.parts(bucket.name).clear();
  forgetStatedPolicies(state, bucket.name);
  const {
    bucketAcls,
    ownerships,
    bucketEncryptions,
    notificationRules,
    objectLocks,
    policies,
    publicAccessBlocks,
    requesterPays,
    tagSets,
  } = state;
  for (const configured of [
    bucketAcls,
    bucketEncryptions,
    ownerships,
    notificationRules,
    objectLocks,
    policies,
    publicAccessBlocks,
    requesterPays,
    tagSets,
  ]) {
    configured.delete(bucket.name);
  }
  forgetConfigurations(state.configurations, bucket.name);
  state.lifecycleRuns.delete(bucket.name);
  state.lateVersioning.delete(bucket.name);
  state.buckets.delete(bucket.name);
  return {};
}

/**
 * Where a bucket lives, answered by every region's endpoint. us-east-1 is shown as nothing.
 *
 * @throws NoSuchBucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
 */
export function getBucketLocation(
  context: Context<S3State>,
  input: GetBucketLocationCommandInput,
): Omit<GetBucketLocationCommandOutput, '$metadata'> {
  const name = requireBucketLabel(context.operation, input.Bucket);
  const bucket = context.state.buckets.get(name);
  if (bucket === undefined) throw noSuchBucket(name);
  requireOwner(bucket, input.ExpectedBucketOwner);
  const constraint =
    bucket.region === undefined ? regionConstraint(context.region) : bucket.locationConstraint;
  return isLocationConstraint(constraint) ? { LocationConstraint: constraint } : {};
}

function regionConstraint(region: string): string | undefined {
  return region === 'us-east-1' ? undefined : region;
}

function isLocationConstraint(name: string | undefined): name is BucketLocationConstraint {
  return name !== undefined;
}
