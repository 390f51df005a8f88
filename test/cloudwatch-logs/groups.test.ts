import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeMetricFiltersCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { NotSupportedByFake } from '../../fakes';
import { failure, logsWorld, START } from './logs-world';

const DAY = 86_400_000;

describe('CloudWatchLogs.CreateLogGroup', () => {
  const logs = logsWorld();
  const create = (logGroupName: string, more = {}) =>
    logs.client.send(new CreateLogGroupCommand({ logGroupName, ...more }));

  it('makes a group, once', async () => {
    await create('x');
    expect(await failure(create('x'))).to.include({
      name: 'ResourceAlreadyExistsException',
      message: 'The specified log group already exists',
      $fault: 'client',
      __type: 'ResourceAlreadyExistsException',
    });
  });

  it('takes names of up to 512 of the characters that it knows', async () => {
    await create('.-_/#Az0'.repeat(64));
    expect((await failure(create('x'.repeat(513)))).message).to.equal(
      'Invalid LogGroup or LogStream, both must have length less than or equal to 512.',
    );
    expect((await failure(create('a b'))).message).to.equal(
      String.raw`1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+`,
    );
    expect((await failure(create(''))).message).to.equal(
      String.raw`2 validation errors detected: Value '' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+; Value '' at 'logGroupName' failed to satisfy constraint: Member must have length greater than or equal to 1`,
    );
    expect((await failure(create('aws/x'))).name).to.equal('InvalidParameterException');
    await create('/aws/lambda/x');
  });

  it('asks for a name', async () => {
    expect(await failure(logs.client.send(new CreateLogGroupCommand({} as never)))).to.include({
      name: 'InvalidParameterException',
      message:
        "1 validation error detected: Value null at 'logGroupName' failed to satisfy constraint: Member must not be null",
    });
  });

  it('refuses what it does not model, and classes that do not exist', async () => {
    await create('x', { logGroupClass: 'STANDARD' });
    const kms = failure(create('y', { kmsKeyId: 'arn:aws:kms:us-east-1:000000000000:key/k' }));
    expect(await kms).to.be.instanceOf(NotSupportedByFake);
    expect(await failure(create('y', { logGroupClass: 'DELIVERY' }))).to.be.instanceOf(NotSupportedByFake);
    logs.aws.world.takeProblems();
    expect((await failure(create('y', { logGroupClass: 'COLD' }))).message).to.contain(
      "Value 'COLD' at 'logGroupClass' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, ",
    );
  });
});

describe('CloudWatchLogs.DeleteLogGroup', () => {
  const logs = logsWorld();

  it('takes the streams, events and filters of the group along, and of no other', async () => {
    const { client } = logs;
    await client.send(new CreateLogGroupCommand({ logGroupName: 'g2' }));
    await client.send(new CreateLogStreamCommand({ logGroupName: 'g2', logStreamName: 's' }));
    const transformation = { metricName: 'm', metricNamespace: 'n', metricValue: '1' };
    for (const logGroupName of ['g', 'g2']) {
      const filter = {
        logGroupName,
        filterName: 'f',
        filterPattern: '',
        metricTransformations: [transformation],
      };
      await client.send(new PutMetricFilterCommand(filter));
    }
    await logs.put(['a', 'b']);
    await client.send(new DeleteLogGroupCommand({ logGroupName: 'g' }));
    expect((await failure(logs.get())).message).to.equal('The specified log group does not exist.');
    await client.send(new CreateLogGroupCommand({ logGroupName: 'g' }));
    expect(
      (await client.send(new DescribeLogStreamsCommand({ logGroupName: 'g' }))).logStreams,
    ).to.deep.equal([]);
    await client.send(new CreateLogStreamCommand({ logGroupName: 'g', logStreamName: 's' }));
    expect((await logs.get()).events).to.deep.equal([]);
    const { metricFilters = [] } = await client.send(new DescribeMetricFiltersCommand({}));
    expect(metricFilters.map(({ logGroupName }) => logGroupName)).to.deep.equal(['g2']);
  });

  it('knows no group that is not there', async () => {
    const call = logs.client.send(new DeleteLogGroupCommand({ logGroupName: 'none' }));
    expect(await failure(call)).to.include({
      name: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    });
  });
});

describe('CloudWatchLogs.PutRetentionPolicy', () => {
  const logs = logsWorld();
  const retain = (retentionInDays: number) =>
    logs.client.send(new PutRetentionPolicyCommand({ logGroupName: 'g', retentionInDays }));
  const texts = async () => (await logs.get()).events?.map(({ message }) => message);

  it('takes events away when their time is over, by the clock', async () => {
    await logs.put(['old']);
    await logs.aws.clock.advance(2 * DAY);
    await logs.put(['new']);
    await retain(3);
    expect(await texts()).to.deep.equal(['old', 'new']);
    await logs.aws.clock.advance(DAY);
    expect(await texts()).to.deep.equal(['old', 'new']);
    await logs.aws.clock.advance(1);
    expect(await texts()).to.deep.equal(['new']);
    const { logGroups } = await logs.client.send(new DescribeLogGroupsCommand({}));
    expect(logGroups?.[0]).to.include({ retentionInDays: 3, storedBytes: 29 });
  });

  it('takes the days that AWS knows', async () => {
    for (const days of [1, 14, 3653]) await retain(days);
    for (const days of [0, 2, 3654]) {
      expect((await failure(retain(days))).message).to.equal(
        `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: ` +
          'Member must satisfy enum value set: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]',
      );
    }
  });

  it('ends with DeleteRetentionPolicy', async () => {
    await retain(1);
    await logs.client.send(new DeleteRetentionPolicyCommand({ logGroupName: 'g' }));
    await logs.put(['a']);
    await logs.aws.clock.advance(400 * DAY);
    expect(await texts()).to.deep.equal(['a']);
    const { logGroups } = await logs.client.send(new DescribeLogGroupsCommand({}));
    expect(logGroups?.[0]).to.not.have.property('retentionInDays');
    expect(logGroups?.[0]?.creationTime).to.equal(START);
  });
});
