import { textOf } from '../../kernel/policy/input';
import { kmsKeyArn } from '../../kernel/kms';
import type { IamAction, PermissionCall } from '../../kernel/policy/permissions';
import { sourceOf } from '../access/actions';
import type { Bucket, Encryption, S3State } from '../state';
import { AWS_MANAGED_KEY } from './kms';

const NEW_OBJECTS = new Set(['CopyObject', 'CreateMultipartUpload', 'PutObject']);
const OF_UPLOADS = new Set(['CompleteMultipartUpload', 'UploadPart', 'UploadPartCopy']);

/**
 * What a call needs of the customer's keys in KMS: kms:GenerateDataKey to write by one, kms:Decrypt to read, both for the
 * parts of an upload. Documented: UserGuide/UsingKMSEncryption. The key that AWS manages for S3 lets everybody who may use S3.
 */
export function kmsActions(state: S3State, call: PermissionCall): readonly IamAction[] {
  const { operation, input } = call;
  const bucket = state.buckets.get(textOf(input, 'Bucket') ?? '');
  const read =
    operation === 'GetObject' ? readKey(state, textOf(input, 'Bucket'), input) : sourceKey(state, call);
  const written = bucket && writtenKey(state, bucket, call);
  const inParts = operation === 'CreateMultipartUpload' || OF_UPLOADS.has(operation);
  const mine = bucket && kmsKeyArn(AWS_MANAGED_KEY, bucket.region ?? call.region, call.accountId);
  return [
    ...(read === undefined ? [] : [{ action: 'kms:Decrypt', resource: read }]),
    ...(written === undefined ? [] : [{ action: 'kms:GenerateDataKey', resource: written }]),
    ...(written === undefined || !inParts ? [] : [{ action: 'kms:Decrypt', resource: written }]),
  ].filter(({ resource }) => resource !== mine);
}

function writtenKey(state: S3State, bucket: Bucket, { operation, input, region, accountId }: PermissionCall) {
  if (OF_UPLOADS.has(operation))
    return keyOf(state.uploads(bucket.name).get(textOf(input, 'UploadId') ?? '')?.encryption);
  if (!NEW_OBJECTS.has(operation) || input['SSECustomerAlgorithm'] !== undefined) return undefined;
  const asked = textOf(input, 'ServerSideEncryption');
  const byDefault = state.bucketEncryptions.get(bucket.name);
  if ((asked ?? byDefault?.method)?.startsWith('aws:kms') !== true) return undefined;
  const id = asked === undefined ? byDefault?.keyId : textOf(input, 'SSEKMSKeyId');
  return id === undefined ? undefined : kmsKeyArn(id, bucket.region ?? region, accountId);
}

function sourceKey(state: S3State, { operation, input }: PermissionCall): string | undefined {
  const source = operation === 'CopyObject' || operation === 'UploadPartCopy' ? sourceOf(input) : undefined;
  return source && readKey(state, source.name, { Key: source.key, VersionId: source.versionId });
}

function readKey(state: S3State, bucket: string | undefined, object: object): string | undefined {
  const { versioning } = state.buckets.get(bucket ?? '') ?? {};
  const key = textOf(object, 'Key') ?? '';
  const versionId = textOf(object, 'VersionId');
  if (bucket === undefined) return undefined;
  if (versionId === undefined || versioning === undefined)
    return keyOf(state.objects(bucket).get(key)?.encryption);
  const sequence = state.versionIds(bucket).get([key, versionId]);
  const version = sequence === undefined ? undefined : state.versions(bucket).get([key, sequence]);
  return version?.kind === 'object' ? keyOf(version.encryption) : undefined;
}

function keyOf(encryption: Encryption | undefined): string | undefined {
  return encryption === undefined || encryption.kind === 'SSE-C' ? undefined : encryption.keyArn;
}
