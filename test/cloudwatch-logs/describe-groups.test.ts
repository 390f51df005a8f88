import {
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
  type DescribeLogGroupsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { failure, logsWorld, START } from './logs-world';

describe('CloudWatchLogs.DescribeLogGroups', () => {
  const logs = logsWorld();
  const describeGroups = (input: DescribeLogGroupsCommandInput = {}) =>
    logs.client.send(new DescribeLogGroupsCommand(input));
  const names = async (input?: DescribeLogGroupsCommandInput) =>
    (await describeGroups(input)).logGroups?.map(({ logGroupName }) => logGroupName);
  const create = async (...groups: readonly string[]) => {
    for (const logGroupName of groups) await logs.client.send(new CreateLogGroupCommand({ logGroupName }));
  };

  it('shows what AWS shows', async () => {
    await logs.put(['12345', '\u00e9']);
    const transformation = { metricName: 'm', metricNamespace: 'n', metricValue: '1' };
    const filter = {
      logGroupName: 'g',
      filterName: 'f',
      filterPattern: '',
      metricTransformations: [transformation],
    };
    await logs.client.send(new PutMetricFilterCommand(filter));
    expect((await describeGroups()).logGroups).to.deep.equal([
      {
        logGroupName: 'g',
        creationTime: START,
        metricFilterCount: 1,
        arn: 'arn:aws:logs:us-east-1:000000000000:log-group:g:*',
        storedBytes: 59,
        deletionProtectionEnabled: false,
        logGroupClass: 'STANDARD',
        logGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:g',
      },
    ]);
  });

  it('finds by the beginning of names, in their order', async () => {
    await create('/aws/lambda/b', '/aws/lambda/a', '/aws/x', 'Data');
    expect(await names()).to.deep.equal(['/aws/lambda/a', '/aws/lambda/b', '/aws/x', 'Data', 'g']);
    expect(await names({ logGroupNamePrefix: '/aws/lambda' })).to.deep.equal([
      '/aws/lambda/a',
      '/aws/lambda/b',
    ]);
    expect(await names({ logGroupNamePrefix: 'data' })).to.deep.equal([]);
  });

  it('finds by a part of names, and shows less of them', async () => {
    await create('x/Data/y');
    await logs.client.send(new PutRetentionPolicyCommand({ logGroupName: 'x/Data/y', retentionInDays: 1 }));
    const { logGroups = [] } = await describeGroups({ logGroupNamePattern: 'Data' });
    expect(logGroups.map((group) => Object.keys(group).toSorted())).to.deep.equal([
      ['arn', 'creationTime', 'logGroupArn', 'logGroupClass', 'logGroupName', 'metricFilterCount'],
    ]);
    expect(await failure(describeGroups({ logGroupNamePattern: 'a', logGroupNamePrefix: 'a' }))).to.include({
      name: 'InvalidParameterException',
      message: 'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    });
  });

  it('gives up to 50 a page', async () => {
    await create(...Array.from({ length: 60 }, (_, i) => `n${String(i).padStart(2, '0')}`));
    const first = await describeGroups();
    expect(first.logGroups).to.have.length(50);
    const second = await describeGroups({ nextToken: first.nextToken });
    expect(second.logGroups?.map(({ logGroupName }) => logGroupName)).to.deep.equal(
      Array.from({ length: 11 }, (_, i) => `n${i + 49}`),
    );
    expect(second).to.not.have.property('nextToken');
    expect(await names({ limit: 1 })).to.deep.equal(['g']);
    expect((await failure(describeGroups({ limit: 51 }))).message).to.equal(
      "1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50",
    );
    expect((await failure(describeGroups({ limit: 0 }))).message).to.contain('greater than or equal to 1');
    expect((await failure(describeGroups({ nextToken: 'x' }))).message).to.equal(
      'The specified nextToken is invalid.',
    );
  });
});
