import type {
  DeleteBucketPolicyCommandInput,
  GetBucketPolicyCommandInput,
  GetBucketPolicyCommandOutput,
  PutBucketPolicyCommandInput,
} from '@aws-sdk/client-s3';
import { notSupported } from '../kernel/errors';
import type { Context } from '../kernel/operation';
import { s3Error } from './errors';
import type { S3State } from './state';
import { required, requireBucket } from './validate';

/**
 * Keeps a bucket's policy. The one account there is may do everything anyway, so statements that allow change nothing;
 * statements that deny are not modelled (fault rules deny: `aws.faults.on(...).accessDenied()`).
 *
 * @throws NoSuchBucket, MalformedPolicy
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 */
export function putBucketPolicy(context: Context<S3State>, input: PutBucketPolicyCommandInput): object {
  const bucket = requireBucket(context, input);
  const policy = required(input.Policy);
  for (const statement of statementsOf(policy)) {
    if (isObject(statement) && Reflect.get(statement, 'Effect') === 'Deny') {
      throw notSupported(context.operation, 'a Policy with a statement that denies');
    }
  }
  context.state.policies.put(bucket.name, policy);
  return {};
}

/** @throws MalformedPolicy */
function statementsOf(policy: string): readonly unknown[] {
  const parsed = policy.startsWith('{') ? parse(policy) : undefined;
  if (!isObject(parsed)) throw malformedPolicy("Policies must be valid JSON and the first byte must be '{'");
  const statement: unknown = Reflect.get(parsed, 'Statement');
  if (statement === undefined) throw malformedPolicy('Missing required field Statement');
  return Array.isArray(statement) ? statement : [statement];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function malformedPolicy(message: string): Error {
  return s3Error('MalformedPolicy', 400, message);
}

/**
 * The policy of a bucket, as it was given.
 *
 * @throws NoSuchBucket, NoSuchBucketPolicy
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html
 */
export function getBucketPolicy(
  context: Context<S3State>,
  input: GetBucketPolicyCommandInput,
): Omit<GetBucketPolicyCommandOutput, '$metadata'> {
  const bucket = requireBucket(context, input);
  const Policy = context.state.policies.get(bucket.name);
  if (Policy !== undefined) return { Policy };
  throw s3Error('NoSuchBucketPolicy', 404, 'The bucket policy does not exist', { BucketName: bucket.name });
}

/**
 * Removes a bucket's policy, if there is one.
 *
 * @throws NoSuchBucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html
 */
export function deleteBucketPolicy(context: Context<S3State>, input: DeleteBucketPolicyCommandInput): object {
  context.state.policies.delete(requireBucket(context, input).name);
  return {};
}
