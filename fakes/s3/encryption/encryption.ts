import type { PutObjectCommandInput, ServerSideEncryption } from '@aws-sdk/client-s3';
import type { Context } from '../../kernel/operation';
import { eTagOf, type StoredBody } from '../body';
import { accessDenied, invalidArgument } from '../errors';
import type { Bucket, Encryption, S3State } from '../state';
import { customerKeyMd5 } from './customer-key';
import { requireKmsKey, requireWorkingKey } from './kms';

/** The members of a new object that say how it is encrypted. */
export const ENCRYPTION_MEMBERS = [
  'ServerSideEncryption',
  'SSEKMSKeyId',
  'SSEKMSEncryptionContext',
  'BucketKeyEnabled',
  'SSECustomerAlgorithm',
  'SSECustomerKey',
  'SSECustomerKeyMD5',
] as const;

/** The members of a request that bring a customer's key. The SDK computes the MD5 itself, whatever it is given. */
export const CUSTOMER_KEY = ['SSECustomerAlgorithm', 'SSECustomerKey', 'SSECustomerKeyMD5'] as const;

export type EncryptionRequest = Pick<PutObjectCommandInput, (typeof ENCRYPTION_MEMBERS)[number]>;

const HEADER = 'x-amz-server-side-encryption';
/** What can be asked for by the header. Another value, `aws:fsx`, is only ever answered. */
const ALGORITHMS: ReadonlySet<string> = new Set(['AES256', 'aws:kms', 'aws:kms:dsse']);

/**
 * How a new object is encrypted: as the request says, or as the bucket does by default. Undefined: by S3's own keys.
 *
 * @throws InvalidArgument, InvalidEncryptionAlgorithmError, AccessDenied (the bucket blocks customers' keys),
 * KMS.NotFoundException, KMS.DisabledException, KMS.KMSInvalidStateException
 */
export function requestedEncryption(
  context: Context<S3State>,
  bucket: Bucket,
  input: EncryptionRequest,
): Encryption | undefined {
  const { ServerSideEncryption: asked, SSEKMSKeyId, SSEKMSEncryptionContext, BucketKeyEnabled } = input;
  const byDefault = context.state.bucketEncryptions.get(bucket.name);
  if (input.SSECustomerAlgorithm !== undefined || input.SSECustomerKey !== undefined) {
    if (asked !== undefined) {
      throw invalidArgument(
        'Server Side Encryption with Customer provided key is incompatible with the encryption method specified',
        HEADER,
        asked,
      );
    }
    const keyMd5 = customerKeyMd5(input);
    // Documented: UserGuide/blocking-unblocking-s3-c-encryption-gpb: 403 AccessDenied.
    if (byDefault?.blocked?.includes('SSE-C') === true) throw accessDenied();
    return keyMd5 === undefined ? undefined : { kind: 'SSE-C', keyMd5 };
  }
  requireMethod(asked, SSEKMSKeyId);
  const method = asked ?? byDefault?.method ?? 'AES256';
  if (method === 'AES256') return undefined;
  const keyId = asked === undefined ? byDefault?.keyId : SSEKMSKeyId;
  return {
    kind: method,
    keyArn: requireKmsKey(context, bucket, keyId),
    context:
      SSEKMSEncryptionContext === undefined ? undefined : requireEncryptionContext(SSEKMSEncryptionContext),
    // Documented: UserGuide/configuring-bucket-key-object: the bucket's setting counts unless the request has its own.
    bucketKey: method === 'aws:kms' && (BucketKeyEnabled ?? byDefault?.bucketKey ?? false),
  };
}

function requireMethod(
  method: string | undefined,
  keyId: string | undefined,
): asserts method is Exclude<Encryption['kind'], 'SSE-C'> | 'AES256' | undefined {
  if (method !== undefined && !ALGORITHMS.has(method)) {
    // Assumed: the wording.
    throw invalidArgument('The encryption method specified is not supported', HEADER, method);
  }
  if (keyId !== undefined && method?.startsWith('aws:kms') !== true) {
    // Assumed: the wording.
    throw invalidArgument(
      'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms',
      `${HEADER}-aws-kms-key-id`,
      keyId,
    );
  }
}

/** Documented: API_PutObject: "a Base64-encoded string of a UTF-8 encoded JSON". Assumed: the wording. */
function requireEncryptionContext(given: string): string {
  try {
    const pairs: unknown = JSON.parse(Buffer.from(given, 'base64').toString('utf8'));
    if (typeof pairs === 'object' && pairs !== null && !Array.isArray(pairs)) return given;
  } catch {
    // Answered below, as what is no object is.
  }
  throw invalidArgument(
    'The header x-amz-server-side-encryption-context shall be Base64-encoded UTF-8 string holding JSON',
    `${HEADER}-context`,
    given,
  );
}

/** How answers show an object's encryption. */
export function encryptionMembers(encryption: Encryption | undefined): {
  readonly ServerSideEncryption?: ServerSideEncryption;
  readonly SSEKMSKeyId?: string;
  readonly BucketKeyEnabled?: boolean;
  readonly SSECustomerAlgorithm?: string;
  readonly SSECustomerKeyMD5?: string;
} {
  if (encryption === undefined) return { ServerSideEncryption: 'AES256' };
  if (encryption.kind === 'SSE-C')
    return { SSECustomerAlgorithm: 'AES256', SSECustomerKeyMD5: encryption.keyMd5 };
  return {
    ServerSideEncryption: encryption.kind,
    SSEKMSKeyId: encryption.keyArn,
    ...(encryption.bucketKey ? { BucketKeyEnabled: true } : {}),
  };
}

/** The context of a KMS encryption, which only the answers to writes show. */
export function encryptionContextMember(encryption: Encryption | undefined): {
  SSEKMSEncryptionContext?: string;
} {
  if (encryption === undefined || encryption.kind === 'SSE-C' || encryption.context === undefined) return {};
  return { SSEKMSEncryptionContext: encryption.context };
}

/**
 * The entity tag of bytes that are encrypted so. Documented: API_Object, ETag: with KMS and customers' keys it is not the MD5
 * of the data, and the same data has another one each time.
 */
export function encryptedETag(
  context: Context,
  body: StoredBody,
  encryption: Encryption | undefined,
): string {
  if (encryption === undefined) return eTagOf(body);
  return `"${context.ids.token('s3.eTag', 32, '0123456789abcdef')}"`;
}

/**
 * An object that is read must be decrypted, for which its key must work and the caller must be somebody.
 *
 * @throws KMS.NotFoundException, KMS.DisabledException, KMS.KMSInvalidStateException, InvalidArgument (an anonymous read)
 */
export function requireDecryptable(context: Context<S3State>, encryption: Encryption | undefined): void {
  if (encryption === undefined || encryption.kind === 'SSE-C') return;
  if (context.access?.caller.kind === 'anonymous') {
    // Documented: UserGuide/UsingKMSEncryption: such requests must be signed. Assumed: the wording.
    throw invalidArgument(
      'Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.',
      'Authorization',
      'null',
    );
  }
  requireWorkingKey(context.state, encryption.keyArn);
}
