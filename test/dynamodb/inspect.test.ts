import { DescribeTableCommand, QueryCommand, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { client, createTable, item, putAll } from './arrange';

describe('aws.dynamodb', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable(
      't00',
      'pk sk:N',
      { globals: { gsi: 'g' } },
      { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } },
    );
  });
  afterEach(() => aws.unplug());

  it('puts, gets, lists, counts and deletes in plain values', async () => {
    const table = aws.dynamodb.table('t00');
    table.put({ pk: 'a', sk: 1, g: 'x', tags: new Set(['t']), nested: { list: [1, null, true] } });
    expect(table.get({ pk: 'a', sk: 1, ignored: 'yes' })).to.deep.equal({
      pk: 'a',
      sk: 1,
      g: 'x',
      tags: new Set(['t']),
      nested: { list: [1, null, true] },
    });
    expect(table.items()).to.have.lengthOf(1);
    expect(table.rawItems()[0]).to.deep.include({ sk: { N: '1' } });
    expect(table.count).to.equal(1);
    const query = new QueryCommand({
      TableName: 't00',
      IndexName: 'gsi',
      KeyConditionExpression: 'g = :g',
      ExpressionAttributeValues: item({ ':g': 'x' }),
    });
    expect((await client.send(query)).Count).to.equal(1);
    expect(table.streamRecords()).to.have.lengthOf(1);
    expect(table.delete({ pk: 'a', sk: 1 })).to.equal(true);
    expect(table.delete({ pk: 'a', sk: 1 })).to.equal(false);
    expect(table.get({ pk: 'a', sk: 1 })).to.equal(undefined);
    expect((await client.send(query)).Count).to.equal(0);
  });

  it('knows the names of tables, ARN and stream', async () => {
    await createTable('t01', 'pk');
    expect(aws.dynamodb.tables()).to.deep.equal(['t00', 't01']);
    expect(aws.dynamodb.tables({ region: 'eu-west-1' })).to.deep.equal([]);
    expect(aws.dynamodb.table('t00').arn).to.equal('arn:aws:dynamodb:us-east-1:000000000000:table/t00');
    expect(aws.dynamodb.table('t00').streamArn).to.contain('/t00/stream/');
    expect(aws.dynamodb.table('t01').streamArn).to.equal(undefined);
    expect(aws.dynamodb.table('t01').streamRecords()).to.deep.equal([]);
  });

  it('creates a table that can be used at once, billed by request unless it says otherwise', async () => {
    const key = {
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    } satisfies Partial<CreateTableCommandInput>;
    aws.dynamodb.createTable({ TableName: 'made', ...key }).put({ id: 'a' });
    const provisioned = { ReadCapacityUnits: 2, WriteCapacityUnits: 1 };
    const far = { region: 'eu-west-1' };
    aws.dynamodb.createTable({ TableName: 'made', ...key, ProvisionedThroughput: provisioned }, far);
    expect(aws.dynamodb.tables(far)).to.deep.equal(['made']);
    expect(aws.calls.counts()).to.deep.equal({ 'DynamoDB.CreateTable': 1 });
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'made' }));
    expect(Table).to.deep.include({ TableStatus: 'ACTIVE' });
    expect(Table?.BillingModeSummary?.BillingMode).to.equal('PAY_PER_REQUEST');
    expect(aws.dynamodb.table('made').get({ id: 'a' })).to.deep.equal({ id: 'a' });
    expect(aws.dynamodb.table('made', far).count).to.equal(0);
  });

  it('refuses to create what is there, and what CreateTable refuses', () => {
    const input: CreateTableCommandInput = {
      TableName: 't00',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    };
    expect(() => aws.dynamodb.createTable(input)).to.throw(
      "aws.dynamodb.createTable('t00'): it exists already in us-east-1.",
    );
    const twice = [
      ...(input.AttributeDefinitions ?? []),
      { AttributeName: 'n', AttributeType: 'N' as const },
    ];
    const wrong = { ...input, TableName: 't01', AttributeDefinitions: twice };
    expect(() => aws.dynamodb.createTable(wrong)).to.throw(/Number of attributes in KeySchema/);
    expect(aws.dynamodb.tables()).to.deep.equal(['t00']);
  });

  it('splits the shards of a stream, if there is one', async () => {
    await createTable('t01', 'pk');
    expect(() => aws.dynamodb.table('t01').splitShards()).to.throw(
      'splitShards(): the stream t01 is not enabled.',
    );
    expect(() => aws.dynamodb.table('t00').splitShards()).to.not.throw();
  });

  it('says what is wrong with a table, a key or an item', () => {
    expect(() => aws.dynamodb.table('none')).to.throw(
      "aws.dynamodb.table('none'): there is no such table in us-east-1. Its tables: t00.",
    );
    expect(() => aws.dynamodb.table('t00', { region: 'eu-west-1' })).to.throw('Its tables: none.');
    expect(() => aws.dynamodb.table('t00').get({ pk: 'a' })).to.throw('the key attribute sk is missing');
    expect(() => aws.dynamodb.table('t00').put({ pk: 'a' })).to.throw('Missing the key sk in the item');
    expect(() => aws.dynamodb.table('t00').put({ pk: 'a', sk: Number.NaN })).to.throw(
      'cannot be converted to a numeric value',
    );
  });

  it('sees the present whatever faults the clients meet', async () => {
    await putAll('t00', [{ pk: 'a', sk: 1 }]);
    aws.faults.on(QueryCommand).readsStale().optional();
    expect(aws.dynamodb.table('t00').count).to.equal(1);
  });
});
