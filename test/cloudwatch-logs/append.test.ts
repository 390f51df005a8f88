import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { appendEvent } from '../../fakes/cloudwatch-logs/append';
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
    return appendEvent(writer, 'group', 'stream', { message, timestamp, source: undefined });
  };

  it('makes the group and the stream', () => {
    append(7, 'a');
    expect(state.groups.get(['us-east-1', 'group'])).to.deep.equal({
      name: 'group',
      arn: 'arn:aws:logs:us-east-1:000000000000:log-group:group:*',
      createdAt: 50,
      retentionDays: undefined,
    });
    expect(state.streams.get(['us-east-1', 'group', 'stream'])).to.deep.include({
      arn: 'arn:aws:logs:us-east-1:000000000000:log-group:group:log-stream:stream',
      firstEventAt: 7,
      lastEventAt: 7,
      lastIngestedAt: 50,
    });
  });

  it('keeps events in the order of their time, then of their arrival', () => {
    const events = [append(9, 'late'), append(7, 'first'), append(7, 'second')];
    expect([...state.events.entries()].map(([, { message }]) => message)).to.deep.equal([
      'first',
      'second',
      'late',
    ]);
    expect(new Set(events.map(({ id }) => id)).size).to.equal(3);
    expect(events.map(({ id }) => id.length)).to.deep.equal([56, 56, 56]);
    expect(state.streams.get(['us-east-1', 'group', 'stream'])).to.include({
      firstEventAt: 7,
      lastEventAt: 9,
    });
    expect(aws.logs.lines()[0]).to.include({ message: 'late', functionName: undefined });
    expect(aws.logs.text()).to.contain('group  late');
  });
});
