import type {
  GlobalSecondaryIndex,
  LocalSecondaryIndex,
  RestoreTableFromBackupCommandInput,
} from '@aws-sdk/client-dynamodb';
import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../../kernel/operation';
import { encryptionOf } from '../features/encryption';
import { given, type MemberRule } from '../members';
import type { DynamodbState, IndexEntry, TableEntry } from '../state';
import { sortedIndexes, throughputOf } from '../table-entry';
import { billingMode, globalIndex, localIndex, provisionedThroughput } from '../table-members';
import { invalidRequest } from './errors';

export const OVERRIDES: readonly MemberRule[] = [
  { ...billingMode, name: 'BillingModeOverride' },
  { name: 'GlobalSecondaryIndexOverride', each: globalIndex },
  { name: 'LocalSecondaryIndexOverride', each: localIndex },
  { name: 'ProvisionedThroughputOverride', members: provisionedThroughput },
];

/** What a restored table may have otherwise than its source. Both restores have the same members. */
type Overrides = Pick<
  RestoreTableFromBackupCommandInput,
  | 'BillingModeOverride'
  | 'GlobalSecondaryIndexOverride'
  | 'LocalSecondaryIndexOverride'
  | 'ProvisionedThroughputOverride'
  | 'OnDemandThroughputOverride'
  | 'SSESpecificationOverride'
>;

/**
 * The table that a restore makes of its source.
 * @throws ValidationException overrides that do not fit the source or each other
 */
export function overridden(
  context: Context<DynamodbState>,
  source: TableEntry,
  name: string,
  overrides: Overrides,
): TableEntry {
  const { region, accountId, now, ids } = context;
  checkThroughput(source, overrides);
  const mode = overrides.BillingModeOverride ?? source.billingMode;
  const onDemand = mode === 'PAY_PER_REQUEST';
  const indexes = [
    ...chosen(source, 'local', overrides.LocalSecondaryIndexOverride),
    ...chosen(source, 'global', overrides.GlobalSecondaryIndexOverride),
  ].map((index) => (onDemand ? { ...index, throughput: throughputOf(undefined) } : index));
  const sse = overrides.SSESpecificationOverride;
  const throughput = overrides.ProvisionedThroughputOverride;
  return {
    name,
    region,
    arn: `arn:aws:dynamodb:${region}:${accountId}:table/${name}`,
    id: ids.uuid('dynamodb.table'),
    createdAt: now,
    attributeDefinitions: source.attributeDefinitions.filter(({ AttributeName }) =>
      [source.keySchema, ...indexes.map((index) => index.keySchema)]
        .flat()
        .some((element) => element.AttributeName === AttributeName),
    ),
    keySchema: source.keySchema,
    key: source.key,
    indexes: sortedIndexes(indexes),
    billingMode: mode,
    billingChangedAt: now,
    throughput: throughput !== undefined || onDemand ? throughputOf(throughput) : source.throughput,
    onDemandThroughput:
      overrides.OnDemandThroughputOverride ?? (onDemand ? source.onDemandThroughput : undefined),
    encryption: sse === undefined ? source.encryption : encryptionOf(context, sse),
    deletionProtection: false,
    tags: [],
  };
}

/** Captured: 2026-10: the texts. @throws ValidationException */
function checkThroughput(source: TableEntry, overrides: Overrides): void {
  const { BillingModeOverride: mode, ProvisionedThroughputOverride: throughput } = overrides;
  if (throughput !== undefined && mode === 'PAY_PER_REQUEST') {
    throw invalidRequest(
      'Cannot override ProvisionedThroughput if BillingMode is overridden to PAY_PER_REQUEST',
    );
  }
  if (throughput !== undefined && (mode ?? source.billingMode) !== 'PROVISIONED') {
    throw invalidRequest('Cannot override ProvisionedThroughput unless BillingMode is PROVISIONED');
  }
  if (throughput === undefined && mode === 'PROVISIONED' && source.billingMode !== 'PROVISIONED') {
    throw invalidRequest('Must override ProvisionedThroughput if BillingMode is overridden to PROVISIONED');
  }
  if (
    overrides.OnDemandThroughputOverride?.MaxReadRequestUnits !== undefined &&
    (mode ?? source.billingMode) !== 'PAY_PER_REQUEST'
  ) {
    throw invalidRequest(
      'Cannot override MaxReadRequestUnits for OnDemandThroughput unless BillingModeOverride is PAY_PER_REQUEST',
    );
  }
}

/**
 * The indexes to restore: all when nothing is said, none for an empty list, otherwise those of the source with the same
 * keys and projection, under the names that are given. Captured: 2026-10.
 * @throws ValidationException an index that the source has not
 */
function chosen(
  source: TableEntry,
  kind: IndexEntry['kind'],
  asked: readonly (GlobalSecondaryIndex & LocalSecondaryIndex)[] | undefined,
): readonly IndexEntry[] {
  const all = source.indexes.filter((index) => index.kind === kind);
  if (asked === undefined) return all;
  return asked.map((index) => {
    const found = all.find(
      ({ keySchema, projection }) =>
        isDeepStrictEqual([...keySchema], index.KeySchema) && isDeepStrictEqual(projection, index.Projection),
    );
    if (found === undefined) {
      throw invalidRequest(
        `Index ${index.IndexName} does not match a secondary index that existed in the source table and cannot be created during the restore operation`,
      );
    }
    const { ProvisionedThroughput: throughput } = index;
    return {
      ...found,
      name: given(index.IndexName),
      throughput: throughput === undefined ? found.throughput : throughputOf(throughput),
    };
  });
}
