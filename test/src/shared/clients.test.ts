import { expect } from 'chai';
import { createClients } from '../../../src/shared/clients';

describe('createClients', () => {
  it('lets the SDK try four times, but metrics only once', async () => {
    const { s3, dynamodb, sqs, cloudwatch } = createClients();
    const attempts = await Promise.all(
      [s3, dynamodb, sqs, cloudwatch].map(({ config }) => config.maxAttempts()),
    );
    expect(attempts).to.deep.equal([4, 4, 4, 1]);
  });
});
