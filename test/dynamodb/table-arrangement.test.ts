import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, FakeMisuse, type FakeAws } from '../../fakes';
import { caught, createTable, expectRefusal, item, type Short } from './arrange';

const t = { TableName: 't00' };
const OF_INDEX =
  'The level of configured provisioned throughput for one or more global secondary indexes of the table was exceeded. Consider increasing your provisioning level for the under-provisioned global secondary indexes with the UpdateTable API.';

describe('DynamoDB tables as a test arranges them', () => {
  let aws: FakeAws;
  const client = new DynamoDBClient({ region: 'us-east-1', maxAttempts: 1 });
  const table = () => aws.dynamodb.table('t00');
  const put = (members: Record<string, Short>) =>
    client.send(new PutItemCommand({ ...t, Item: item(members) }));
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    await createTable('t00', 'pk sk', { globals: { gsi: 'g' }, locals: { lsi: 'pk l' } });
  });
  afterEach(() => aws.unplug());

  describe('capacity', () => {
    const limit = (write: number, index?: string) =>
      table().capacity({ write, burstSeconds: 1, ...(index === undefined ? {} : { index }) });

    it('of a global index refuses the writes of the table that reach the index, and says so', async () => {
      limit(1, 'gsi');
      await put({ pk: 'a', sk: '1', g: 'g' });
      const error = await expectRefusal(
        put({ pk: 'a', sk: '2', g: 'g' }),
        OF_INDEX,
        'ProvisionedThroughputExceededException',
      );
      expect(error['ThrottlingReasons']).to.deep.equal([
        { reason: 'IndexWriteProvisionedThroughputExceeded', resource: `${table().arn}/index/gsi` },
      ]);
      await put({ pk: 'a', sk: '3' });
      expect(table().count).to.equal(2);
      await aws.clock.advance('1s');
      await put({ pk: 'a', sk: '2', g: 'g' });
    });

    it('of a table says what was exceeded', async () => {
      limit(1);
      await put({ pk: 'a', sk: '1' });
      expect((await caught(put({ pk: 'a', sk: '2' })))['ThrottlingReasons']).to.deep.equal([
        { reason: 'TableWriteProvisionedThroughputExceeded', resource: table().arn },
      ]);
    });

    it('of a table pays for its local indexes, not for its global ones', async () => {
      limit(3);
      await put({ pk: 'a', sk: '1', l: 'l', g: 'g' });
      await put({ pk: 'a', sk: '2' });
      expect((await caught(put({ pk: 'a', sk: '3' }))).name).to.equal(
        'ProvisionedThroughputExceededException',
      );
    });

    it('takes nothing from the table when the index has none left', async () => {
      limit(1, 'gsi');
      table().capacity({ write: 2, burstSeconds: 1 });
      await put({ pk: 'a', sk: '1', g: 'g' });
      await caught(put({ pk: 'a', sk: '2', g: 'g' }));
      await put({ pk: 'a', sk: '3' });
    });

    it('of a global index holds for its reads', async () => {
      table().capacity({ read: 0.5, burstSeconds: 1, index: 'gsi' });
      const query = (IndexName: string, name: string) =>
        client.send(
          new QueryCommand({
            ...t,
            IndexName,
            KeyConditionExpression: `${name} = :v`,
            ExpressionAttributeValues: item({ ':v': 'g' }),
          }),
        );
      await query('gsi', 'g');
      const error = await caught(query('gsi', 'g'));
      expect(error['ThrottlingReasons']).to.deep.equal([
        { reason: 'IndexReadProvisionedThroughputExceeded', resource: `${table().arn}/index/gsi` },
      ]);
      await query('lsi', 'pk');
    });

    it('of a global index leaves entries of a batch unprocessed', async () => {
      limit(1, 'gsi');
      const entry = (sk: string) => ({ PutRequest: { Item: item({ pk: 'a', sk, g: 'g' }) } });
      const { UnprocessedItems } = await client.send(
        new BatchWriteItemCommand({ RequestItems: { t00: [entry('1'), entry('2')] } }),
      );
      expect(UnprocessedItems).to.deep.equal({ t00: [entry('2')] });
    });

    it('of a global index cancels a transaction at the actions that reach the index', async () => {
      limit(2, 'gsi');
      const Put = (sk: string, more: Record<string, Short> = {}) => ({
        Put: { ...t, Item: item({ pk: 'a', sk, ...more }) },
      });
      const transact = (...TransactItems: object[]) =>
        client.send(new TransactWriteItemsCommand({ TransactItems }));
      await transact(Put('1', { g: 'g' }), Put('2'));
      expect((await caught(transact(Put('3', { g: 'g' }), Put('4'))))['CancellationReasons']).to.deep.equal([
        { Code: 'ProvisionedThroughputExceeded', Message: OF_INDEX },
        { Code: 'None' },
      ]);
      await transact(Put('4'));
    });

    it('refuses an index that is not there, and a local one', () => {
      for (const index of ['nope', 'lsi']) {
        expect(() => limit(1, index)).to.throw(
          FakeMisuse,
          `aws.dynamodb.table('t00').capacity(): there is no global index ${index}. Its global indexes: gsi.`,
        );
      }
    });

    it('goes with the table, that of its indexes too', async () => {
      limit(1, 'gsi');
      await client.send(new DeleteTableCommand(t));
      await createTable('t00', 'pk', { globals: { gsi: 'g' } });
      for (const pk of ['a', 'b', 'c']) await put({ pk, g: 'g' });
    });
  });

  describe('the limit of item collections', () => {
    const full = (promise: Promise<unknown>) =>
      expectRefusal(promise, 'Collection size exceeded.', 'ItemCollectionSizeLimitExceededException');
    const bytes = (count: number) => 'x'.repeat(count);
    // pk 2 + a 1 + sk 2 + digit 1 = 6, and x with its 1.
    beforeEach(() => table().itemCollectionLimit(100));

    it('refuses a write that makes a collection larger, to the byte, and no other', async () => {
      await put({ pk: 'a', sk: '1', x: bytes(43) });
      await put({ pk: 'a', sk: '2', x: bytes(43) });
      await full(put({ pk: 'a', sk: '3' }));
      await put({ pk: 'b', sk: '3' });
      await full(put({ pk: 'a', sk: '1', x: bytes(44) }));
      await put({ pk: 'a', sk: '1', x: bytes(42) });
      await put({ pk: 'a', sk: '1', x: bytes(43) });
      await client.send(new DeleteItemCommand({ ...t, Key: item({ pk: 'a', sk: '2' }) }));
      await put({ pk: 'a', sk: '3' });
    });

    it('counts the entries in local indexes, not those in global ones', async () => {
      await put({ pk: 'a', sk: '1', g: 'g', x: bytes(43) });
      await put({ pk: 'b', sk: '1', l: 'l', x: bytes(41) });
      await full(put({ pk: 'b', sk: '1', l: 'l', x: bytes(42) }));
    });

    it('lets a collection that is too large already shrink, not grow', async () => {
      table().itemCollectionLimit(1_000);
      await put({ pk: 'a', sk: '1', x: bytes(300) });
      table().itemCollectionLimit(100);
      const set = (x: string) =>
        client.send(
          new UpdateItemCommand({
            ...t,
            Key: item({ pk: 'a', sk: '1' }),
            UpdateExpression: 'SET x = :x',
            ExpressionAttributeValues: item({ ':x': x }),
          }),
        );
      await full(set(bytes(301)));
      await set(bytes(299));
    });

    it('refuses a whole batch, and cancels a transaction at the action that is too much', async () => {
      const big = (sk: string) => item({ pk: 'a', sk, x: bytes(60) });
      await full(
        client.send(
          new BatchWriteItemCommand({
            RequestItems: { t00: ['1', '2'].map((sk) => ({ PutRequest: { Item: big(sk) } })) },
          }),
        ),
      );
      const error = await caught(
        client.send(
          new TransactWriteItemsCommand({
            TransactItems: ['1', '2'].map((sk) => ({ Put: { ...t, Item: big(sk) } })),
          }),
        ),
      );
      expect(error['CancellationReasons']).to.deep.equal([
        { Code: 'None' },
        { Code: 'ItemCollectionSizeLimitExceeded', Message: 'Collection size exceeded.' },
      ]);
      expect(table().count).to.equal(0);
    });

    it('does not exist without a local index', async () => {
      await createTable('t01', 'pk sk');
      aws.dynamodb.table('t01').itemCollectionLimit(10);
      await client.send(
        new PutItemCommand({ TableName: 't01', Item: item({ pk: 'a', sk: '1', x: bytes(99) }) }),
      );
    });

    it('is a number above 0', () => {
      for (const limit of [0, -1, Number.NaN]) {
        expect(() => table().itemCollectionLimit(limit)).to.throw(
          FakeMisuse,
          `${limit} is no number above 0`,
        );
      }
    });
  });
});
