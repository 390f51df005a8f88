import {
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
  type FilterLogEventsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { NotSupportedByFake } from '../../fakes';
import { failure, logsWorld, START } from './logs-world';

describe('CloudWatchLogs.FilterLogEvents', () => {
  const logs = logsWorld();
  const filter = (input: FilterLogEventsCommandInput = {}) =>
    logs.client.send(new FilterLogEventsCommand({ logGroupName: 'g', ...input }));
  const texts = async (input?: FilterLogEventsCommandInput) =>
    ((await filter(input)).events ?? []).map(({ message }) => message).join(' ');
  const write = async (logStreamName: string, ...events: readonly [message: string, after: number][]) => {
    await logs.client.send(new CreateLogStreamCommand({ logGroupName: 'g', logStreamName }));
    const logEvents = events.map(([message, after]) => ({ message, timestamp: START + after }));
    await logs.client.send(new PutLogEventsCommand({ logGroupName: 'g', logStreamName, logEvents }));
  };

  it('interleaves the streams of a group by time', async () => {
    await write('a', ['a0', 0], ['a2', 2]);
    await write('b', ['b0', 0], ['b1', 1]);
    const { events, searchedLogStreams } = await filter({ interleaved: false });
    expect(events?.map(({ logStreamName, message }) => [logStreamName, message])).to.deep.equal([
      ['a', 'a0'],
      ['b', 'b0'],
      ['b', 'b1'],
      ['a', 'a2'],
    ]);
    expect(searchedLogStreams).to.deep.equal([]);
    expect(events?.[0]).to.include({ timestamp: START, ingestionTime: START });
    expect(new Set(events?.map(({ eventId }) => eventId)).size).to.equal(4);
  });

  it('takes some streams by name, or by the beginning of their names', async () => {
    for (const name of ['a1', 'a2', 'b1']) await write(name, [name, 0]);
    expect(await texts({ logStreamNames: ['b1', 'a1', 'a1'] })).to.equal('a1 b1');
    expect(await texts({ logStreamNamePrefix: 'a' })).to.equal('a1 a2');
    expect(await texts({ logStreamNamePrefix: 'c' })).to.equal('');
    const both = { logStreamNames: ['a1'], logStreamNamePrefix: 'a' };
    expect((await failure(filter(both))).name).to.equal('InvalidParameterException');
    expect(await failure(filter({ logStreamNames: ['none'] }))).to.include({
      name: 'ResourceNotFoundException',
    });
    expect((await failure(filter({ logStreamNames: [] }))).message).to.contain(
      "Value '[]' at 'logStreamNames'",
    );
    const many = Array.from({ length: 101 }, (_, i) => `s${i}`);
    expect((await failure(filter({ logStreamNames: many }))).message).to.contain('less than or equal to 100');
  });

  it('takes a range of time, both ends included', async () => {
    await logs.put(['0', '1', '2', '3']);
    expect(await texts({ startTime: START + 1, endTime: START + 2 })).to.equal('1 2');
  });

  it('finds by pattern, page by page, counting what matches', async () => {
    await logs.put(Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? `ERROR${i}` : `INFO${i}`)));
    const first = await filter({ filterPattern: 'ERROR', limit: 3 });
    expect(first.events?.map(({ message }) => message)).to.deep.equal(['ERROR0', 'ERROR2', 'ERROR4']);
    const second = await filter({ filterPattern: 'ERROR', limit: 3, nextToken: first.nextToken });
    expect(second.events?.map(({ message }) => message)).to.deep.equal(['ERROR6', 'ERROR8']);
    expect(second).to.not.have.property('nextToken');
  });

  it('goes backwards, and its token keeps the direction', async () => {
    await logs.put(['0', '1', '2']);
    const newest = { startFromHead: false, startTime: START };
    const first = await filter({ ...newest, limit: 2 });
    expect(first.events?.map(({ message }) => message)).to.deep.equal(['2', '1']);
    expect(await texts({ startTime: START, nextToken: first.nextToken })).to.equal('0');
    expect((await failure(filter({ startFromHead: false }))).name).to.equal('InvalidParameterException');
    const early = { startFromHead: false, startTime: Date.UTC(2023, 11, 31) };
    expect((await failure(filter(early))).name).to.equal('InvalidParameterException');
    expect(await texts({ ...early, startTime: Date.UTC(2024, 0, 1) })).to.equal('2 1 0');
  });

  it('says what is wrong with a pattern', async () => {
    const rows: readonly [pattern: string, message: string][] = [
      ['{ $.a = }', 'Invalid filter pattern'],
      ['[a', 'Invalid filter pattern'],
      ['?Status: x', "Invalid character(s) in term ':'"],
      ['{ $."sc-status" = 5* }', `Invalid character(s) in term '$."'`],
    ];
    for (const [filterPattern, message] of rows)
      expect(await failure(filter({ filterPattern }))).to.include({
        name: 'InvalidParameterException',
        message,
      });
    await filter({ filterPattern: 'x'.repeat(1_024) });
    expect((await failure(filter({ filterPattern: 'x'.repeat(1_025) }))).message).to.contain(
      "at 'filterPattern' failed to satisfy constraint: Member must have length less than or equal to 1024",
    );
  });

  it('refuses patterns whose meaning is not documented', async () => {
    const error = await failure(filter({ filterPattern: '?a b' }));
    expect(error).to.be.instanceOf(NotSupportedByFake);
    expect(error.message).to.contain('mixes terms with and without a question mark');
    logs.aws.world.takeProblems();
  });

  it('refuses tokens that it never gave, and limits beyond 10,000', async () => {
    for (const nextToken of ['invalid-token', Buffer.from('[1,2,3]').toString('base64url')])
      expect((await failure(filter({ nextToken }))).message).to.equal('The specified nextToken is invalid.');
    expect((await failure(filter({ limit: 10_001 }))).message).to.contain("Value '10001' at 'limit'");
  });
});
