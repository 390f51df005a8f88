/** A valid document of every kind of configuration that a bucket has many of, and how it can be malformed. */
export const DOCUMENTS = {
  Analytics: {
    member: 'AnalyticsConfiguration',
    document: {
      Filter: { Prefix: 'a/' },
      StorageClassAnalysis: {
        DataExport: {
          OutputSchemaVersion: 'V_1',
          Destination: { S3BucketDestination: { Format: 'CSV', Bucket: 'arn:aws:s3:::reports' } },
        },
      },
    },
    required: ['StorageClassAnalysis', 'Id'],
    malformed: [
      { StorageClassAnalysis: { DataExport: { OutputSchemaVersion: 'V_1' } } },
      {
        StorageClassAnalysis: {
          DataExport: {
            OutputSchemaVersion: 'V_2',
            Destination: { S3BucketDestination: { Format: 'CSV', Bucket: 'b' } },
          },
        },
      },
      {
        StorageClassAnalysis: {
          DataExport: {
            OutputSchemaVersion: 'V_1',
            Destination: { S3BucketDestination: { Format: 'ORC', Bucket: 'b' } },
          },
        },
      },
    ],
  },
  Inventory: {
    member: 'InventoryConfiguration',
    document: {
      IsEnabled: true,
      IncludedObjectVersions: 'All',
      Schedule: { Frequency: 'Daily' },
      Destination: { S3BucketDestination: { Bucket: 'arn:aws:s3:::reports', Format: 'CSV' } },
      OptionalFields: ['Size', 'ETag'],
    },
    required: ['Destination', 'IsEnabled', 'Id', 'IncludedObjectVersions', 'Schedule'],
    malformed: [
      { IncludedObjectVersions: 'Some' },
      { Schedule: { Frequency: 'Hourly' } },
      { Schedule: {} },
      { Destination: { S3BucketDestination: { Bucket: 'arn:aws:s3:::reports', Format: 'JSON' } } },
      { Destination: {} },
      { OptionalFields: ['Size', 'Colour'] },
    ],
  },
  Metrics: {
    member: 'MetricsConfiguration',
    document: { Filter: { And: { Prefix: 'a/', Tags: [{ Key: 'k', Value: 'v' }] } } },
    required: ['Id'],
    malformed: [{ Filter: { Tag: { Key: 'k' } } }],
  },
  IntelligentTiering: {
    member: 'IntelligentTieringConfiguration',
    document: { Status: 'Enabled', Tierings: [{ AccessTier: 'ARCHIVE_ACCESS', Days: 90 }] },
    required: ['Status', 'Tierings', 'Id'],
    malformed: [
      { Status: 'On' },
      { Tierings: [] },
      { Tierings: [{ AccessTier: 'ARCHIVE_ACCESS' }] },
      { Tierings: [{ AccessTier: 'COLD', Days: 90 }] },
      {
        Tierings: [
          { AccessTier: 'ARCHIVE_ACCESS', Days: 90 },
          { AccessTier: 'ARCHIVE_ACCESS', Days: 100 },
        ],
      },
    ],
  },
} as const;

export type Kind = keyof typeof DOCUMENTS;
