import type { World } from '../kernel/world';
import { settleAlarm } from './composite-evaluation';
import type { AlarmAction, CloudwatchState } from './state';

/** Brings every alarm of every region up to the present, so that the actions that fell due are recorded. */
export function settleAllAlarms(world: Pick<World, 'clock' | 'ids'>, state: CloudwatchState): void {
  const keys = [...state.alarms.entries()].map(([key]) => key);
  for (const [region, name] of keys) {
    const scope = { state, region, now: world.clock.now(), ids: world.ids, operation: 'DescribeAlarms' };
    settleAlarm(scope, name);
  }
}

/** The action that was taken first and not delivered yet, which is done with from now on. */
export function takeAlarmAction(state: CloudwatchState): AlarmAction | undefined {
  const first = state.actions.first();
  if (first === undefined) return undefined;
  state.actions.delete(first[0]);
  return first[1];
}
