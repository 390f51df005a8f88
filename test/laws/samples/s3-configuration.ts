import {
  PutBucketAnalyticsConfigurationCommand,
  PutBucketIntelligentTieringConfigurationCommand,
  PutBucketInventoryConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketMetricsConfigurationCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  PutBucketWebsiteCommand,
  CreateBucketCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { DOCUMENTS } from '../../s3/configuration/documents';
import type { Samples } from './samples';

/** Configures the bucket in every way there is, and returns an input for each operation that does so. */
export async function arrangeConfigurations(
  s3: S3Client,
  bucket: { readonly Bucket: string },
): Promise<Samples> {
  for (const Bucket of ['replicated', 'replicas']) {
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  }
  const Rules = [
    { ID: 'a', Status: 'Enabled', Filter: { Prefix: 'logs/' }, Expiration: { Days: 1 } },
  ] as const;
  const lifecycle = { ...bucket, LifecycleConfiguration: { Rules: [...Rules] } };
  const website = { ...bucket, WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } } };
  const replicated = { Bucket: 'replicated' };
  const replication = {
    ...replicated,
    ReplicationConfiguration: {
      Role: 'arn:aws:iam::000000000000:role/replication',
      Rules: [
        { ID: 'a', Prefix: '', Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::replicas' } } as const,
      ],
    },
  };
  await s3.send(new PutBucketLifecycleConfigurationCommand(lifecycle));
  await s3.send(new PutBucketWebsiteCommand(website));
  await s3.send(new PutBucketReplicationCommand(replication));
  return {
    'S3.PutBucketLifecycleConfiguration': lifecycle,
    'S3.GetBucketLifecycleConfiguration': bucket,
    'S3.DeleteBucketLifecycle': bucket,
    'S3.PutBucketWebsite': website,
    'S3.GetBucketWebsite': bucket,
    'S3.DeleteBucketWebsite': bucket,
    'S3.PutBucketLogging': {
      ...bucket,
      BucketLoggingStatus: { LoggingEnabled: { TargetBucket: bucket.Bucket, TargetPrefix: 'logs/' } },
    },
    'S3.GetBucketLogging': bucket,
    'S3.PutBucketReplication': replication,
    'S3.GetBucketReplication': replicated,
    'S3.DeleteBucketReplication': replicated,
    'S3.PutBucketAccelerateConfiguration': { ...bucket, AccelerateConfiguration: { Status: 'Enabled' } },
    'S3.GetBucketAccelerateConfiguration': bucket,
    ...(await arrangeIdentified(s3, bucket)),
  };
}

async function arrangeIdentified(s3: S3Client, bucket: { readonly Bucket: string }): Promise<Samples> {
  const identified = { ...bucket, Id: 'first' };
  const samples: Record<string, object> = {};
  for (const [kind, { document, member }] of Object.entries(DOCUMENTS)) {
    samples[`S3.PutBucket${kind}Configuration`] = { ...identified, [member]: { ...document, Id: 'first' } };
    samples[`S3.GetBucket${kind}Configuration`] = identified;
    samples[`S3.DeleteBucket${kind}Configuration`] = identified;
    samples[`S3.ListBucket${kind}Configurations`] = bucket;
  }
  const put = (kind: keyof typeof DOCUMENTS) => samples[`S3.PutBucket${kind}Configuration`] as never;
  await s3.send(new PutBucketAnalyticsConfigurationCommand(put('Analytics')));
  await s3.send(new PutBucketInventoryConfigurationCommand(put('Inventory')));
  await s3.send(new PutBucketMetricsConfigurationCommand(put('Metrics')));
  await s3.send(new PutBucketIntelligentTieringConfigurationCommand(put('IntelligentTiering')));
  return samples;
}
