import {
  CreateBackupCommand,
  CreateTableCommand,
  DescribeTableCommand,
  RestoreTableFromBackupCommand,
  type RestoreTableFromBackupCommandInput,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { client, expectRefusal, tableInput } from '../arrange';

describe('DynamoDB restores with overrides', () => {
  let aws: FakeAws;
  const units = (read: number, write: number) => ({ ReadCapacityUnits: read, WriteCapacityUnits: write });
  const gsi = {
    IndexName: 'renamed',
    KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' as const }],
    Projection: { ProjectionType: 'ALL' as const },
  };
  const restore = async (source: string, more: Partial<RestoreTableFromBackupCommandInput>) => {
    const { BackupDetails } = await client.send(
      new CreateBackupCommand({ TableName: source, BackupName: 'one' }),
    );
    await client.send(
      new RestoreTableFromBackupCommand({
        BackupArn: BackupDetails?.BackupArn,
        TargetTableName: 'new',
        ...more,
      }),
    );
    return (await client.send(new DescribeTableCommand({ TableName: 'new' }))).Table;
  };
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    const indexes = { globals: { gsi: 'g', other: 'h' }, locals: { lsi: 'pk l' } };
    await client.send(new CreateTableCommand(tableInput('onDemand', 'pk sk', indexes)));
    await client.send(
      new CreateTableCommand({
        ...tableInput('provisioned', 'pk', {}, { BillingMode: 'PROVISIONED' }),
        ProvisionedThroughput: units(5, 6),
      }),
    );
  });
  afterEach(() => aws.unplug());

  it('change billing and throughput', async () => {
    const table = await restore('onDemand', {
      BillingModeOverride: 'PROVISIONED',
      ProvisionedThroughputOverride: units(7, 8),
    });
    expect(table?.ProvisionedThroughput).to.include(units(7, 8));
    expect(table).to.not.have.property('BillingModeSummary');
  });

  it('keep billing and throughput when nothing is said', async () => {
    expect((await restore('provisioned', {}))?.ProvisionedThroughput).to.include(units(5, 6));
  });

  it('switch to on demand with limits of its own', async () => {
    const table = await restore('provisioned', {
      BillingModeOverride: 'PAY_PER_REQUEST',
      OnDemandThroughputOverride: { MaxReadRequestUnits: 9 },
    });
    expect(table?.ProvisionedThroughput).to.include(units(0, 0));
    expect(table?.OnDemandThroughput).to.deep.equal({ MaxReadRequestUnits: 9 });
  });

  it('choose indexes, under other names, or none', async () => {
    const table = await restore('onDemand', {
      GlobalSecondaryIndexOverride: [gsi],
      LocalSecondaryIndexOverride: [],
    });
    expect(table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).to.deep.equal(['renamed']);
    expect(table).to.not.have.property('LocalSecondaryIndexes');
    expect(table?.AttributeDefinitions?.map(({ AttributeName }) => AttributeName)).to.deep.equal([
      'pk',
      'sk',
      'g',
    ]);
  });

  it('give another key, or AWS’s own', async () => {
    const table = await restore('onDemand', {
      SSESpecificationOverride: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: 'alias/mine' },
    });
    expect(table?.SSEDescription?.KMSMasterKeyArn).to.match(/alias\/mine$/);
  });

  const refusals: readonly (readonly [string, Partial<RestoreTableFromBackupCommandInput>, string])[] = [
    [
      'onDemand',
      { BillingModeOverride: 'PAY_PER_REQUEST', ProvisionedThroughputOverride: units(1, 1) },
      'Cannot override ProvisionedThroughput if BillingMode is overridden to PAY_PER_REQUEST',
    ],
    [
      'onDemand',
      { ProvisionedThroughputOverride: units(1, 1) },
      'Cannot override ProvisionedThroughput unless BillingMode is PROVISIONED',
    ],
    [
      'onDemand',
      { BillingModeOverride: 'PROVISIONED' },
      'Must override ProvisionedThroughput if BillingMode is overridden to PROVISIONED',
    ],
    [
      'provisioned',
      { OnDemandThroughputOverride: { MaxReadRequestUnits: 1 } },
      'Cannot override MaxReadRequestUnits for OnDemandThroughput unless BillingModeOverride is PAY_PER_REQUEST',
    ],
    [
      'onDemand',
      { GlobalSecondaryIndexOverride: [{ ...gsi, Projection: { ProjectionType: 'KEYS_ONLY' } }] },
      'Index renamed does not match a secondary index that existed in the source table and cannot be created during the restore operation',
    ],
  ];
  for (const [source, input, message] of refusals) {
    it(`are refused: ${message}`, async () => {
      await expectRefusal(restore(source, input), `Invalid Request: ${message}`);
      expect(aws.dynamodb.tables()).to.have.lengthOf(2);
    });
  }
});
