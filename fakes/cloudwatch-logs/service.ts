import type * as LogsLibrary from '@aws-sdk/client-cloudwatch-logs';
import type { Ids } from '../kernel/ids';
import { operation, type Context, type OperationRow, type Service } from '../kernel/operation';
import { optionalPackage } from '../kernel/optional-package';
import { describeLogGroups } from './describe-groups';
import { asSdkError, faultError, invalidParameter, logsError, sdkError, type LogsError } from './errors';
import { filterLogEvents } from './filter-log-events';
import { getLogEvents } from './get-log-events';
import { createLogGroup, deleteLogGroup, deleteRetentionPolicy, putRetentionPolicy } from './groups';
import type { MetricSink } from './ingest';
import {
  deleteMetricFilter,
  describeMetricFilters,
  putMetricFilter,
  testMetricFilter,
} from './metric-filters';
import { listedErrors } from './operation-errors';
import { putLogEvents } from './put-log-events';
import { createState, type LogsState } from './state';
import { createLogStream, deleteLogStream, describeLogStreams } from './streams';
import {
  deleteSubscriptionFilter,
  describeSubscriptionFilters,
  putSubscriptionFilter,
} from './subscription-filters';
import {
  listTagsForResource,
  listTagsLogGroup,
  tagLogGroup,
  tagResource,
  untagLogGroup,
  untagResource,
} from './tags';

/** `@aws-sdk/client-cloudwatch-logs`, if the user has installed it. */
export function logsLibrary(): typeof LogsLibrary | undefined {
  return optionalPackage('@aws-sdk/client-cloudwatch-logs', (): typeof LogsLibrary =>
    require('@aws-sdk/client-cloudwatch-logs'),
  );
}

/**
 * Amazon CloudWatch Logs. The logs are there without the SDK's client too: functions write them, `aws.logs` reads them.
 *
 * @param library `@aws-sdk/client-cloudwatch-logs`; without it there is no client and no operation.
 * @param sink where metrics in logs go.
 */
export function createCloudwatchLogs(
  library: typeof LogsLibrary | undefined,
  sink: MetricSink,
): Service<LogsState> {
  const refuse = (error: LogsError): Error => (library === undefined ? error : sdkError(library, error));
  return {
    name: 'CloudWatch Logs',
    clients: library === undefined ? [] : [library.CloudWatchLogsClient],
    createState,
    operations: library === undefined ? [] : rows(library, sink),
    missingMember(_operation, member) {
      const path = `Value null at '${member}' failed to satisfy constraint: Member must not be null`;
      return refuse(invalidParameter(`1 validation error detected: ${path}`));
    },
    wrongType: () => undefined,
    fault: (kind, operationName) => refuse(faultError(kind, operationName)),
    listedErrors,
    namedError: (name, operationName, details) =>
      library && logsError(library, name, operationName, details?.message),
    requestMetadata: (ids: Ids) => ({ requestId: ids.uuid('logs.request') }),
  };
}

function rows(library: typeof LogsLibrary, sink: MetricSink): readonly OperationRow<LogsState>[] {
  /** Errors leave in the classes of the client's own package. */
  const own =
    <Input, Output>(execute: (context: Context<LogsState>, input: Input) => Output) =>
    (context: Context<LogsState>, input: Input): Output => {
      try {
        return execute(context, input);
      } catch (error) {
        throw asSdkError(library, error);
      }
    };
  return [
    operation(library.CreateLogGroupCommand, own(createLogGroup), ['logGroupName', 'tags', 'logGroupClass']),
    operation(library.DeleteLogGroupCommand, own(deleteLogGroup), ['logGroupName']),
    operation(library.DescribeLogGroupsCommand, own(describeLogGroups), [
      'logGroupNamePrefix',
      'logGroupNamePattern',
      'nextToken',
      'limit',
    ]),
    operation(library.PutRetentionPolicyCommand, own(putRetentionPolicy), [
      'logGroupName',
      'retentionInDays',
    ]),
    operation(library.DeleteRetentionPolicyCommand, own(deleteRetentionPolicy), ['logGroupName']),
    operation(library.CreateLogStreamCommand, own(createLogStream), ['logGroupName', 'logStreamName']),
    operation(library.DeleteLogStreamCommand, own(deleteLogStream), ['logGroupName', 'logStreamName']),
    operation(library.DescribeLogStreamsCommand, own(describeLogStreams), [
      'logGroupName',
      'logGroupIdentifier',
      'logStreamNamePrefix',
      'orderBy',
      'descending',
      'nextToken',
      'limit',
    ]),
    ...eventRows(library, sink, own),
    ...filterRows(library, own),
    ...tagRows(library, own),
  ];
}

type Own = <Input, Output>(
  execute: (context: Context<LogsState>, input: Input) => Output,
) => (context: Context<LogsState>, input: Input) => Output;

function eventRows(
  library: typeof LogsLibrary,
  sink: MetricSink,
  own: Own,
): readonly OperationRow<LogsState>[] {
  return [
    operation(library.PutLogEventsCommand, own(putLogEvents(sink)), [
      'logGroupName',
      'logStreamName',
      'logEvents',
      'sequenceToken',
    ]),
    operation(
      library.GetLogEventsCommand,
      own(getLogEvents),
      [
        'logGroupName',
        'logGroupIdentifier',
        'logStreamName',
        'startTime',
        'endTime',
        'nextToken',
        'limit',
        'startFromHead',
        'unmask',
      ],
      { advice: ['page'] },
    ),
    operation(
      library.FilterLogEventsCommand,
      own(filterLogEvents),
      [
        'logGroupName',
        'logGroupIdentifier',
        'logStreamNames',
        'logStreamNamePrefix',
        'startTime',
        'endTime',
        'filterPattern',
        'nextToken',
        'limit',
        'startFromHead',
        'interleaved',
        'unmask',
      ],
      { advice: ['page'] },
    ),
  ];
}

function filterRows(library: typeof LogsLibrary, own: Own): readonly OperationRow<LogsState>[] {
  return [
    operation(library.PutMetricFilterCommand, own(putMetricFilter), [
      'logGroupName',
      'filterName',
      'filterPattern',
      'metricTransformations',
    ]),
    operation(library.DescribeMetricFiltersCommand, own(describeMetricFilters), [
      'logGroupName',
      'filterNamePrefix',
      'nextToken',
      'limit',
      'metricName',
      'metricNamespace',
    ]),
    operation(library.DeleteMetricFilterCommand, own(deleteMetricFilter), ['logGroupName', 'filterName']),
    operation(library.TestMetricFilterCommand, own(testMetricFilter), ['filterPattern', 'logEventMessages']),
    operation(library.PutSubscriptionFilterCommand, own(putSubscriptionFilter), [
      'logGroupName',
      'filterName',
      'filterPattern',
      'destinationArn',
      'roleArn',
      'distribution',
    ]),
    operation(library.DescribeSubscriptionFiltersCommand, own(describeSubscriptionFilters), [
      'logGroupName',
      'filterNamePrefix',
      'nextToken',
      'limit',
    ]),
    operation(library.DeleteSubscriptionFilterCommand, own(deleteSubscriptionFilter), [
      'logGroupName',
      'filterName',
    ]),
  ];
}

function tagRows(library: typeof LogsLibrary, own: Own): readonly OperationRow<LogsState>[] {
  return [
    operation(library.TagResourceCommand, own(tagResource), ['resourceArn', 'tags']),
    operation(library.UntagResourceCommand, own(untagResource), ['resourceArn', 'tagKeys']),
    operation(library.ListTagsForResourceCommand, own(listTagsForResource), ['resourceArn']),
    operation(library.TagLogGroupCommand, own(tagLogGroup), ['logGroupName', 'tags']),
    operation(library.UntagLogGroupCommand, own(untagLogGroup), ['logGroupName', 'tags']),
    operation(library.ListTagsLogGroupCommand, own(listTagsLogGroup), ['logGroupName']),
  ];
}
