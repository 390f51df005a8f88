import {
  DeleteSubscriptionFilterCommand,
  DescribeSubscriptionFiltersCommand,
  PutSubscriptionFilterCommand,
  type PutSubscriptionFilterCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { NotSupportedByFake } from '../../fakes';
import { failure, logsWorld, START } from './logs-world';

describe('CloudWatchLogs subscription filters', () => {
  const logs = logsWorld();
  const destinationArn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
  const put = (input: Partial<PutSubscriptionFilterCommandInput> = {}) => {
    const given = { logGroupName: 'g', filterName: 'test', filterPattern: '', destinationArn };
    return logs.client.send(new PutSubscriptionFilterCommand({ ...given, ...input }));
  };
  const described = async (input = {}) =>
    logs.client.send(new DescribeSubscriptionFiltersCommand({ logGroupName: 'g', ...input }));

  it('are shown as AWS shows them, and keep their time when they are changed', async () => {
    await put();
    await logs.aws.clock.advance('1m');
    await put({ filterPattern: '[]' });
    expect((await described()).subscriptionFilters).to.deep.equal([
      {
        filterName: 'test',
        logGroupName: 'g',
        filterPattern: '[]',
        destinationArn,
        distribution: 'ByLogStream',
        applyOnTransformedLogs: false,
        creationTime: START,
      },
    ]);
  });

  it('are two at most in a group', async () => {
    await put();
    await put({ filterName: 'b', distribution: 'Random' });
    await put({ filterName: 'b' });
    expect(await failure(put({ filterName: 'c' }))).to.include({
      name: 'LimitExceededException',
      message: 'Resource limit exceeded.',
    });
    const { subscriptionFilters, nextToken } = await described({ limit: 1 });
    expect(subscriptionFilters?.map(({ filterName }) => filterName)).to.deep.equal(['b']);
    expect((await described({ nextToken })).subscriptionFilters).to.have.length(1);
    expect((await described({ filterNamePrefix: 'te' })).subscriptionFilters).to.have.length(1);
  });

  it('are deleted, once', async () => {
    await put();
    const remove = (logGroupName: string) =>
      logs.client.send(new DeleteSubscriptionFilterCommand({ logGroupName, filterName: 'test' }));
    await remove('g');
    expect((await described()).subscriptionFilters).to.deep.equal([]);
    expect((await failure(remove('g'))).message).to.equal(
      'The specified subscription filter does not exist.',
    );
    expect((await failure(remove('none'))).message).to.equal('The specified log group does not exist.');
  });

  it('need a group that is there', async () => {
    expect((await failure(put({ logGroupName: 'none' }))).message).to.equal(
      'The specified log group does not exist.',
    );
    expect((await failure(described({ logGroupName: 'none' }))).message).to.equal(
      'The specified log group does not exist.',
    );
  });

  it('look at the account of the function before the group', async () => {
    const error = await failure(
      put({ logGroupName: 'none', destinationArn: destinationArn.replace('000000000000', '111111111111') }),
    );
    expect(error).to.include({
      name: 'AccessDeniedException',
      message:
        'Cross-account lambda invocation passing is not allowed. You must use DestinationPolicies to create cross account lambda triggers.',
    });
  });

  it('refuse destinations that are none or are not modelled', async () => {
    const kinesis = 'arn:aws:kinesis:us-east-1:000000000000:stream/s';
    expect((await failure(put({ destinationArn: 'f' }))).name).to.equal('InvalidParameterException');
    expect((await failure(put({ destinationArn: kinesis }))).message).to.equal(
      'destinationArn for vendor kinesis cannot be used without roleArn',
    );
    const role = 'arn:aws:iam::000000000000:role/r';
    expect((await failure(put({ roleArn: role }))).name).to.equal('InvalidParameterException');
    expect(await failure(put({ destinationArn: kinesis, roleArn: role }))).to.be.instanceOf(
      NotSupportedByFake,
    );
    logs.aws.world.takeProblems();
  });

  it('refuse patterns, names and distributions that are none', async () => {
    expect((await failure(put({ filterPattern: '{' }))).message).to.equal('Invalid filter pattern');
    expect((await failure(put({ filterPattern: 'a`' }))).message).to.equal(
      "Invalid character(s) in term '`'",
    );
    expect((await failure(put({ filterName: '' }))).message).to.contain("Value '' at 'filterName'");
    expect((await failure(put({ distribution: 'x' as never }))).message).to.contain('[Random, ByLogStream]');
    expect((await failure(described({ filterNamePrefix: ':' }))).message).to.contain("at 'filterNamePrefix'");
  });
});
