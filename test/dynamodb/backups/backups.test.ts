import {
  BackupNotFoundException,
  CreateBackupCommand,
  CreateTableCommand,
  DeleteBackupCommand,
  DeleteTableCommand,
  DescribeBackupCommand,
  DescribeContinuousBackupsCommand,
  ListBackupsCommand,
  PutItemCommand,
  TableNotFoundException,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
  type ListBackupsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { caught, client, createTable, expectRefusal, item, tableInput } from '../arrange';

const t = { TableName: 't00' };
const DAY = 86_400_000;

describe('DynamoDB backups', () => {
  let aws: FakeAws;
  const backUp = async (BackupName = 'nightly', TableName = 't00') =>
    (await client.send(new CreateBackupCommand({ TableName, BackupName }))).BackupDetails;
  const list = async (input: ListBackupsCommandInput = {}) => client.send(new ListBackupsCommand(input));
  const describeBackup = async (BackupArn: string | undefined) =>
    (await client.send(new DescribeBackupCommand({ BackupArn }))).BackupDescription;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    await createTable('t00', 'pk');
    await client.send(new PutItemCommand({ ...t, Item: item({ pk: 'a', x: 'y' }) }));
  });
  afterEach(() => aws.unplug());

  it('are CREATING in the answer and AVAILABLE from then on, with the time and size of the table', async () => {
    const created = await backUp();
    const details = {
      BackupName: 'nightly',
      BackupType: 'USER',
      BackupSizeBytes: 5,
      BackupCreationDateTime: new Date(aws.clock.now()),
    };
    expect(created).to.deep.include({ ...details, BackupStatus: 'CREATING' });
    expect(created?.BackupArn).to.match(
      /^arn:aws:dynamodb:us-east-1:000000000000:table\/t00\/backup\/\d{14}-[0-9a-f]{8}$/,
    );
    expect(created).to.not.have.property('BackupExpiryDateTime');
    const described = await describeBackup(created?.BackupArn);
    expect(described?.BackupDetails).to.deep.include({ ...details, BackupStatus: 'AVAILABLE' });
    expect(described?.SourceTableDetails).to.deep.include({
      TableName: 't00',
      TableArn: aws.dynamodb.table('t00').arn,
      ItemCount: 1,
      TableSizeBytes: 5,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
    });
    expect(described?.SourceTableFeatureDetails).to.deep.equal({});
  });

  it('record what their table had: indexes, stream, time to live, encryption', async () => {
    const input = tableInput('t01', 'pk sk', { globals: { gsi: 'g' }, locals: { lsi: 'pk l KEYS_ONLY' } });
    await client.send(
      new CreateTableCommand({
        ...input,
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
        SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: 'alias/mine' },
      }),
    );
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: 't01',
        TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
      }),
    );
    const described = await describeBackup((await backUp('full', 't01'))?.BackupArn);
    expect(described?.SourceTableFeatureDetails).to.deep.equal({
      LocalSecondaryIndexes: [
        {
          IndexName: 'lsi',
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 'l', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'gsi',
          KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
          ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
        },
      ],
      StreamDescription: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' },
      SSEDescription: {
        Status: 'ENABLED',
        SSEType: 'KMS',
        KMSMasterKeyArn: 'arn:aws:kms:us-east-1:000000000000:alias/mine',
      },
    });
  });

  it('outlive their table, and are told apart only by ARN', async () => {
    const first = await backUp();
    const second = await backUp();
    expect(first?.BackupArn).to.not.equal(second?.BackupArn);
    await client.send(new DeleteTableCommand(t));
    const { BackupSummaries } = await list({ TableName: 't00' });
    expect(BackupSummaries?.map(({ BackupArn }) => BackupArn)).to.deep.equal([
      first?.BackupArn,
      second?.BackupArn,
    ]);
    expect(Object.keys(BackupSummaries?.[0] ?? {})).to.have.members([
      'TableName',
      'TableId',
      'TableArn',
      'BackupArn',
      'BackupName',
      'BackupSizeBytes',
      'BackupStatus',
      'BackupType',
      'BackupCreationDateTime',
    ]);
  });

  it('are gone when they are deleted', async () => {
    const BackupArn = (await backUp())?.BackupArn;
    const { BackupDescription } = await client.send(new DeleteBackupCommand({ BackupArn }));
    expect(BackupDescription?.BackupDetails?.BackupStatus).to.equal('DELETED');
    expect(BackupDescription?.SourceTableDetails?.TableName).to.equal('t00');
    for (const again of [
      client.send(new DescribeBackupCommand({ BackupArn })),
      client.send(new DeleteBackupCommand({ BackupArn })),
    ]) {
      const error = await caught(again);
      expect(error).to.be.instanceOf(BackupNotFoundException);
      expect(error.message).to.equal(`Backup not found: ${BackupArn}`);
    }
    expect((await list()).BackupSummaries).to.deep.equal([]);
  });

  it('of a deleted table with point-in-time recovery are made by DynamoDB, kept 35 days, and not to be deleted', async () => {
    await client.send(
      new UpdateContinuousBackupsCommand({
        ...t,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
    await client.send(new DeleteTableCommand(t));
    expect((await list()).BackupSummaries).to.deep.equal([]);
    const [summary] = (await list({ BackupType: 'SYSTEM' })).BackupSummaries ?? [];
    const expiry = new Date(aws.clock.now() + 35 * DAY);
    expect(summary).to.deep.include({
      BackupName: 't00$DeletedTableBackup',
      BackupType: 'SYSTEM',
      BackupExpiryDateTime: expiry,
    });
    expect(summary?.BackupArn).to.match(/-00000000$/);
    await expectRefusal(
      client.send(new DeleteBackupCommand({ BackupArn: summary?.BackupArn })),
      `Invalid Request: User is not allowed to delete the system backup with arn ${summary?.BackupArn}. It will automatically expire on ${expiry.toISOString()}`,
    );
    await aws.clock.advance(35 * DAY - 1);
    expect((await describeBackup(summary?.BackupArn))?.SourceTableFeatureDetails).to.deep.equal({});
    await aws.clock.advance(1);
    expect((await caught(describeBackup(summary?.BackupArn))).name).to.equal('BackupNotFoundException');
    expect((await list({ BackupType: 'ALL' })).BackupSummaries).to.deep.equal([]);
  });

  it('of a deleted table without it are not made', async () => {
    await client.send(new DeleteTableCommand(t));
    expect((await list({ BackupType: 'ALL' })).BackupSummaries).to.deep.equal([]);
  });

  it('need a table, by an error of their own', async () => {
    for (const promise of [
      backUp('nightly', 'nowhere'),
      client.send(new DescribeContinuousBackupsCommand({ TableName: 'nowhere' })),
    ]) {
      const error = await caught(promise);
      expect(error).to.be.instanceOf(TableNotFoundException);
      expect(error.message).to.equal('Table not found: nowhere');
    }
  });

  const refusals: readonly (readonly [string, () => Promise<unknown>, string])[] = [
    [
      'a short name',
      () => backUp('xx'),
      "1 validation error detected: Value 'xx' at 'backupName' failed to satisfy constraint: Member must have length greater than or equal to 3",
    ],
    [
      'a name with blanks',
      () => backUp('a b c'),
      "1 validation error detected: Value 'a b c' at 'backupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
    ],
    [
      'the ARN of a table',
      () => describeBackup(`arn:aws:dynamodb:us-east-1:000000000000:table/${'t'.repeat(40)}`),
      'Invalid Backup ARN',
    ],
    [
      'a short ARN',
      () => describeBackup('arn:aws:dynamodb'),
      "1 validation error detected: Value 'arn:aws:dynamodb' at 'backupArn' failed to satisfy constraint: Member must have length greater than or equal to 37",
    ],
  ];
  for (const [what, body, message] of refusals) {
    it(`refuse ${what}`, () => expectRefusal(body(), message));
  }
});
