import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
  ScanCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { createDynamodb } from '../../fakes/dynamodb/service';
import { readStreamRecords } from '../../fakes/dynamodb/streams';
import { answer, client, createTable, expectRefusal, item, putAll, tableInput } from './arrange';

describe('DynamoDB tables', () => {
  let aws: FakeAws;
  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
  });
  afterEach(() => aws.unplug());
  const describeTable = (TableName: string | undefined) =>
    client.send(new DescribeTableCommand({ TableName }));
  const deleteTable = (TableName: string) => client.send(new DeleteTableCommand({ TableName }));
  const missing = 'Requested resource not found: Table: nowhere not found';

  describe('DynamoDB.DescribeTable', () => {
    it('counts items and bytes of the table and its indexes', async () => {
      await createTable('t00', 'pk', { globals: { gsi: 'g KEYS_ONLY' } });
      await putAll('t00', [{ pk: 'a', g: 'g', x: 'xyz' }, { pk: 'b' }]);
      const { Table } = await describeTable('t00');
      expect(Table).to.include({ ItemCount: 2, TableSizeBytes: 12 });
      expect(Table?.GlobalSecondaryIndexes?.[0]).to.include({ ItemCount: 1, IndexSizeBytes: 5 });
    });

    it('takes an ARN, and refuses what is not there or not given', async () => {
      await createTable('t00', 'pk');
      const { Table } = await describeTable(aws.dynamodb.table('t00').arn);
      expect(Table?.TableName).to.equal('t00');
      await expectRefusal(describeTable('nowhere'), missing, 'ResourceNotFoundException');
      await expectRefusal(
        describeTable(undefined),
        "The parameter 'TableName' is required but was not present in the request",
      );
    });

    it('lets the waiters of the SDK end', async () => {
      await createTable('t00', 'pk');
      expect(await waitUntilTableExists({ client, maxWaitTime: 60 }, { TableName: 't00' })).to.include({
        state: 'SUCCESS',
      });
      await deleteTable('t00');
      expect(await waitUntilTableNotExists({ client, maxWaitTime: 60 }, { TableName: 't00' })).to.include({
        state: 'SUCCESS',
      });
    });
  });

  describe('DynamoDB.DeleteTable', () => {
    it('answers DELETING without keys, attributes, times and indexes; the table is gone', async () => {
      await createTable('t00', 'pk', { globals: { gsi: 'g' } });
      await putAll('t00', [{ pk: 'a', g: 'g' }]);
      const TableId = (await describeTable('t00')).Table?.TableId;
      const { BillingModeSummary, ...rest } = (await deleteTable('t00')).TableDescription ?? {};
      expect(BillingModeSummary?.BillingMode).to.equal('PAY_PER_REQUEST');
      expect(rest).to.deep.equal({
        TableName: 't00',
        TableStatus: 'DELETING',
        ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
        TableSizeBytes: 5,
        ItemCount: 1,
        TableArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/t00',
        TableId,
        DeletionProtectionEnabled: false,
      });
      await expectRefusal(
        client.send(new PutItemCommand({ TableName: 't00', Item: item({ pk: 'a' }) })),
        'Requested resource not found',
        'ResourceNotFoundException',
      );
    });

    it('leaves nothing behind for a new table of the same name', async () => {
      await createTable('t00', 'pk', { globals: { gsi: 'g' } });
      await putAll('t00', [{ pk: 'a', g: 'g' }]);
      await deleteTable('t00');
      await createTable('t00', 'pk:N', { globals: { gsi: 'g:N' } });
      const { Table } = await describeTable('t00');
      expect(Table?.ItemCount).to.equal(0);
      expect(Table?.GlobalSecondaryIndexes?.[0]?.ItemCount).to.equal(0);
    });

    it('shows no stale read of the new table what the old one held', async () => {
      await createTable('t00', 'pk');
      await putAll('t00', [{ pk: 'a' }]);
      await deleteTable('t00');
      await createTable('t00', 'pk');
      await putAll('t00', [{ pk: 'b' }]);
      aws.faults.on(ScanCommand).readsStale({ writes: 5 });
      expect((await client.send(new ScanCommand({ TableName: 't00' }))).Items).to.deep.equal([]);
    });

    it('closes the stream, which stays readable for 24 hours', async () => {
      await createTable(
        't00',
        'pk',
        {},
        { StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } },
      );
      await putAll('t00', [{ pk: 'a' }]);
      const streamArn = aws.dynamodb.table('t00').streamArn ?? '';
      await deleteTable('t00');
      const state = aws.world.state(createDynamodb({ errorWording: '2026' }));
      expect(state.streams.get(streamArn)).to.have.property('disabledAt');
      expect(readStreamRecords(state, { streamArn, now: aws.clock.now() })).to.have.lengthOf(1);
    });

    it('refuses a protected table and one that is not there', async () => {
      await createTable('t00', 'pk', {}, { DeletionProtectionEnabled: true });
      await expectRefusal(
        deleteTable('t00'),
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
      );
      await expectRefusal(deleteTable('nowhere'), missing, 'ResourceNotFoundException');
    });
  });

  describe('DynamoDB.ListTables', () => {
    const list = (input = {}) => client.send(new ListTablesCommand(input));

    it('lists the region in order, page by page', async () => {
      await new DynamoDBClient({ region: 'eu-west-1' }).send(
        new CreateTableCommand(tableInput('other', 'pk')),
      );
      for (const name of ['ccc', 'aaa', 'bbb']) await createTable(name, 'pk');
      expect(answer(await list())).to.deep.equal({ TableNames: ['aaa', 'bbb', 'ccc'] });
      const page = await list({ Limit: 2 });
      expect(answer(page)).to.deep.equal({ TableNames: ['aaa', 'bbb'], LastEvaluatedTableName: 'bbb' });
      const rest = await list({ Limit: 2, ExclusiveStartTableName: page.LastEvaluatedTableName });
      expect(answer(rest)).to.deep.equal({ TableNames: ['ccc'] });
    });

    it('refuses limits outside 1 to 100', async () => {
      const problem =
        "1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100";
      await expectRefusal(list({ Limit: 101 }), problem);
      expect(answer(await list({ Limit: 100 }))).to.deep.equal({ TableNames: [] });
    });
  });
});
