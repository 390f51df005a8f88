import type { SSEDescription, SSESpecification } from '@aws-sdk/client-dynamodb';
import type { Context } from '../../kernel/operation';
import type { MemberRule } from '../members';
import type { DynamodbState, TableEntry } from '../state';
import { invalidParameters } from '../table-definition';

export const sseSpecification: MemberRule = {
  name: 'SSESpecification',
  members: [{ name: 'SSEType', values: ['AES256', 'KMS'] }],
};

/**
 * Checks an SSESpecification by itself.
 * @throws ValidationException
 */
export function checkEncryption(specification: SSESpecification | undefined): void {
  if (specification === undefined) return;
  const { Enabled, SSEType, KMSMasterKeyId } = specification;
  // Captured: 2026-10: the texts; Assumed: their order.
  if (SSEType === 'AES256') throw invalidParameters('SSEType AES256 is not supported');
  if (Enabled === false && SSEType !== undefined) {
    throw invalidParameters('SSEType can not be specified if Enabled is false');
  }
  if (Enabled === false && KMSMasterKeyId !== undefined) {
    throw invalidParameters('KMSMasterKeyId can not be specified if Enabled is false');
  }
  if (KMSMasterKeyId !== undefined && SSEType === undefined) {
    throw invalidParameters('SSEType KMS is required if KMSMasterKeyId is specified');
  }
}

/** The key of AWS's own that stands behind `alias/aws/dynamodb`: the fake has one per account and region. */
const AWS_MANAGED_KEY = '0000aaaa-1111-4bbb-8ccc-2222dddd3333';

/** What a table is encrypted with; undefined for the key that AWS owns. Keys are taken as they are given: there is no KMS. */
export function encryptionOf(
  { region, accountId }: Pick<Context<DynamodbState>, 'region' | 'accountId'>,
  specification: SSESpecification | undefined,
): TableEntry['encryption'] {
  if (specification?.Enabled !== true) return undefined;
  const { KMSMasterKeyId: id = `key/${AWS_MANAGED_KEY}` } = specification;
  if (id.startsWith('arn:')) return { keyArn: id };
  const resource = id.startsWith('alias/') || id.startsWith('key/') ? id : `key/${id}`;
  return { keyArn: `arn:aws:kms:${region}:${accountId}:${resource}` };
}

/** `SSEDescription`: there only when the key is not AWS's own. */
export function describeEncryption({ encryption }: TableEntry): SSEDescription | undefined {
  return encryption && { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: encryption.keyArn };
}

/**
 * Checks a change of the encryption against what there is.
 * @throws ValidationException it is encrypted so already
 */
export function checkEncryptionChange(table: TableEntry, specification: SSESpecification | undefined): void {
  if (specification === undefined) return;
  // Captured: 2026-10.
  if (specification.Enabled !== true && table.encryption === undefined) {
    throw invalidParameters('Table is already encrypted by default');
  }
  if (
    specification.KMSMasterKeyId !== undefined &&
    specification.KMSMasterKeyId === table.encryption?.keyArn
  ) {
    throw invalidParameters(
      'Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you want to change Master Key',
    );
  }
}
