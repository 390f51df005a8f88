import {
  DescribeAlarmHistoryCommand,
  paginateDescribeAlarmHistory,
  type DescribeAlarmHistoryInput,
} from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { Alarms } from './alarm-fixture';
import { failure } from './failure';

describe('CloudWatch.DescribeAlarmHistory', () => {
  const start = Date.UTC(2026, 0, 10, 12);
  let aws: FakeAws;
  let alarms: Alarms;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual', start });
    alarms = new Alarms();
    await alarms.put({ AlarmName: 'a', TreatMissingData: 'ignore' });
    await alarms.put({ AlarmName: 'b', TreatMissingData: 'ignore' });
    await alarms.putComposite('c', 'ALARM(a)');
    await aws.clock.advance('10s');
    await alarms.set('b', 'OK', 'why not');
    await aws.clock.advance('10s');
    await alarms.set('a', 'ALARM');
  });
  afterEach(() => aws.unplug());

  const history = (input: DescribeAlarmHistoryInput = {}) =>
    alarms.client.send(new DescribeAlarmHistoryCommand(input));
  const show = async (input: DescribeAlarmHistoryInput = {}) =>
    ((await history(input)).AlarmHistoryItems ?? []).map(
      ({ AlarmName, HistorySummary }) => `${AlarmName}: ${HistorySummary}`,
    );
  const at = (seconds: number) => new Date(start + seconds * 1_000);

  const created = (name: string) => `${name}: Alarm "${name}" created`;
  const [aAlarm, bOk] = [
    'a: Alarm updated from INSUFFICIENT_DATA to ALARM',
    'b: Alarm updated from INSUFFICIENT_DATA to OK',
  ];
  const cAlarm = 'c: Alarm updated from INSUFFICIENT_DATA to ALARM';

  const rows: readonly [title: string, input: DescribeAlarmHistoryInput, expected: readonly string[]][] = [
    ['of metric alarms, newest first', {}, [aAlarm, bOk, created('b'), created('a')]],
    ['oldest first', { ScanBy: 'TimestampAscending' }, [created('a'), created('b'), bOk, aAlarm]],
    ['of one alarm', { AlarmName: 'b' }, [bOk, created('b')]],
    ['of an alarm that never was', { AlarmName: 'zz' }, []],
    ['of composite alarms', { AlarmTypes: ['CompositeAlarm'] }, [cAlarm, created('c')]],
    ['of state changes', { HistoryItemType: 'StateUpdate' }, [aAlarm, bOk]],
    ['of configuration changes', { HistoryItemType: 'ConfigurationUpdate' }, [created('b'), created('a')]],
    ['from a time on', { StartDate: at(10) }, [aAlarm, bOk]],
    ['up to a time', { EndDate: at(10) }, [bOk, created('b'), created('a')]],
  ];
  for (const [title, input, expected] of rows) {
    it(`shows what happened ${title}`, async () => expect(await show(input)).to.deep.equal(expected));
  }

  it('shows all of an item', async () => {
    const { AlarmHistoryItems: [item] = [] } = await history({ AlarmName: 'b' });
    const { HistoryData = '', ...rest } = item ?? {};
    expect(rest).to.deep.equal({
      AlarmName: 'b',
      AlarmType: 'MetricAlarm',
      Timestamp: at(10),
      HistoryItemType: 'StateUpdate',
      HistorySummary: 'Alarm updated from INSUFFICIENT_DATA to OK',
    });
    expect(JSON.parse(HistoryData)).to.deep.equal({
      version: '1.0',
      oldState: { stateValue: 'INSUFFICIENT_DATA', stateReason: 'Unchecked: Initial alarm creation' },
      newState: { stateValue: 'OK', stateReason: 'why not' },
    });
  });

  it('pages', async () => {
    const pages: number[] = [];
    for await (const page of paginateDescribeAlarmHistory({ client: alarms.client, pageSize: 3 }, {})) {
      pages.push(page.AlarmHistoryItems?.length ?? 0);
    }
    expect(pages).to.deep.equal([3, 1]);
  });

  it('forgets after 30 days', async () => {
    await aws.clock.advance('30d');
    expect(await show({ AlarmName: 'a' })).to.deep.equal([aAlarm]);
    await aws.clock.advance('1s');
    expect(await show({ AlarmName: 'a' })).to.deep.equal([]);
  });

  const refused: readonly [title: string, input: DescribeAlarmHistoryInput, message: string][] = [
    ['an empty name', { AlarmName: '' }, "at 'alarmName'"],
    ['an unknown type', { AlarmTypes: ['X' as 'MetricAlarm'] }, "at 'alarmTypes'"],
    ['an unknown kind', { HistoryItemType: 'X' as 'StateUpdate' }, "at 'historyItemType'"],
    ['an unknown order', { ScanBy: 'X' as 'TimestampAscending' }, "at 'scanBy'"],
    ['101 records', { MaxRecords: 101 }, "at 'maxRecords'"],
    ['a token that no page gave', { NextToken: 'x' }, 'The value for parameter NextToken is invalid.'],
  ];
  for (const [title, input, message] of refused) {
    it(`refuses ${title}`, async () => expect((await failure(history(input))).message).to.contain(message));
  }

  it('does not model actions, and says so', async () => {
    expect((await failure(history({ HistoryItemType: 'AlarmContributorAction' }))).name).to.equal(
      'NotSupportedByFake',
    );
    expect(() => aws.unplug()).to.throw('the HistoryItemType AlarmContributorAction');
    aws = fakeAws({ seed: 1, time: 'virtual' });
  });
});
