import {
  CreateBackupCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  InvalidRestoreTimeException,
  PointInTimeRecoveryUnavailableException,
  PutItemCommand,
  QueryCommand,
  RestoreTableFromBackupCommand,
  RestoreTableToPointInTimeCommand,
  TableAlreadyExistsException,
  UpdateContinuousBackupsCommand,
  type RestoreTableToPointInTimeCommandInput,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { caught, client, createTable, expectRefusal, item, putAll, tableInput, type Short } from '../arrange';

const t = { TableName: 't00' };

describe('DynamoDB restores', () => {
  let aws: FakeAws;
  const put = (members: Record<string, Short>) =>
    client.send(new PutItemCommand({ ...t, Item: item(members) }));
  const items = (name: string) =>
    aws.dynamodb
      .table(name)
      .items()
      .toSorted((a, b) => (JSON.stringify(a['pk']) < JSON.stringify(b['pk']) ? -1 : 1));
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    await client.send(
      new CreateTableCommand({
        ...tableInput('t00', 'pk', { globals: { gsi: 'g KEYS_ONLY', other: 'h' } }),
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
        SSESpecification: { Enabled: true },
        Tags: [{ Key: 'k', Value: 'v' }],
        DeletionProtectionEnabled: false,
      }),
    );
    await put({ pk: 'a', g: 'g', x: 1 });
    await put({ pk: 'b', x: 1 });
  });
  afterEach(() => aws.unplug());

  describe('from a backup', () => {
    let BackupArn: string | undefined;
    beforeEach(async () => {
      const { BackupDetails } = await client.send(new CreateBackupCommand({ ...t, BackupName: 'one' }));
      BackupArn = BackupDetails?.BackupArn;
      await put({ pk: 'a', g: 'g', x: 2 });
      await client.send(new DeleteItemCommand({ ...t, Key: item({ pk: 'b' }) }));
    });
    const restore = (more: object = {}) =>
      client.send(new RestoreTableFromBackupCommand({ BackupArn, TargetTableName: 'new', ...more }));

    it('make a new table as the old one was, with its indexes and encryption, without stream and tags', async () => {
      const { TableDescription } = await restore();
      expect(TableDescription).to.deep.include({ TableName: 'new', TableStatus: 'CREATING', ItemCount: 2 });
      expect(TableDescription?.RestoreSummary).to.deep.equal({
        SourceBackupArn: BackupArn,
        SourceTableArn: aws.dynamodb.table('t00').arn,
        RestoreDateTime: new Date(aws.clock.now()),
        RestoreInProgress: true,
      });
      expect(items('new')).to.deep.equal([
        { pk: 'a', g: 'g', x: 1 },
        { pk: 'b', x: 1 },
      ]);
      const { Table } = await client.send(new DescribeTableCommand({ TableName: 'new' }));
      expect(Table).to.include({ TableStatus: 'ACTIVE' });
      expect(Table).to.not.have.any.keys('RestoreSummary', 'StreamSpecification', 'LatestStreamArn');
      expect(Table?.SSEDescription?.Status).to.equal('ENABLED');
      expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).to.deep.equal([
        'gsi',
        'other',
      ]);
      const { Items } = await client.send(
        new QueryCommand({
          TableName: 'new',
          IndexName: 'gsi',
          KeyConditionExpression: 'g = :g',
          ExpressionAttributeValues: item({ ':g': 'g' }),
        }),
      );
      expect(Items).to.deep.equal([item({ pk: 'a', g: 'g' })]);
    });

    it('work when the table is gone, and leave both tables to themselves', async () => {
      await client.send(new DeleteTableCommand(t));
      await restore({ TargetTableName: 't00' });
      await put({ pk: 'c' });
      await restore();
      expect(items('new')).to.have.lengthOf(2);
      expect(items('t00')).to.have.lengthOf(3);
    });

    it('refuse a name that is taken', async () => {
      const error = await caught(restore({ TargetTableName: 't00' }));
      expect(error).to.be.instanceOf(TableAlreadyExistsException);
      expect(error.message).to.equal('Table already exists: t00');
      expect(aws.dynamodb.tables()).to.deep.equal(['t00']);
    });
  });

  describe('to a point in time', () => {
    const enable = () =>
      client.send(
        new UpdateContinuousBackupsCommand({
          ...t,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        }),
      );
    const restore = (more: Partial<RestoreTableToPointInTimeCommandInput>) =>
      client.send(
        new RestoreTableToPointInTimeCommand({
          SourceTableName: 't00',
          TargetTableName: 'new',
          ...more,
        }),
      );

    it('show every change up to that time and none after it', async () => {
      await enable();
      const changes: (() => Promise<unknown>)[] = [
        () => put({ pk: 'c' }),
        () => put({ pk: 'a', g: 'g', x: 2 }),
        () => client.send(new DeleteItemCommand({ ...t, Key: item({ pk: 'b' }) })),
        () => put({ pk: 'b', x: 3 }),
        () => client.send(new DeleteItemCommand({ ...t, Key: item({ pk: 'c' }) })),
      ];
      const states: (readonly [number, unknown])[] = [];
      for (const change of changes) {
        await aws.clock.advance('1m');
        await change();
        states.push([aws.clock.now(), items('t00')]);
      }
      await aws.clock.advance('5m');
      for (const [at, state] of states) {
        await restore({ RestoreDateTime: new Date(at) });
        expect(items('new')).to.deep.equal(state);
        await client.send(new DeleteTableCommand({ TableName: 'new' }));
      }
      await restore({ RestoreDateTime: new Date((states[1]?.[0] ?? 0) - 1) });
      expect(items('new')).to.deep.equal(states[0]?.[1]);
    });

    it('can take the latest time, by name or ARN', async () => {
      await enable();
      await aws.clock.advance('10m');
      await put({ pk: 'late' });
      const { TableDescription } = await restore({ UseLatestRestorableTime: true });
      expect(TableDescription?.RestoreSummary).to.deep.equal({
        SourceTableArn: aws.dynamodb.table('t00').arn,
        RestoreDateTime: new Date(aws.clock.now() - 300_000),
        RestoreInProgress: true,
      });
      expect(items('new')).to.have.lengthOf(2);
      const SourceTableArn = aws.dynamodb.table('t00').arn;
      await client.send(
        new RestoreTableToPointInTimeCommand({
          SourceTableArn,
          TargetTableName: 'newer',
          UseLatestRestorableTime: true,
        }),
      );
      expect(items('newer')).to.have.lengthOf(2);
    });

    it('see what the test itself put and deleted', async () => {
      await enable();
      await putAll('t00', [{ pk: 'c' }]);
      await aws.clock.advance('1h');
      aws.dynamodb.table('t00').delete({ pk: 'c' });
      await aws.clock.advance('1h');
      await restore({ RestoreDateTime: new Date(aws.clock.now() - 90 * 60_000) });
      expect(items('new').map(({ pk }) => pk)).to.deep.equal(['a', 'b', 'c']);
    });

    const both =
      'Invalid Request: Both RestoreDateTime and UseLatestRestorableTime cannot be set for point-in-time restore request. Please specify either RestoreDateTime time or UseLatestRestorableTime';
    const neither =
      'Invalid Request: Either one of RestoreDateTime or UseLatestRestorableTime must be specified, but not both';
    const sources = 'Invalid Request: Must provide exactly one of: sourceTableArn, sourceTableName';
    const when = new Date(0);
    const order: readonly (readonly [
      string,
      Partial<RestoreTableToPointInTimeCommandInput>,
      string,
      string,
    ])[] = [
      [
        'members before the times',
        { TargetTableName: 'bad name!' },
        "1 validation error detected: Value 'bad name!' at 'targetTableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
        'ValidationException',
      ],
      [
        'both times before the source',
        { UseLatestRestorableTime: true, RestoreDateTime: when },
        both,
        'ValidationException',
      ],
      ['no time before the source', { SourceTableName: 'nowhere' }, neither, 'ValidationException'],
      [
        'two sources',
        {
          UseLatestRestorableTime: true,
          SourceTableArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/t00',
        },
        sources,
        'ValidationException',
      ],
      [
        'the source before all else',
        { SourceTableName: 'nowhere', TargetTableName: 't00', RestoreDateTime: when },
        'Table not found: nowhere',
        'TableNotFoundException',
      ],
      [
        'point-in-time recovery before time and target',
        { TargetTableName: 't00', RestoreDateTime: when },
        "Point in time recovery is not enabled for table 't00'",
        'PointInTimeRecoveryUnavailableException',
      ],
    ];
    for (const [what, input, message, name] of order) {
      it(`check ${what}`, () => expectRefusal(restore(input), message, name));
    }

    it('check the time before the target, from both sides', async () => {
      await enable();
      const begun = aws.clock.now();
      await aws.clock.advance('10m');
      const [from, to] = [begun, begun + 300_000];
      const text = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
      for (const time of [from - 1000, to + 1000]) {
        const error = await caught(restore({ TargetTableName: 't00', RestoreDateTime: new Date(time) }));
        expect(error).to.be.instanceOf(InvalidRestoreTimeException);
        expect(error.message).to.equal(
          `RestoreDateTime '${text(time)}' must be within EarliestRestorableDateTime '${text(from)}' and LatestRestorableDateTime '${text(to)}'`,
        );
      }
      for (const time of [from, to]) {
        const error = await caught(restore({ TargetTableName: 't00', RestoreDateTime: new Date(time) }));
        expect(error).to.be.instanceOf(TableAlreadyExistsException);
      }
    });

    it('forget what was before a break', async () => {
      await enable();
      await client.send(
        new UpdateContinuousBackupsCommand({
          ...t,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
        }),
      );
      expect(await caught(restore({ UseLatestRestorableTime: true }))).to.be.instanceOf(
        PointInTimeRecoveryUnavailableException,
      );
      expect(
        await caught(restore({ UseLatestRestorableTime: true, SourceTableName: 'gone' })),
      ).to.have.property('name', 'TableNotFoundException');
      await createTable('gone', 'pk');
    });
  });
});
