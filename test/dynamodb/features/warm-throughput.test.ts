import {
  CreateTableCommand,
  DescribeTableCommand,
  UpdateTableCommand,
  type WarmThroughput,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { client, expectRefusal, tableInput } from '../arrange';

describe('DynamoDB warm throughput', () => {
  let aws: FakeAws;
  const invalid = 'One or more parameter values were invalid: ';
  const warm = (read: number, write: number) => ({ ReadUnitsPerSecond: read, WriteUnitsPerSecond: write });
  const create = async (more: object = {}) =>
    (await client.send(new CreateTableCommand({ ...tableInput('t00', 'pk'), ...more }))).TableDescription;
  const update = async (WarmThroughput: WarmThroughput) =>
    (await client.send(new UpdateTableCommand({ TableName: 't00', WarmThroughput }))).TableDescription;
  const described = async () =>
    (await client.send(new DescribeTableCommand({ TableName: 't00' }))).Table?.WarmThroughput;
  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
  });
  afterEach(() => aws.unplug());

  it('is what on demand gives, and no less when it is said', async () => {
    await create();
    expect(await described()).to.deep.equal({ ...warm(12_000, 4_000), Status: 'ACTIVE' });
    expect((await update(warm(13_000, 4_000)))?.WarmThroughput).to.deep.equal({
      ...warm(13_000, 4_000),
      Status: 'UPDATING',
    });
    await update({ WriteUnitsPerSecond: 5_000 });
    expect(await described()).to.deep.equal({ ...warm(13_000, 5_000), Status: 'ACTIVE' });
  });

  it('is in CreateTable’s answer when it was asked for', async () => {
    expect(await create()).to.not.have.property('WarmThroughput');
    aws.reset();
    expect((await create({ WarmThroughput: warm(12_000, 4_000) }))?.WarmThroughput).to.deep.equal({
      ...warm(12_000, 4_000),
      Status: 'UPDATING',
    });
  });

  it('never gets colder', async () => {
    await create({ WarmThroughput: warm(20_000, 4_000) });
    for (const [asked, name] of [
      [warm(19_999, 4_000), 'ReadUnitsPerSecond'],
      [warm(20_000, 3_999), 'WriteUnitsPerSecond'],
    ] as const) {
      await expectRefusal(
        update(asked),
        `${invalid}Requested ${name} for WarmThroughput for table is lower than current WarmThroughput, decreasing WarmThroughput is not supported`,
      );
    }
    await update(warm(20_000, 4_000));
  });

  it('of a new table or index is at least what is there from the first', async () => {
    await expectRefusal(
      create({ WarmThroughput: warm(11_999, 4_000) }),
      `${invalid}Requested ReadUnitsPerSecond for WarmThroughput for table is lower than initial throughput for OnDemand. See: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html#on-demand-capacity-mode-initial`,
    );
    const throughput = { ReadCapacityUnits: 5, WriteCapacityUnits: 6 };
    const provisioned = { BillingMode: 'PROVISIONED', ProvisionedThroughput: throughput };
    await expectRefusal(
      create({ ...provisioned, WarmThroughput: warm(5, 5) }),
      `${invalid}Requested WriteUnitsPerSecond for WarmThroughput for table is lower than WriteCapacityUnits of ProvisionedThroughput`,
    );
    const index = {
      IndexName: 'gsi',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
      ProvisionedThroughput: throughput,
    };
    await expectRefusal(
      create({ ...provisioned, GlobalSecondaryIndexes: [{ ...index, WarmThroughput: warm(4, 6) }] }),
      `${invalid}Requested ReadUnitsPerSecond for WarmThroughput for index gsi is lower than ReadCapacityUnits of ProvisionedThroughput`,
    );
    await create({ ...provisioned, GlobalSecondaryIndexes: [{ ...index, WarmThroughput: warm(50, 6) }] });
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 't00' }));
    expect(Table?.GlobalSecondaryIndexes?.[0]?.WarmThroughput).to.deep.equal({
      ...warm(50, 6),
      Status: 'ACTIVE',
    });
    expect(Table?.WarmThroughput).to.deep.equal({ ...warm(5, 6), Status: 'ACTIVE' });
  });
});
