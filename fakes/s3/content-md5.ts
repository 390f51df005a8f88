import type { Context, OperationRow } from '../kernel/operation';
import { textOf } from '../kernel/policy/input';
import { md5 } from './body';
import { badDigest, s3Error } from './errors';
import type { S3State } from './state';
import { requireAddress, requireBucket } from './validate';

/**
 * A digest that somebody gave of what they send. Documented: API/ErrorResponses.
 *
 * @throws InvalidDigest (no MD5 in base64), BadDigest (that of something else)
 */
export function requireFittingMd5(given: string, chunks: readonly Uint8Array[]): void {
  requireMd5(given);
  const calculated = md5(chunks).toString('base64');
  if (given !== calculated) {
    throw badDigest('The Content-MD5 you specified did not match what we received.', {
      ExpectedDigest: given,
      CalculatedDigest: calculated,
    });
  }
}

/** @throws InvalidDigest */
function requireMd5(given: string): void {
  if (/^[A-Za-z0-9+/]{22}==$/.test(given)) return;
  throw s3Error('InvalidDigest', 400, 'The Content-MD5 you specified was invalid.', { 'Content-MD5': given });
}

/**
 * Lets an operation that sends a document be given the digest of it. Which XML the SDK makes of the input is not known here:
 * a digest of the right form is taken as fitting. Where the bytes are known (bodies, policies) the operation compares them.
 *
 * Assumed: a bucket that does not exist is found before the digest, as PutObject finds it.
 */
export function digested(row: OperationRow<S3State>): OperationRow<S3State> {
  if (!row.members.includes('ContentMD5') || row.members.includes('Body')) return row;
  const isOfObject = row.members.includes('Key');
  return {
    ...row,
    execute(context, input) {
      const given = textOf(input, 'ContentMD5');
      if (given !== undefined) {
        requireResource(context, input, isOfObject);
        requireMd5(given);
      }
      return row.execute(context, input);
    },
  };
}

function requireResource(context: Context<S3State>, input: object, isOfObject: boolean): void {
  const resource = {
    Bucket: textOf(input, 'Bucket'),
    Key: textOf(input, 'Key'),
    ExpectedBucketOwner: textOf(input, 'ExpectedBucketOwner'),
  };
  if (isOfObject) requireAddress(context, resource);
  else requireBucket(context, resource);
}
