import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DeleteAnomalyDetectorCommand,
  DeleteDashboardsCommand,
  DeleteInsightRulesCommand,
  DeleteMetricStreamCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  DescribeAnomalyDetectorsCommand,
  DescribeInsightRulesCommand,
  DisableAlarmActionsCommand,
  DisableInsightRulesCommand,
  EnableAlarmActionsCommand,
  EnableInsightRulesCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  GetMetricStreamCommand,
  ListDashboardsCommand,
  ListMetricsCommand,
  ListMetricStreamsCommand,
  ListTagsForResourceCommand,
  PutAnomalyDetectorCommand,
  PutCompositeAlarmCommand,
  PutDashboardCommand,
  PutInsightRuleCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  PutMetricStreamCommand,
  SetAlarmStateCommand,
  StartMetricStreamsCommand,
  StopMetricStreamsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Ids } from '../kernel/ids';
import { operation, type Service, type ServiceFault } from '../kernel/operation';
import {
  accessDenied,
  cloudwatchError,
  constraintError,
  expiredToken,
  internalServiceFault,
  MAXIMUM_CLOCK_SKEW_MS,
  missingParameter,
  serviceUnavailable,
  signatureTimeOff,
  throttling,
  validationError,
} from './errors';
import { cloudwatchPermissions } from './required-permissions';
import { deleteAnomalyDetector, describeAnomalyDetectors, putAnomalyDetector } from './anomaly-detectors';
import { deleteAlarms, disableAlarmActions, enableAlarmActions, setAlarmState } from './change-alarms';
import { deleteDashboards, getDashboard, listDashboards, putDashboard } from './dashboards';
import { describeAlarmHistory } from './describe-alarm-history';
import { describeAlarms } from './describe-alarms';
import { describeAlarmsForMetric } from './describe-alarms-for-metric';
import { getMetricData } from './get-metric-data';
import { getMetricStatistics } from './get-metric-statistics';
import {
  deleteInsightRules,
  describeInsightRules,
  disableInsightRules,
  enableInsightRules,
  putInsightRule,
} from './insight-rules';
import { listMetrics } from './list-metrics';
import {
  deleteMetricStream,
  getMetricStream,
  listMetricStreams,
  putMetricStream,
  startMetricStreams,
  stopMetricStreams,
} from './metric-streams';
import { listedErrors } from './operation-errors';
import { putCompositeAlarm, putMetricAlarm } from './put-alarms';
import { putMetricData } from './put-metric-data';
import { createState, type CloudwatchState } from './state';
import { listTagsForResource, tagResource, untagResource } from './tags';

/** Amazon CloudWatch: metrics, metric math, alarms, dashboards, tags, and what is only kept: insight rules, metric streams, anomaly detectors. */
export const cloudwatch: Service<CloudwatchState> = {
  name: 'CloudWatch',
  clients: [CloudWatchClient],
  createState,
  operations: [
    operation(
      PutMetricDataCommand,
      putMetricData,
      ['Namespace', 'MetricData', 'EntityMetricData', 'StrictEntityValidation'],
      { advice: ['late'] },
    ),
    operation(ListMetricsCommand, listMetrics, [
      'Namespace',
      'MetricName',
      'Dimensions',
      'NextToken',
      'RecentlyActive',
      'IncludeLinkedAccounts',
    ]),
    operation(GetMetricStatisticsCommand, getMetricStatistics, [
      'Namespace',
      'MetricName',
      'Dimensions',
      'StartTime',
      'EndTime',
      'Period',
      'Statistics',
      'ExtendedStatistics',
      'Unit',
    ]),
    operation(
      GetMetricDataCommand,
      getMetricData,
      ['MetricDataQueries', 'StartTime', 'EndTime', 'NextToken', 'ScanBy', 'MaxDatapoints', 'LabelOptions'],
      { advice: ['partialData'] },
    ),
    // Refused: ThresholdMetricId (the numbers of an anomaly band are not documented) and the members of alarms on logs and queries.
    operation(PutMetricAlarmCommand, putMetricAlarm, [
      'AlarmName',
      'AlarmDescription',
      'ActionsEnabled',
      'OKActions',
      'AlarmActions',
      'InsufficientDataActions',
      'MetricName',
      'Namespace',
      'Statistic',
      'ExtendedStatistic',
      'Dimensions',
      'Period',
      'Unit',
      'EvaluationPeriods',
      'DatapointsToAlarm',
      'Threshold',
      'ComparisonOperator',
      'TreatMissingData',
      'EvaluateLowSampleCountPercentile',
      'Metrics',
      'Tags',
    ]),
    // Refused: ActionsSuppressor and its periods. Which actions follow where states change while it waits is not documented.
    operation(PutCompositeAlarmCommand, putCompositeAlarm, [
      'AlarmName',
      'AlarmRule',
      'ActionsEnabled',
      'AlarmActions',
      'AlarmDescription',
      'InsufficientDataActions',
      'OKActions',
      'Tags',
    ]),
    operation(DescribeAlarmsCommand, describeAlarms, [
      'AlarmNames',
      'AlarmNamePrefix',
      'AlarmTypes',
      'ChildrenOfAlarmName',
      'ParentsOfAlarmName',
      'StateValue',
      'ActionPrefix',
      'MaxRecords',
      'NextToken',
    ]),
    operation(DescribeAlarmsForMetricCommand, describeAlarmsForMetric, [
      'MetricName',
      'Namespace',
      'Statistic',
      'ExtendedStatistic',
      'Dimensions',
      'Period',
      'Unit',
    ]),
    // Refused: AlarmContributorId. Only alarms on queries have contributors.
    operation(DescribeAlarmHistoryCommand, describeAlarmHistory, [
      'AlarmName',
      'AlarmTypes',
      'HistoryItemType',
      'StartDate',
      'EndDate',
      'MaxRecords',
      'NextToken',
      'ScanBy',
    ]),
    operation(SetAlarmStateCommand, setAlarmState, [
      'AlarmName',
      'StateValue',
      'StateReason',
      'StateReasonData',
    ]),
    operation(EnableAlarmActionsCommand, enableAlarmActions, ['AlarmNames']),
    operation(DisableAlarmActionsCommand, disableAlarmActions, ['AlarmNames']),
    operation(DeleteAlarmsCommand, deleteAlarms, ['AlarmNames']),
    operation(TagResourceCommand, tagResource, ['ResourceARN', 'Tags']),
    operation(UntagResourceCommand, untagResource, ['ResourceARN', 'TagKeys']),
    operation(ListTagsForResourceCommand, listTagsForResource, ['ResourceARN']),
    operation(PutDashboardCommand, putDashboard, ['DashboardName', 'DashboardBody', 'Tags']),
    operation(GetDashboardCommand, getDashboard, ['DashboardName']),
    operation(ListDashboardsCommand, listDashboards, ['DashboardNamePrefix', 'NextToken']),
    operation(DeleteDashboardsCommand, deleteDashboards, ['DashboardNames']),
    operation(PutInsightRuleCommand, putInsightRule, ['RuleName', 'RuleState', 'RuleDefinition', 'Tags']),
    operation(DescribeInsightRulesCommand, describeInsightRules, ['NextToken', 'MaxResults']),
    operation(DeleteInsightRulesCommand, deleteInsightRules, ['RuleNames']),
    operation(EnableInsightRulesCommand, enableInsightRules, ['RuleNames']),
    operation(DisableInsightRulesCommand, disableInsightRules, ['RuleNames']),
    operation(PutMetricStreamCommand, putMetricStream, [
      'Name',
      'IncludeFilters',
      'ExcludeFilters',
      'FirehoseArn',
      'RoleArn',
      'OutputFormat',
      'Tags',
      'StatisticsConfigurations',
    ]),
    operation(GetMetricStreamCommand, getMetricStream, ['Name']),
    operation(ListMetricStreamsCommand, listMetricStreams, ['NextToken', 'MaxResults']),
    operation(DeleteMetricStreamCommand, deleteMetricStream, ['Name']),
    operation(StartMetricStreamsCommand, startMetricStreams, ['Names']),
    operation(StopMetricStreamsCommand, stopMetricStreams, ['Names']),
    operation(PutAnomalyDetectorCommand, putAnomalyDetector, [
      'Namespace',
      'MetricName',
      'Dimensions',
      'Stat',
      'Configuration',
      'MetricCharacteristics',
      'SingleMetricAnomalyDetector',
    ]),
    operation(DescribeAnomalyDetectorsCommand, describeAnomalyDetectors, [
      'NextToken',
      'MaxResults',
      'Namespace',
      'MetricName',
      'Dimensions',
      'AnomalyDetectorTypes',
    ]),
    operation(DeleteAnomalyDetectorCommand, deleteAnomalyDetector, [
      'Namespace',
      'MetricName',
      'Dimensions',
      'Stat',
      'SingleMetricAnomalyDetector',
    ]),
  ],
  missingMember,
  wrongType: () => undefined,
  fault: (kind, operationName) => FAULTS[kind](operationName),
  permissions: cloudwatchPermissions,
  listedErrors,
  namedError: (name, operationName, details) => cloudwatchError(name, operationName, details?.message),
  clockSkew: {
    mostMs: MAXIMUM_CLOCK_SKEW_MS,
    error: (_operation, signedAt, receivedAt) => signatureTimeOff(signedAt, receivedAt),
  },
  requestMetadata: (ids: Ids) => ({ requestId: ids.uuid('cloudwatch.request') }),
  completeError: (error, { requestId }) => void Object.assign(error, { RequestId: requestId }),
};

/** The operations that name a parameter as it is written; the alarm operations quote the model's constraint. */
const NAMING: ReadonlySet<string> = new Set([
  'PutMetricData',
  'GetMetricStatistics',
  'ListMetrics',
  'PutDashboard',
  'PutInsightRule',
  'DeleteInsightRules',
  'EnableInsightRules',
  'DisableInsightRules',
  'PutMetricStream',
  'GetMetricStream',
  'DeleteMetricStream',
  'StartMetricStreams',
  'StopMetricStreams',
]);

/** Captured: the two wordings, for MetricData and for GetMetricData's MetricStat. Assumed: which operation uses which. */
function missingMember(operationName: string, member: string): Error {
  if (NAMING.has(operationName)) return missingParameter(`The parameter ${member} is required.`);
  if (operationName === 'GetMetricData') return validationError(`The parameter ${member} is required.\n`);
  const constraint = 'Member must not be null';
  return constraintError(undefined, member.charAt(0).toLowerCase() + member.slice(1), constraint);
}

const FAULTS: Readonly<Record<ServiceFault, (operationName: string) => Error>> = {
  throttled: throttling,
  serverError: internalServiceFault,
  serviceUnavailable,
  accessDenied,
  expiredToken,
};
