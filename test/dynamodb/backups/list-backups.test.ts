import {
  CreateBackupCommand,
  DeleteBackupCommand,
  DynamoDBClient,
  ListBackupsCommand,
  type ListBackupsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { client, createTable, expectRefusal } from '../arrange';

describe('DynamoDB.ListBackups', () => {
  let aws: FakeAws;
  let arns: string[];
  let times: number[];
  const list = async (input: ListBackupsCommandInput = {}) => {
    const { BackupSummaries = [], LastEvaluatedBackupArn } = await client.send(new ListBackupsCommand(input));
    return { names: BackupSummaries.map(({ BackupName }) => BackupName), last: LastEvaluatedBackupArn };
  };
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    await createTable('t00', 'pk');
    await createTable('t01', 'pk');
    [arns, times] = [[], []];
    for (const [TableName, BackupName] of [
      ['t00', 'first'],
      ['t01', 'second'],
      ['t00', 'third'],
    ]) {
      times.push(aws.clock.now());
      const { BackupDetails } = await client.send(new CreateBackupCommand({ TableName, BackupName }));
      arns.push(BackupDetails?.BackupArn ?? '');
      await aws.clock.advance('1s');
    }
  });
  afterEach(() => aws.unplug());

  it('lists the oldest first, of one table if it is named, by name or ARN', async () => {
    expect(await list()).to.deep.equal({ names: ['first', 'second', 'third'], last: undefined });
    expect((await list({ TableName: 't00' })).names).to.deep.equal(['first', 'third']);
    expect((await list({ TableName: aws.dynamodb.table('t01').arn })).names).to.deep.equal(['second']);
    expect((await list({ TableName: 'nowhere' })).names).to.deep.equal([]);
    expect((await list({ BackupType: 'AWS_BACKUP' })).names).to.deep.equal([]);
  });

  it('gives pages, and no key after the last one', async () => {
    const page = await list({ Limit: 2 });
    expect(page).to.deep.equal({ names: ['first', 'second'], last: arns[1] });
    expect(await list({ Limit: 2, ExclusiveStartBackupArn: page.last })).to.deep.equal({
      names: ['third'],
      last: undefined,
    });
    expect(await list({ Limit: 3 })).to.deep.include({ last: undefined });
  });

  it('goes on behind a backup that is gone', async () => {
    await client.send(new DeleteBackupCommand({ BackupArn: arns[0] }));
    expect((await list({ ExclusiveStartBackupArn: arns[0] })).names).to.deep.equal(['second', 'third']);
  });

  it('includes the lower bound of a time range and not the upper', async () => {
    const bounds = (from: number, to: number) =>
      list({ TimeRangeLowerBound: new Date(from), TimeRangeUpperBound: new Date(to) });
    const [first = 0, , third = 0] = times;
    expect((await bounds(first, third)).names).to.deep.equal(['first', 'second']);
    expect((await bounds(first + 1, third + 1)).names).to.deep.equal(['second', 'third']);
    await expectRefusal(
      bounds(third, first),
      'One or more parameter values were invalid: Time range lower bound must be less than or equal to upper bound',
    );
  });

  it('is of one region', async () => {
    const { BackupSummaries } = await new DynamoDBClient({ region: 'eu-west-1' }).send(
      new ListBackupsCommand({}),
    );
    expect(BackupSummaries).to.deep.equal([]);
    await expectRefusal(
      list({ ExclusiveStartBackupArn: arns[0]?.replace('us-east-1', 'eu-west-1') }),
      'Invalid Request: The supplied ExclusiveStartBackupArn does not match the region',
    );
    await expectRefusal(list({ ExclusiveStartBackupArn: 'x'.repeat(40) }), 'Invalid Backup ARN');
  });

  it('takes a limit up to 100', async () => {
    await list({ Limit: 100 });
    await expectRefusal(
      list({ Limit: 101 }),
      "1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100",
    );
  });
});
