import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { alarmPeriod } from '../../fakes/cloudwatch/alarm-evaluation';
import { Alarms } from './alarm-fixture';

describe('CloudWatch alarm evaluation', () => {
  const start = Date.UTC(2026, 0, 10, 12);
  let aws: FakeAws;
  let alarms: Alarms;

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual', start });
    alarms = new Alarms();
  });
  afterEach(() => aws.unplug());

  const stateOf = async (name?: string) => (await alarms.metric(name)).StateValue;

  it('goes off at the first minute after a breaching period, and says why', async () => {
    await alarms.put();
    await alarms.publish({ Value: 3 });
    await aws.clock.advance('59s');
    expect(await stateOf()).to.equal('INSUFFICIENT_DATA');
    await aws.clock.advance('1s');
    const alarm = await alarms.metric();
    expect(alarm).to.deep.include({
      StateValue: 'ALARM',
      StateReason:
        'Threshold Crossed: 1 datapoint [3.0 (10/01/26 12:00:00)] was greater than the threshold (2.0).',
      StateUpdatedTimestamp: new Date(start + 60_000),
      StateTransitionedTimestamp: new Date(start + 60_000),
    });
    expect(JSON.parse(alarm.StateReasonData ?? '')).to.deep.include({
      period: 60,
      statistic: 'Sum',
      recentDatapoints: [3],
    });
  });

  it('does not depend on when somebody looks', async () => {
    const run = async (looks: boolean) => {
      for (const value of [3, 1, 5, 5]) {
        await alarms.publish({ Value: value });
        await aws.clock.advance('1m');
        if (looks) await alarms.metric();
      }
      await aws.clock.advance('10m');
      return alarms.transitions();
    };
    await alarms.put({ TreatMissingData: 'notBreaching' });
    const seldom = await run(false);
    aws.reset();
    await aws.clock.advance(new Date(start + 86_400_000).getTime() - aws.clock.now());
    await alarms.put({ TreatMissingData: 'notBreaching' });
    const often = await run(true);
    expect(often).to.deep.equal(seldom);
    expect(seldom).to.deep.equal([
      ['12:01:00', 'INSUFFICIENT_DATA to ALARM'],
      ['12:02:00', 'ALARM to OK'],
      ['12:03:00', 'OK to ALARM'],
      ['12:07:00', 'ALARM to OK'],
    ]);
  });

  it('does not see data that arrived after the evaluation', async () => {
    await alarms.put();
    await aws.clock.advance('90s');
    await alarms.publish({ Value: 3, Timestamp: new Date(start) });
    expect(await stateOf()).to.equal('INSUFFICIENT_DATA');
    await aws.clock.advance('30s');
    expect(await alarms.transitions()).to.deep.equal([['12:02:00', 'INSUFFICIENT_DATA to ALARM']]);
  });

  it('needs M of N data points', async () => {
    await alarms.put({ EvaluationPeriods: 3, DatapointsToAlarm: 2 });
    for (const value of [1, 3, 1, 3]) {
      await alarms.publish({ Value: value });
      await aws.clock.advance('1m');
    }
    expect(await alarms.transitions()).to.deep.equal([
      ['12:01:00', 'INSUFFICIENT_DATA to OK'],
      ['12:04:00', 'OK to ALARM'],
    ]);
    expect((await alarms.metric()).StateReason).to.equal(
      'Threshold Crossed: 2 out of the last 3 datapoints [3.0 (10/01/26 12:03:00), 3.0 (10/01/26 12:01:00)] were greater than the threshold (2.0) (minimum 2 datapoints for OK -> ALARM transition).',
    );
  });

  const missing: readonly [treatment: string | undefined, states: readonly string[], reason: string][] = [
    [
      'breaching',
      ['ALARM'],
      'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching].',
    ],
    [
      'notBreaching',
      ['OK'],
      'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
    ],
    ['ignore', ['INSUFFICIENT_DATA'], 'Unchecked: Initial alarm creation'],
    ['missing', ['INSUFFICIENT_DATA'], 'Unchecked: Initial alarm creation'],
    [undefined, ['INSUFFICIENT_DATA'], 'Unchecked: Initial alarm creation'],
  ];
  for (const [TreatMissingData, [state], reason] of missing) {
    it(`without data and with ${TreatMissingData} says ${state}`, async () => {
      await alarms.put(TreatMissingData === undefined ? {} : { TreatMissingData });
      await aws.clock.advance('1d');
      expect(await alarms.metric()).to.deep.include({ StateValue: state, StateReason: reason });
    });
  }

  it('goes back to INSUFFICIENT_DATA when the data stops', async () => {
    await alarms.put();
    await alarms.publish({ Value: 1 });
    await aws.clock.advance('1h');
    expect(await alarms.transitions()).to.deep.equal([
      ['12:01:00', 'INSUFFICIENT_DATA to OK'],
      ['12:04:00', 'OK to INSUFFICIENT_DATA'],
    ]);
  });

  it('is quick over a long time without data, and misses nothing after it', async () => {
    await alarms.put({ TreatMissingData: 'notBreaching' });
    await aws.clock.advance('300d');
    await alarms.publish({ Value: 9 });
    await aws.clock.advance('300d');
    expect(await alarms.transitions()).to.have.length(0);
    const alarm = await alarms.metric();
    expect(alarm.StateValue).to.equal('OK');
    expect(alarm.StateTransitionedTimestamp).to.deep.equal(new Date(start + 300 * 86_400_000 + 240_000));
  });

  it('evaluates periods below a minute every 10 seconds', async () => {
    await alarms.put({ Period: 10 });
    await alarms.publish({ Value: 3, StorageResolution: 1, Timestamp: new Date(start + 1_000) });
    await aws.clock.advance('10s');
    expect(await alarms.transitions()).to.deep.equal([['12:00:10', 'INSUFFICIENT_DATA to ALARM']]);
  });

  it('slides a long period on from minute to minute', async () => {
    await alarms.put({ Period: 300 });
    await aws.clock.advance('2m');
    await alarms.publish({ Value: 3 });
    await aws.clock.advance('1m');
    expect(await alarms.transitions()).to.deep.equal([['12:03:00', 'INSUFFICIENT_DATA to ALARM']]);
  });

  it('watches extended statistics, dimensions and a unit', async () => {
    await alarms.put({
      Statistic: undefined,
      ExtendedStatistic: 'p90',
      Unit: 'Count',
      Dimensions: [{ Name: 'd', Value: 'x' }],
    });
    await alarms.publish({ Value: 99 }, { Value: 99, Dimensions: [{ Name: 'd', Value: 'x' }] });
    await aws.clock.advance('1m');
    expect(await stateOf()).to.equal('INSUFFICIENT_DATA');
    await alarms.publish({ Values: [1, 9], Unit: 'Count', Dimensions: [{ Name: 'd', Value: 'x' }] });
    await aws.clock.advance('1m');
    expect(await stateOf()).to.equal('ALARM');
  });

  it('watches an expression', async () => {
    const stat = (MetricName: string) => ({
      Metric: { Namespace: 'N', MetricName },
      Period: 60,
      Stat: 'Sum',
    });
    await alarms.put({
      Threshold: 50,
      Metrics: [
        { Id: 'errors', MetricStat: stat('errors'), ReturnData: false },
        { Id: 'calls', MetricStat: stat('calls'), ReturnData: false },
        { Id: 'rate', Expression: '100*errors/calls' },
      ],
    });
    await alarms.publish({ MetricName: 'errors', Value: 6 }, { MetricName: 'calls', Value: 10 });
    await aws.clock.advance('1m');
    expect(await alarms.metric()).to.deep.include({
      StateValue: 'ALARM',
      StateReason:
        'Threshold Crossed: 1 datapoint [60.0 (10/01/26 12:00:00)] was greater than the threshold (50.0).',
    });
    await aws.clock.advance('5m');
    expect(await stateOf()).to.equal('INSUFFICIENT_DATA');
  });

  it('is quick over a long time without data for its expression, too', async () => {
    const MetricStat = { Metric: { Namespace: 'N', MetricName: 'm' }, Period: 60, Stat: 'Sum' };
    await alarms.put({
      Metrics: [
        { Id: 'm', MetricStat, ReturnData: false },
        { Id: 'e', Expression: 'm*10' },
      ],
    });
    await aws.clock.advance('300d');
    await alarms.publish({ Value: 1 });
    await aws.clock.advance('1m');
    expect(await stateOf()).to.equal('ALARM');
    await aws.clock.advance('300d');
    expect(await stateOf()).to.equal('INSUFFICIENT_DATA');
  });

  it('watches an expression that makes its own data', async () => {
    const MetricStat = { Metric: { Namespace: 'N', MetricName: 'm' }, Period: 60, Stat: 'Sum' };
    await alarms.put({
      Metrics: [
        { Id: 'm', MetricStat, ReturnData: false },
        { Id: 'e', Expression: 'FILL(m,9)' },
      ],
    });
    await aws.clock.advance('1m');
    expect(await stateOf()).to.equal('ALARM');
  });

  it('has the period of its metrics when it watches an expression', () => {
    const MetricStat = { Metric: {}, Period: 300, Stat: 'Sum' };
    expect(
      alarmPeriod({
        Metrics: [
          { Id: 'e', Expression: 'm' },
          { Id: 'm', MetricStat },
        ],
      }),
    ).to.equal(300);
    expect(alarmPeriod({ Metrics: [{ Id: 'e', Expression: 'TIME_SERIES(1)' }] })).to.equal(60);
    expect(alarmPeriod({ Period: 30 })).to.equal(30);
  });
});
