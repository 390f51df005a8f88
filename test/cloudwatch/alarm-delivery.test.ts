import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { settleAllAlarms, takeAlarmAction } from '../../fakes/cloudwatch/alarm-delivery';
import { cloudwatch } from '../../fakes/cloudwatch/service';
import { Alarms } from './alarm-fixture';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:alerts';

describe('CloudWatch: actions waiting for delivery', () => {
  let aws: FakeAws;
  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
  });
  afterEach(() => aws.unplug());

  it('gives each action once, in the order in which the states changed', async () => {
    const alarms = new Alarms();
    await alarms.put({ AlarmActions: [TOPIC], OKActions: [TOPIC], TreatMissingData: 'notBreaching' });
    await alarms.publish({ Value: 3 });
    await aws.clock.advance('10m');
    const state = aws.world.state(cloudwatch);
    settleAllAlarms(aws.world, state);
    const taken = [takeAlarmAction(state), takeAlarmAction(state)];
    expect(taken.map((action) => action?.subject)).to.deep.equal([
      'ALARM: "a" in US East (N. Virginia)',
      'OK: "a" in US East (N. Virginia)',
    ]);
    expect(takeAlarmAction(state)).to.equal(undefined);
  });
});
