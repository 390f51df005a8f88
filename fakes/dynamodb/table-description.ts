import type {
  GlobalSecondaryIndexDescription,
  LocalSecondaryIndexDescription,
  ProvisionedThroughputDescription,
  TableDescription,
  TableStatus,
} from '@aws-sdk/client-dynamodb';
import { describeEncryption } from './features/encryption';
import { warmOf } from './features/warm-throughput';
import {
  indexItemsOf,
  itemsOf,
  type DynamodbState,
  type IndexEntry,
  type TableEntry,
  type Throughput,
} from './state';

interface DescribeOptions {
  readonly status: TableStatus;
  readonly now: number;
  /** Names of indexes that are on their way out. */
  readonly deleting?: readonly string[];
  /** Its warm throughput is being raised. */
  readonly warming?: boolean;
}

/** What DescribeTable answers, and CreateTable and UpdateTable with another status. */
export function describe(
  state: DynamodbState,
  table: TableEntry,
  options: DescribeOptions,
): TableDescription {
  const stream = table.latestStreamArn === undefined ? undefined : state.streams.get(table.latestStreamArn);
  const globals = table.indexes.filter((index) => index.kind === 'global');
  const locals = table.indexes.filter((index) => index.kind === 'local');
  const creating = options.status === 'CREATING';
  return {
    AttributeDefinitions: [...table.attributeDefinitions],
    TableName: table.name,
    KeySchema: [...table.keySchema],
    TableStatus: options.status,
    CreationDateTime: new Date(table.createdAt),
    ProvisionedThroughput: describeThroughput(table.throughput),
    ...tableContents(state, table),
    TableArn: table.arn,
    TableId: table.id,
    BillingModeSummary: describeBilling(table, creating),
    LocalSecondaryIndexes:
      locals.length === 0 ? undefined : locals.map((index) => describeLocal(state, table, index)),
    GlobalSecondaryIndexes:
      globals.length === 0 ? undefined : globals.map((index) => describeGlobal(state, table, index, options)),
    StreamSpecification:
      table.streamArn === undefined ? undefined : { StreamEnabled: true, StreamViewType: stream?.viewType },
    LatestStreamLabel: stream?.label,
    LatestStreamArn: stream?.arn,
    DeletionProtectionEnabled: table.deletionProtection,
    TableClassSummary: table.tableClass === undefined ? undefined : { TableClass: table.tableClass },
    OnDemandThroughput: table.onDemandThroughput,
    WarmThroughput:
      creating && table.warm === undefined
        ? undefined
        : warmThroughput(table, table, creating || options.warming === true ? 'UPDATING' : 'ACTIVE'),
    SSEDescription: describeEncryption(table),
  };
}

/** What DeleteTable answers: keys, attributes, times and indexes are left out. Captured: facts, section b. */
export function describeDeleted(state: DynamodbState, table: TableEntry): TableDescription {
  return {
    TableName: table.name,
    TableStatus: 'DELETING',
    ProvisionedThroughput: describeThroughput(table.throughput),
    ...tableContents(state, table),
    TableArn: table.arn,
    TableId: table.id,
    BillingModeSummary: describeBilling(table, false),
    DeletionProtectionEnabled: table.deletionProtection,
  };
}

function describeBilling(table: TableEntry, creating: boolean): TableDescription['BillingModeSummary'] {
  if (table.billingMode !== 'PAY_PER_REQUEST') return undefined;
  return {
    BillingMode: 'PAY_PER_REQUEST',
    LastUpdateToPayPerRequestDateTime: creating ? undefined : new Date(table.billingChangedAt),
  };
}

function describeThroughput(throughput: Throughput): ProvisionedThroughputDescription {
  return {
    LastIncreaseDateTime: throughput.changedAt === undefined ? undefined : new Date(throughput.changedAt),
    NumberOfDecreasesToday: 0,
    ReadCapacityUnits: throughput.read,
    WriteCapacityUnits: throughput.write,
  };
}

function warmThroughput(
  table: TableEntry,
  entry: Pick<TableEntry | IndexEntry, 'throughput' | 'warm'>,
  status: 'ACTIVE' | 'UPDATING',
): { ReadUnitsPerSecond: number; WriteUnitsPerSecond: number; Status: 'ACTIVE' | 'UPDATING' } {
  const { read, write } = warmOf(table.billingMode, entry);
  return { ReadUnitsPerSecond: read, WriteUnitsPerSecond: write, Status: status };
}

/** The size of what a table holds, now (AWS counts about every six hours). */
function tableContents(
  state: DynamodbState,
  table: TableEntry,
): { TableSizeBytes: number; ItemCount: number } {
  const items = itemsOf(state, table);
  return { TableSizeBytes: items.weight, ItemCount: items.size };
}

function indexContents(
  state: DynamodbState,
  table: TableEntry,
  index: IndexEntry,
): { IndexSizeBytes: number; ItemCount: number } {
  const entries = indexItemsOf(state, table, index);
  return { IndexSizeBytes: entries.weight, ItemCount: entries.size };
}

function describeLocal(
  state: DynamodbState,
  table: TableEntry,
  index: IndexEntry,
): LocalSecondaryIndexDescription {
  return {
    IndexName: index.name,
    KeySchema: [...index.keySchema],
    Projection: index.projection,
    ...indexContents(state, table, index),
    IndexArn: `${table.arn}/index/${index.name}`,
  };
}

function describeGlobal(
  state: DynamodbState,
  table: TableEntry,
  index: IndexEntry,
  { status, now, deleting = [] }: DescribeOptions,
): GlobalSecondaryIndexDescription {
  const creating = status === 'CREATING';
  const building = index.activeAt !== undefined && now < index.activeAt;
  const current = creating || building ? 'CREATING' : 'ACTIVE';
  return {
    IndexName: index.name,
    KeySchema: [...index.keySchema],
    Projection: index.projection,
    IndexStatus: deleting.includes(index.name) ? 'DELETING' : current,
    Backfilling: building ? true : undefined,
    ProvisionedThroughput: describeThroughput(index.throughput),
    ...indexContents(state, table, index),
    IndexArn: `${table.arn}/index/${index.name}`,
    OnDemandThroughput: index.onDemandThroughput,
    WarmThroughput:
      creating && index.warm === undefined
        ? undefined
        : warmThroughput(table, index, creating ? 'UPDATING' : 'ACTIVE'),
  };
}
