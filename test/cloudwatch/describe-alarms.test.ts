import {
  DescribeAlarmsCommand,
  paginateDescribeAlarms,
  type DescribeAlarmsInput,
} from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { Alarms } from './alarm-fixture';
import { failure } from './failure';

describe('CloudWatch.DescribeAlarms', () => {
  let aws: FakeAws;
  let alarms: Alarms;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    alarms = new Alarms();
    await alarms.put({ AlarmName: 'b1', OKActions: ['arn:aws:sns:r:1:t'] });
    await alarms.put({ AlarmName: 'a1' });
    await alarms.put({ AlarmName: 'b2' });
    await alarms.putComposite('c', 'ALARM(b1) OR ALARM(b2)');
    await alarms.putComposite('d', 'ALARM(b2)');
    await alarms.set('b2', 'ALARM');
  });
  afterEach(() => aws.unplug());

  const send = (input: DescribeAlarmsInput) => alarms.client.send(new DescribeAlarmsCommand(input));
  const names = async (input: DescribeAlarmsInput) => {
    const { MetricAlarms = [], CompositeAlarms = [] } = await send(input);
    return [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName }) => AlarmName);
  };

  it('always lists all types, also empty ones', async () => {
    const { $metadata: _, ...output } = await send({ AlarmNamePrefix: 'nothing' });
    expect(output).to.deep.equal({ CompositeAlarms: [], MetricAlarms: [], LogAlarms: [] });
  });

  const rows: readonly [title: string, input: DescribeAlarmsInput, expected: readonly string[]][] = [
    ['metric alarms, by name, when no type is asked for', {}, ['a1', 'b1', 'b2']],
    ['composite alarms', { AlarmTypes: ['CompositeAlarm'] }, ['c', 'd']],
    ['both', { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }, ['a1', 'b1', 'b2', 'c', 'd']],
    [
      'names, each once, without those that do not exist',
      { AlarmNames: ['b2', 'a1', 'zz', 'b2'] },
      ['a1', 'b2'],
    ],
    ['a prefix', { AlarmNamePrefix: 'b' }, ['b1', 'b2']],
    ['a state', { StateValue: 'ALARM' }, ['b2']],
    ['an action', { ActionPrefix: 'arn:aws:sns' }, ['b1']],
    ['children', { ChildrenOfAlarmName: 'c' }, ['b1', 'b2']],
    ['children of a metric alarm', { ChildrenOfAlarmName: 'a1' }, []],
    ['parents', { ParentsOfAlarmName: 'b2' }, ['c', 'd']],
    ['parents of an alarm without any', { ParentsOfAlarmName: 'a1' }, []],
  ];
  for (const [title, input, expected] of rows) {
    it(`shows ${title}`, async () => expect(await names(input)).to.deep.equal(expected));
  }

  it('shows of relatives only some members', async () => {
    const { MetricAlarms: [child] = [] } = await send({ ChildrenOfAlarmName: 'c' });
    expect(child).to.have.all.keys('AlarmName', 'AlarmArn', 'StateValue', 'StateUpdatedTimestamp');
    const { CompositeAlarms: [parent] = [] } = await send({ ParentsOfAlarmName: 'b2' });
    expect(parent).to.have.all.keys('AlarmName', 'AlarmArn');
  });

  it('shows only the alarms of the region', async () => {
    const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
    const output = await new CloudWatchClient({ region: 'eu-west-1' }).send(new DescribeAlarmsCommand({}));
    expect(output.MetricAlarms).to.deep.equal([]);
  });

  for (const input of [
    {},
    { AlarmNames: ['a1', 'b1', 'b2'] },
    { AlarmNamePrefix: 'b' },
    { ChildrenOfAlarmName: 'c' },
    { ParentsOfAlarmName: 'b2' },
  ]) {
    it(`pages ${JSON.stringify(input)}`, async () => {
      const found: (string | undefined)[] = [];
      for await (const page of paginateDescribeAlarms({ client: alarms.client, pageSize: 1 }, { ...input })) {
        const alarmsOfPage = [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])];
        expect(alarmsOfPage).to.have.length(1);
        found.push(alarmsOfPage[0]?.AlarmName);
      }
      expect(found).to.deep.equal(await names(input));
    });
  }

  it('gives 50 alarms to a page unless told otherwise', async () => {
    for (let i = 0; i < 60; i++) await alarms.put({ AlarmName: `x${i}` });
    expect(await names({ AlarmNamePrefix: 'x' })).to.have.length(50);
    expect(await names({ AlarmNamePrefix: 'x', MaxRecords: 100 })).to.have.length(60);
  });

  const refused: readonly [title: string, input: DescribeAlarmsInput, message: string][] = [
    ['101 names', { AlarmNames: Array(101).fill('a') }, 'AlarmNames must not contain more than 100 names'],
    [
      'names and a prefix',
      { AlarmNames: ['a'], AlarmNamePrefix: 'b' },
      'AlarmNames and AlarmNamePrefix are mutually exclusive',
    ],
    ['an unknown type', { AlarmTypes: ['X' as 'MetricAlarm'] }, "Value 'X' at 'alarmTypes'"],
    [
      'an unknown state',
      { StateValue: 'BAD' as 'OK' },
      "Value 'BAD' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]",
    ],
    ['101 records', { MaxRecords: 101 }, "Value '101' at 'maxRecords'"],
    ['an empty action', { ActionPrefix: '' }, "at 'actionPrefix'"],
    ['an empty prefix', { AlarmNamePrefix: '' }, "at 'alarmNamePrefix'"],
    ['both kinds of relatives', { ChildrenOfAlarmName: 'a', ParentsOfAlarmName: 'b' }, 'mutually exclusive'],
    ['a token that no page gave', { NextToken: 'x' }, 'The value for parameter NextToken is invalid.'],
  ];
  for (const [title, input, message] of refused) {
    it(`refuses ${title}`, async () => expect((await failure(send(input))).message).to.contain(message));
  }

  it('does not model log alarms, and says so', async () => {
    expect((await failure(send({ AlarmTypes: ['LogAlarm'] }))).name).to.equal('NotSupportedByFake');
    expect(() => aws.unplug()).to.throw('log alarms');
    aws = fakeAws({ seed: 1, time: 'virtual' });
  });
});
