import { BatchExecuteStatementCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { caught, createTable } from '../arrange';
import { batch } from './statements';

describe('DynamoDB.BatchExecuteStatement errors', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
  });
  const insert = ['1', '2'].map((pk) => `INSERT INTO "t00" VALUE {'pk': '${pk}'}`);

  for (const [code, message] of [
    ['ProvisionedThroughputExceeded', /^The level of configured provisioned throughput/],
    ['ThrottlingError', /^Throughput exceeds the current capacity/],
    ['RequestLimitExceeded', /^Throughput exceeds the current throughput limit for your account/],
    ['InternalServerError', /^Internal server error$/],
    ['TransactionConflict', /^Transaction is ongoing for the item$/],
    ['ItemCollectionSizeLimitExceeded', /^Collection size exceeded/],
  ] as const) {
    it(`can be ${code} by a fault`, async () => {
      aws.faults.on(BatchExecuteStatementCommand).failsEntries('all', { code });
      const { Responses = [] } = await batch(insert);
      for (const { Error } of Responses) {
        expect(Error?.Code).to.equal(code);
        expect(Error?.Message).to.match(message);
      }
      expect(aws.dynamodb.table('t00').count).to.equal(0);
      aws.unplug();
    });
  }

  for (const [entries, how, message] of [
    [[0], { code: 'Nope' }, 'BatchExecuteStatement has no error code Nope.'],
    [
      [0],
      { code: 'DuplicateItem' },
      'BatchExecuteStatement: no fault makes a good statement fail with DuplicateItem.',
    ],
    [[0], { senderFault: true }, 'BatchExecuteStatement: a statement that fails has no sender fault.'],
    [['id'], {}, 'BatchExecuteStatement: statements of a batch have no Ids.'],
  ] as const) {
    it(`is a mistake of the test with ${JSON.stringify([entries, how])}`, async () => {
      aws.faults.on(BatchExecuteStatementCommand).failsEntries(entries, how);
      const error = await caught(batch(insert));
      expect(error.name).to.equal('FakeMisuse');
      expect(error.message).to.include(message);
      expect(() => aws.unplug()).to.throw(message);
    });
  }
});
