import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, FakeMisuse, type FakeAws } from '../../fakes';
import { BURST_SECONDS } from '../../fakes/dynamodb/throughput';
import { caught, createTable, expectRefusal, item, putAll } from './arrange';

const THROTTLED =
  'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.';

describe('DynamoDB throughput', () => {
  let aws: FakeAws;
  const once = new DynamoDBClient({ region: 'us-east-1', maxAttempts: 1 });
  const t = { TableName: 't00' };
  const key = (pk: string) => ({ ...t, Key: item({ pk }) });
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    await createTable('t00', 'pk', { globals: { gsi: 'g' } });
    await putAll('t00', [{ pk: 'a', g: 'x' }]);
  });
  afterEach(() => aws.unplug());
  const refused = (promise: Promise<unknown>) =>
    expectRefusal(promise, THROTTLED, 'ProvisionedThroughputExceededException');
  const limit = (limits: { read?: number; write?: number }) =>
    aws.dynamodb.table('t00').capacity({ ...limits, burstSeconds: 1 });
  const put = (pk: string) => once.send(new PutItemCommand({ ...t, Item: item({ pk }) }));

  it('is not limited unless the test says so', async () => {
    for (let i = 0; i < 50; i++) await put(`p${i}`);
    expect(aws.dynamodb.table('t00').count).to.equal(51);
  });

  it('serves what is there, refuses what is beyond and changes nothing, and fills up with the time', async () => {
    limit({ write: 2 });
    await put('b');
    await put('c');
    await refused(put('d'));
    expect(aws.dynamodb.table('t00').count).to.equal(3);
    await aws.clock.advance(499);
    await refused(put('d'));
    await aws.clock.advance(1);
    await put('d');
    await refused(put('e'));
    await aws.clock.advance('1h');
    await put('e');
    await put('f');
    await refused(put('g'));
  });

  it('keeps five minutes of unused units, as AWS does', async () => {
    aws.dynamodb.table('t00').capacity({ read: 1 });
    const get = new GetItemCommand({ ...key('a'), ConsistentRead: true });
    for (let i = 0; i < BURST_SECONDS; i++) await once.send(get);
    await refused(once.send(get));
  });

  it('is waited for by the retries of the SDK', async () => {
    limit({ write: 20 });
    for (let i = 0; i < 20; i++) await put(`p${i}`);
    const { $metadata } = await new DynamoDBClient({ region: 'us-east-1', maxAttempts: 10 }).send(
      new PutItemCommand({ ...t, Item: item({ pk: 'late' }) }),
    );
    expect($metadata.attempts).to.be.greaterThan(1);
  });

  const writes = [
    new UpdateItemCommand(key('a')),
    new DeleteItemCommand(key('a')),
    new PutItemCommand({ ...t, Item: item({ pk: 'a' }) }),
  ] as const;
  const reads = [
    new GetItemCommand(key('a')),
    new QueryCommand({
      ...t,
      KeyConditionExpression: 'pk = :a',
      ExpressionAttributeValues: item({ ':a': 'a' }),
    }),
    new ScanCommand(t),
  ] as const;
  for (const command of [...writes, ...reads]) {
    it(`holds for ${command.constructor.name}`, async () => {
      limit({ read: 0.5, write: 0.5 });
      await once.send(command as GetItemCommand);
      await refused(once.send(command as GetItemCommand));
    });
  }

  it('does not count reads of a global index', async () => {
    limit({ read: 0.5 });
    for (let i = 0; i < 5; i++) await once.send(new ScanCommand({ ...t, IndexName: 'gsi' }));
  });

  it('counts the larger side of a write and rounds up to 1 KB', async () => {
    limit({ write: 3 });
    await once.send(new PutItemCommand({ ...t, Item: item({ pk: 'big', x: 'x'.repeat(1100) }) }));
    await once.send(new PutItemCommand({ ...t, Item: item({ pk: 'b' }) }));
    await refused(put('c'));
  });

  it('serves a request larger than the burst from a full bucket', async () => {
    limit({ write: 1 });
    await once.send(new PutItemCommand({ ...t, Item: item({ pk: 'big', x: 'x'.repeat(5000) }) }));
    await aws.clock.advance('4s');
    await refused(put('c'));
    await aws.clock.advance('1s');
    await put('c');
  });

  describe('of a batch', () => {
    const write = (...pks: string[]) =>
      once.send(
        new BatchWriteItemCommand({
          RequestItems: { t00: pks.map((pk) => ({ PutRequest: { Item: item({ pk }) } })) },
        }),
      );
    const get = (...pks: string[]) =>
      once.send(new BatchGetItemCommand({ RequestItems: { t00: { Keys: pks.map((pk) => item({ pk })) } } }));

    it('leaves writes unprocessed, and refuses the batch when it can do none', async () => {
      limit({ write: 2 });
      const { UnprocessedItems } = await write('b', 'c', 'd');
      expect(UnprocessedItems).to.deep.equal({ t00: [{ PutRequest: { Item: item({ pk: 'd' }) } }] });
      await refused(write('d'));
      expect(aws.dynamodb.table('t00').count).to.equal(3);
    });

    it('leaves keys unprocessed, and refuses the batch when it can read none', async () => {
      limit({ read: 0.5 });
      const { Responses, UnprocessedKeys } = await get('a', 'b');
      expect(Responses?.['t00']).to.have.lengthOf(1);
      expect(UnprocessedKeys).to.deep.equal({ t00: { Keys: [item({ pk: 'b' })] } });
      await refused(get('a'));
    });
  });

  describe('of a transaction', () => {
    const both = (...tables: string[]) =>
      once.send(
        new TransactWriteItemsCommand({
          TransactItems: tables.map((TableName, i) => ({ Put: { TableName, Item: item({ pk: `p${i}` }) } })),
        }),
      );

    it('is doubled, and taken from all tables or none', async () => {
      await createTable('t01', 'pk');
      limit({ write: 4 });
      aws.dynamodb.table('t01').capacity({ write: 1.5, burstSeconds: 2 });
      await both('t00', 't01');
      const error = await caught(both('t00', 't01'));
      expect(error.name).to.equal('TransactionCanceledException');
      expect(error['CancellationReasons']).to.deep.equal([
        { Code: 'None' },
        { Code: 'ProvisionedThroughputExceeded', Message: THROTTLED },
      ]);
      await both('t00');
      expect((await caught(both('t00'))).name).to.equal('TransactionCanceledException');
    });

    it('holds for reads too', async () => {
      limit({ read: 2 });
      const get = new TransactGetItemsCommand({ TransactItems: [{ Get: key('a') }] });
      await once.send(get);
      expect((await caught(once.send(get)))['CancellationReasons']).to.deep.equal([
        { Code: 'ProvisionedThroughputExceeded', Message: THROTTLED },
      ]);
    });
  });

  it('goes back with the world, and goes with the table', async () => {
    limit({ write: 1 });
    const mark = aws.mark();
    await put('b');
    await refused(put('c'));
    aws.restore(mark);
    await put('c');
    await once.send(new DeleteTableCommand(t));
    await createTable('t00', 'pk');
    for (const pk of ['a', 'b', 'c']) await put(pk);
    const { Table } = await once.send(new DescribeTableCommand(t));
    expect(Table).to.include({ ItemCount: 3, TableSizeBytes: 9 });
  });

  it('refuses limits that mean nothing', () => {
    for (const limits of [{ read: 0 }, { write: -1 }, { read: Number.NaN }, { burstSeconds: 0 }]) {
      expect(() => aws.dynamodb.table('t00').capacity(limits)).to.throw(FakeMisuse, 'is no number above 0');
    }
  });
});
