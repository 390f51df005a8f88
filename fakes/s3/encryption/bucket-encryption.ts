import type {
  DeleteBucketEncryptionCommandInput,
  EncryptionType,
  GetBucketEncryptionCommandInput,
  GetBucketEncryptionCommandOutput,
  PutBucketEncryptionCommandInput,
  ServerSideEncryptionRule,
} from '@aws-sdk/client-s3';
import type { Context } from '../../kernel/operation';
import { malformedXml, s3Error } from '../errors';
import type { BucketEncryption, S3State } from '../state';
import { required, requireBucket } from '../validate';

const OF_NEW_BUCKETS: BucketEncryption = {
  method: 'AES256',
  keyId: undefined,
  bucketKey: false,
  blocked: undefined,
};

/**
 * Sets how new objects of a bucket are encrypted where their requests do not say it, and which kinds of encryption they may
 * not have. The key is not looked at before an object needs it.
 *
 * @throws NoSuchBucket, MalformedXML, InvalidArgument (a KMS key for S3's own)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html
 */
export function putBucketEncryption(
  context: Context<S3State>,
  input: PutBucketEncryptionCommandInput,
): object {
  const bucket = requireBucket(context, input);
  const [rule, ...others] = required(input.ServerSideEncryptionConfiguration).Rules ?? [];
  if (rule === undefined || others.length > 0) throw malformedXml();
  const known = context.state.bucketEncryptions.get(bucket.name) ?? OF_NEW_BUCKETS;
  context.state.bucketEncryptions.put(bucket.name, requireRule(rule, known));
  return {};
}

/** @throws MalformedXML, InvalidArgument */
function requireRule(rule: ServerSideEncryptionRule, known: BucketEncryption): BucketEncryption {
  const { ApplyServerSideEncryptionByDefault: byDefault, BlockedEncryptionTypes: blocking } = rule;
  if (byDefault === undefined && blocking === undefined) throw malformedXml();
  const blocked = blocking === undefined ? known.blocked : requireTypes(blocking.EncryptionType ?? []);
  // A rule that only blocks leaves the encryption as it is. Assumed: the bucket key, too.
  if (byDefault === undefined)
    return { ...known, bucketKey: rule.BucketKeyEnabled ?? known.bucketKey, blocked };
  const { SSEAlgorithm: method, KMSMasterKeyID: keyId } = byDefault;
  if (method !== 'AES256' && method !== 'aws:kms' && method !== 'aws:kms:dsse') throw malformedXml();
  if (method === 'AES256' && keyId !== undefined) {
    throw s3Error(
      'InvalidArgument',
      400,
      'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
      { ArgumentName: 'ApplyServerSideEncryptionByDefault' },
    );
  }
  return { method, keyId, bucketKey: rule.BucketKeyEnabled ?? false, blocked };
}

/** Documented: API_BlockedEncryptionTypes: SSE-C, or NONE to block nothing any more. */
function requireTypes(types: readonly EncryptionType[]): readonly EncryptionType[] {
  if (types.length !== 1 || types.some((type) => type !== 'SSE-C' && type !== 'NONE')) throw malformedXml();
  return types;
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
  const { method, keyId, bucketKey, blocked } =
    context.state.bucketEncryptions.get(bucket.name) ?? OF_NEW_BUCKETS;
  const rule = {
    ApplyServerSideEncryptionByDefault: {
      SSEAlgorithm: method,
      ...(keyId === undefined ? {} : { KMSMasterKeyID: keyId }),
    },
    BucketKeyEnabled: bucketKey,
    ...(blocked === undefined ? {} : { BlockedEncryptionTypes: { EncryptionType: [...blocked] } }),
  };
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
  context.state.bucketEncryptions.delete(requireBucket(context, input).name);
  return {};
}
