import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { appendEvents } from '../../fakes/cloudwatch-logs/append';
import { createState } from '../../fakes/cloudwatch-logs/state';

const START = Date.UTC(2026, 0, 15);

describe('CloudWatch Logs: work does not grow with what is stored', () => {
  const client = new CloudWatchLogsClient({ region: 'us-east-1' });
  let aws: FakeAws;
  let visited: number;

  async function store(events: number): Promise<void> {
    await client.send(new CreateLogGroupCommand({ logGroupName: 'g' }));
    for (const logStreamName of ['a', 'b'])
      await client.send(new CreateLogStreamCommand({ logGroupName: 'g', logStreamName }));
    const state = createState(aws.world.store);
    const { ids } = aws.world;
    const writer = { state, region: 'us-east-1', accountId: '000000000000', now: START, ids };
    const lines = Array.from({ length: events / 2 }, (_, i) => ({
      message: `line ${i}`,
      timestamp: START - events + i,
      source: undefined,
    }));
    for (const stream of ['a', 'b']) appendEvents(writer, 'g', stream, lines);
    const entries = state.events.entries.bind(state.events);
    state.events.entries = function* (range) {
      for (const entry of entries(range)) {
        visited++;
        yield entry;
      }
    };
  }

  async function workOf(call: () => Promise<unknown>): Promise<{ visited: number; written: number }> {
    visited = 0;
    const before = aws.world.store.mark();
    await call();
    return { visited, written: aws.world.store.changesSince(before).length };
  }

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual', start: START });
  });
  afterEach(() => aws.unplug());

  for (const stored of [100, 20_000]) {
    it(`with ${stored} events: a put writes them and their stream, a page is read and no more`, async () => {
      await store(stored);
      const stream = { logGroupName: 'g', logStreamName: 'a' };
      const logEvents = ['x', 'y', 'z'].map((message) => ({ timestamp: START, message }));
      const put = new PutLogEventsCommand({ ...stream, logEvents });
      expect(await workOf(() => client.send(put))).to.deep.equal({ visited: 0, written: 4 });
      // The first event behind a page tells that there is more.
      const get = (more: object) => client.send(new GetLogEventsCommand({ ...stream, limit: 10, ...more }));
      expect((await workOf(() => get({}))).visited).to.equal(11);
      expect((await workOf(() => get({ startFromHead: true }))).visited).to.equal(11);
      // Of two streams one event each is looked at ahead.
      const filter = new FilterLogEventsCommand({ logGroupName: 'g', limit: 10 });
      expect((await workOf(() => client.send(filter))).visited).to.be.within(11, 13);
    });
  }
});
