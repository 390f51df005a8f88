import type { GetLogEventsCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { failure, logsWorld, START } from './logs-world';

describe('CloudWatchLogs.GetLogEvents', () => {
  const logs = logsWorld();
  const read = async (input: Partial<GetLogEventsCommandInput> = {}) => {
    const { events = [], nextForwardToken, nextBackwardToken } = await logs.get(input);
    return { texts: events.map(({ message }) => message).join(' '), nextForwardToken, nextBackwardToken };
  };
  const write = (count: number) => logs.put(Array.from({ length: count }, (_, i) => String(i)));

  it('shows the latest events, oldest first, and goes back', async () => {
    await write(10);
    const latest = await read({ limit: 4 });
    expect(latest.texts).to.equal('6 7 8 9');
    const before = await read({ limit: 4, nextToken: latest.nextBackwardToken });
    expect(before.texts).to.equal('2 3 4 5');
    const first = await read({ limit: 4, nextToken: before.nextBackwardToken });
    expect(first.texts).to.equal('0 1');
    const none = await read({ nextToken: first.nextBackwardToken });
    expect(none).to.include({ texts: '', nextBackwardToken: first.nextBackwardToken });
  });

  it('goes forward from the head, and stays at the end until something comes', async () => {
    await write(5);
    const first = await read({ limit: 3, startFromHead: true });
    expect(first.texts).to.equal('0 1 2');
    const second = await read({ limit: 3, startFromHead: true, nextToken: first.nextForwardToken });
    expect(second.texts).to.equal('3 4');
    const end = await read({ startFromHead: true, nextToken: second.nextForwardToken });
    expect(end).to.include({ texts: '', nextForwardToken: second.nextForwardToken });
    await logs.put(['5'], START + 60);
    expect((await read({ nextToken: end.nextForwardToken })).texts).to.equal('5');
    expect((await read({ limit: 1, nextToken: end.nextBackwardToken })).texts).to.equal('3');
  });

  it('turns round at any page', async () => {
    await write(6);
    const middle = await read({ limit: 2, nextToken: (await read({ limit: 2 })).nextBackwardToken });
    expect(middle.texts).to.equal('2 3');
    expect((await read({ limit: 1, nextToken: middle.nextForwardToken })).texts).to.equal('4');
  });

  it('gives tokens for an empty stream too', async () => {
    const empty = await read({ startFromHead: true });
    expect(empty.nextForwardToken).to.match(/^f\/\d{56}\/s$/);
    expect(empty.nextBackwardToken).to.match(/^b\/\d{56}\/s$/);
    await write(1);
    expect((await read({ nextToken: empty.nextForwardToken })).texts).to.equal('0');
  });

  it('takes startTime along and leaves endTime out', async () => {
    await write(5);
    expect((await read({ startTime: START + 1, endTime: START + 3 })).texts).to.equal('1 2');
    const { nextForwardToken } = await read({ startFromHead: true, limit: 1 });
    expect((await read({ nextToken: nextForwardToken, endTime: START + 2 })).texts).to.equal('1');
  });

  it('fits a page into 1 MB', async () => {
    const big = 'x'.repeat(600_000);
    await logs.put([big]);
    await logs.put([big]);
    expect((await logs.get({})).events).to.have.length(1);
  });

  it('refuses tokens that it never gave, and limits beyond 10,000', async () => {
    for (const nextToken of ['invalid-token', `n/${'3'.repeat(56)}/s`, `f/${'9'.repeat(56)}/s`, 'f/1/s'])
      expect(await failure(logs.get({ nextToken }))).to.include({
        name: 'InvalidParameterException',
        message: 'The specified nextToken is invalid.',
      });
    await logs.get({ limit: 10_000 });
    expect((await failure(logs.get({ limit: 10_001 }))).message).to.equal(
      "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
    );
    expect((await failure(logs.get({ limit: 0, startTime: -1 }))).message).to.match(
      /^2 validation errors detected: /,
    );
  });

  it('knows groups and streams that are there', async () => {
    expect((await failure(logs.get({ logGroupName: 'none' }))).message).to.equal(
      'The specified log group does not exist.',
    );
    expect((await failure(logs.get({ logStreamName: 'none' }))).message).to.equal(
      'The specified log stream does not exist.',
    );
  });

  it('reads what functions wrote', async () => {
    const { aws } = logs;
    aws.lambda.function('f', async () => console.log('hello'));
    await aws.lambda.invoke('f');
    const [{ stream: logStreamName } = { stream: '' }] = aws.logs.lines();
    const { events } = await logs.get({ logGroupName: '/aws/lambda/f', logStreamName });
    expect(events?.map(({ message }) => message?.split(' ')[0])).to.deep.equal([
      'START',
      'hello',
      'END',
      'REPORT',
    ]);
  });
});
