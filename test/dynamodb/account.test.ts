import { DescribeEndpointsCommand, DescribeLimitsCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answer, client } from './arrange';

describe('DynamoDB account', () => {
  let aws: FakeAws;
  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
  });
  afterEach(() => aws.unplug());

  it('DynamoDB.DescribeLimits answers the quotas of a new account', async () => {
    expect(answer(await client.send(new DescribeLimitsCommand({})))).to.deep.equal({
      AccountMaxReadCapacityUnits: 80_000,
      AccountMaxWriteCapacityUnits: 80_000,
      TableMaxReadCapacityUnits: 40_000,
      TableMaxWriteCapacityUnits: 40_000,
    });
  });

  it('DynamoDB.DescribeEndpoints answers the endpoint of the region', async () => {
    expect(answer(await client.send(new DescribeEndpointsCommand({})))).to.deep.equal({
      Endpoints: [{ Address: 'dynamodb.us-east-1.amazonaws.com', CachePeriodInMinutes: 1440 }],
    });
  });
});
