import { kmsKeyArn, regionOfKmsArn } from '../../kernel/kms';
import type { Context } from '../../kernel/operation';
import { s3Error } from '../errors';
import type { Bucket, S3State } from '../state';

/** The key that AWS manages for S3 in every account. */
export const AWS_MANAGED_KEY = 'alias/aws/s3';

/**
 * The key that a new object is encrypted with, which must work.
 *
 * @throws KMS.NotFoundException, KMS.DisabledException, KMS.KMSInvalidStateException
 */
export function requireKmsKey(context: Context<S3State>, bucket: Bucket, id = AWS_MANAGED_KEY): string {
  const region = bucket.region ?? context.region;
  const ofArn = regionOfKmsArn(id);
  if (ofArn !== undefined && ofArn !== region) throw kmsNotFound(`Invalid arn ${ofArn}`);
  const arn = kmsKeyArn(id, region, context.accountId);
  if (arn === undefined) throw kmsNotFound(`Invalid keyId '${id}'`);
  requireWorkingKey(context.state, arn);
  return arn;
}

/** @throws KMS.NotFoundException, KMS.DisabledException, KMS.KMSInvalidStateException */
export function requireWorkingKey({ kmsKeys }: S3State, arn: string): void {
  switch (kmsKeys.get(arn)) {
    case 'Missing':
      throw kmsNotFound(`Key '${arn}' does not exist`);
    case 'Disabled':
      throw s3Error('KMS.DisabledException', 400, `${arn} is disabled.`);
    case 'PendingDeletion':
      throw s3Error('KMS.KMSInvalidStateException', 400, `${arn} is pending deletion.`);
    case undefined:
  }
}

const kmsNotFound = (message: string) => s3Error('KMS.NotFoundException', 400, message);
