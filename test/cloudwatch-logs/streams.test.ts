import {
  CreateLogStreamCommand,
  DeleteLogStreamCommand,
  DescribeLogStreamsCommand,
  type DescribeLogStreamsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { failure, logsWorld, START } from './logs-world';

describe('CloudWatchLogs streams', () => {
  const logs = logsWorld();
  const create = (logStreamName: string, logGroupName = 'g') =>
    logs.client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  const describeStreams = (input: DescribeLogStreamsCommandInput = {}) =>
    logs.client.send(new DescribeLogStreamsCommand({ logGroupName: 'g', ...input }));
  const names = async (input?: DescribeLogStreamsCommandInput) =>
    (await describeStreams(input)).logStreams?.map(({ logStreamName }) => logStreamName);

  describe('CreateLogStream', () => {
    it('makes a stream, once, in a group that is there', async () => {
      expect(await failure(create('s'))).to.include({
        name: 'ResourceAlreadyExistsException',
        message: 'The specified log stream already exists',
      });
      expect((await failure(create('s', 'none'))).message).to.equal(
        'The specified log group does not exist.',
      );
    });

    it('takes names without : and *, of up to 512 characters', async () => {
      await create('2026/01/01/[$LATEST]0a b');
      await create('x'.repeat(512));
      for (const name of ['a:b', 'a*'])
        expect((await failure(create(name))).message).to.equal(
          `1 validation error detected: Value '${name}' at 'logStreamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*]*`,
        );
      expect((await failure(create(''))).message).to.contain(
        'Member must have length greater than or equal to 1',
      );
      expect((await failure(create('x'.repeat(513)))).message).to.contain(
        'both must have length less than or equal to 512',
      );
    });
  });

  it('DeleteLogStream takes its events along', async () => {
    await create('s2');
    await logs.put(['a']);
    await logs.client.send(new DeleteLogStreamCommand({ logGroupName: 'g', logStreamName: 's' }));
    expect(await names()).to.deep.equal(['s2']);
    await create('s');
    expect((await logs.get()).events).to.deep.equal([]);
    const again = logs.client.send(new DeleteLogStreamCommand({ logGroupName: 'g', logStreamName: 'none' }));
    expect((await failure(again)).message).to.equal('The specified log stream does not exist.');
  });

  describe('DescribeLogStreams', () => {
    it('shows times only of streams that have events', async () => {
      const arn = 'arn:aws:logs:us-east-1:000000000000:log-group:g:log-stream:s';
      const empty = { logStreamName: 's', creationTime: START, arn, storedBytes: 0 };
      expect((await describeStreams()).logStreams).to.deep.equal([empty]);
      await logs.aws.clock.advance(10);
      await logs.put(['a', 'b'], START + 5);
      const [stream] = (await describeStreams()).logStreams ?? [];
      expect(stream).to.deep.include({
        ...empty,
        firstEventTimestamp: START + 5,
        lastEventTimestamp: START + 6,
        lastIngestionTime: START + 10,
      });
      expect(stream?.uploadSequenceToken).to.match(/^\d{56}$/);
    });

    it('orders by name or by the last event, either way', async () => {
      for (const name of ['c', 'a', 'b']) await create(name);
      await logs.put(['x']);
      expect(await names()).to.deep.equal(['a', 'b', 'c', 's']);
      expect(await names({ descending: true })).to.deep.equal(['s', 'c', 'b', 'a']);
      expect(await names({ orderBy: 'LastEventTime', descending: true, limit: 1 })).to.deep.equal(['s']);
      expect(await names({ orderBy: 'LastEventTime' })).to.deep.equal(['a', 'b', 'c', 's']);
      expect(
        await failure(describeStreams({ orderBy: 'LastEventTime', logStreamNamePrefix: 'a' })),
      ).to.include({
        name: 'InvalidParameterException',
        message: 'Cannot order by LastEventTime with a logStreamNamePrefix.',
      });
      expect((await failure(describeStreams({ orderBy: 'x' as never }))).message).to.equal(
        "1 validation error detected: Value 'x' at 'orderBy' failed to satisfy constraint: Member must satisfy enum value set: [LogStreamName, LastEventTime]",
      );
    });

    it('finds by the beginning of names, page by page', async () => {
      for (const name of ['sa', 'sb', 'sc', 't']) await create(name);
      const first = await describeStreams({ logStreamNamePrefix: 's', limit: 3 });
      expect(first.logStreams).to.have.length(3);
      expect(await names({ logStreamNamePrefix: 's', nextToken: first.nextToken })).to.deep.equal(['sc']);
      expect(await names({ logStreamNamePrefix: 'x' })).to.deep.equal([]);
    });

    it('takes a group by its name or its ARN, and not both', async () => {
      const arn = 'arn:aws:logs:us-east-1:000000000000:log-group:g';
      const by = (input: DescribeLogStreamsCommandInput) =>
        logs.client.send(new DescribeLogStreamsCommand(input));
      for (const logGroupIdentifier of ['g', arn, `${arn}:*`])
        expect((await by({ logGroupIdentifier })).logStreams).to.have.length(1);
      expect(await failure(by({ logGroupName: 'g', logGroupIdentifier: arn }))).to.include({
        name: 'ValidationException',
        message: 'LogGroup name and LogGroup ARN are mutually exclusive parameters.',
      });
      expect((await failure(by({}))).name).to.equal('InvalidParameterException');
      const elsewhere = arn.replace('us-east-1', 'eu-west-1');
      expect((await failure(by({ logGroupIdentifier: elsewhere }))).name).to.equal(
        'ResourceNotFoundException',
      );
    });
  });
});
