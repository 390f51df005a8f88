import { DescribeTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { client, createTable, expectRefusal } from './arrange';

describe('DynamoDB index updates', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk', { globals: { gsi: 'g' } });
  });
  const creation = (IndexName: string, more = {}) => ({
    TableName: 't00',
    GlobalSecondaryIndexUpdates: [
      {
        Create: {
          IndexName,
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' as const }],
          Projection: { ProjectionType: 'ALL' as const },
          ...more,
        },
      },
    ],
  });

  it('stop at 20 global indexes', async () => {
    for (let i = 1; i < 20; i++) {
      await client.send(new UpdateTableCommand(creation(`gsi${i}`)));
      await aws.clock.advance('30s');
    }
    await expectRefusal(
      client.send(new UpdateTableCommand(creation('gsi20'))),
      'Subscriber limit exceeded: Number of global secondary indexes exceeds per-table limit of 20',
      'LimitExceededException',
    );
    aws.unplug();
  });

  it('change what they name and leave the rest', async () => {
    const units = (read: number, write: number) => ({
      ProvisionedThroughput: { ReadCapacityUnits: read, WriteCapacityUnits: write },
    });
    await client.send(
      new UpdateTableCommand({
        TableName: 't00',
        BillingMode: 'PROVISIONED',
        ...units(5, 6),
        GlobalSecondaryIndexUpdates: [{ Update: { IndexName: 'gsi', ...units(7, 8) } }],
      }),
    );
    const warm = (read: number, write: number) =>
      client.send(
        new UpdateTableCommand({
          TableName: 't00',
          GlobalSecondaryIndexUpdates: [
            {
              Update: {
                IndexName: 'gsi',
                WarmThroughput: { ReadUnitsPerSecond: read, WriteUnitsPerSecond: write },
              },
            },
          ],
        }),
      );
    await warm(70, 80);
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 't00' }));
    const [index] = Table?.GlobalSecondaryIndexes ?? [];
    expect(index?.WarmThroughput).to.deep.equal({
      ReadUnitsPerSecond: 70,
      WriteUnitsPerSecond: 80,
      Status: 'ACTIVE',
    });
    expect(index?.ProvisionedThroughput).to.include({ ReadCapacityUnits: 7, WriteCapacityUnits: 8 });
    await expectRefusal(
      warm(70, 79),
      'One or more parameter values were invalid: Requested WriteUnitsPerSecond for WarmThroughput for index gsi is lower than current WarmThroughput, decreasing WarmThroughput is not supported',
    );
    aws.unplug();
  });
});
