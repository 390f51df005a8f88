import type { HistoryItemType } from '@aws-sdk/client-cloudwatch';
import {
  functionEvent,
  notificationMessage,
  notificationSubject,
  type AlarmTransition,
} from './alarm-notification';
import type { Publisher } from './data-points';
import { given } from '../kernel/given';
import type { AlarmEntry, AlarmState } from './state';

/** Writes an alarm in a new state, the transition into its history, and the actions that it takes. */
export function changeState(scope: Publisher, alarm: AlarmEntry, state: AlarmState): AlarmEntry {
  const changed: AlarmEntry = { ...alarm, state };
  scope.state.alarms.put([scope.region, alarm.name], changed);
  const [from, to] = [alarm.state.value, state.value];
  if (from === to) return changed;
  const data = {
    version: '1.0',
    oldState: stateData(alarm.state),
    newState: stateData(state),
  };
  // Captured: the summary and the members of the data.
  const summary = `Alarm updated from ${from} to ${to}`;
  write(scope, alarm, state.updatedAt, 'StateUpdate', summary, data, { from, to });
  if (changed.configuration.ActionsEnabled === true) {
    takeActions(scope, { alarm: changed, region: scope.region, before: alarm.state, after: state });
  }
  return changed;
}

/**
 * Documented: AlarmThatSendsEmail, actions are taken when the state changes. Captured: the summary, and `actionState` and
 * `notificationResource` of the data. Assumed: its other members, and that every action succeeds (what the world does not
 * know is taken to be outside of it).
 */
function takeActions(scope: Publisher, transition: AlarmTransition): void {
  const { alarm, region, after } = transition;
  const { OKActions, AlarmActions, InsufficientDataActions } = alarm.configuration;
  const actions = { OK: OKActions, ALARM: AlarmActions, INSUFFICIENT_DATA: InsufficientDataActions };
  const at = after.updatedAt;
  for (const arn of given(actions[after.value])) {
    const message = notificationMessage(transition);
    const isTopic = arn.startsWith('arn:aws:sns:');
    const data = {
      actionState: 'Succeeded',
      notificationResource: arn,
      stateUpdateTimestamp: at,
      publishedMessage: isTopic ? JSON.stringify({ default: message }) : null,
      error: null,
    };
    write(scope, alarm, at, 'Action', `Successfully executed action ${arn}`, data, undefined);
    if (!isTopic && !arn.startsWith('arn:aws:lambda:')) continue;
    const event = functionEvent(transition, () => scope.ids.uuid('cloudwatch.query'));
    scope.state.actions.put(scope.ids.next('cloudwatch.action'), {
      arn,
      region,
      at,
      subject: notificationSubject(transition),
      message,
      event: JSON.stringify(event),
    });
  }
}

function stateData({ value, reason, reasonData }: AlarmState): object {
  const data: unknown = reasonData === undefined ? undefined : JSON.parse(reasonData);
  return { stateValue: value, stateReason: reason, stateReasonData: data };
}

/** Writes a change of an alarm's configuration into its history. Assumed: the members of the data. */
export function recordConfiguration(
  scope: Publisher,
  alarm: AlarmEntry,
  change: 'Create' | 'Update' | 'Delete',
): void {
  const done = { Create: 'created', Update: 'updated', Delete: 'deleted' }[change];
  const configuration = { ...alarm.configuration, AlarmArn: alarm.arn };
  const data = { version: '1.0', type: change, [`${done}Alarm`]: configuration };
  write(scope, alarm, scope.now, 'ConfigurationUpdate', `Alarm "${alarm.name}" ${done}`, data, undefined);
}

function write(
  { state, region, ids }: Publisher,
  { name, type }: AlarmEntry,
  timestamp: number,
  itemType: HistoryItemType,
  summary: string,
  data: object,
  transition: { from: AlarmState['value']; to: AlarmState['value'] } | undefined,
): void {
  const entry = {
    alarm: name,
    alarmType: type,
    timestamp,
    itemType,
    summary,
    data: JSON.stringify(data),
    transition,
  };
  state.history.put([region, name, timestamp, ids.next('cloudwatch.history')], entry);
}
