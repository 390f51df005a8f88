import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { nameOf } from '../../fakes/cloudwatch/composite-evaluation';
import { Alarms } from './alarm-fixture';

describe('CloudWatch composite alarms', () => {
  const start = Date.UTC(2026, 0, 10, 12);
  let aws: FakeAws;
  let alarms: Alarms;

  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual', start });
    alarms = new Alarms();
    await alarms.put({ AlarmName: 'a', TreatMissingData: 'ignore' });
    await alarms.put({ AlarmName: 'b', MetricName: 'n', TreatMissingData: 'ignore' });
  });
  afterEach(() => aws.unplug());

  it('are evaluated first at the next minute', async () => {
    await alarms.putComposite('c', 'ALARM(a)');
    expect(await alarms.composite()).to.deep.include({
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Unchecked: Initial alarm creation',
    });
    await aws.clock.advance('1m');
    const { AlarmArn, StateValue, StateReason, StateReasonData } = await alarms.composite();
    expect(JSON.parse(StateReasonData ?? '')).to.deep.equal({
      triggeringAlarms: [
        {
          arn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:a',
          state: { value: 'INSUFFICIENT_DATA', timestamp: '2026-01-10T12:00:00.000+0000' },
        },
      ],
    });
    expect([StateValue, StateReason]).to.deep.equal([
      'OK',
      `${AlarmArn} was created and its alarm rule evaluates to OK`,
    ]);
  });

  it('follow the alarms in their rule, at the time of the transition', async () => {
    await alarms.putComposite('c', 'ALARM(a) AND NOT ALARM("b")');
    await aws.clock.advance('90s');
    await alarms.set('a', 'ALARM');
    await aws.clock.advance('5s');
    await alarms.set('b', 'ALARM');
    await aws.clock.advance('1h');
    expect(await alarms.transitions('c')).to.deep.equal([
      ['12:01:00', 'INSUFFICIENT_DATA to OK'],
      ['12:01:30', 'OK to ALARM'],
      ['12:01:35', 'ALARM to OK'],
    ]);
    const { StateReason, StateReasonData } = await alarms.composite();
    const arn = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:b';
    expect(StateReason).to.equal(`${arn} transitioned to ALARM at Saturday 10 January, 2026 12:01:35 UTC`);
    expect(JSON.parse(StateReasonData ?? '')).to.deep.equal({
      triggeringAlarms: [{ arn, state: { value: 'ALARM', timestamp: '2026-01-10T12:01:35.000+0000' } }],
    });
  });

  it('follow data', async () => {
    await alarms.putComposite('c', 'ALARM(a)');
    await aws.clock.advance('5m');
    await alarms.publish({ Value: 5 });
    await aws.clock.advance('5m');
    expect((await alarms.transitions('c')).at(-1)).to.deep.equal(['12:06:00', 'OK to ALARM']);
  });

  it('see a transition in the very moment of an earlier look', async () => {
    await alarms.putComposite('c', 'ALARM(a) AND ALARM(b)');
    await aws.clock.advance('1m');
    await alarms.set('a', 'ALARM');
    expect((await alarms.composite()).StateValue).to.equal('OK');
    await alarms.set('b', 'ALARM');
    expect((await alarms.composite()).StateValue).to.equal('ALARM');
    await alarms.composite();
    expect(await alarms.transitions('c')).to.deep.equal([
      ['12:01:00', 'INSUFFICIENT_DATA to OK'],
      ['12:01:00', 'OK to ALARM'],
    ]);
  });

  it('can stand on composite alarms, named by ARN', async () => {
    await alarms.putComposite('c', 'ALARM(a)');
    await alarms.putComposite('d', 'ALARM(arn:aws:cloudwatch:us-east-1:000000000000:alarm:c)');
    await aws.clock.advance('1m');
    await alarms.set('a', 'ALARM');
    expect((await alarms.composite('d')).StateValue).to.equal('ALARM');
  });

  it('say that they were updated', async () => {
    await alarms.putComposite('c', 'FALSE');
    await aws.clock.advance('1m');
    await alarms.composite();
    await alarms.putComposite('c', 'TRUE');
    await aws.clock.advance('1m');
    const { AlarmArn, StateReason } = await alarms.composite();
    expect(StateReason).to.equal(`${AlarmArn} was updated and its alarm rule evaluates to ALARM`);
  });

  it('are not evaluated any more in a cycle', async () => {
    await alarms.putComposite('c', 'TRUE');
    await alarms.putComposite('d', 'ALARM(c)');
    await alarms.putComposite('c', 'ALARM(d)');
    await aws.clock.advance('1h');
    expect((await alarms.composite('c')).StateValue).to.equal('INSUFFICIENT_DATA');
    expect((await alarms.composite('d')).StateValue).to.equal('INSUFFICIENT_DATA');
  });

  it('find the name in an ARN', () => {
    expect(nameOf('arn:aws:cloudwatch:r:1:alarm:x:y')).to.equal('x:y');
    expect(nameOf('plain')).to.equal('plain');
  });
});
