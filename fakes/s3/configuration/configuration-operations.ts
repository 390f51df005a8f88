import {
  DeleteBucketAnalyticsConfigurationCommand,
  DeleteBucketIntelligentTieringConfigurationCommand,
  DeleteBucketInventoryConfigurationCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketMetricsConfigurationCommand,
  DeleteBucketReplicationCommand,
  DeleteBucketWebsiteCommand,
  GetBucketAccelerateConfigurationCommand,
  GetBucketAnalyticsConfigurationCommand,
  GetBucketIntelligentTieringConfigurationCommand,
  GetBucketInventoryConfigurationCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketMetricsConfigurationCommand,
  GetBucketReplicationCommand,
  GetBucketWebsiteCommand,
  ListBucketAnalyticsConfigurationsCommand,
  ListBucketIntelligentTieringConfigurationsCommand,
  ListBucketInventoryConfigurationsCommand,
  ListBucketMetricsConfigurationsCommand,
  PutBucketAccelerateConfigurationCommand,
  PutBucketAnalyticsConfigurationCommand,
  PutBucketIntelligentTieringConfigurationCommand,
  PutBucketInventoryConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketMetricsConfigurationCommand,
  PutBucketReplicationCommand,
  PutBucketWebsiteCommand,
} from '@aws-sdk/client-s3';
import { operation, type OperationRow } from '../../kernel/operation';
import { BUCKET, DIGESTS } from '../request-members';
import type { S3State } from '../state';
import { getBucketAccelerateConfiguration, putBucketAccelerateConfiguration } from './accelerate';
import {
  deleteBucketAnalyticsConfiguration,
  getBucketAnalyticsConfiguration,
  listBucketAnalyticsConfigurations,
  putBucketAnalyticsConfiguration,
} from './analytics';
import {
  deleteBucketIntelligentTieringConfiguration,
  getBucketIntelligentTieringConfiguration,
  listBucketIntelligentTieringConfigurations,
  putBucketIntelligentTieringConfiguration,
} from './intelligent-tiering';
import {
  deleteBucketInventoryConfiguration,
  getBucketInventoryConfiguration,
  listBucketInventoryConfigurations,
  putBucketInventoryConfiguration,
} from './inventory';
import {
  deleteBucketLifecycle,
  getBucketLifecycleConfiguration,
  putBucketLifecycleConfiguration,
} from './lifecycle';
import { getBucketLogging, putBucketLogging } from './logging';
import {
  deleteBucketMetricsConfiguration,
  getBucketMetricsConfiguration,
  listBucketMetricsConfigurations,
  putBucketMetricsConfiguration,
} from './metrics';
import { deleteBucketReplication, getBucketReplication, putBucketReplication } from './replication';
import { deleteBucketWebsite, getBucketWebsite, putBucketWebsite } from './website';

/** Documented: UserGuide/Welcome, consistency model: "Bucket configurations have an eventual consistency model". */
const LATE = { advice: ['late'] } as const;
const IDENTIFIED = [...BUCKET, 'Id'] as const;
const LIST = [...BUCKET, 'ContinuationToken'] as const;

/** What a bucket is configured with, beside its versioning, notifications, permissions and encryption. */
export const configurationOperations: readonly OperationRow<S3State>[] = [
  operation(
    PutBucketLifecycleConfigurationCommand,
    putBucketLifecycleConfiguration,
    [...BUCKET, 'LifecycleConfiguration', 'TransitionDefaultMinimumObjectSize', 'ChecksumAlgorithm'],
    LATE,
  ),
  operation(GetBucketLifecycleConfigurationCommand, getBucketLifecycleConfiguration, BUCKET),
  operation(DeleteBucketLifecycleCommand, deleteBucketLifecycle, BUCKET, LATE),
  operation(PutBucketWebsiteCommand, putBucketWebsite, [...BUCKET, 'WebsiteConfiguration', ...DIGESTS], LATE),
  operation(GetBucketWebsiteCommand, getBucketWebsite, BUCKET),
  operation(DeleteBucketWebsiteCommand, deleteBucketWebsite, BUCKET, LATE),
  operation(PutBucketLoggingCommand, putBucketLogging, [...BUCKET, 'BucketLoggingStatus', ...DIGESTS], LATE),
  operation(GetBucketLoggingCommand, getBucketLogging, BUCKET),
  operation(
    PutBucketReplicationCommand,
    putBucketReplication,
    [...BUCKET, 'ReplicationConfiguration', 'Token', ...DIGESTS],
    LATE,
  ),
  operation(GetBucketReplicationCommand, getBucketReplication, BUCKET),
  operation(DeleteBucketReplicationCommand, deleteBucketReplication, BUCKET, LATE),
  operation(
    PutBucketAccelerateConfigurationCommand,
    putBucketAccelerateConfiguration,
    [...BUCKET, 'AccelerateConfiguration', 'ChecksumAlgorithm'],
    LATE,
  ),
  operation(GetBucketAccelerateConfigurationCommand, getBucketAccelerateConfiguration, BUCKET),
  operation(PutBucketAnalyticsConfigurationCommand, putBucketAnalyticsConfiguration, [
    ...IDENTIFIED,
    'AnalyticsConfiguration',
  ]),
  operation(GetBucketAnalyticsConfigurationCommand, getBucketAnalyticsConfiguration, IDENTIFIED),
  operation(DeleteBucketAnalyticsConfigurationCommand, deleteBucketAnalyticsConfiguration, IDENTIFIED),
  operation(ListBucketAnalyticsConfigurationsCommand, listBucketAnalyticsConfigurations, LIST),
  operation(PutBucketInventoryConfigurationCommand, putBucketInventoryConfiguration, [
    ...IDENTIFIED,
    'InventoryConfiguration',
  ]),
  operation(GetBucketInventoryConfigurationCommand, getBucketInventoryConfiguration, IDENTIFIED),
  operation(DeleteBucketInventoryConfigurationCommand, deleteBucketInventoryConfiguration, IDENTIFIED),
  operation(ListBucketInventoryConfigurationsCommand, listBucketInventoryConfigurations, LIST),
  operation(PutBucketMetricsConfigurationCommand, putBucketMetricsConfiguration, [
    ...IDENTIFIED,
    'MetricsConfiguration',
  ]),
  operation(GetBucketMetricsConfigurationCommand, getBucketMetricsConfiguration, IDENTIFIED),
  operation(DeleteBucketMetricsConfigurationCommand, deleteBucketMetricsConfiguration, IDENTIFIED),
  operation(ListBucketMetricsConfigurationsCommand, listBucketMetricsConfigurations, LIST),
  operation(PutBucketIntelligentTieringConfigurationCommand, putBucketIntelligentTieringConfiguration, [
    ...IDENTIFIED,
    'IntelligentTieringConfiguration',
  ]),
  operation(
    GetBucketIntelligentTieringConfigurationCommand,
    getBucketIntelligentTieringConfiguration,
    IDENTIFIED,
  ),
  operation(
    DeleteBucketIntelligentTieringConfigurationCommand,
    deleteBucketIntelligentTieringConfiguration,
    IDENTIFIED,
  ),
  operation(
    ListBucketIntelligentTieringConfigurationsCommand,
    listBucketIntelligentTieringConfigurations,
    LIST,
  ),
];
