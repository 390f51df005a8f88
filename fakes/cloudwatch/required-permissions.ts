import { listOf, textOf } from '../kernel/policy/input';
import type { IamAction, PermissionCall, Permissions } from '../kernel/policy/permissions';
import { refusalText } from '../kernel/policy/refusal-text';
import { accessDeniedWith } from './errors';
import type { CloudwatchState } from './state';

/** Operations on alarms that are named in a list, or alone. */
const OF_ALARMS = new Set([
  'DeleteAlarms',
  'DescribeAlarmHistory',
  'DisableAlarmActions',
  'EnableAlarmActions',
  'PutCompositeAlarm',
  'PutMetricAlarm',
  'SetAlarmState',
]);

/** What CloudWatch's operations need. It has no policies of resources. */
export const cloudwatchPermissions: Permissions<CloudwatchState> = {
  acrossAccounts: false,
  actions: actionsOf,
  knowsKey: (key) => key === 'cloudwatch:namespace',
  restricts: () => false,
  resource: () => ({ accountId: undefined, policies: [] }),
  refused: (refusal) => accessDeniedWith(refusalText(refusal)),
};

/** Documented: service-authorization/list_amazoncloudwatch: metrics are no resources, alarms and dashboards are. */
function actionsOf({ operation, input, region, accountId }: PermissionCall): readonly IamAction[] {
  const action = `cloudwatch:${operation}`;
  const keys = operation === 'PutMetricData' ? { 'cloudwatch:namespace': textOf(input, 'Namespace') } : {};
  const resources = OF_ALARMS.has(operation)
    ? alarmNames(input).map((name) => `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`)
    : dashboardNames(operation, input).map((name) => `arn:aws:cloudwatch::${accountId}:dashboard/${name}`);
  const arn = textOf(input, 'ResourceARN');
  if (arn !== undefined) resources.push(arn);
  return (resources.length === 0 ? ['*'] : resources).map((resource) => ({ action, resource, keys }));
}

function alarmNames(input: PermissionCall['input']): string[] {
  const alone = textOf(input, 'AlarmName');
  return [...listOf(input, 'AlarmNames').map(String), ...(alone === undefined ? [] : [alone])];
}

function dashboardNames(operation: string, input: PermissionCall['input']): string[] {
  if (!operation.includes('Dashboard')) return [];
  const alone = textOf(input, 'DashboardName');
  return [...listOf(input, 'DashboardNames').map(String), ...(alone === undefined ? [] : [alone])];
}
