import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { AlarmEntry, CompositeAlarmEntry, MetricAlarmEntry } from './state';

/** A metric alarm as DescribeAlarms shows it. */
export function toMetricAlarm(alarm: MetricAlarmEntry): MetricAlarm {
  return { ...alarm.configuration, ...common(alarm) };
}

/** A composite alarm as DescribeAlarms shows it. */
export function toCompositeAlarm(alarm: CompositeAlarmEntry): CompositeAlarm {
  return { ...alarm.configuration, ...common(alarm) };
}

/** Captured: StateTransitionedTimestamp is there; StateReasonData only once the alarm has been evaluated. */
function common({ name, arn, state, configuredAt }: AlarmEntry) {
  return {
    AlarmName: name,
    AlarmArn: arn,
    AlarmConfigurationUpdatedTimestamp: new Date(configuredAt),
    StateValue: state.value,
    StateReason: state.reason,
    ...(state.reasonData === undefined ? {} : { StateReasonData: state.reasonData }),
    StateUpdatedTimestamp: new Date(state.updatedAt),
    StateTransitionedTimestamp: new Date(state.transitionedAt),
  };
}
