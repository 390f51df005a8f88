import {
  AlarmType,
  StateValue,
  type CompositeAlarm,
  type MetricAlarm,
  type DescribeAlarmsInput,
  type DescribeAlarmsOutput,
} from '@aws-sdk/client-cloudwatch';
import { notSupported } from '../kernel/errors';
import type { Context } from '../kernel/operation';
import { checkAlarmName, checkEnum, checkLength, checkMaxRecords } from './alarm-checks';
import { toCompositeAlarm, toMetricAlarm } from './alarm-output';
import { childrenOf, nameOf, settleAlarm } from './composite-evaluation';
import { invalidNextToken, validationError } from './errors';
import { given } from '../kernel/given';
import { DEFAULT_ALARM_RECORDS, MAX_ALARM_RECORDS } from './limits';
import type { AlarmEntry, CloudwatchState } from './state';

/**
 * Alarms with their present states, by name. Without AlarmTypes only metric alarms.
 *
 * @throws ValidationException, InvalidNextToken
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
export function describeAlarms(
  context: Context<CloudwatchState>,
  input: DescribeAlarmsInput,
): DescribeAlarmsOutput {
  checkDescribeAlarms(context.operation, input);
  const relatives = relativesOf(context, input);
  const most = input.MaxRecords ?? DEFAULT_ALARM_RECORDS;
  const page: AlarmEntry[] = [];
  let NextToken: string | undefined;
  for (const name of relatives ?? candidates(context, input)) {
    const alarm = settleAlarm(context, name);
    if (alarm === undefined || !(relatives !== undefined || matches(alarm, input))) continue;
    if (page.length === most) {
      NextToken = toToken(given(page.at(-1)).name);
      break;
    }
    page.push(alarm);
  }
  return {
    CompositeAlarms: page.flatMap((alarm) =>
      alarm.type === 'CompositeAlarm' ? [shorten(toCompositeAlarm(alarm), input)] : [],
    ),
    MetricAlarms: page.flatMap((alarm) =>
      alarm.type === 'MetricAlarm' ? [shorten(toMetricAlarm(alarm), input)] : [],
    ),
    // Captured: composite alarms are listed even when there are none; the newest model adds log alarms.
    LogAlarms: [],
    ...(NextToken === undefined ? {} : { NextToken }),
  };
}

const TYPES = Object.values(AlarmType);
const STATE_VALUES = ['INSUFFICIENT_DATA', 'ALARM', 'OK'] satisfies StateValue[];

function checkDescribeAlarms(operation: string, input: DescribeAlarmsInput): void {
  const { AlarmNames, AlarmNamePrefix, AlarmTypes = [], ActionPrefix } = input;
  for (const name of AlarmNames ?? []) checkAlarmName(name, 'alarmNames');
  if ((AlarmNames ?? []).length > 100) {
    throw validationError('AlarmNames must not contain more than 100 names');
  }
  if (AlarmNamePrefix !== undefined) checkLength(AlarmNamePrefix, 'alarmNamePrefix', 1, 255);
  if (ActionPrefix !== undefined) checkLength(ActionPrefix, 'actionPrefix', 1, 1_024);
  // Documented: API_DescribeAlarms. Assumed: the wording.
  if (AlarmNames !== undefined && AlarmNamePrefix !== undefined) {
    throw validationError('AlarmNames and AlarmNamePrefix are mutually exclusive');
  }
  for (const type of AlarmTypes) checkEnum(type, 'alarmTypes', TYPES);
  if (AlarmTypes.includes('LogAlarm')) throw notSupported(operation, 'log alarms');
  checkEnum(input.StateValue, 'stateValue', STATE_VALUES);
  checkMaxRecords(input.MaxRecords, MAX_ALARM_RECORDS);
  if (input.ChildrenOfAlarmName !== undefined && input.ParentsOfAlarmName !== undefined) {
    throw validationError('ChildrenOfAlarmName and ParentsOfAlarmName are mutually exclusive');
  }
}

/**
 * The names that the filters leave, in order, behind the page that the token ended. Each is looked up on its own:
 * alarms are written while they are brought up to the present.
 */
function* candidates(
  { state, region }: Context<CloudwatchState>,
  input: DescribeAlarmsInput,
): Generator<string> {
  const last = input.NextToken === undefined ? '' : fromToken(input.NextToken);
  if (input.AlarmNames !== undefined) {
    const names = [...new Set(input.AlarmNames)].toSorted();
    yield* names.filter((name) => name > last);
    return;
  }
  const { AlarmNamePrefix: prefix = '' } = input;
  let next = state.alarms.first(last > prefix ? { after: [region, last] } : { from: [region, prefix] });
  while (next !== undefined) {
    const [[at, name]] = next;
    if (at !== region || !name.startsWith(prefix)) return;
    yield name;
    next = state.alarms.first({ after: [region, name] });
  }
}

function matches({ type, state, configuration }: AlarmEntry, input: DescribeAlarmsInput): boolean {
  const { AlarmTypes = ['MetricAlarm'], StateValue: value, ActionPrefix: prefix } = input;
  if (!AlarmTypes.includes(type) || (value !== undefined && state.value !== value)) return false;
  const { OKActions, AlarmActions, InsufficientDataActions } = configuration;
  const actions = [OKActions, AlarmActions, InsufficientDataActions].flatMap(given);
  return prefix === undefined || actions.some((action) => action.startsWith(prefix));
}

/** The alarms in an alarm's rule, or the composite alarms that mention it; undefined when neither is asked for. */
function relativesOf(
  context: Context<CloudwatchState>,
  input: DescribeAlarmsInput,
): readonly string[] | undefined {
  const { state, region, operation } = context;
  const { ChildrenOfAlarmName: parent, ParentsOfAlarmName: child } = input;
  const after = input.NextToken === undefined ? '' : fromToken(input.NextToken);
  if (parent !== undefined) {
    const alarm = state.alarms.get([region, nameOf(parent)]);
    if (alarm?.type !== 'CompositeAlarm') return [];
    return childrenOf(alarm, operation)
      .toSorted()
      .filter((name) => name > after);
  }
  if (child === undefined) return undefined;
  return parentsOf(context, nameOf(child)).filter((name) => name > after);
}

/** The composite alarms of the region that mention an alarm. */
export function parentsOf(
  { state, region, operation }: Context<CloudwatchState>,
  child: string,
): readonly string[] {
  return [...state.alarms.entries({ from: [region, ''] })].flatMap(([[at, name], alarm]) => {
    const isParent =
      at === region && alarm.type === 'CompositeAlarm' && childrenOf(alarm, operation).includes(child);
    return isParent ? [name] : [];
  });
}

/** Documented: API_DescribeAlarms, of children and parents only these members are shown. */
function shorten<A extends MetricAlarm | CompositeAlarm>(
  alarm: A,
  input: DescribeAlarmsInput,
): A | RelativeAlarm {
  const { AlarmName, AlarmArn, StateValue: value, StateUpdatedTimestamp } = alarm;
  if (input.ParentsOfAlarmName !== undefined) return { AlarmName, AlarmArn };
  if (input.ChildrenOfAlarmName === undefined) return alarm;
  return { AlarmName, AlarmArn, StateValue: value, StateUpdatedTimestamp };
}

type RelativeAlarm = Pick<MetricAlarm, 'AlarmName' | 'AlarmArn' | 'StateValue' | 'StateUpdatedTimestamp'>;

/** Opaque to callers: the last name of the page. */
function toToken(name: string): string {
  return Buffer.from(`alarm:${name}`).toString('base64');
}

function fromToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith('alarm:')) throw invalidNextToken('The value for parameter NextToken is invalid.');
  return text.slice('alarm:'.length);
}
