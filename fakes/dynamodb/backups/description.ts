import type {
  GlobalSecondaryIndexInfo,
  LocalSecondaryIndexInfo,
  SourceTableDetails,
  SourceTableFeatureDetails,
} from '@aws-sdk/client-dynamodb';
import type { DynamodbState, IndexEntry, Throughput } from '../state';
import type { BackupEntry } from './state';

/** `SourceTableDetails`: the table as it was. */
export function describeSource({ table, count, bytes }: BackupEntry): SourceTableDetails {
  return {
    TableName: table.name,
    TableId: table.id,
    TableArn: table.arn,
    TableSizeBytes: bytes,
    KeySchema: [...table.keySchema],
    TableCreationDateTime: new Date(table.createdAt),
    ProvisionedThroughput: units(table.throughput),
    OnDemandThroughput: table.onDemandThroughput,
    ItemCount: count,
    BillingMode: table.billingMode,
  };
}

function units(throughput: Throughput): { ReadCapacityUnits: number; WriteCapacityUnits: number } {
  return { ReadCapacityUnits: throughput.read, WriteCapacityUnits: throughput.write };
}

/**
 * `SourceTableFeatureDetails`: only what was enabled; a system backup has none. Captured: 2026-10.
 */
export function describeSourceFeatures(
  state: DynamodbState,
  { table, type }: BackupEntry,
): SourceTableFeatureDetails {
  if (type === 'SYSTEM') return {};
  const locals = table.indexes.filter(({ kind }) => kind === 'local').map(indexInfo);
  const globals = table.indexes.filter(({ kind }) => kind === 'global').map(globalInfo);
  const stream = table.streamArn === undefined ? undefined : state.streams.get(table.streamArn);
  const { timeToLive, encryption } = table;
  return {
    ...(locals.length === 0 ? {} : { LocalSecondaryIndexes: locals }),
    ...(globals.length === 0 ? {} : { GlobalSecondaryIndexes: globals }),
    ...(stream === undefined
      ? {}
      : { StreamDescription: { StreamEnabled: true, StreamViewType: stream.viewType } }),
    ...(timeToLive?.enabled !== true
      ? {}
      : {
          TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive.attributeName },
        }),
    ...(encryption === undefined
      ? {}
      : { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: encryption.keyArn } }),
  };
}

function indexInfo(index: IndexEntry): LocalSecondaryIndexInfo {
  return { IndexName: index.name, KeySchema: [...index.keySchema], Projection: index.projection };
}

function globalInfo(index: IndexEntry): GlobalSecondaryIndexInfo {
  return {
    ...indexInfo(index),
    ProvisionedThroughput: units(index.throughput),
    OnDemandThroughput: index.onDemandThroughput,
  };
}
