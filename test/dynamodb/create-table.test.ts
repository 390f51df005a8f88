import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answer, client, createTable, expectRefusal, tableInput } from './arrange';

describe('DynamoDB.CreateTable', () => {
  let aws: FakeAws;
  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
  });
  afterEach(() => aws.unplug());

  it('answers CREATING with everything but warm throughput, and ACTIVE when described', async () => {
    const input = tableInput('orders', 'pk sk:N', { globals: { byDay: 'day KEYS_ONLY' } });
    const { TableDescription } = await client.send(new CreateTableCommand(input));
    const CreationDateTime = TableDescription?.CreationDateTime as Date;
    const zeros = { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 };
    const TableArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders';
    const index = {
      IndexName: 'byDay',
      KeySchema: [{ AttributeName: 'day', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
      ProvisionedThroughput: zeros,
      IndexSizeBytes: 0,
      ItemCount: 0,
      IndexArn: `${TableArn}/index/byDay`,
    };
    const created = {
      AttributeDefinitions: input.AttributeDefinitions,
      TableName: 'orders',
      KeySchema: input.KeySchema,
      TableStatus: 'CREATING',
      CreationDateTime,
      ProvisionedThroughput: zeros,
      TableSizeBytes: 0,
      ItemCount: 0,
      TableArn,
      TableId: TableDescription?.TableId,
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      GlobalSecondaryIndexes: [{ ...index, IndexStatus: 'CREATING' }],
      DeletionProtectionEnabled: false,
    };
    expect(TableDescription).to.deep.equal(created);
    expect(TableDescription?.TableId).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

    const WarmThroughput = { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4_000, Status: 'ACTIVE' };
    const described = await client.send(new DescribeTableCommand({ TableName: 'orders' }));
    expect(answer(described)).to.deep.equal({
      Table: {
        ...created,
        TableStatus: 'ACTIVE',
        BillingModeSummary: {
          BillingMode: 'PAY_PER_REQUEST',
          LastUpdateToPayPerRequestDateTime: CreationDateTime,
        },
        GlobalSecondaryIndexes: [{ ...index, IndexStatus: 'ACTIVE', WarmThroughput }],
        WarmThroughput,
      },
    });
  });

  it('keeps provisioned throughput, class, protection, on-demand limits and tags', async () => {
    const input = tableInput(
      't00',
      'pk',
      {},
      {
        BillingMode: 'PROVISIONED',
        ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
        TableClass: 'STANDARD_INFREQUENT_ACCESS',
        DeletionProtectionEnabled: true,
      },
    );
    await client.send(new CreateTableCommand(input));
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 't00' }));
    expect(Table).to.deep.include({
      ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
      WarmThroughput: { ReadUnitsPerSecond: 5, WriteUnitsPerSecond: 6, Status: 'ACTIVE' },
      TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
      DeletionProtectionEnabled: true,
    });
    expect(Table).to.not.have.property('BillingModeSummary');
  });

  it('opens a stream whose label is the creation time', async () => {
    await createTable(
      't00',
      'pk',
      {},
      { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } },
    );
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 't00' }));
    expect(Table?.StreamSpecification).to.deep.equal({ StreamEnabled: true, StreamViewType: 'NEW_IMAGE' });
    expect(Table?.LatestStreamLabel).to.equal(Table?.CreationDateTime?.toISOString().slice(0, -1));
    expect(Table?.LatestStreamArn).to.equal(`${Table?.TableArn}/stream/${Table?.LatestStreamLabel}`);
  });

  it('keeps tables of different regions apart', async () => {
    await createTable('t00', 'pk');
    const other = new DynamoDBClient({ region: 'eu-west-1' });
    await other.send(new CreateTableCommand(tableInput('t00', 'pk')));
    expect(aws.dynamodb.table('t00', { region: 'eu-west-1' }).arn).to.contain(':eu-west-1:');
  });

  it('refuses a name that is taken', async () => {
    await createTable('t00', 'pk');
    await expectRefusal(createTable('t00', 'pk sk'), 'Table already exists: t00', 'ResourceInUseException');
  });

  const one = '1 validation error detected: ';
  const invalid = 'One or more parameter values were invalid: ';
  const hash = { AttributeName: 'pk', KeyType: 'HASH' } as const;
  const range = { AttributeName: 'sk', KeyType: 'RANGE' } as const;
  const pk = { AttributeName: 'pk', AttributeType: 'S' } as const;
  const sk = { AttributeName: 'sk', AttributeType: 'S' } as const;
  const all = { ProjectionType: 'ALL' } as const;
  const local = { IndexName: 'lsi', KeySchema: [hash, range], Projection: all };
  const global = { IndexName: 'gsi', KeySchema: [hash], Projection: all };
  const many = (count: number, prefix: string) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);
  const rows: readonly (readonly [string, object, string])[] = [
    [
      'a missing TableName',
      { TableName: undefined },
      "The parameter 'TableName' is required but was not present in the request",
    ],
    [
      'a short TableName',
      { TableName: 'ab' },
      `${one}Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3`,
    ],
    [
      'an unknown KeyType',
      { KeySchema: [{ AttributeName: 'pk', KeyType: 'INVALID' }] },
      `${one}Value 'INVALID' at 'keySchema.1.member.keyType' failed to satisfy constraint: Member must satisfy enum value set: [HASH, RANGE]`,
    ],
    [
      'an unknown AttributeType',
      { AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'X' }] },
      `${one}Value 'X' at 'attributeDefinitions.1.member.attributeType' failed to satisfy constraint: Member must satisfy enum value set: [B, N, S]`,
    ],
    [
      'throughput on demand',
      { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
      `${invalid}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
    ],
    [
      'no throughput when provisioned',
      { BillingMode: 'PROVISIONED' },
      `${invalid}ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED`,
    ],
    [
      'more throughput than there is',
      {
        BillingMode: 'PROVISIONED',
        ProvisionedThroughput: { ReadCapacityUnits: 1_000_000_000_001, WriteCapacityUnits: 1 },
      },
      'Given value 1000000000001 for ReadCapacityUnits is out of bounds',
    ],
    [
      'one attribute defined twice',
      { AttributeDefinitions: [pk, pk] },
      `${invalid}Duplicate AttributeName in AttributeDefinitions`,
    ],
    [
      'fewer definitions than keys',
      { KeySchema: [hash, { AttributeName: 'pk', KeyType: 'RANGE' }] },
      'Invalid KeySchema: Some index key attribute have no definition',
    ],
    [
      'an undefined key',
      { AttributeDefinitions: [sk] },
      `${invalid}Some index key attributes are not defined in AttributeDefinitions. Keys: [pk], AttributeDefinitions: [sk]`,
    ],
    [
      'one key twice',
      { AttributeDefinitions: [pk, sk], KeySchema: [hash, { AttributeName: 'pk', KeyType: 'RANGE' }] },
      'Both the Hash Key and the Range Key element in the KeySchema have the same name',
    ],
    [
      'no HASH key',
      { KeySchema: [{ AttributeName: 'pk', KeyType: 'RANGE' }] },
      'Invalid KeySchema: The first KeySchemaElement is not a HASH key type',
    ],
    [
      'two HASH keys',
      { AttributeDefinitions: [pk, sk], KeySchema: [hash, { AttributeName: 'sk', KeyType: 'HASH' }] },
      'Invalid KeySchema: The second KeySchemaElement is not a RANGE key type',
    ],
    [
      'an unused definition',
      { AttributeDefinitions: [pk, sk] },
      `${invalid}Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions`,
    ],
    [
      'an unused definition beside indexes',
      { AttributeDefinitions: [pk, sk], GlobalSecondaryIndexes: [global] },
      `${invalid}Some AttributeDefinitions are not used. AttributeDefinitions: [pk, sk], keys used: [pk]`,
    ],
    [
      'an empty list of local indexes',
      { LocalSecondaryIndexes: [] },
      `${invalid}List of LocalSecondaryIndexes is empty`,
    ],
    [
      'a local index on a table without RANGE',
      { AttributeDefinitions: [pk, sk], LocalSecondaryIndexes: [local] },
      `${invalid}Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex`,
    ],
    [
      'a local index without RANGE',
      {
        AttributeDefinitions: [pk, sk],
        KeySchema: [hash, range],
        LocalSecondaryIndexes: [{ ...local, KeySchema: [hash] }],
      },
      `${invalid}Index KeySchema does not have a range key for index: lsi`,
    ],
    [
      'a local index with another HASH',
      {
        AttributeDefinitions: [pk, sk],
        KeySchema: [hash, range],
        LocalSecondaryIndexes: [
          {
            ...local,
            KeySchema: [
              { AttributeName: 'sk', KeyType: 'HASH' },
              { AttributeName: 'pk', KeyType: 'RANGE' },
            ],
          },
        ],
      },
      `${invalid}Index KeySchema does not have the same leading hash key as table KeySchema for index: lsi. index hash key: sk, table hash key: pk`,
    ],
    [
      'six local indexes',
      {
        AttributeDefinitions: [pk, sk],
        KeySchema: [hash, range],
        LocalSecondaryIndexes: many(6, 'lsi').map((IndexName) => ({ ...local, IndexName })),
      },
      `${invalid}Number of LocalSecondaryIndexes exceeds per-table limit of 5`,
    ],
    [
      'an empty list of global indexes',
      { GlobalSecondaryIndexes: [] },
      `${invalid}List of GlobalSecondaryIndexes is empty`,
    ],
    [
      '21 global indexes',
      { GlobalSecondaryIndexes: many(21, 'gsi').map((IndexName) => ({ ...global, IndexName })) },
      `${invalid}GlobalSecondaryIndex count exceeds the per-table limit of 20`,
    ],
    [
      'one index name twice',
      { GlobalSecondaryIndexes: [global, global] },
      `${invalid}Duplicate index name: gsi`,
    ],
    [
      'throughput of an index on demand',
      {
        GlobalSecondaryIndexes: [
          { ...global, ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
        ],
      },
      `${invalid}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: gsi when BillingMode is PAY_PER_REQUEST`,
    ],
    [
      'no throughput of an index when provisioned',
      {
        BillingMode: 'PROVISIONED',
        ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
        GlobalSecondaryIndexes: [global],
      },
      `${invalid}Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: gsi`,
    ],
    [
      'no ProjectionType',
      { GlobalSecondaryIndexes: [{ ...global, Projection: {} }] },
      `${invalid}Unknown ProjectionType: null`,
    ],
    [
      'NonKeyAttributes with ALL',
      {
        GlobalSecondaryIndexes: [
          { ...global, Projection: { ProjectionType: 'ALL', NonKeyAttributes: ['a'] } },
        ],
      },
      `${invalid}ProjectionType is ALL, but NonKeyAttributes is specified`,
    ],
    [
      'INCLUDE without NonKeyAttributes',
      { GlobalSecondaryIndexes: [{ ...global, Projection: { ProjectionType: 'INCLUDE' } }] },
      `${invalid}ProjectionType is INCLUDE, but NonKeyAttributes is not specified`,
    ],
    [
      '101 projected attributes',
      {
        GlobalSecondaryIndexes: many(6, 'gsi').map((IndexName, i) => ({
          ...global,
          IndexName,
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: many(i === 5 ? 1 : 20, `i${i}a`) },
        })),
      },
      `${invalid}Number of NonKeyAttributes over all indexes exceeds the per-table limit of 100`,
    ],
    [
      'a RANGE key before a HASH key',
      {
        AttributeDefinitions: [pk, sk, { AttributeName: 'x', AttributeType: 'S' }],
        KeySchema: [hash, range],
        GlobalSecondaryIndexes: [
          { ...global, KeySchema: [hash, range, { AttributeName: 'x', KeyType: 'HASH' }] },
        ],
      },
      'Invalid KeySchema: All HASH keys must come before the RANGE keys',
    ],
    [
      'a stream without a view type',
      { StreamSpecification: { StreamEnabled: true } },
      `${invalid}Table is being created with a stream enabled, UpdateViewType is required`,
    ],
    [
      'a view type without a stream',
      { StreamSpecification: { StreamEnabled: false, StreamViewType: 'KEYS_ONLY' } },
      `${invalid}Table is being created with a stream disabled, UpdateViewType should not be specified`,
    ],
    [
      'one tag twice',
      {
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'a', Value: '2' },
        ],
      },
      'Duplicate Tag Keys provided as input: Duplicate Tag Key found a',
    ],
  ];
  for (const [what, members, message] of rows) {
    it(`refuses ${what}`, async () => {
      const input = { ...tableInput('t00', 'pk'), ...members };
      await expectRefusal(client.send(new CreateTableCommand(input)), message);
      expect(aws.dynamodb.tables()).to.deep.equal([]);
    });
  }

  it('accepts every limit exactly', async () => {
    await createTable('t00', 'pk sk', {
      locals: Object.fromEntries(many(5, 'lsi').map((name, i) => [name, `pk l${i}`])),
      globals: Object.fromEntries(
        many(20, 'gsi').map((name, i) => [name, `g${i} INCLUDE ${many(5, `i${i}a`).join(' ')}`]),
      ),
    });
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 't00' }));
    expect(Table?.LocalSecondaryIndexes).to.have.lengthOf(5);
    expect(Table?.GlobalSecondaryIndexes).to.have.lengthOf(20);
  });
});
