import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { lockKey } from '../../../../src/compaction/lock/lock-item';

describe('lockKey', () => {
  it('is the same for everybody who works on a collection, at any time (R03, R04)', () => {
    const table = { dynamodb: new DynamoDBClient({}), name: 'receipts' };
    expect(lockKey({ ...table, collection: 'words' })).to.deep.equal({
      PK: { S: 'LOCK#words#snapshot' },
      SK: { S: 'LOCK' },
    });
    expect(lockKey({ ...table, collection: 'lines' }).PK.S).to.equal('LOCK#lines#snapshot');
  });
});
