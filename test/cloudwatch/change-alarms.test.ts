import {
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  ListTagsForResourceCommand,
  SetAlarmStateCommand,
  type SetAlarmStateInput,
} from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { Alarms } from './alarm-fixture';
import { failure } from './failure';

describe('CloudWatch alarm changes', () => {
  const start = Date.UTC(2026, 0, 10, 12);
  let aws: FakeAws;
  let alarms: Alarms;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual', start });
    alarms = new Alarms();
    await alarms.put();
  });
  afterEach(() => aws.unplug());

  describe('CloudWatch.SetAlarmState', () => {
    const set = (more: Partial<SetAlarmStateInput>) =>
      alarms.client.send(
        new SetAlarmStateCommand({ AlarmName: 'a', StateValue: 'ALARM', StateReason: 'r', ...more }),
      );

    it('sets the state until the next evaluation', async () => {
      await aws.clock.advance('10s');
      await set({ StateReasonData: '{"x":1}' });
      expect(await alarms.metric()).to.deep.include({
        StateValue: 'ALARM',
        StateReason: 'r',
        StateReasonData: '{"x":1}',
        StateUpdatedTimestamp: new Date(start + 10_000),
        StateTransitionedTimestamp: new Date(start + 10_000),
      });
      await aws.clock.advance('50s');
      expect((await alarms.metric()).StateValue).to.equal('INSUFFICIENT_DATA');
    });

    it('keeps the time of the transition when the state is the same', async () => {
      await aws.clock.advance('10s');
      await set({ StateValue: 'INSUFFICIENT_DATA', StateReason: 'same' });
      expect(await alarms.metric()).to.deep.include({
        StateReason: 'same',
        StateUpdatedTimestamp: new Date(start),
      });
      expect(await alarms.transitions()).to.deep.equal([]);
    });

    it('answers 404 without a message for an alarm that does not exist', async () => {
      const error = await failure(set({ AlarmName: 'none' }));
      expect(error).to.include({
        name: 'ResourceNotFound',
        message: 'UnknownError',
        Code: 'ResourceNotFound',
      });
      expect(error['$metadata']).to.include({ httpStatusCode: 404 });
    });

    const refused: readonly [
      title: string,
      more: Partial<SetAlarmStateInput>,
      name: string,
      message: string,
    ][] = [
      [
        'an unknown state',
        { StateValue: 'INVALID' as 'OK' },
        'ValidationException',
        "1 validation error detected: Value 'INVALID' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]",
      ],
      [
        'no state',
        { StateValue: undefined },
        'ValidationException',
        "1 validation error detected: Value null at 'stateValue' failed to satisfy constraint: Member must not be null",
      ],
      [
        'an empty name',
        { AlarmName: '' },
        'ValidationException',
        "1 validation error detected: Value '' at 'alarmName' failed to satisfy constraint: Member must have length greater than or equal to 1",
      ],
      [
        'a reason of 1,024 characters',
        { StateReason: 'r'.repeat(1_024) },
        'ValidationException',
        `1 validation error detected: Value '${'r'.repeat(1_024)}' at 'stateReason' failed to satisfy constraint: Member must have length less than or equal to 1023`,
      ],
      [
        'data that is no JSON',
        { StateReasonData: '{' },
        'InvalidFormatFault',
        'Data was not syntactically valid JSON.',
      ],
    ];
    for (const [title, more, name, message] of refused) {
      it(`refuses ${title}`, async () => {
        const error = await failure(set(more));
        expect([error.name, error.message]).to.deep.equal([name, message]);
      });
    }

    it('takes a reason of 1,023 characters', () => set({ StateReason: 'r'.repeat(1_023) }));
  });

  describe('CloudWatch.DisableAlarmActions', () => {
    it('and EnableAlarmActions change that and nothing else, of both kinds of alarms', async () => {
      await alarms.putComposite('c', 'ALARM(a)');
      const before = await alarms.metric();
      await alarms.client.send(new DisableAlarmActionsCommand({ AlarmNames: ['a', 'c', 'unknown'] }));
      expect(await alarms.metric()).to.deep.equal({ ...before, ActionsEnabled: false });
      expect((await alarms.composite()).ActionsEnabled).to.equal(false);
      await alarms.client.send(new EnableAlarmActionsCommand({ AlarmNames: ['a'] }));
      expect(await alarms.metric()).to.deep.equal(before);
    });

    it('refuses 101 names', async () => {
      const error = await failure(
        alarms.client.send(new DisableAlarmActionsCommand({ AlarmNames: Array(101).fill('a') })),
      );
      expect(error.message).to.contain(
        "at 'alarmNames' failed to satisfy constraint: Member must have length less than or equal to 100",
      );
    });
  });

  describe('CloudWatch.DeleteAlarms', () => {
    const remove = (...AlarmNames: string[]) => alarms.client.send(new DeleteAlarmsCommand({ AlarmNames }));

    it('deletes alarms and their tags, and keeps their history', async () => {
      await alarms.put({ AlarmName: 'b', Tags: [{ Key: 'k', Value: 'v' }] });
      const { AlarmArn } = await alarms.metric('b');
      await remove('a', 'b', 'b');
      expect(await alarms.metric('a')).to.deep.equal({});
      const { AlarmHistoryItems = [] } = await alarms.client.send(
        new DescribeAlarmHistoryCommand({ AlarmName: 'b' }),
      );
      expect(AlarmHistoryItems[0]?.HistorySummary).to.equal('Alarm "b" deleted');
      const error = await failure(
        alarms.client.send(new ListTagsForResourceCommand({ ResourceARN: AlarmArn })),
      );
      expect(error.name).to.equal('ResourceNotFoundException');
    });

    it('deletes nothing when one of them does not exist', async () => {
      expect((await failure(remove('a', 'none'))).name).to.equal('ResourceNotFound');
      expect((await alarms.metric('a')).AlarmName).to.equal('a');
    });

    it('does not delete what a composite alarm depends on, unless that goes too', async () => {
      await alarms.putComposite('c', 'ALARM(a)');
      const error = await failure(remove('a'));
      expect([error.name, error.message]).to.deep.equal([
        'ValidationException',
        'Cannot delete a as there are composite alarm(s) depending on it.',
      ]);
      await alarms.put({ AlarmName: 'b' });
      await alarms.putComposite('d', 'ALARM(b)');
      expect((await failure(remove('a', 'b'))).message).to.equal(
        'Cannot delete a,b as there are composite alarm(s) depending on them.',
      );
      await remove('a', 'c');
      expect(await alarms.composite()).to.deep.equal({});
    });

    it('deletes at most one composite alarm', async () => {
      await alarms.putComposite('c', 'TRUE');
      await alarms.putComposite('d', 'TRUE');
      expect((await failure(remove('c', 'd'))).message).to.equal(
        'At most one composite alarm can be deleted in one request',
      );
    });
  });
});
