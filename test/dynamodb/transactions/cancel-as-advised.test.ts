import { DynamoDBClient, TransactGetItemsCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, FakeMisuse, type FakeAws } from '../../../fakes';
import { caught, createTable, item, putAll } from '../arrange';

describe('DynamoDB transactions under failsEntries', () => {
  let aws: FakeAws;
  const client = new DynamoDBClient({ region: 'us-east-1' });
  const TransactItems = ['a', 'b', 'c'].map((pk) => ({
    Put: { TableName: 't00', Item: item({ pk, x: 2 }) },
  }));
  const write = () => client.send(new TransactWriteItemsCommand({ TransactItems }));
  const read = () =>
    client.send(
      new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName: 't00', Key: item({ pk: 'a' }) } }] }),
    );
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    await createTable('t00', 'pk');
    await putAll('t00', [{ pk: 'a', x: 1 }]);
  });
  afterEach(() => {
    aws.world.takeProblems();
    aws.unplug();
  });

  const rows: readonly (readonly [code: string | undefined, message: string])[] = [
    [undefined, 'Transaction is ongoing for the item'],
    ['ConditionalCheckFailed', 'The conditional request failed'],
    ['ItemCollectionSizeLimitExceeded', 'Collection size exceeded.'],
    [
      'ProvisionedThroughputExceeded',
      'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
    ],
    [
      'ThrottlingError',
      'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly. If exceptions persist, check if you have a hot key: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html',
    ],
  ];
  for (const [code, message] of rows) {
    it(`are cancelled with ${code ?? 'TransactionConflict'} at those actions, and nothing is done`, async () => {
      aws.faults.on(TransactWriteItemsCommand).failsEntries([1], code === undefined ? {} : { code });
      const error = await caught(write());
      const Code = code ?? 'TransactionConflict';
      expect(error).to.include({
        name: 'TransactionCanceledException',
        message: `Transaction cancelled, please refer cancellation reasons for specific reasons [None, ${Code}, None]`,
      });
      expect(error['CancellationReasons']).to.deep.equal([
        { Code: 'None' },
        { Code, Message: message },
        { Code: 'None' },
      ]);
      expect(aws.dynamodb.table('t00').items()).to.deep.equal([{ pk: 'a', x: 1 }]);
      await write();
      expect(aws.dynamodb.table('t00').count).to.equal(3);
    });
  }

  it('can conflict at every action, of reads too', async () => {
    aws.faults.on(TransactGetItemsCommand).failsEntries('all');
    const error = await caught(read());
    expect(error['CancellationReasons']).to.deep.equal([
      { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' },
    ]);
  });

  const misuses: readonly (readonly [
    what: string,
    body: (aws: FakeAws) => Promise<unknown>,
    message: string,
  ])[] = [
    [
      'a code that AWS has not',
      (world) => {
        world.faults.on(TransactWriteItemsCommand).failsEntries([0], { code: 'Nope' });
        return write();
      },
      'TransactWriteItems: its actions have no sender fault, and fail with one of TransactionConflict, ConditionalCheckFailed, ' +
        'ItemCollectionSizeLimitExceeded, ProvisionedThroughputExceeded, ThrottlingError, not with Nope.',
    ],
    [
      'a failed condition of a read',
      (world) => {
        world.faults.on(TransactGetItemsCommand).failsEntries([0], { code: 'ConditionalCheckFailed' });
        return read();
      },
      'TransactGetItems: its actions have no sender fault, and fail with one of TransactionConflict, ' +
        'ProvisionedThroughputExceeded, ThrottlingError, not with ConditionalCheckFailed.',
    ],
    [
      'a sender fault',
      (world) => {
        world.faults.on(TransactWriteItemsCommand).failsEntries([0], { senderFault: true });
        return write();
      },
      'have no sender fault',
    ],
    [
      'an Id',
      (world) => {
        world.faults.on(TransactWriteItemsCommand).failsEntries(['a']);
        return write();
      },
      "TransactWriteItems: actions have no Ids. Give their positions, from 0 to 2, or 'all'.",
    ],
    [
      'a position that is not there',
      (world) => {
        world.faults.on(TransactWriteItemsCommand).failsEntries([3]);
        return write();
      },
      'from 0 to 2',
    ],
  ];
  for (const [what, body, message] of misuses) {
    it(`do not have ${what}`, async () => {
      const error = await caught(body(aws));
      expect(error).to.be.instanceOf(FakeMisuse);
      expect(error.message).to.contain(message);
    });
  }
});
