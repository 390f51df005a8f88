import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { caught, client, createTable, expectRefusal } from './arrange';

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
    const message =
      'One or more parameter values were invalid: GlobalSecondaryIndex count exceeds the per-table limit of 20';
    await expectRefusal(client.send(new UpdateTableCommand(creation('gsi20'))), message);
    aws.unplug();
  });

  it('refuse warm throughput as not modelled', async () => {
    const WarmThroughput = { ReadUnitsPerSecond: 1, WriteUnitsPerSecond: 1 };
    const Update = { IndexName: 'gsi', WarmThroughput };
    for (const input of [
      creation('new', { WarmThroughput }),
      { TableName: 't00', GlobalSecondaryIndexUpdates: [{ Update }] },
    ]) {
      expect((await caught(client.send(new UpdateTableCommand(input)))).message).to.contain(
        'WarmThroughput is not modelled by aws-fakes',
      );
    }
    expect(() => aws.unplug()).to.throw('WarmThroughput');
  });
});
