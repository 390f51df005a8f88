import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Ids } from '../kernel/ids';
import { operation, type Service, type ServiceFault } from '../kernel/operation';
import {
  accessDenied,
  constraintError,
  expiredToken,
  internalServiceFault,
  missingParameter,
  serviceUnavailable,
  throttling,
  validationError,
} from './errors';
import { getMetricData } from './get-metric-data';
import { getMetricStatistics } from './get-metric-statistics';
import { listMetrics } from './list-metrics';
import { putMetricData } from './put-metric-data';
import { createState, type CloudwatchState } from './state';

/** Amazon CloudWatch: metrics, metric math, alarms, dashboards and tags. */
export const cloudwatch: Service<CloudwatchState> = {
  name: 'CloudWatch',
  clients: [CloudWatchClient],
  createState,
  operations: [
    operation(PutMetricDataCommand, putMetricData, [
      'Namespace',
      'MetricData',
      'EntityMetricData',
      'StrictEntityValidation',
    ]),
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
    operation(GetMetricDataCommand, getMetricData, [
      'MetricDataQueries',
      'StartTime',
      'EndTime',
      'NextToken',
      'ScanBy',
      'MaxDatapoints',
    ]),
  ],
  missingMember,
  wrongType: () => undefined,
  fault: (kind, operationName) => FAULTS[kind](operationName),
  requestMetadata: (ids: Ids) => ({ requestId: ids.uuid('cloudwatch.request') }),
  completeError: (error, { requestId }) => void Object.assign(error, { RequestId: requestId }),
};

/** The operations that name a parameter as it is written; the alarm operations quote the model's constraint. */
const NAMING: ReadonlySet<string> = new Set([
  'PutMetricData',
  'GetMetricStatistics',
  'ListMetrics',
  'PutDashboard',
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
