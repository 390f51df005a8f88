import type { CreateTableCommandInput, CreateTableCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Context } from '../kernel/operation';
import { resourceInUse } from './errors';
import { checkEncryption, encryptionOf, sseSpecification } from './features/encryption';
import { canonicalPolicy } from './features/policy-document';
import { storePolicy } from './features/resource-policies';
import { askedWarm, checkNewWarmth } from './features/warm-throughput';
import { checkMembers, given, requireTableName } from './members';
import type { DynamodbState, TableEntry } from './state';
import { nameOfTable, wordingOf } from './table-access';
import { checkTableDefinition } from './table-definition';
import { describe } from './table-description';
import {
  checkStreamSpecification,
  indexEntry,
  keyOf,
  openStream,
  sortedIndexes,
  throughputOf,
} from './table-entry';
import {
  attributeDefinitions,
  billingMode,
  globalIndex,
  keySchema,
  localIndex,
  provisionedThroughput,
  streamSpecification,
  tableClass,
  tags,
} from './table-members';
import { checkTags } from './tags';

const MEMBERS = [
  { name: 'AttributeDefinitions', required: true, each: attributeDefinitions },
  { name: 'TableName', tableName: 3 },
  billingMode,
  { name: 'ProvisionedThroughput', members: provisionedThroughput },
  { name: 'KeySchema', required: true, length: [1, 2], each: keySchema },
  { name: 'LocalSecondaryIndexes', each: localIndex },
  { name: 'GlobalSecondaryIndexes', each: globalIndex },
  streamSpecification,
  sseSpecification,
  tableClass,
  { name: 'Tags', each: tags },
] as const;

/**
 * Creates a table. The answer says CREATING; the table can be used at once and is ACTIVE in the next DescribeTable.
 *
 * @throws ValidationException members, then throughput, attribute definitions, key schema, indexes, stream, tags
 * @throws ResourceInUseException there is a table of that name in the region
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
 */
export function createTable(
  context: Context<DynamodbState>,
  input: CreateTableCommandInput,
): Omit<CreateTableCommandOutput, '$metadata'> {
  const { state, region, now } = context;
  const nameOrArn = requireTableName(input);
  checkMembers(input, MEMBERS, wordingOf(context));
  checkTableDefinition(input);
  checkStreamSpecification(input.StreamSpecification, 'created');
  checkEncryption(input.SSESpecification);
  checkWarmth(input);
  const policy = input.ResourcePolicy === undefined ? undefined : canonicalPolicy(input.ResourcePolicy);
  checkTags(input.Tags ?? []);
  const name = nameOfTable(nameOrArn);
  if (state.tables.has([region, name])) throw resourceInUse(`Table already exists: ${name}`);

  const table = newTable(context, name, input);
  const stream =
    input.StreamSpecification?.StreamEnabled === true
      ? openStream(state, table, input.StreamSpecification, now)
      : undefined;
  const created = { ...table, streamArn: stream?.arn, latestStreamArn: stream?.arn };
  state.tables.put([region, name], created);
  if (policy !== undefined) storePolicy(context, created.arn, policy);
  return { TableDescription: describe(state, created, { status: 'CREATING', now }) };
}

/** @throws ValidationException warm throughput that is lower than what is there from the first */
function checkWarmth(input: CreateTableCommandInput): void {
  const mode = input.BillingMode ?? 'PROVISIONED';
  checkNewWarmth(input.WarmThroughput, mode, throughputOf(input.ProvisionedThroughput), 'table');
  for (const index of input.GlobalSecondaryIndexes ?? []) {
    const target = `index ${index.IndexName}`;
    checkNewWarmth(index.WarmThroughput, mode, throughputOf(index.ProvisionedThroughput), target);
  }
}

function newTable(context: Context<DynamodbState>, name: string, input: CreateTableCommandInput): TableEntry {
  const { region, accountId, now, ids } = context;
  const attributes = given(input.AttributeDefinitions);
  const keySchemaElements = given(input.KeySchema);
  const key = keyOf(keySchemaElements, attributes);
  const locals = (input.LocalSecondaryIndexes ?? []).map((i) => indexEntry('local', i, key, attributes));
  const globals = (input.GlobalSecondaryIndexes ?? []).map((i) => indexEntry('global', i, key, attributes));
  return {
    name,
    region,
    arn: `arn:aws:dynamodb:${region}:${accountId}:table/${name}`,
    id: ids.uuid('dynamodb.table'),
    createdAt: now,
    attributeDefinitions: attributes,
    keySchema: keySchemaElements,
    key,
    indexes: sortedIndexes([...locals, ...globals]),
    billingMode: input.BillingMode ?? 'PROVISIONED',
    billingChangedAt: now,
    throughput: throughputOf(input.ProvisionedThroughput),
    onDemandThroughput: input.OnDemandThroughput,
    warm: askedWarm(input.WarmThroughput, throughputOf(input.ProvisionedThroughput)),
    encryption: encryptionOf(context, input.SSESpecification),
    deletionProtection: input.DeletionProtectionEnabled === true,
    tableClass: input.TableClass,
    tags: input.Tags ?? [],
  };
}
