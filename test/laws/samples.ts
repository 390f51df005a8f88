import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import {
  CloudWatchClient,
  PutCompositeAlarmCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  type PutMetricAlarmInput,
} from '@aws-sdk/client-cloudwatch';

/** One valid input for every operation, by 'Service.Operation', in the world that `arrange` sets up. */
export type Samples = Readonly<Record<string, object>>;

/** Sets a scene in which every operation has something to do, and returns the inputs that fit it. */
export async function arrange(): Promise<Samples> {
  return {
    ...(await arrangeS3()),
    ...(await arrangeDynamoDB()),
    ...(await arrangeSqs()),
    ...(await arrangeCloudWatch()),
  };
}

async function arrangeS3(): Promise<Samples> {
  const s3 = new S3Client({});
  const bucket = { Bucket: 'laws-bucket' };
  const object = { ...bucket, Key: 'folder/object' };
  await s3.send(new CreateBucketCommand(bucket));
  await s3.send(new CreateBucketCommand({ Bucket: 'empty-bucket' }));
  await s3.send(
    new PutObjectCommand({ ...object, Body: 'hello', Metadata: { colour: 'red' }, Tagging: 'a=1' }),
  );
  await s3.send(new PutBucketTaggingCommand({ ...bucket, Tagging: { TagSet: [{ Key: 'a', Value: '1' }] } }));
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...bucket, Key: 'upload' }));
  const upload = { ...bucket, Key: 'upload', UploadId };
  const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'part' }));
  const copySource = { CopySource: 'laws-bucket/folder/object' };
  const tagging = { Tagging: { TagSet: [{ Key: 'b', Value: '2' }] } };
  return {
    'S3.CreateBucket': { Bucket: 'another-bucket' },
    'S3.HeadBucket': bucket,
    'S3.DeleteBucket': { Bucket: 'empty-bucket' },
    'S3.ListBuckets': {},
    'S3.GetBucketLocation': bucket,
    'S3.PutObject': { ...object, Body: 'other', Metadata: { colour: 'blue' } },
    'S3.GetObject': object,
    'S3.HeadObject': object,
    'S3.DeleteObject': object,
    'S3.DeleteObjects': { ...bucket, Delete: { Objects: [{ Key: object.Key }] } },
    'S3.ListObjectsV2': bucket,
    'S3.ListObjects': bucket,
    'S3.ListObjectVersions': bucket,
    'S3.CopyObject': { ...bucket, Key: 'copy', ...copySource },
    'S3.GetObjectAttributes': { ...object, ObjectAttributes: ['ETag', 'ObjectSize'] },
    'S3.CreateMultipartUpload': { ...bucket, Key: 'second-upload' },
    'S3.UploadPart': { ...upload, PartNumber: 2, Body: 'more' },
    'S3.UploadPartCopy': { ...upload, PartNumber: 2, ...copySource },
    'S3.CompleteMultipartUpload': { ...upload, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } },
    'S3.AbortMultipartUpload': upload,
    'S3.ListParts': upload,
    'S3.ListMultipartUploads': bucket,
    'S3.PutBucketVersioning': { ...bucket, VersioningConfiguration: { Status: 'Enabled' } },
    'S3.GetBucketVersioning': bucket,
    'S3.PutObjectTagging': { ...object, ...tagging },
    'S3.GetObjectTagging': object,
    'S3.DeleteObjectTagging': object,
    'S3.PutBucketTagging': { ...bucket, ...tagging },
    'S3.GetBucketTagging': bucket,
    'S3.DeleteBucketTagging': bucket,
  };
}

const keySchema = [
  { AttributeName: 'pk', KeyType: 'HASH' as const },
  { AttributeName: 'sk', KeyType: 'RANGE' as const },
];

async function arrangeDynamoDB(): Promise<Samples> {
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
    'DynamoDB.TransactWriteItems': { TransactItems: [{ Put: { ...table, Item: changed } }] },
  };
}

async function arrangeSqs(): Promise<Samples> {
  const sqs = new SQSClient({});
  const deadLetters = await sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
  const deadLetterArn = 'arn:aws:sqs:us-east-1:000000000000:dead';
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadLetterArn, maxReceiveCount: 5 });
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: 'laws', Attributes: { RedrivePolicy } }),
  );
  const queue = { QueueUrl };
  await sqs.send(new SendMessageCommand({ ...queue, MessageBody: 'first' }));
  await sqs.send(new SendMessageCommand({ ...queue, MessageBody: 'second' }));
  await sqs.send(new SendMessageCommand({ QueueUrl: deadLetters.QueueUrl, MessageBody: 'dead' }));
  const { Messages } = await sqs.send(new ReceiveMessageCommand(queue));
  const ReceiptHandle = Messages?.[0]?.ReceiptHandle;
  const handle = { ...queue, ReceiptHandle };
  return {
    'SQS.AddPermission': {
      ...queue,
      Label: 'label',
      AWSAccountIds: ['111111111111'],
      Actions: ['SendMessage'],
    },
    'SQS.CancelMessageMoveTask': { TaskHandle: 'none' },
    'SQS.ChangeMessageVisibility': { ...handle, VisibilityTimeout: 10 },
    'SQS.ChangeMessageVisibilityBatch': {
      ...queue,
      Entries: [{ Id: 'a', ReceiptHandle, VisibilityTimeout: 10 }],
    },
    'SQS.CreateQueue': { QueueName: 'another' },
    'SQS.DeleteMessage': handle,
    'SQS.DeleteMessageBatch': { ...queue, Entries: [{ Id: 'a', ReceiptHandle }] },
    'SQS.DeleteQueue': queue,
    'SQS.GetQueueAttributes': { ...queue, AttributeNames: ['All'] },
    'SQS.GetQueueUrl': { QueueName: 'laws' },
    'SQS.ListDeadLetterSourceQueues': { QueueUrl: deadLetters.QueueUrl },
    'SQS.ListMessageMoveTasks': { SourceArn: deadLetterArn },
    'SQS.ListQueues': {},
    'SQS.ListQueueTags': queue,
    'SQS.PurgeQueue': queue,
    'SQS.ReceiveMessage': { ...queue, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] },
    'SQS.RemovePermission': { ...queue, Label: 'label' },
    'SQS.SendMessage': {
      ...queue,
      MessageBody: 'third',
      MessageAttributes: { a: { DataType: 'Binary', BinaryValue: new Uint8Array([1]) } },
    },
    'SQS.SendMessageBatch': { ...queue, Entries: [{ Id: 'a', MessageBody: 'fourth' }] },
    'SQS.SetQueueAttributes': { ...queue, Attributes: { VisibilityTimeout: '60' } },
    'SQS.StartMessageMoveTask': { SourceArn: deadLetterArn },
    'SQS.TagQueue': { ...queue, Tags: { a: '1' } },
    'SQS.UntagQueue': { ...queue, TagKeys: ['a'] },
  };
}

async function arrangeCloudWatch(): Promise<Samples> {
  const cloudwatch = new CloudWatchClient({});
  const datum = { MetricName: 'Count', Value: 1, Dimensions: [{ Name: 'Queue', Value: 'lines' }] };
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Laws', MetricData: [datum] }));
  const range = { StartTime: new Date(Date.now() - 3_600_000), EndTime: new Date(Date.now() + 60_000) };
  const metric = { Namespace: 'Laws', MetricName: 'Count' };
  const alarm: PutMetricAlarmInput = {
    ...metric,
    AlarmName: 'laws-alarm',
    Dimensions: datum.Dimensions,
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
  };
  await cloudwatch.send(new PutMetricAlarmCommand({ ...alarm, Tags: [{ Key: 'a', Value: '1' }] }));
  await cloudwatch.send(new PutMetricAlarmCommand({ ...alarm, AlarmName: 'lone-alarm' }));
  const composite = { AlarmName: 'laws-composite', AlarmRule: 'ALARM(laws-alarm)' };
  await cloudwatch.send(new PutCompositeAlarmCommand(composite));
  await cloudwatch.send(new PutDashboardCommand({ DashboardName: 'laws', DashboardBody: '{}' }));
  const arn = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:laws-alarm';
  return {
    'CloudWatch.PutMetricAlarm': { ...alarm, Threshold: 2 },
    'CloudWatch.PutCompositeAlarm': { ...composite, AlarmRule: 'OK(laws-alarm) OR FALSE' },
    'CloudWatch.DescribeAlarms': { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
    'CloudWatch.DescribeAlarmsForMetric': { ...metric, Dimensions: datum.Dimensions },
    'CloudWatch.DescribeAlarmHistory': { AlarmName: 'laws-alarm' },
    'CloudWatch.SetAlarmState': { AlarmName: 'laws-alarm', StateValue: 'ALARM', StateReason: 'law' },
    'CloudWatch.EnableAlarmActions': { AlarmNames: ['laws-alarm'] },
    'CloudWatch.DisableAlarmActions': { AlarmNames: ['laws-alarm'] },
    'CloudWatch.DeleteAlarms': { AlarmNames: ['lone-alarm'] },
    'CloudWatch.TagResource': { ResourceARN: arn, Tags: [{ Key: 'b', Value: '2' }] },
    'CloudWatch.UntagResource': { ResourceARN: arn, TagKeys: ['a'] },
    'CloudWatch.ListTagsForResource': { ResourceARN: arn },
    'CloudWatch.PutDashboard': { DashboardName: 'laws', DashboardBody: '{"widgets":[]}' },
    'CloudWatch.GetDashboard': { DashboardName: 'laws' },
    'CloudWatch.ListDashboards': {},
    'CloudWatch.DeleteDashboards': { DashboardNames: ['laws'] },
    'CloudWatch.PutMetricData': { Namespace: 'Laws', MetricData: [{ ...datum, Value: 2 }] },
    'CloudWatch.ListMetrics': { Namespace: 'Laws' },
    'CloudWatch.GetMetricStatistics': {
      ...metric,
      Dimensions: datum.Dimensions,
      ...range,
      Period: 60,
      Statistics: ['Sum'],
    },
    'CloudWatch.GetMetricData': {
      ...range,
      MetricDataQueries: [
        {
          Id: 'm',
          MetricStat: { Metric: { ...metric, Dimensions: datum.Dimensions }, Period: 60, Stat: 'Sum' },
        },
      ],
    },
  };
}
