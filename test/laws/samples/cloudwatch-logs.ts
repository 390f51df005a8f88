import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  PutMetricFilterCommand,
  PutSubscriptionFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Samples } from './samples';

/** Sets the scene for one service and returns an input for each of its operations. */
export async function arrangeCloudWatchLogs(): Promise<Samples> {
  const client = new CloudWatchLogsClient({});
  const logGroupName = '/laws/group';
  const stream = { logGroupName, logStreamName: 'stream' };
  await client.send(new CreateLogGroupCommand({ logGroupName, tags: { a: '1' } }));
  await client.send(new CreateLogStreamCommand(stream));
  const logEvents = [{ timestamp: Date.now(), message: '{"level":"ERROR","ms":5}' }];
  await client.send(new PutLogEventsCommand({ ...stream, logEvents }));
  const transformation = { metricName: 'Errors', metricNamespace: 'Laws', metricValue: '$.ms' };
  const metricFilter = {
    logGroupName,
    filterName: 'metric',
    filterPattern: '{ $.level = "ERROR" }',
    metricTransformations: [{ ...transformation, dimensions: { Level: '$.level' } }],
  };
  await client.send(new PutMetricFilterCommand(metricFilter));
  const subscription = {
    logGroupName,
    filterName: 'subscription',
    filterPattern: 'ERROR',
    destinationArn: 'arn:aws:lambda:us-east-1:000000000000:function:laws',
  };
  await client.send(new PutSubscriptionFilterCommand(subscription));
  const resourceArn = `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}`;
  const named = {
    CreateLogGroup: { logGroupName: 'new', tags: { b: '2' } },
    DeleteLogGroup: { logGroupName },
    DescribeLogGroups: { logGroupNamePrefix: '/laws' },
    PutRetentionPolicy: { logGroupName, retentionInDays: 7 },
    DeleteRetentionPolicy: { logGroupName },
    CreateLogStream: { logGroupName, logStreamName: 'new' },
    DeleteLogStream: stream,
    DescribeLogStreams: { logGroupName, orderBy: 'LastEventTime', descending: true },
    PutLogEvents: { ...stream, logEvents, sequenceToken: 'x' },
    GetLogEvents: { ...stream, limit: 1, startFromHead: true },
    FilterLogEvents: { logGroupName, filterPattern: 'ERROR', limit: 5 },
    PutMetricFilter: { ...metricFilter, filterName: 'second' },
    DescribeMetricFilters: { logGroupName },
    DeleteMetricFilter: { logGroupName, filterName: 'metric' },
    TestMetricFilter: { filterPattern: '[a, b]', logEventMessages: ['1 2', '3'] },
    PutSubscriptionFilter: { ...subscription, filterName: 'second', distribution: 'Random' },
    DescribeSubscriptionFilters: { logGroupName },
    DeleteSubscriptionFilter: { logGroupName, filterName: 'subscription' },
    TagResource: { resourceArn, tags: { c: '3' } },
    UntagResource: { resourceArn, tagKeys: ['a'] },
    ListTagsForResource: { resourceArn },
    TagLogGroup: { logGroupName, tags: { c: '3' } },
    UntagLogGroup: { logGroupName, tags: ['a'] },
    ListTagsLogGroup: { logGroupName },
  };
  return Object.fromEntries(Object.entries(named).map(([name, input]) => [`CloudWatch Logs.${name}`, input]));
}
