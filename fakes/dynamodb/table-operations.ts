import {
  CreateBackupCommand,
  CreateTableCommand,
  DeleteBackupCommand,
  DeleteResourcePolicyCommand,
  DeleteTableCommand,
  DescribeBackupCommand,
  DescribeContinuousBackupsCommand,
  DescribeContributorInsightsCommand,
  DescribeEndpointsCommand,
  DescribeKinesisStreamingDestinationCommand,
  DescribeLimitsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DisableKinesisStreamingDestinationCommand,
  EnableKinesisStreamingDestinationCommand,
  GetResourcePolicyCommand,
  ListBackupsCommand,
  ListContributorInsightsCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutResourcePolicyCommand,
  RestoreTableFromBackupCommand,
  RestoreTableToPointInTimeCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateContributorInsightsCommand,
  UpdateKinesisStreamingDestinationCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { operation, type OperationRow } from '../kernel/operation';
import { describeEndpoints, describeLimits } from './account';
import { createBackup, deleteBackup, describeBackup } from './backups/backups';
import { describeContinuousBackups, updateContinuousBackups } from './backups/continuous-backups';
import { listBackups } from './backups/list-backups';
import { restoreTableFromBackup, restoreTableToPointInTime } from './backups/restore';
import { createTable } from './create-table';
import {
  describeContributorInsights,
  listContributorInsights,
  updateContributorInsights,
} from './features/contributor-insights';
import {
  describeKinesisStreamingDestination,
  disableKinesisStreamingDestination,
  enableKinesisStreamingDestination,
  updateKinesisStreamingDestination,
} from './features/kinesis-destinations';
import { deleteResourcePolicy, getResourcePolicy, putResourcePolicy } from './features/resource-policies';
import type { DynamodbState } from './state';
import { deleteTable, describeTable, listTables } from './tables';
import { listTagsOfResource, tagResource, untagResource } from './tags';
import { describeTimeToLive, updateTimeToLive } from './time-to-live';
import { updateTable } from './update-table';

const RESTORE = [
  'TargetTableName',
  'BillingModeOverride',
  'GlobalSecondaryIndexOverride',
  'LocalSecondaryIndexOverride',
  'ProvisionedThroughputOverride',
  'OnDemandThroughputOverride',
  'SSESpecificationOverride',
] as const;

/** The control plane: tables and what belongs to them. */
export const TABLE_OPERATIONS: readonly OperationRow<DynamodbState>[] = [
  operation(CreateTableCommand, createTable, [
    'TableName',
    'AttributeDefinitions',
    'KeySchema',
    'BillingMode',
    'ProvisionedThroughput',
    'OnDemandThroughput',
    'LocalSecondaryIndexes',
    'GlobalSecondaryIndexes',
    'StreamSpecification',
    'DeletionProtectionEnabled',
    'TableClass',
    'Tags',
    'SSESpecification',
    'WarmThroughput',
    'ResourcePolicy',
  ]),
  operation(DescribeTableCommand, describeTable, ['TableName']),
  operation(ListTablesCommand, listTables, ['ExclusiveStartTableName', 'Limit']),
  operation(UpdateTableCommand, updateTable, [
    'TableName',
    'AttributeDefinitions',
    'BillingMode',
    'ProvisionedThroughput',
    'OnDemandThroughput',
    'GlobalSecondaryIndexUpdates',
    'StreamSpecification',
    'DeletionProtectionEnabled',
    'TableClass',
    'SSESpecification',
    'WarmThroughput',
  ]),
  operation(DeleteTableCommand, deleteTable, ['TableName']),
  operation(UpdateTimeToLiveCommand, updateTimeToLive, ['TableName', 'TimeToLiveSpecification']),
  operation(DescribeTimeToLiveCommand, describeTimeToLive, ['TableName']),
  operation(DescribeLimitsCommand, describeLimits, []),
  operation(DescribeEndpointsCommand, describeEndpoints, []),
  operation(TagResourceCommand, tagResource, ['ResourceArn', 'Tags']),
  operation(UntagResourceCommand, untagResource, ['ResourceArn', 'TagKeys']),
  operation(ListTagsOfResourceCommand, listTagsOfResource, ['ResourceArn', 'NextToken']),
  operation(UpdateContinuousBackupsCommand, updateContinuousBackups, [
    'TableName',
    'PointInTimeRecoverySpecification',
  ]),
  operation(DescribeContinuousBackupsCommand, describeContinuousBackups, ['TableName']),
  operation(CreateBackupCommand, createBackup, ['TableName', 'BackupName']),
  operation(DescribeBackupCommand, describeBackup, ['BackupArn']),
  operation(DeleteBackupCommand, deleteBackup, ['BackupArn']),
  operation(ListBackupsCommand, listBackups, [
    'TableName',
    'Limit',
    'TimeRangeLowerBound',
    'TimeRangeUpperBound',
    'ExclusiveStartBackupArn',
    'BackupType',
  ]),
  operation(RestoreTableFromBackupCommand, restoreTableFromBackup, ['BackupArn', ...RESTORE]),
  operation(RestoreTableToPointInTimeCommand, restoreTableToPointInTime, [
    'SourceTableArn',
    'SourceTableName',
    'UseLatestRestorableTime',
    'RestoreDateTime',
    ...RESTORE,
  ]),
  operation(PutResourcePolicyCommand, putResourcePolicy, [
    'ResourceArn',
    'Policy',
    'ExpectedRevisionId',
    // Assumed: whoever locks himself out is not asked to confirm it.
    'ConfirmRemoveSelfResourceAccess',
  ]),
  operation(GetResourcePolicyCommand, getResourcePolicy, ['ResourceArn']),
  operation(DeleteResourcePolicyCommand, deleteResourcePolicy, ['ResourceArn', 'ExpectedRevisionId']),
  operation(UpdateContributorInsightsCommand, updateContributorInsights, [
    'TableName',
    'IndexName',
    'ContributorInsightsAction',
    'ContributorInsightsMode',
  ]),
  operation(DescribeContributorInsightsCommand, describeContributorInsights, ['TableName', 'IndexName']),
  operation(ListContributorInsightsCommand, listContributorInsights, [
    'TableName',
    'NextToken',
    'MaxResults',
  ]),
  operation(EnableKinesisStreamingDestinationCommand, enableKinesisStreamingDestination, [
    'TableName',
    'StreamArn',
    'EnableKinesisStreamingConfiguration',
  ]),
  operation(DisableKinesisStreamingDestinationCommand, disableKinesisStreamingDestination, [
    'TableName',
    'StreamArn',
    'EnableKinesisStreamingConfiguration',
  ]),
  operation(UpdateKinesisStreamingDestinationCommand, updateKinesisStreamingDestination, [
    'TableName',
    'StreamArn',
    'UpdateKinesisStreamingConfiguration',
  ]),
  operation(DescribeKinesisStreamingDestinationCommand, describeKinesisStreamingDestination, ['TableName']),
];
