import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { settleMetricAlarm, type AlarmScope } from './alarm-evaluation';
import { changeState } from './alarm-history';
import { longDate } from './alarm-reason';
import { parseAlarmRule } from './alarm-rule';
import { given } from '../kernel/given';
import { MINUTE_MS } from './limits';
import type { AlarmEntry, CompositeAlarmEntry } from './state';

/** The alarm of that name, brought up to the present; undefined when there is none. */
export function settleAlarm(scope: AlarmScope, name: string): AlarmEntry | undefined {
  const alarm = scope.state.alarms.get([scope.region, name]);
  if (alarm === undefined) return undefined;
  return alarm.type === 'MetricAlarm' ? settleMetricAlarm(scope, alarm) : settleCompositeAlarm(scope, alarm);
}

/** The alarms that a rule mentions, by name: a rule may give names or ARNs. */
export function childrenOf({ configuration }: CompositeAlarmEntry, operation: string): readonly string[] {
  return parseAlarmRule(given(configuration.AlarmRule), operation).alarms.map(nameOf);
}

/** The name in an alarm's ARN, or the name itself. */
export function nameOf(alarm: string): string {
  const match = /^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/.exec(alarm);
  return match?.[1] ?? alarm;
}

interface Event {
  readonly at: number;
  readonly alarm: AlarmEntry;
  readonly from: StateValue;
  readonly to: StateValue;
}

/**
 * A composite alarm is evaluated first at the minute after it was configured, then whenever an alarm in its rule changes
 * its state. It is in ALARM where the rule holds, else in OK.
 */
function settleCompositeAlarm(scope: AlarmScope, alarm: CompositeAlarmEntry): CompositeAlarmEntry {
  if (leadsToCycle(scope, alarm, [])) return alarm;
  const rule = parseAlarmRule(given(alarm.configuration.AlarmRule), scope.operation);
  const children = rule.alarms.map(nameOf).flatMap((name) => settleAlarm(scope, name) ?? []);
  const events = children.flatMap((child) => transitionsSince(scope, child, alarm.evaluatedAt));
  const states = new Map(children.map((child) => [child.name, child.state.value]));
  // Back to the states before the first event of each; then forward, event by event.
  for (const { alarm: child, from } of events.toReversed()) states.set(child.name, from);
  const first = Math.floor(alarm.configuredAt / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  const isDue = alarm.evaluatedAt < first && scope.now >= first;
  const times = [...new Set([...events.map(({ at }) => at), ...(isDue ? [first] : [])])].toSorted(
    (a, b) => a - b,
  );
  let current = alarm;
  for (const time of times) {
    const now = events.filter(({ at }) => at === time);
    for (const { alarm: child, to } of now) states.set(child.name, to);
    const holds = rule.holds((name) => states.get(nameOf(name)) ?? 'INSUFFICIENT_DATA');
    const present = children.map((child) => ({
      arn: child.arn,
      value: given(states.get(child.name)),
      at: Math.min(child.state.transitionedAt, time),
    }));
    current = apply(scope, current, holds ? 'ALARM' : 'OK', time, { events: now, children: present });
  }
  const settled = { ...current, evaluatedAt: scope.now };
  if (alarm.evaluatedAt !== scope.now) scope.state.alarms.put([scope.region, alarm.name], settled);
  return settled;
}

/** Documented: API_PutCompositeAlarm, "the evaluation of composite alarms stops if CloudWatch detects a cycle". */
function leadsToCycle(scope: AlarmScope, alarm: AlarmEntry | undefined, path: readonly string[]): boolean {
  if (alarm?.type !== 'CompositeAlarm') return false;
  if (path.includes(alarm.name)) return true;
  return childrenOf(alarm, scope.operation).some((name) =>
    leadsToCycle(scope, scope.state.alarms.get([scope.region, name]), [...path, alarm.name]),
  );
}

/** The transitions of an alarm at or after a time: those at that very time may be later than the last look. */
function transitionsSince({ state, region }: AlarmScope, alarm: AlarmEntry, since: number): readonly Event[] {
  const events: Event[] = [];
  for (const [key, { timestamp, transition }] of state.history.entries({
    from: [region, alarm.name, since, 0],
  })) {
    if (key[0] !== region || key[1] !== alarm.name) break;
    if (transition !== undefined) events.push({ at: timestamp, alarm, ...transition });
  }
  return events;
}

/**
 * Captured: both wordings of the reason, and the data: after a transition the alarms that made it, else all children
 * (user guide, EventBridge events of composite alarms).
 */
function apply(
  scope: AlarmScope,
  alarm: CompositeAlarmEntry,
  value: StateValue,
  at: number,
  cause: { readonly events: readonly Event[]; readonly children: readonly Trigger[] },
): CompositeAlarmEntry {
  if (value === alarm.state.value) return alarm;
  const last = cause.events.at(-1);
  const change = alarm.createdAt === alarm.configuredAt ? 'created' : 'updated';
  const reason =
    last === undefined
      ? `${alarm.arn} was ${change} and its alarm rule evaluates to ${value}`
      : `${last.alarm.arn} transitioned to ${last.to} at ${fullDate(at)}`;
  const triggers =
    last === undefined
      ? cause.children
      : cause.events.map((event) => ({ arn: event.alarm.arn, value: event.to, at: event.at }));
  const triggeringAlarms = triggers.map((trigger) => ({
    arn: trigger.arn,
    state: { value: trigger.value, timestamp: longDate(trigger.at) },
  }));
  const reasonData = JSON.stringify({ triggeringAlarms });
  const state = { value, reason, reasonData, updatedAt: at, transitionedAt: at };
  changeState(scope, alarm, state);
  return { ...alarm, state };
}

/** An alarm in the state that it has had since a time. */
interface Trigger {
  readonly arn: string;
  readonly value: StateValue;
  readonly at: number;
}

/** `Wednesday 23 September, 2020 20:00:45 UTC`. */
function fullDate(time: number): string {
  const date = new Date(time);
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' }).format(date);
  const clock = date.toISOString().slice(11, 19);
  return `${part({ weekday: 'long' })} ${date.getUTCDate().toString().padStart(2, '0')} ${part({ month: 'long' })}, ${date.getUTCFullYear()} ${clock} UTC`;
}
