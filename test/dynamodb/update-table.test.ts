import {
  DescribeTableCommand,
  QueryCommand,
  UpdateTableCommand,
  type UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { client, createTable, expectRefusal, item, putAll, tableInput } from './arrange';

describe('DynamoDB.UpdateTable', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
  });
  afterEach(() => aws.unplug());
  const update = async (input: Partial<UpdateTableCommandInput>) =>
    (await client.send(new UpdateTableCommand({ TableName: 't00', ...input }))).TableDescription;
  const described = async () => (await client.send(new DescribeTableCommand({ TableName: 't00' }))).Table;
  const provisioned = (read: number, write: number) => ({
    ProvisionedThroughput: { ReadCapacityUnits: read, WriteCapacityUnits: write },
  });

  it('answers UPDATING with the new values; DescribeTable is ACTIVE again', async () => {
    await update({ DeletionProtectionEnabled: true });
    await update({ TableClass: 'STANDARD_INFREQUENT_ACCESS' });
    const answer = await update({ OnDemandThroughput: { MaxReadRequestUnits: 5 } });
    const changed = {
      DeletionProtectionEnabled: true,
      TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
      OnDemandThroughput: { MaxReadRequestUnits: 5 },
    };
    expect(answer).to.deep.include({ TableStatus: 'UPDATING', ...changed });
    expect(await described()).to.deep.include({ TableStatus: 'ACTIVE', ...changed });
  });

  it('switches billing there and back', async () => {
    await update({ BillingMode: 'PROVISIONED', ...provisioned(5, 6) });
    expect((await described())?.ProvisionedThroughput).to.include({
      ReadCapacityUnits: 5,
      WriteCapacityUnits: 6,
    });
    expect(await described()).to.not.have.property('BillingModeSummary');
    await update(provisioned(7, 6));
    expect((await described())?.ProvisionedThroughput?.LastIncreaseDateTime).to.be.instanceOf(Date);
    await aws.clock.advance('1h');
    await update({ BillingMode: 'PAY_PER_REQUEST' });
    const { BillingModeSummary, ProvisionedThroughput, CreationDateTime } = (await described()) ?? {};
    expect(ProvisionedThroughput).to.deep.include({ ReadCapacityUnits: 0, WriteCapacityUnits: 0 });
    const hour = Number(BillingModeSummary?.LastUpdateToPayPerRequestDateTime) - Number(CreationDateTime);
    expect(hour).to.be.at.least(3_600_000);
  });

  it('enables a stream, disables it, and opens another one', async () => {
    const on = { StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } } as const;
    const first = (await update(on))?.LatestStreamArn;
    await expectRefusal(update(on), 'Table already has an enabled stream: TableName: t00');
    await putAll('t00', [{ pk: 'a' }]);
    expect(aws.dynamodb.table('t00').streamRecords()).to.have.lengthOf(1);
    const off = { StreamSpecification: { StreamEnabled: false } };
    await update(off);
    const table = await described();
    expect(table).to.include({ LatestStreamArn: first }).and.to.not.have.property('StreamSpecification');
    await putAll('t00', [{ pk: 'b' }]);
    expect(aws.dynamodb.table('t00').streamRecords()).to.deep.equal([]);
    await expectRefusal(update(off), 'Table has no stream to disable: TableName: t00');
    expect((await update(on))?.LatestStreamArn)
      .to.be.a('string')
      .and.to.not.equal(first);
  });

  describe('with index updates', () => {
    const { index } = {
      index: {
        IndexName: 'gsi',
        KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    } as const;
    const AttributeDefinitions = [{ AttributeName: 'g', AttributeType: 'S' }] as const;
    const creation: Partial<UpdateTableCommandInput> = {
      AttributeDefinitions: [...AttributeDefinitions],
      GlobalSecondaryIndexUpdates: [{ Create: { ...index, KeySchema: [...index.KeySchema] } }],
    };
    const deletion = { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'gsi' } }] };
    const query = () =>
      client.send(
        new QueryCommand({
          TableName: 't00',
          IndexName: 'gsi',
          KeyConditionExpression: 'g = :g',
          ExpressionAttributeValues: item({ ':g': 'x' }),
        }),
      );

    it('builds a new index from what fits, and it can be read when it is ACTIVE', async () => {
      await putAll('t00', [
        { pk: 'a', g: 'x' },
        { pk: 'b' },
        { pk: 'c', g: 5 },
        { pk: 'd', g: '' },
        { pk: 'e', g: 'x'.repeat(2049) },
      ]);
      const answer = await update(creation);
      expect(answer?.GlobalSecondaryIndexes?.[0]).to.include({ IndexStatus: 'CREATING', Backfilling: true });
      expect(answer?.AttributeDefinitions).to.have.lengthOf(2);
      await expectRefusal(query(), 'Cannot read from backfilling global secondary index: gsi');
      await putAll('t00', [{ pk: 'f', g: 'x' }]);
      await aws.clock.advance('30s');
      const [active] = (await described())?.GlobalSecondaryIndexes ?? [];
      expect(active)
        .to.include({ IndexStatus: 'ACTIVE', ItemCount: 2 })
        .and.to.not.have.property('Backfilling');
      expect((await query()).Items?.map(({ pk }) => pk?.S)).to.have.members(['a', 'f']);
    });

    it('deletes an index with the attribute definitions that only it needed', async () => {
      await update(creation);
      await aws.clock.advance('30s');
      const answer = await update(deletion);
      expect(answer?.GlobalSecondaryIndexes?.[0]).to.include({ IndexStatus: 'DELETING' });
      expect(await described()).to.not.have.property('GlobalSecondaryIndexes');
      expect((await described())?.AttributeDefinitions).to.have.lengthOf(1);
      await expectRefusal(query(), 'The table does not have the specified index: gsi');
      await update(creation);
    });

    it('changes the throughput of an index', async () => {
      await update({ BillingMode: 'PROVISIONED', ...provisioned(5, 5) });
      await update({
        ...creation,
        GlobalSecondaryIndexUpdates: [
          { Create: { ...index, KeySchema: [...index.KeySchema], ...provisioned(1, 1) } },
        ],
      });
      await update({ GlobalSecondaryIndexUpdates: [{ Update: { IndexName: 'gsi', ...provisioned(2, 3) } }] });
      expect((await described())?.GlobalSecondaryIndexes?.[0]?.ProvisionedThroughput).to.include({
        ReadCapacityUnits: 2,
        WriteCapacityUnits: 3,
      });
    });

    it('refuses to provision a table while an index has no throughput', async () => {
      await update(creation);
      const flip = { BillingMode: 'PROVISIONED', ...provisioned(5, 5) } as const;
      await expectRefusal(
        update(flip),
        'One or more parameter values were invalid: ProvisionedThroughput must be specified for index: gsi',
      );
      await update({
        ...flip,
        GlobalSecondaryIndexUpdates: [{ Update: { IndexName: 'gsi', ...provisioned(1, 1) } }],
      });
      expect((await described())?.GlobalSecondaryIndexes?.[0]?.ProvisionedThroughput).to.include({
        ReadCapacityUnits: 1,
      });
      await update({ BillingMode: 'PAY_PER_REQUEST' });
      expect((await described())?.GlobalSecondaryIndexes?.[0]?.ProvisionedThroughput).to.include({
        ReadCapacityUnits: 0,
      });
    });

    it('refuses a second change while one is under way, and two of them in one request', async () => {
      const busy =
        'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table';
      await update(creation);
      await expectRefusal(update(deletion), busy, 'LimitExceededException');
      await aws.clock.advance('30s');
      const other = tableInput('x', 'pk', { globals: { other: 'pk' } }).GlobalSecondaryIndexes?.[0];
      const both = [
        {
          Create: {
            ...other,
            IndexName: 'other',
            KeySchema: other?.KeySchema,
            Projection: other?.Projection,
          },
        },
        { Delete: { IndexName: 'gsi' } },
      ];
      await expectRefusal(update({ GlobalSecondaryIndexUpdates: both }), busy, 'LimitExceededException');
    });

    const invalid = 'One or more parameter values were invalid: ';
    const rows: readonly (readonly [
      string,
      UpdateTableCommandInput['GlobalSecondaryIndexUpdates'],
      string,
      string?,
    ])[] = [
      [
        'an index that is there',
        creation.GlobalSecondaryIndexUpdates,
        'Attempting to create an index which already exists',
      ],
      [
        'an index that is not there',
        [{ Delete: { IndexName: 'none' } }],
        'Requested resource not found: Index none for table t00',
        'ResourceNotFoundException',
      ],
      [
        'one index twice',
        [{ Update: { IndexName: 'gsi', ...provisioned(1, 1) } }, { Delete: { IndexName: 'gsi' } }],
        `${invalid}Only one global secondary index update per index is allowed simultaneously. Index: gsi`,
      ],
      [
        'an entry that says nothing',
        [{}],
        `${invalid}One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null`,
      ],
      [
        'a key without definition',
        [
          {
            Create: {
              IndexName: 'new',
              KeySchema: [{ AttributeName: 'n', KeyType: 'HASH' }],
              Projection: { ProjectionType: 'ALL' },
            },
          },
        ],
        `${invalid}Some index key attributes are not defined in AttributeDefinitions. Keys: [n], AttributeDefinitions: [pk, g]`,
      ],
    ];
    for (const [what, updates, message, name] of rows) {
      it(`refuses ${what}`, async () => {
        await update(creation);
        await aws.clock.advance('30s');
        await expectRefusal(update({ GlobalSecondaryIndexUpdates: updates }), message, name);
      });
    }
  });

  const invalid = 'One or more parameter values were invalid: ';
  const same =
    'The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: 5. Requested ReadCapacityUnits: 5. Current WriteCapacityUnits provisioned for the table: 6. Requested WriteCapacityUnits: 6. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.';
  it('refuses what does not change or does not fit', async () => {
    await expectRefusal(
      update({}),
      'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required',
    );
    const onDemand = `${invalid}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`;
    await expectRefusal(update({ BillingMode: 'PAY_PER_REQUEST', ...provisioned(1, 1) }), onDemand);
    await expectRefusal(update(provisioned(1, 1)), onDemand);
    await expectRefusal(
      update({ BillingMode: 'PROVISIONED' }),
      `${invalid}ProvisionedThroughput must be specified when BillingMode is PROVISIONED`,
    );
    await update({ BillingMode: 'PROVISIONED', ...provisioned(5, 6) });
    await expectRefusal(update(provisioned(5, 6)), same);
    await expectRefusal(
      update({ TableName: 'nowhere', ...provisioned(5, 6) }),
      'Requested resource not found: Table: nowhere not found',
      'ResourceNotFoundException',
    );
  });
});
