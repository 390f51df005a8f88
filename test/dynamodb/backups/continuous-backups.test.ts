import {
  DescribeContinuousBackupsCommand,
  UpdateContinuousBackupsCommand,
  type PointInTimeRecoverySpecification,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { client, createTable, expectRefusal } from '../arrange';

describe('DynamoDB continuous backups', () => {
  let aws: FakeAws;
  const TableName = 't00';
  const update = async (PointInTimeRecoverySpecification: PointInTimeRecoverySpecification) =>
    (await client.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification })))
      .ContinuousBackupsDescription;
  const described = async () =>
    (await client.send(new DescribeContinuousBackupsCommand({ TableName }))).ContinuousBackupsDescription;
  const off = {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
  };
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    await createTable(TableName, 'pk');
  });
  afterEach(() => aws.unplug());

  it('are there, without point-in-time recovery', async () => {
    expect(await described()).to.deep.equal(off);
  });

  it('can restore from the moment of enabling to five minutes ago, for 35 days', async () => {
    const begun = aws.clock.now();
    const window = (from: number, to: number) => ({
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: {
        PointInTimeRecoveryStatus: 'ENABLED',
        RecoveryPeriodInDays: 35,
        EarliestRestorableDateTime: new Date(from),
        LatestRestorableDateTime: new Date(to),
      },
    });
    expect(await update({ PointInTimeRecoveryEnabled: true })).to.deep.equal(window(begun, begun));
    await aws.clock.advance('4m');
    expect(await described()).to.deep.equal(window(begun, begun));
    await aws.clock.advance('6m');
    expect(await described()).to.deep.equal(window(begun, begun + 300_000));
    await aws.clock.advance('36d');
    const now = aws.clock.now();
    expect(await described()).to.deep.equal(window(now - 35 * 86_400_000, now - 300_000));
  });

  it('keep their period when they are enabled again, and forget it when disabled', async () => {
    const period = async () => (await described())?.PointInTimeRecoveryDescription?.RecoveryPeriodInDays;
    await update({ PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 });
    expect(await period()).to.equal(7);
    await update({ PointInTimeRecoveryEnabled: true });
    expect(await period()).to.equal(7);
    expect(await update({ PointInTimeRecoveryEnabled: false })).to.deep.equal(off);
    await aws.clock.advance('1h');
    const again = await update({ PointInTimeRecoveryEnabled: true });
    expect(again?.PointInTimeRecoveryDescription).to.deep.include({
      RecoveryPeriodInDays: 35,
      EarliestRestorableDateTime: new Date(aws.clock.now()),
    });
  });

  it('refuse a period while disabling, and one that is too long', async () => {
    await expectRefusal(
      update({ PointInTimeRecoveryEnabled: false, RecoveryPeriodInDays: 7 }),
      'Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.',
    );
    await update({ PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 });
    await expectRefusal(
      update({ PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 36 }),
      "1 validation error detected: Value '36' at 'pointInTimeRecoverySpecification.recoveryPeriodInDays' failed to satisfy constraint: Member must have value less than or equal to 35",
    );
  });
});
