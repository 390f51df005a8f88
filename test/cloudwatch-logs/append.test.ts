import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { appendEvents, eventId, placeOf } from '../../fakes/cloudwatch-logs/append';
import { createState, type LogsState } from '../../fakes/cloudwatch-logs/state';

describe('CloudWatch Logs: writing events', () => {
  let aws: FakeAws;
  let state: LogsState;
  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    state = createState(aws.world.store);
  });
  afterEach(() => aws.unplug());

  const append = (timestamp: number, message: string) => {
    const { ids } = aws.world;
    const writer = { state, region: 'us-east-1', accountId: '000000000000', now: 50, ids };
    const [event] = appendEvents(writer, 'group', 'stream', [{ message, timestamp, source: undefined }]);
    return event?.id ?? '';
  };

  it('makes the group and the stream', () => {
    append(7, 'a');
    expect(state.groups.get(['us-east-1', 'group'])).to.deep.equal({
      name: 'group',
      arn: 'arn:aws:logs:us-east-1:000000000000:log-group:group:*',
      createdAt: 50,
      retentionDays: undefined,
      tags: {},
    });
    expect(state.streams.get(['us-east-1', 'group', 'stream'])).to.deep.include({
      arn: 'arn:aws:logs:us-east-1:000000000000:log-group:group:log-stream:stream',
      firstEventAt: 7,
      lastEventAt: 7,
      lastIngestedAt: 50,
      bytes: 27,
    });
  });

  it('keeps events in the order of their time, then of their arrival', () => {
    const ids = [append(9, 'late'), append(7, 'first'), append(7, 'second')];
    expect([...state.events.entries()].map(([, { message }]) => message)).to.deep.equal([
      'first',
      'second',
      'late',
    ]);
    expect(new Set(ids).size).to.equal(3);
    expect(ids.map((id) => id.length)).to.deep.equal([56, 56, 56]);
    expect(ids.toSorted()).to.deep.equal([ids[1], ids[2], ids[0]]);
    expect(state.streams.get(['us-east-1', 'group', 'stream'])).to.include({
      firstEventAt: 7,
      lastEventAt: 9,
    });
    expect(aws.logs.lines()[0]).to.include({ message: 'late', functionName: undefined });
    expect(aws.logs.text()).to.contain('group  late');
  });

  it('gives ids that tell the place of an event', () => {
    expect(placeOf(eventId(1767225600000, 12))).to.deep.equal([1767225600000, 12]);
    expect(placeOf(eventId(0, 0))).to.deep.equal([0, 0]);
    for (const text of ['', '3', '4'.repeat(56), `${eventId(1, 1)}0`])
      expect(placeOf(text)).to.equal(undefined);
  });
});
