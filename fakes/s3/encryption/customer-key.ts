import { createHash } from 'node:crypto';
import { accessDenied, invalidArgument, invalidRequest, s3Error } from '../errors';
import type { Encryption } from '../state';

/** A key of the customer's own, as requests bring it: the SDK sends it in base64 with its MD5, which S3 keeps. */
export interface CustomerKeyRequest {
  readonly SSECustomerAlgorithm?: string | undefined;
  readonly SSECustomerKey?: string | undefined;
}

/** Assumed: all these errors name this header; that they name one is captured. */
const HEADER = 'x-amz-server-side-encryption';
const KEY_BYTES = 32;

/**
 * The MD5 of the customer's key that a request brings, in base64; undefined if it brings none.
 *
 * @throws InvalidArgument, InvalidEncryptionAlgorithmError
 */
export function customerKeyMd5(input: CustomerKeyRequest): string | undefined {
  const { SSECustomerAlgorithm: algorithm, SSECustomerKey: key } = input;
  if (algorithm === undefined && key === undefined) return undefined;
  if (algorithm === undefined) {
    throw invalidArgument(
      'Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption algorithm.',
      HEADER,
    );
  }
  if (key === undefined) {
    throw invalidArgument(
      'Requests specifying Server Side Encryption with Customer provided keys must provide an appropriate secret key.',
      HEADER,
    );
  }
  if (algorithm !== 'AES256') {
    throw s3Error(
      'InvalidEncryptionAlgorithmError',
      400,
      'The Encryption request you specified is not valid. Supported value: AES256.',
      { ArgumentName: HEADER, ArgumentValue: algorithm },
    );
  }
  const bytes = keyBytes(key);
  if (bytes.byteLength !== KEY_BYTES)
    throw invalidArgument('The secret key was invalid for the specified algorithm.', HEADER);
  return createHash('md5').update(bytes).digest('base64');
}

/** The SDK takes a key as 32 bytes in base64, or as a text of 32 bytes that it encodes itself. Captured: client-s3 3.1169.0. */
export function keyBytes(key: string): Buffer {
  const isBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(key);
  const decoded = isBase64 ? Buffer.from(key, 'base64') : undefined;
  return decoded?.byteLength === KEY_BYTES ? decoded : Buffer.from(key, 'utf8');
}

/**
 * Who reads an object that is encrypted by a customer's key must bring that key, and nobody else may bring one.
 *
 * @throws as `customerKeyMd5`, InvalidRequest (no key; a needless one), AccessDenied (another key)
 */
export function requireCustomerKey(encryption: Encryption | undefined, input: CustomerKeyRequest): void {
  const given = customerKeyMd5(input);
  const stored = encryption?.kind === 'SSE-C' ? encryption.keyMd5 : undefined;
  if (given === stored) return;
  if (stored === undefined) {
    // Documented: UserGuide/ServerSideEncryptionCustomerKeys; the text as S3 is known to answer it.
    throw invalidRequest('The encryption parameters are not applicable to this object.');
  }
  if (given === undefined) {
    throw invalidRequest(
      'The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.',
    );
  }
  throw accessDenied(
    'Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.',
  );
}

/**
 * The parts of an upload must bring the key that it began with, or none if it began with none.
 *
 * @throws as `customerKeyMd5`, InvalidRequest
 */
export function requireKeyOfUpload(encryption: Encryption | undefined, input: CustomerKeyRequest): void {
  const given = customerKeyMd5(input);
  const begun = encryption?.kind === 'SSE-C' ? encryption.keyMd5 : undefined;
  if (given === begun) return;
  if (given === undefined || begun === undefined) {
    throw invalidRequest(
      'The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.',
    );
  }
  throw invalidRequest('The provided encryption parameters did not match the ones used originally.');
}

/** The same where the key may be left out. Documented: API_CompleteMultipartUpload, API_ListParts. */
export function requireSameKey(encryption: Encryption | undefined, input: CustomerKeyRequest): void {
  if (input.SSECustomerAlgorithm === undefined && input.SSECustomerKey === undefined) return;
  requireKeyOfUpload(encryption, input);
}

/** The key for the source of a copy. */
export function copySourceKey(input: {
  readonly CopySourceSSECustomerAlgorithm?: string | undefined;
  readonly CopySourceSSECustomerKey?: string | undefined;
}): CustomerKeyRequest {
  return {
    SSECustomerAlgorithm: input.CopySourceSSECustomerAlgorithm,
    SSECustomerKey: input.CopySourceSSECustomerKey,
  };
}
