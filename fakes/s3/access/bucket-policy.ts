import type {
  DeleteBucketPolicyCommandInput,
  GetBucketPolicyCommandInput,
  GetBucketPolicyCommandOutput,
  GetBucketPolicyStatusCommandInput,
  GetBucketPolicyStatusCommandOutput,
  PutBucketPolicyCommandInput,
} from '@aws-sdk/client-s3';
import type { Context } from '../../kernel/operation';
import type { PolicyDocument } from '../../kernel/policy/document';
import { parsePolicy, PolicyError } from '../../kernel/policy/parse';
import { requireFittingMd5 } from '../content-md5';
import { s3Error } from '../errors';
import type { Bucket, BucketPolicy, S3State } from '../state';
import { required, requireBucket } from '../validate';
import { bucketArn } from './arn';
import { blockedPublicPolicy } from './denied';
import { publicAccessBlockOf } from './public-access-block';
import { isPublicPolicy } from './public-policy';

/** Documented: AmazonS3/latest/userguide/bucket-policies: "Bucket policies are limited to 20 KB in size." */
const MAX_POLICY_BYTES = 20 * 1024;

/**
 * Sets a bucket's policy, which counts from the next call on, or as late as a fault rule says.
 *
 * @throws NoSuchBucket, MethodNotAllowed (another account's bucket), BadDigest, MalformedPolicy, AccessDenied (a public policy, and
 * the bucket blocks them)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 */
export function putBucketPolicy(context: Context<S3State>, input: PutBucketPolicyCommandInput): object {
  const bucket = requireBucket(context, input);
  requireOwnAccount(context, bucket, 'PUT');
  const text = required(input.Policy);
  if (input.ContentMD5 !== undefined) requireFittingMd5(input.ContentMD5, [Buffer.from(text)]);
  const document = requirePolicy(bucket, text);
  if (publicAccessBlockOf(context.state, bucket.name).BlockPublicPolicy && isPublicPolicy(document)) {
    throw blockedPublicPolicy(context, bucketArn(bucket.name));
  }
  writePolicy(context, bucket, text, document);
  return {};
}

function writePolicy(
  { advice, now, state }: Context<S3State>,
  { name }: Bucket,
  text: string | undefined,
  document: PolicyDocument | undefined,
): void {
  if (advice.late === undefined) {
    if (text === undefined) state.policies.delete(name);
    else state.policies.put(name, { text, document, from: now, before: undefined });
    return;
  }
  const known = state.policies.get(name);
  const before = known === undefined ? undefined : { ...policyInForce(known, now), before: undefined };
  state.policies.put(name, { text, document, from: now + advice.late.ms, before });
}

const NOTHING: BucketPolicy = { text: undefined, document: undefined, from: 0, before: undefined };

/** What counts of a policy now: it, or what was there before. */
function policyInForce(policy: BucketPolicy, now: number): BucketPolicy {
  if (policy.from <= now) return policy;
  return policy.before ?? NOTHING;
}

/** The bucket's own policy as it counts now. */
export function countingPolicy(state: S3State, bucket: string, now: number): PolicyDocument | undefined {
  const policy = state.policies.get(bucket);
  return policy === undefined ? undefined : policyInForce(policy, now).document;
}

/** @throws MalformedPolicy */
function requirePolicy(bucket: Bucket, text: string): PolicyDocument {
  if (Buffer.byteLength(text) > MAX_POLICY_BYTES) {
    // Assumed: the wording.
    throw malformedPolicy('Normalized policy document exceeds the maximum allowed size of 20480 bytes.');
  }
  try {
    const document = parsePolicy(text, 'resource');
    for (const { resource, action } of document.statements) {
      const mine = (pattern: string): boolean => isOfBucket(pattern, bucket.name);
      if (resource?.values.every(mine) !== true) throw new PolicyError('Policy has invalid resource');
      if (!action.values.every(isActionOfS3)) throw new PolicyError('Policy has invalid action');
    }
    return document;
  } catch (error) {
    if (error instanceof PolicyError) throw malformedPolicy(error.message);
    throw error;
  }
}

/** A resource of this bucket, or a pattern that can mean one. */
function isOfBucket(pattern: string, bucket: string): boolean {
  const arn = bucketArn(bucket);
  return pattern === arn || pattern.startsWith(`${arn}/`) || (/[*?]/.test(pattern) && mayMean(pattern, arn));
}

/** Whether what stands before the first wildcard can be the beginning of the bucket's ARNs. */
function mayMean(pattern: string, arn: string): boolean {
  const [literal = ''] = pattern.split(/[*?]/, 1);
  return arn.startsWith(literal) || literal.startsWith(`${arn}/`);
}

function isActionOfS3(action: string): boolean {
  return action === '*' || /^s3:[\w*?]+$/i.test(action);
}

function malformedPolicy(message: string): Error {
  return s3Error('MalformedPolicy', 400, message);
}

/**
 * Documented: API_PutBucketPolicy: with the permission, but as another account than the bucket's, the answer is 405.
 *
 * @throws MethodNotAllowed
 */
function requireOwnAccount(context: Context<S3State>, bucket: Bucket, method: string): void {
  if (context.accountId === bucket.accountId) return;
  throw s3Error('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.', {
    Method: method,
    ResourceType: 'BUCKETPOLICY',
  });
}

/**
 * The policy of a bucket, as it was given.
 *
 * @throws NoSuchBucket, MethodNotAllowed, NoSuchBucketPolicy
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html
 */
export function getBucketPolicy(
  context: Context<S3State>,
  input: GetBucketPolicyCommandInput,
): Omit<GetBucketPolicyCommandOutput, '$metadata'> {
  const bucket = requireBucket(context, input);
  requireOwnAccount(context, bucket, 'GET');
  const policy = context.state.policies.get(bucket.name);
  if (policy?.text !== undefined) return { Policy: policy.text };
  throw noSuchPolicy(bucket);
}

const noSuchPolicy = ({ name }: Bucket) =>
  s3Error('NoSuchBucketPolicy', 404, 'The bucket policy does not exist', { BucketName: name });

/**
 * Whether a bucket's policy makes it public.
 *
 * @throws NoSuchBucket, NoSuchBucketPolicy
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html
 */
export function getBucketPolicyStatus(
  context: Context<S3State>,
  input: GetBucketPolicyStatusCommandInput,
): Omit<GetBucketPolicyStatusCommandOutput, '$metadata'> {
  const bucket = requireBucket(context, input);
  const document = context.state.policies.get(bucket.name)?.document;
  if (document === undefined) throw noSuchPolicy(bucket);
  return { PolicyStatus: { IsPublic: isPublicPolicy(document) } };
}

/**
 * Removes a bucket's policy, if there is one.
 *
 * @throws NoSuchBucket, MethodNotAllowed
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html
 */
export function deleteBucketPolicy(context: Context<S3State>, input: DeleteBucketPolicyCommandInput): object {
  const bucket = requireBucket(context, input);
  requireOwnAccount(context, bucket, 'DELETE');
  writePolicy(context, bucket, undefined, undefined);
  return {};
}
