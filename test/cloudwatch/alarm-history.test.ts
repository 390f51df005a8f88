import { expect } from 'chai';
import { changeState, recordConfiguration } from '../../fakes/cloudwatch/alarm-history';
import { createState, type MetricAlarmEntry } from '../../fakes/cloudwatch/state';
import { createIds } from '../../fakes/kernel/ids';
import { Store } from '../../fakes/kernel/store';

describe('CloudWatch alarm history', () => {
  const state = createState(new Store(() => 0));
  const scope = { state, region: 'r', now: 7, ids: createIds(1) };
  const first = {
    value: 'OK',
    reason: 'first',
    reasonData: undefined,
    updatedAt: 1,
    transitionedAt: 1,
  } as const;
  const alarm: MetricAlarmEntry = {
    type: 'MetricAlarm',
    name: 'a',
    arn: 'arn',
    state: first,
    createdAt: 0,
    configuredAt: 0,
    evaluatedAt: 0,
    configuration: { Period: 60 },
  };
  const items = () => [...state.history.entries()].map(([, entry]) => entry);
  afterEach(() => state.history.clear());

  it('takes note of a transition, with the data of both states', () => {
    const next = { ...first, value: 'ALARM', reason: 'next', reasonData: '{"a":1}', updatedAt: 5 } as const;
    expect(changeState(scope, alarm, next).state).to.equal(next);
    expect(state.alarms.get(['r', 'a'])?.state).to.equal(next);
    const [item] = items();
    expect(item).to.deep.include({
      timestamp: 5,
      summary: 'Alarm updated from OK to ALARM',
      transition: { from: 'OK', to: 'ALARM' },
    });
    expect(JSON.parse(item?.data ?? '')).to.deep.equal({
      version: '1.0',
      oldState: { stateValue: 'OK', stateReason: 'first' },
      newState: { stateValue: 'ALARM', stateReason: 'next', stateReasonData: { a: 1 } },
    });
  });

  it('takes no note of a new reason for the same state', () => {
    changeState(scope, alarm, { ...first, reason: 'other' });
    expect(items()).to.deep.equal([]);
    expect(state.alarms.get(['r', 'a'])?.state.reason).to.equal('other');
  });

  for (const [change, done] of [
    ['Create', 'created'],
    ['Update', 'updated'],
    ['Delete', 'deleted'],
  ] as const) {
    it(`takes note that an alarm was ${done}`, () => {
      recordConfiguration(scope, alarm, change);
      const [item] = items();
      expect(item).to.deep.include({
        timestamp: 7,
        itemType: 'ConfigurationUpdate',
        summary: `Alarm "a" ${done}`,
      });
      expect(JSON.parse(item?.data ?? '')).to.deep.equal({
        version: '1.0',
        type: change,
        [`${done}Alarm`]: { Period: 60, AlarmArn: 'arn' },
      });
    });
  }
});
