import { expect } from 'chai';
import { LIMITS } from '../../fakes/dynamodb/limits';

describe('DynamoDB limits', () => {
  it('are the documented ones', () => {
    expect(LIMITS).to.include({
      pageBytes: 1024 * 1024,
      batchGetKeys: 100,
      batchWriteRequests: 25,
      transactionActions: 100,
      tokenMs: 10 * 60 * 1000,
      hashKeyBytes: 2048,
      rangeKeyBytes: 1024,
      streamRetentionMs: 24 * 3_600_000,
    });
  });
});
