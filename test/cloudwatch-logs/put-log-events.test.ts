import {
  CreateLogGroupCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { NotSupportedByFake } from '../../fakes';
import { failure, logsWorld, START } from './logs-world';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MB = 1_048_576;

describe('CloudWatchLogs.PutLogEvents', () => {
  const logs = logsWorld();
  const put = (logEvents: readonly { readonly timestamp: number; readonly message: string }[], more = {}) =>
    logs.client.send(
      new PutLogEventsCommand({ logGroupName: 'g', logStreamName: 's', logEvents: [...logEvents], ...more }),
    );
  const texts = async () => (await logs.get({ startFromHead: true })).events?.map(({ message }) => message);
  const at = (...times: readonly number[]) =>
    times.map((time, i) => ({ timestamp: time, message: String(i) }));

  it('writes a batch, and looks at no sequence token', async () => {
    const first = await put(at(START, START, START + 1));
    expect(first).to.not.have.property('rejectedLogEventsInfo');
    expect(first.nextSequenceToken).to.match(/^\d{56}$/);
    const second = await put(at(START - 5), { sequenceToken: 'never seen' });
    expect(second.nextSequenceToken).to.not.equal(first.nextSequenceToken);
    expect((await logs.get({ startFromHead: true })).events).to.deep.equal([
      { timestamp: START - 5, message: '0', ingestionTime: START },
      { timestamp: START, message: '0', ingestionTime: START },
      { timestamp: START, message: '1', ingestionTime: START },
      { timestamp: START + 1, message: '2', ingestionTime: START },
    ]);
    expect(
      aws()
        .lines()
        .map(({ group, stream }) => `${group}/${stream}`),
    ).to.deep.equal(Array(4).fill('g/s'));
  });

  const aws = () => logs.aws.logs;

  it('needs a group and a stream that are there', async () => {
    expect(await failure(put(at(START), { logGroupName: 'none' }))).to.include({
      name: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    });
    expect(await failure(put(at(START), { logStreamName: 'none' }))).to.include({
      name: 'ResourceNotFoundException',
      message: 'The specified log stream does not exist.',
    });
    await logs.client.send(new CreateLogGroupCommand({ logGroupName: 'g2' }));
    expect((await failure(put(at(START), { logGroupName: 'g2' }))).message).to.contain(
      'log stream does not exist',
    );
  });

  describe('rejects events and writes the others', () => {
    const rows: readonly [
      title: string,
      times: readonly number[],
      info: object | undefined,
      written: string,
    ][] = [
      ['exactly 14 days old', [START - 14 * DAY], undefined, '0'],
      ['older than that', [START - 14 * DAY - 1, START - 14 * DAY], { tooOldLogEventEndIndex: 1 }, '1'],
      ['all too old', [START - 20 * DAY, START - 19 * DAY], { tooOldLogEventEndIndex: 2 }, ''],
      ['exactly 2 hours ahead', [START + 2 * HOUR], undefined, '0'],
      ['further ahead', [START + 2 * HOUR, START + 2 * HOUR + 1], { tooNewLogEventStartIndex: 1 }, '0'],
      [
        'both, and what is left spans less than a day',
        [START - 15 * DAY, START, START + 3 * HOUR],
        { tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 2 },
        '1',
      ],
    ];
    for (const [title, times, info, written] of rows) {
      it(`that are ${title}`, async () => {
        const { rejectedLogEventsInfo } = await put(at(...times));
        expect(rejectedLogEventsInfo).to.deep.equal(info);
        expect((await texts())?.join()).to.equal(written);
      });
    }

    it('that the retention policy would take away at once', async () => {
      const policy = { logGroupName: 'g', retentionInDays: 1 };
      await logs.client.send(new PutRetentionPolicyCommand(policy));
      const batch = at(START - 15 * DAY, START - DAY - 1, START - DAY, START);
      const { rejectedLogEventsInfo } = await put(batch);
      expect(rejectedLogEventsInfo).to.deep.equal({ tooOldLogEventEndIndex: 1, expiredLogEventEndIndex: 2 });
      expect(await texts()).to.deep.equal(['2', '3']);
    });
  });

  it('wants events in the order of time, within 24 hours', async () => {
    expect(await failure(put(at(START, START - 1)))).to.include({
      name: 'InvalidParameterException',
      message: 'Log events in a single PutLogEvents request must be in chronological order.',
    });
    expect((await failure(put(at(START, START - 2 * DAY)))).message).to.contain('chronological order');
    await put(at(START - DAY, START));
    expect(await failure(put(at(START - DAY - 1, START)))).to.include({
      name: 'InvalidParameterException',
      message: 'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    });
    expect(await texts()).to.deep.equal(['0', '1']);
  });

  it('takes 1 MB, with 26 bytes for each event beside its text in UTF-8', async () => {
    const one = 'x'.repeat(MB - 26);
    await put([{ timestamp: START, message: one }]);
    expect((await failure(put([{ timestamp: START, message: `${one}x` }]))).message).to.equal(
      'Log event too large: 1048577 bytes exceeds limit of 1048576',
    );
    const half = '\u00e9'.repeat(MB / 4 - 13);
    const halves = [half, half].map((message) => ({ timestamp: START, message }));
    await put(halves);
    expect(await failure(put([...halves, { timestamp: START, message: 'x' }]))).to.include({
      name: 'InvalidParameterException',
      message: 'Upload too large: 1048603 bytes exceeds limit of 1048576',
    });
  });

  it('takes 1 to 10,000 events', async () => {
    const many = Array.from({ length: 10_000 }, () => START);
    await put(at(...many));
    expect((await failure(put(at(...many, START)))).message).to.contain(
      "at 'logEvents' failed to satisfy constraint: Member must have length less than or equal to 10000",
    );
    expect((await failure(put([]))).message).to.equal(
      "1 validation error detected: Value '[]' at 'logEvents' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  });

  it('wants a time and a text in every event', async () => {
    expect((await failure(put([{ timestamp: START, message: '' }]))).message).to.equal(
      "1 validation error detected: Value '' at 'logEvents.1.member.message' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
    expect((await failure(put([{ timestamp: -1, message: 'x' }]))).message).to.equal(
      "1 validation error detected: Value '-1' at 'logEvents.1.member.timestamp' failed to satisfy constraint: Member must have value greater than or equal to 0",
    );
    expect((await failure(put([...at(START), {} as never]))).message).to.equal(
      "2 validation errors detected: Value null at 'logEvents.2.member.timestamp' failed to satisfy constraint: Member must not be null; " +
        "Value null at 'logEvents.2.member.message' failed to satisfy constraint: Member must not be null",
    );
  });

  it('refuses entities, which are not modelled', async () => {
    expect(await failure(put(at(START), { entity: {} }))).to.be.instanceOf(NotSupportedByFake);
    logs.aws.world.takeProblems();
  });

  it('makes metrics of events in the embedded metric format', async () => {
    const emf = {
      Timestamp: START,
      CloudWatchMetrics: [{ Namespace: 'N', Dimensions: [['fn']], Metrics: [{ Name: 'm' }] }],
    };
    await logs.put([JSON.stringify({ _aws: emf, fn: 'f', m: 3 }), 'plain']);
    expect(logs.aws.cloudwatch.metric('N', 'm', { fn: 'f' }).values()).to.deep.equal([3]);
  });

  it('writes a batch twice when its answer is lost and the SDK retries', async () => {
    logs.aws.faults.on(PutLogEventsCommand).answerLost();
    const client = new (logs.client.constructor as new (input: object) => typeof logs.client)({});
    await client.send(
      new PutLogEventsCommand({ logGroupName: 'g', logStreamName: 's', logEvents: at(START) }),
    );
    expect(await texts()).to.deep.equal(['0', '0']);
  });
});
