import type { PutCompositeAlarmInput, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { Context } from '../kernel/operation';
import { checkAlarmBasics, checkLength, toTags } from './alarm-checks';
import { recordConfiguration } from './alarm-history';
import { parseAlarmRule } from './alarm-rule';
import { nameOf, settleAlarm } from './composite-evaluation';
import { validationError } from './errors';
import { given } from '../kernel/given';
import { MAX_ALARM_CHILDREN, MAX_ALARM_RULE_LENGTH } from './limits';
import { checkMetricAlarm } from './metric-alarm-checks';
import { completeDimensions, type AlarmEntry, type AlarmState, type CloudwatchState } from './state';

/**
 * Creates a metric alarm, or replaces the configuration of the one of that name and leaves its state as it is.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function putMetricAlarm(context: Context<CloudwatchState>, input: PutMetricAlarmInput): object {
  checkMetricAlarm(context, input);
  const { AlarmName, Tags, Dimensions, ...members } = input;
  // Captured: the lists are there even when they are empty.
  const configuration = {
    ...members,
    Dimensions: completeDimensions(Dimensions).map((dimension) => ({ ...dimension })),
    ...actionsOf(input),
  };
  save(context, given(AlarmName), 'MetricAlarm', Tags, (base) => ({
    ...base,
    type: 'MetricAlarm',
    configuration,
  }));
  return {};
}

/**
 * Creates or replaces an alarm on the states of other alarms.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export function putCompositeAlarm(context: Context<CloudwatchState>, input: PutCompositeAlarmInput): object {
  checkAlarmBasics(input);
  checkAlarmRule(context, given(input.AlarmRule));
  const { AlarmName, Tags, ...members } = input;
  const configuration = { ...members, ...actionsOf(input) };
  save(context, given(AlarmName), 'CompositeAlarm', Tags, (base) => ({
    ...base,
    type: 'CompositeAlarm',
    configuration,
  }));
  return {};
}

function actionsOf(input: PutMetricAlarmInput | PutCompositeAlarmInput) {
  const { ActionsEnabled = true, OKActions = [], AlarmActions = [], InsufficientDataActions = [] } = input;
  return { ActionsEnabled, OKActions, AlarmActions, InsufficientDataActions };
}

function checkAlarmRule({ state, region, operation }: Context<CloudwatchState>, text: string): void {
  checkLength(text, 'alarmRule', 1, MAX_ALARM_RULE_LENGTH);
  // Assumed: the wording.
  if (text.trim() !== text)
    throw validationError('AlarmRule must not contain leading or trailing whitespace');
  const { alarms } = parseAlarmRule(text, operation);
  if (alarms.length > MAX_ALARM_CHILDREN) {
    throw validationError(`An alarm rule can have at most ${MAX_ALARM_CHILDREN} child alarms`);
  }
  const missing = alarms.filter((alarm) => !state.alarms.has([region, nameOf(alarm)]));
  // Captured: the wording (aws-cloudformation-user-guide issue 911).
  if (missing.length > 0) {
    throw validationError(
      `Could not save the composite alarm as alarms [${missing.join(', ')}] in the alarm rule do not exist`,
    );
  }
}

/** Captured: the first state of an alarm and its reason. */
function firstState(now: number): AlarmState {
  const reason = 'Unchecked: Initial alarm creation';
  return { value: 'INSUFFICIENT_DATA', reason, reasonData: undefined, updatedAt: now, transitionedAt: now };
}

function save(
  context: Context<CloudwatchState>,
  name: string,
  type: AlarmEntry['type'],
  tags: PutMetricAlarmInput['Tags'],
  toEntry: (base: Omit<AlarmEntry, 'type' | 'configuration'>) => AlarmEntry,
): void {
  const { state, region, accountId, now } = context;
  const known = state.alarms.get([region, name]);
  // Assumed: the wording.
  if (known !== undefined && known.type !== type)
    throw validationError(`An alarm of another type is named ${name}`);
  const existing = known && settleAlarm(context, name);
  const arn = `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`;
  const entry = toEntry({
    arn,
    name,
    state: existing?.state ?? firstState(now),
    createdAt: existing?.createdAt ?? now,
    configuredAt: now,
    evaluatedAt: now,
  });
  state.alarms.put([region, name], entry);
  recordConfiguration(context, entry, existing === undefined ? 'Create' : 'Update');
  // Documented: API_PutMetricAlarm, Tags are ignored when an alarm is updated.
  if (existing === undefined && tags !== undefined) state.tags.put(arn, toTags(tags));
}
