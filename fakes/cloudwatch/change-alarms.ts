import type {
  DeleteAlarmsInput,
  DisableAlarmActionsInput,
  EnableAlarmActionsInput,
  SetAlarmStateInput,
} from '@aws-sdk/client-cloudwatch';
import type { Context } from '../kernel/operation';
import { checkAlarmName, checkEnum, checkLength } from './alarm-checks';
import { changeState, recordConfiguration } from './alarm-history';
import { settleAlarm } from './composite-evaluation';
import { parentsOf } from './describe-alarms';
import { alarmNotFound, constraintError, invalidFormat, validationError } from './errors';
import { given } from '../kernel/given';
import { MAX_DELETED_ALARMS } from './limits';
import type { AlarmEntry, CloudwatchState } from './state';

/**
 * Sets the state of an alarm until its next evaluation.
 *
 * @throws ValidationException, InvalidFormatFault, ResourceNotFound (without a message).
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html
 */
export function setAlarmState(context: Context<CloudwatchState>, input: SetAlarmStateInput): object {
  const { StateValue, StateReasonData } = input;
  const [AlarmName, StateReason] = [given(input.AlarmName), given(input.StateReason)];
  checkAlarmName(AlarmName, 'alarmName');
  // Captured: the wording and the order of the values.
  checkEnum(StateValue, 'stateValue', ['INSUFFICIENT_DATA', 'ALARM', 'OK']);
  checkLength(StateReason, 'stateReason', 0, 1_023);
  checkLength(StateReasonData ?? '', 'stateReasonData', 0, 4_000);
  // Documented: API_SetAlarmState, "in JSON format"; InvalidFormat, "Data was not syntactically valid JSON".
  if (StateReasonData !== undefined && !isJson(StateReasonData)) {
    throw invalidFormat('Data was not syntactically valid JSON.');
  }
  if (!context.state.alarms.has([context.region, AlarmName])) throw alarmNotFound();
  const alarm = given(settleAlarm(context, AlarmName));
  const changes = alarm.state.value !== StateValue;
  changeState(context, alarm, {
    value: given(StateValue),
    reason: StateReason,
    reasonData: StateReasonData,
    updatedAt: changes ? context.now : alarm.state.updatedAt,
    transitionedAt: changes ? context.now : alarm.state.transitionedAt,
  });
  return {};
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_EnableAlarmActions.html */
export function enableAlarmActions(
  context: Context<CloudwatchState>,
  input: EnableAlarmActionsInput,
): object {
  return setActionsEnabled(context, given(input.AlarmNames), true);
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DisableAlarmActions.html */
export function disableAlarmActions(
  context: Context<CloudwatchState>,
  input: DisableAlarmActionsInput,
): object {
  return setActionsEnabled(context, given(input.AlarmNames), false);
}

/** Assumed: names of alarms that do not exist are passed over, as the two operations document no error. */
function setActionsEnabled(
  context: Context<CloudwatchState>,
  names: readonly string[],
  ActionsEnabled: boolean,
): object {
  checkNames(names);
  for (const name of names) {
    const alarm = settleAlarm(context, name);
    if (alarm === undefined || alarm.configuration.ActionsEnabled === ActionsEnabled) continue;
    const changed: AlarmEntry =
      alarm.type === 'MetricAlarm'
        ? { ...alarm, configuration: { ...alarm.configuration, ActionsEnabled } }
        : { ...alarm, configuration: { ...alarm.configuration, ActionsEnabled } };
    context.state.alarms.put([context.region, name], changed);
    recordConfiguration(context, changed, 'Update');
  }
  return {};
}

/**
 * Deletes up to 100 alarms, all or none; their history stays.
 *
 * @throws ResourceNotFound, ValidationException for an alarm that a composite alarm depends on.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html
 */
export function deleteAlarms(context: Context<CloudwatchState>, input: DeleteAlarmsInput): object {
  const { state, region } = context;
  const names = [...new Set(given(input.AlarmNames))];
  checkNames(names);
  const alarms = names.map((name) => state.alarms.get([region, name]));
  // Documented: "If you specify an incorrect alarm name ..., no alarms are deleted"; at most one composite alarm.
  if (alarms.includes(undefined)) throw alarmNotFound();
  const composites = alarms.filter((alarm) => alarm?.type === 'CompositeAlarm').length;
  // Assumed: the wording.
  if (composites > 1) throw validationError('At most one composite alarm can be deleted in one request');
  const blocked = names.filter((name) => parentsOf(context, name).some((parent) => !names.includes(parent)));
  // Captured: both wordings (aws-nuke issue 462, cloud-custodian issue 7763).
  if (blocked.length > 0) {
    const them = blocked.length === 1 ? 'it' : 'them';
    throw validationError(
      `Cannot delete ${blocked.join(',')} as there are composite alarm(s) depending on ${them}.`,
    );
  }
  for (const name of names) {
    const alarm = given(settleAlarm(context, name));
    recordConfiguration(context, alarm, 'Delete');
    state.alarms.delete([region, name]);
    state.tags.delete(alarm.arn);
  }
  return {};
}

function checkNames(names: readonly string[]): void {
  for (const name of names) checkAlarmName(name, 'alarmNames');
  if (names.length > MAX_DELETED_ALARMS) {
    const constraint = `Member must have length less than or equal to ${MAX_DELETED_ALARMS}`;
    throw constraintError(`[${names.join(', ')}]`, 'alarmNames', constraint);
  }
}
