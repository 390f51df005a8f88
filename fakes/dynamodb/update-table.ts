import type {
  GlobalSecondaryIndexUpdate,
  UpdateTableCommandInput,
  UpdateTableCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { Context } from '../kernel/operation';
import { validationError } from './errors';
import {
  checkEncryption,
  checkEncryptionChange,
  encryptionOf,
  sseSpecification,
} from './features/encryption';
import { askedWarm, checkWarmer, warmOf } from './features/warm-throughput';
import { checkMembers, requireTableName, RULES, type MemberRule } from './members';
import type { DynamodbState, TableEntry } from './state';
import { requireControlTable, wordingOf } from './table-access';
import { checkBounds, invalidParameters } from './table-definition';
import { describe } from './table-description';
import { checkStreamSpecification, openStream, throughputOf } from './table-entry';
import {
  attributeDefinitions,
  billingMode,
  indexUpdate,
  provisionedThroughput,
  streamSpecification,
  tableClass,
} from './table-members';
import { checkIndexUpdates, updateIndexes } from './update-indexes';

const MEMBERS: readonly MemberRule[] = [
  { name: 'AttributeDefinitions', each: attributeDefinitions },
  RULES.tableName,
  billingMode,
  { name: 'ProvisionedThroughput', members: provisionedThroughput },
  { name: 'GlobalSecondaryIndexUpdates', each: indexUpdate },
  streamSpecification,
  sseSpecification,
  tableClass,
];

/**
 * Changes a table. The answer says UPDATING; everything but a new index is in force at once. A new index is CREATING,
 * and cannot be read, for 30 seconds of the world's time.
 *
 * @throws ValidationException members; nothing to change; parts that do not fit together
 * @throws ResourceNotFoundException the table or an index
 * @throws LimitExceededException more than one index is created or deleted
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
 */
export function updateTable(
  context: Context<DynamodbState>,
  input: UpdateTableCommandInput,
): Omit<UpdateTableCommandOutput, '$metadata'> {
  const { state, now } = context;
  const name = requireTableName(input);
  checkMembers(input, MEMBERS, wordingOf(context));
  const updates = input.GlobalSecondaryIndexUpdates ?? [];
  checkRequest(context, input, updates);
  checkStreamSpecification(input.StreamSpecification, 'updated');
  checkEncryption(input.SSESpecification);
  const table = requireControlTable(context, name);
  checkThroughput(table, input);
  checkStreamChange(table, input);
  checkEncryptionChange(table, input.SSESpecification);
  checkWarmer(input.WarmThroughput, warmOf(table.billingMode, table), 'table');
  checkIndexUpdates(context, table, input);

  const indexes = updateIndexes(context, table, input);
  const changed: TableEntry = {
    ...withBilling(table, input, now),
    ...indexes,
    ...(input.TableClass === undefined ? {} : { tableClass: input.TableClass }),
    ...(input.SSESpecification === undefined
      ? {}
      : { encryption: encryptionOf(context, input.SSESpecification) }),
    ...(input.WarmThroughput === undefined
      ? {}
      : { warm: askedWarm(input.WarmThroughput, warmOf(table.billingMode, table)) }),
    ...(input.OnDemandThroughput === undefined ? {} : { onDemandThroughput: input.OnDemandThroughput }),
    ...(input.DeletionProtectionEnabled === undefined
      ? {}
      : { deletionProtection: input.DeletionProtectionEnabled }),
    ...streamChange(context, table, input),
  };
  state.tables.put([table.region, table.name], changed);
  const deleted = updates.flatMap((update) => update.Delete?.IndexName ?? []);
  const shown = {
    ...changed,
    indexes: [...changed.indexes, ...table.indexes.filter((i) => deleted.includes(i.name))],
  };
  return {
    TableDescription: describe(state, shown, {
      status: 'UPDATING',
      now,
      deleting: deleted,
      warming: input.WarmThroughput !== undefined,
    }),
  };
}

/** Captured: 2026-10, and before. */
const NOTHING_TO_CHANGE = {
  '2026':
    'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required',
  classic:
    'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required',
} as const;

/** What must be the only change of a request, by AWS's name for it. Captured: 2026-10. */
const ALONE: readonly (readonly [keyof UpdateTableCommandInput, string])[] = [
  ['SSESpecification', 'Server-Side Encryption modification must be the only operation in the request'],
  ['TableClass', 'TableClass modification must be the only operation in the request'],
  ['DeletionProtectionEnabled', 'DeletionProtection modification must be the only operation in the request'],
];

/** @throws ValidationException there is nothing to change, or an entry of an index update says nothing */
function checkRequest(
  context: Context<DynamodbState>,
  input: UpdateTableCommandInput,
  updates: readonly GlobalSecondaryIndexUpdate[],
): void {
  const {
    TableName: _name,
    AttributeDefinitions: _attributes,
    GlobalSecondaryIndexUpdates: _updates,
    ...changes
  } = input;
  if (Object.keys(changes).length === 0 && updates.length === 0) {
    throw validationError(NOTHING_TO_CHANGE[context.state.errorWording]);
  }
  const others = Object.keys(changes).length + (updates.length === 0 ? 0 : 1);
  for (const [member, problem] of ALONE) {
    if (input[member] !== undefined && others > 1) throw invalidParameters(problem);
  }
  if (input.BillingMode === 'PAY_PER_REQUEST' && input.ProvisionedThroughput !== undefined) {
    throw noThroughputOnDemand();
  }
  if (input.ProvisionedThroughput !== undefined) checkBounds(input.ProvisionedThroughput);
}

function noThroughputOnDemand(): Error {
  return invalidParameters(
    'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
  );
}

/** @throws ValidationException throughput on demand, none when provisioned, or the same as before */
function checkThroughput(table: TableEntry, input: UpdateTableCommandInput): void {
  const { BillingMode: mode = table.billingMode, ProvisionedThroughput: asked } = input;
  if (mode === 'PAY_PER_REQUEST') {
    if (asked !== undefined) throw noThroughputOnDemand();
    return;
  }
  if (table.billingMode === 'PAY_PER_REQUEST' && asked === undefined) {
    throw invalidParameters('ProvisionedThroughput must be specified when BillingMode is PROVISIONED');
  }
  if (table.billingMode === 'PAY_PER_REQUEST') checkIndexThroughput(table, input);
  const { read, write } = table.throughput;
  if (asked?.ReadCapacityUnits !== read || asked.WriteCapacityUnits !== write) return;
  throw validationError(
    `The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: ${read}. Requested ReadCapacityUnits: ${read}. Current WriteCapacityUnits provisioned for the table: ${write}. Requested WriteCapacityUnits: ${write}. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.`,
  );
}

/** Captured: 2026-08; also an index that the same request deletes needs its throughput. @throws ValidationException */
function checkIndexThroughput(table: TableEntry, input: UpdateTableCommandInput): void {
  const updates = input.GlobalSecondaryIndexUpdates ?? [];
  const given = updates.flatMap(({ Update }) =>
    Update?.ProvisionedThroughput === undefined ? [] : Update.IndexName,
  );
  const without = table.indexes.filter((index) => index.kind === 'global' && !given.includes(index.name));
  if (without.length === 0) return;
  const names = without.map((index) => index.name).join(',');
  throw invalidParameters(`ProvisionedThroughput must be specified for index: ${names}`);
}

function withBilling(table: TableEntry, input: UpdateTableCommandInput, now: number): TableEntry {
  const mode = input.BillingMode ?? table.billingMode;
  const throughput =
    mode === 'PAY_PER_REQUEST'
      ? throughputOf(undefined)
      : input.ProvisionedThroughput === undefined
        ? table.throughput
        : { ...throughputOf(input.ProvisionedThroughput), changedAt: now };
  return {
    ...table,
    billingMode: mode,
    billingChangedAt: mode === table.billingMode ? table.billingChangedAt : now,
    throughput,
  };
}

/** @throws ValidationException the stream is enabled or disabled already */
function checkStreamChange(table: TableEntry, input: UpdateTableCommandInput): void {
  if (input.StreamSpecification === undefined) return;
  const enable = input.StreamSpecification.StreamEnabled === true;
  if (enable && table.streamArn !== undefined) {
    throw validationError(`Table already has an enabled stream: TableName: ${table.name}`);
  }
  if (!enable && table.streamArn === undefined) {
    // Captured: 2026-10.
    throw validationError(`Table has no stream to disable: TableName: ${table.name}`);
  }
}

function streamChange(
  context: Context<DynamodbState>,
  table: TableEntry,
  input: UpdateTableCommandInput,
): Partial<TableEntry> {
  const { state, now } = context;
  if (input.StreamSpecification === undefined) return {};
  if (input.StreamSpecification.StreamEnabled === true) {
    const stream = openStream(state, table, input.StreamSpecification, now);
    return { streamArn: stream.arn, latestStreamArn: stream.arn };
  }
  const stream = table.streamArn === undefined ? undefined : state.streams.get(table.streamArn);
  if (stream !== undefined) state.streams.put(stream.arn, { ...stream, disabledAt: now });
  return { streamArn: undefined };
}
