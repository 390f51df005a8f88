import {
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  type InputLogEvent,
} from '@aws-sdk/client-cloudwatch-logs';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { logsWorld, START } from './logs-world';

const HOUR = 3_600_000;

describe('CloudWatch Logs: faults', () => {
  const logs = logsWorld();
  const retrying = new CloudWatchLogsClient({});
  const texts = () => logs.aws.logs.lines().map(({ message }) => message);

  describe('a page that ends early', () => {
    beforeEach(() => logs.put(Array.from({ length: 4 }, (_, i) => `ERROR ${i}`)));

    it('is empty and has a token, or shorter than it could be', async () => {
      logs.aws.faults.on(FilterLogEventsCommand).endsPageEarly();
      logs.aws.faults.on(FilterLogEventsCommand).endsPageEarly(3);
      const page = (nextToken?: string) =>
        logs.client.send(new FilterLogEventsCommand({ logGroupName: 'g', nextToken }));
      const first = await page();
      expect(first.events).to.deep.equal([]);
      const second = await page(first.nextToken);
      expect(second.events).to.have.length(3);
      const third = await page(second.nextToken);
      expect([third.events?.length, third.nextToken]).to.deep.equal([1, undefined]);
    });

    it('is not struck where there is nothing more', async () => {
      logs.aws.faults.on(FilterLogEventsCommand).endsPageEarly();
      const none = await logs.client.send(
        new FilterLogEventsCommand({ logGroupName: 'g', filterPattern: 'WARN' }),
      );
      expect(none).to.not.have.property('nextToken');
    });

    it('goes on backwards as well', async () => {
      logs.aws.faults.on(FilterLogEventsCommand).endsPageEarly();
      const newest = { logGroupName: 'g', startFromHead: false, startTime: START };
      const { nextToken } = await logs.client.send(new FilterLogEventsCommand(newest));
      const { events } = await logs.client.send(new FilterLogEventsCommand({ ...newest, nextToken }));
      expect(events?.map(({ message }) => message)).to.deep.equal([
        'ERROR 3',
        'ERROR 2',
        'ERROR 1',
        'ERROR 0',
      ]);
    });

    it('of GetLogEvents has another token than it was asked for with', async () => {
      logs.aws.faults.on(GetLogEventsCommand).endsPageEarly().times(3);
      let token: string | undefined;
      const read: (string | undefined)[] = [];
      for (let page = 0; page < 4; page++) {
        const { events = [], nextForwardToken } = await logs.get({ startFromHead: true, nextToken: token });
        expect(nextForwardToken).to.not.equal(token);
        read.push(...events.map(({ message }) => message));
        token = nextForwardToken;
      }
      expect(read).to.deep.equal(['ERROR 0', 'ERROR 1', 'ERROR 2', 'ERROR 3']);
      expect((await logs.get({ startFromHead: true, nextToken: token })).nextForwardToken).to.equal(token);
    });

    const search = async (
      goesOn: (events: number, token: string | undefined) => boolean,
    ): Promise<number> => {
      let found = 0;
      let nextToken: string | undefined;
      for (;;) {
        const page = await logs.client.send(new FilterLogEventsCommand({ logGroupName: 'g', nextToken }));
        const { length } = page.events ?? [];
        found += length;
        if (!goesOn(length, page.nextToken)) return found;
        nextToken = page.nextToken;
      }
    };

    it('ends the search of a handler that stops at the first empty page', async () => {
      logs.aws.faults.on(FilterLogEventsCommand).endsPageEarly();
      expect(await search((events, token) => events > 0 && token !== undefined)).to.equal(0);
    });

    it('does not end the search of one that goes by the token', async () => {
      logs.aws.faults.on(FilterLogEventsCommand).endsPageEarly();
      expect(await search((_, token) => token !== undefined)).to.equal(4);
    });

    it('belongs to operations that have such pages', () => {
      expect(() => logs.aws.faults.on(PutLogEventsCommand).endsPageEarly()).to.throw(
        'does not end its pages early',
      );
    });
  });

  describe('events that are rejected', () => {
    const late: readonly InputLogEvent[] = [
      { timestamp: START - 24 * 15 * HOUR, message: 'kept for two weeks by a queue' },
      { timestamp: START, message: 'new' },
    ];
    const send = (logEvents: readonly InputLogEvent[]) =>
      logs.client.send(
        new PutLogEventsCommand({ logGroupName: 'g', logStreamName: 's', logEvents: [...logEvents] }),
      );

    it('are lost without a word by a handler that only looks for exceptions', async () => {
      await send(late);
      expect(texts()).to.deep.equal(['new']);
    });

    it('are seen by one that looks at rejectedLogEventsInfo', async () => {
      const { rejectedLogEventsInfo: rejected } = await send(late);
      const old = late.slice(0, rejected?.tooOldLogEventEndIndex ?? 0);
      await send(
        old.map(({ timestamp, message }) => ({ timestamp: START, message: `${timestamp}: ${message}` })),
      );
      expect(texts()).to.deep.equal(['new', `${START - 24 * 15 * HOUR}: kept for two weeks by a queue`]);
    });
  });

  describe('an answer that is lost', () => {
    const ship = async (message: string) => {
      const logEvents = [{ timestamp: START, message }];
      await retrying.send(new PutLogEventsCommand({ logGroupName: 'g', logStreamName: 's', logEvents }));
    };
    beforeEach(() => void logs.aws.faults.on(PutLogEventsCommand).answerLost());

    it('doubles the lines, and so what a naive count of them says', async () => {
      await ship('{"order":1}');
      expect(logs.aws.logs.where({ order: 1 })).to.have.length(2);
    });

    it('does not harm a count of distinct ids', async () => {
      await ship('{"order":1}');
      expect(new Set(logs.aws.logs.where({ order: 1 }).map(({ json }) => json?.['order'])).size).to.equal(1);
    });
  });

  describe('a PutLogEvents that never answers', () => {
    const ship = (abortSignal?: AbortSignal) => {
      const logEvents = [{ timestamp: START, message: 'x' }];
      const command = new PutLogEventsCommand({ logGroupName: 'g', logStreamName: 's', logEvents });
      return retrying.send(command, abortSignal === undefined ? {} : { abortSignal });
    };
    beforeEach(() => void logs.aws.faults.on(PutLogEventsCommand).neverAnswers());

    it('hangs a handler that waits for it, until Lambda ends it', async () => {
      logs.aws.lambda.function('naive', async () => void (await ship()), { timeout: '30s' });
      expect((await logs.aws.lambda.invoke('naive')).outcome.kind).to.equal('timedOut');
    });

    it('does not hang one that gives it a time limit', async () => {
      const { aws } = logs;
      const careful = async (): Promise<string> => {
        const limit = new AbortController();
        aws.world.clock.at(aws.clock.now() + 500, () => limit.abort());
        return ship(limit.signal).then(
          () => 'shipped',
          () => 'not shipped',
        );
      };
      aws.lambda.function('careful', careful, { timeout: '30s' });
      const { outcome } = await aws.lambda.invoke('careful');
      expect(outcome).to.deep.equal({ kind: 'returned', payload: 'not shipped' });
    });
  });
});
