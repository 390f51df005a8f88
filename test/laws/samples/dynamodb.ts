import {
  CreateBackupCommand,
  CreateTableCommand,
  DynamoDBClient,
  EnableKinesisStreamingDestinationCommand,
  PutItemCommand,
  PutResourcePolicyCommand,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import type { Samples } from './samples';

const keySchema = [
  { AttributeName: 'pk', KeyType: 'HASH' as const },
  { AttributeName: 'sk', KeyType: 'RANGE' as const },
];

/** Sets the scene for one service and returns an input for each of its operations. */
export async function arrangeDynamoDB(): Promise<Samples> {
  const ddb = new DynamoDBClient({});
  const table = { TableName: 'laws' };
  const created = await ddb.send(
    new CreateTableCommand({
      ...table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'gsi'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S' as const,
      })),
      KeySchema: keySchema,
      GlobalSecondaryIndexes: [
        {
          IndexName: 'GSI',
          KeySchema: [{ AttributeName: 'gsi', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  const ResourceArn = created.TableDescription?.TableArn;
  const key = { pk: { S: 'a' }, sk: { S: '1' } };
  const item = { ...key, gsi: { S: 'g' }, list: { L: [{ N: '1' }, { M: { x: { BOOL: true } } }] } };
  await ddb.send(new PutItemCommand({ ...table, Item: item }));
  const streams = new DynamoDBStreamsClient({});
  const StreamArn = created.TableDescription?.LatestStreamArn;
  const described = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const shard = { StreamArn, ShardId: described.StreamDescription?.Shards?.[0]?.ShardId };
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({ ...shard, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  const { BackupDetails } = await ddb.send(new CreateBackupCommand({ ...table, BackupName: 'laws' }));
  const BackupArn = BackupDetails?.BackupArn;
  await ddb.send(
    new UpdateContinuousBackupsCommand({
      ...table,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'dynamodb:*', Resource: '*' }],
  });
  await ddb.send(new PutResourcePolicyCommand({ ResourceArn, Policy }));
  const destination = { ...table, StreamArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/laws' };
  const other = { ...table, TableName: 'other' };
  await ddb.send(
    new CreateTableCommand({
      ...other,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
  await ddb.send(new EnableKinesisStreamingDestinationCommand(destination));
  const changed = { ...item, list: { L: [{ B: new Uint8Array([1, 2, 3]) }] } };
  return {
    'DynamoDB.CreateTable': {
      TableName: 'second',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    },
    'DynamoDB.UpdateTable': { ...table, DeletionProtectionEnabled: true },
    'DynamoDB.DescribeTable': table,
    'DynamoDB.ListTables': {},
    'DynamoDB.DeleteTable': table,
    'DynamoDB.UpdateTimeToLive': {
      ...table,
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    },
    'DynamoDB.DescribeTimeToLive': table,
    'DynamoDB.DescribeLimits': {},
    'DynamoDB.DescribeEndpoints': {},
    'DynamoDB.TagResource': { ResourceArn, Tags: [{ Key: 'a', Value: '1' }] },
    'DynamoDB.UntagResource': { ResourceArn, TagKeys: ['a'] },
    'DynamoDB.ListTagsOfResource': { ResourceArn },
    'DynamoDB.CreateBackup': { ...table, BackupName: 'another' },
    'DynamoDB.DescribeBackup': { BackupArn },
    'DynamoDB.DeleteBackup': { BackupArn },
    'DynamoDB.ListBackups': { ...table, Limit: 5 },
    'DynamoDB.UpdateContinuousBackups': {
      ...table,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 },
    },
    'DynamoDB.DescribeContinuousBackups': table,
    'DynamoDB.RestoreTableFromBackup': { TargetTableName: 'restored', BackupArn },
    'DynamoDB.RestoreTableToPointInTime': {
      TargetTableName: 'restored',
      SourceTableName: table.TableName,
      UseLatestRestorableTime: true,
    },
    'DynamoDB.PutResourcePolicy': { ResourceArn, Policy: Policy.replace('dynamodb:*', 'dynamodb:GetItem') },
    'DynamoDB.GetResourcePolicy': { ResourceArn },
    'DynamoDB.DeleteResourcePolicy': { ResourceArn },
    'DynamoDB.UpdateContributorInsights': { ...table, ContributorInsightsAction: 'ENABLE' },
    'DynamoDB.DescribeContributorInsights': table,
    'DynamoDB.ListContributorInsights': { MaxResults: 5 },
    'DynamoDB.EnableKinesisStreamingDestination': { ...destination, ...other },
    'DynamoDB.DisableKinesisStreamingDestination': destination,
    'DynamoDB.UpdateKinesisStreamingDestination': {
      ...destination,
      UpdateKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: 'MICROSECOND' },
    },
    'DynamoDB.DescribeKinesisStreamingDestination': table,
    'DynamoDB.PutItem': { ...table, Item: changed, ReturnValues: 'ALL_OLD' },
    'DynamoDB.GetItem': { ...table, Key: key },
    'DynamoDB.UpdateItem': {
      ...table,
      Key: key,
      UpdateExpression: 'SET extra = :extra',
      ExpressionAttributeValues: { ':extra': { M: { deep: { L: [{ S: 'x' }] } } } },
      ReturnValues: 'ALL_NEW',
    },
    'DynamoDB.DeleteItem': { ...table, Key: key, ReturnValues: 'ALL_OLD' },
    'DynamoDB.Query': {
      ...table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'a' } },
    },
    'DynamoDB.Scan': table,
    'DynamoDB.BatchGetItem': { RequestItems: { laws: { Keys: [key] } } },
    'DynamoDB.BatchWriteItem': { RequestItems: { laws: [{ PutRequest: { Item: changed } }] } },
    'DynamoDB.TransactGetItems': { TransactItems: [{ Get: { ...table, Key: key } }] },
    'DynamoDB.ExecuteStatement': {
      Statement: `UPDATE "laws" SET extra = ?, list[0] = [1] WHERE pk = 'a' AND sk = ? RETURNING ALL NEW *`,
      Parameters: [{ M: { deep: { L: [{ S: 'x' }] } } }, { S: '1' }],
    },
    'DynamoDB.BatchExecuteStatement': {
      Statements: [
        {
          Statement: `INSERT INTO "laws" VALUE {'pk': ?, 'sk': '2', 'x': ?}`,
          Parameters: [{ S: 'b' }, { L: [{ B: new Uint8Array([1, 2, 3]) }] }],
        },
        { Statement: `DELETE FROM "laws" WHERE pk = 'a' AND sk = '1' RETURNING ALL OLD *` },
      ],
    },
    'DynamoDB.ExecuteTransaction': {
      TransactStatements: [
        { Statement: `SELECT * FROM "laws" WHERE pk = ? AND sk = '1'`, Parameters: [{ S: 'a' }] },
      ],
    },
    'DynamoDB.ListStreams': { TableName: 'laws' },
    'DynamoDB.DescribeStream': { StreamArn, Limit: 1 },
    'DynamoDB.GetShardIterator': { ...shard, ShardIteratorType: 'TRIM_HORIZON' },
    'DynamoDB.GetRecords': { ShardIterator },
    'DynamoDB.TransactWriteItems': { TransactItems: [{ Put: { ...table, Item: changed } }] },
  };
}
