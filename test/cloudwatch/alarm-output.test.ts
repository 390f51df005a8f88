import { expect } from 'chai';
import { toCompositeAlarm, toMetricAlarm } from '../../fakes/cloudwatch/alarm-output';

describe('CloudWatch alarms as they are shown', () => {
  const state = { value: 'OK', reason: 'r', reasonData: undefined, updatedAt: 1, transitionedAt: 2 } as const;
  const base = { name: 'a', arn: 'arn', state, createdAt: 0, configuredAt: 3, evaluatedAt: 9 };
  const shown = {
    AlarmName: 'a',
    AlarmArn: 'arn',
    AlarmConfigurationUpdatedTimestamp: new Date(3),
    StateValue: 'OK',
    StateReason: 'r',
    StateUpdatedTimestamp: new Date(1),
    StateTransitionedTimestamp: new Date(2),
  };

  it('have their configuration and their state', () => {
    const metric = { ...base, type: 'MetricAlarm', configuration: { Period: 60 } } as const;
    expect(toMetricAlarm(metric)).to.deep.equal({ ...shown, Period: 60 });
    const composite = { ...base, type: 'CompositeAlarm', configuration: { AlarmRule: 'TRUE' } } as const;
    expect(toCompositeAlarm(composite)).to.deep.equal({ ...shown, AlarmRule: 'TRUE' });
  });

  it('have data on the reason once there is some', () => {
    const entry = {
      ...base,
      type: 'MetricAlarm',
      configuration: {},
      state: { ...state, reasonData: '{}' },
    } as const;
    expect(toMetricAlarm(entry).StateReasonData).to.equal('{}');
  });
});
