import {
  DeleteTableCommand,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { EXPIRY_LAG_MS } from '../../fakes/dynamodb/expiry-sweep';
import { client, createTable, item, putAll } from './arrange';

const HOUR = 3_600_000;
const SERVICE = { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' };

describe('DynamoDB deletes expired items by the clock', () => {
  let aws: FakeAws;
  let begun: number;
  const table = () => aws.dynamodb.table('t00');
  const enable = (Enabled = true) =>
    client.send(
      new UpdateTimeToLiveCommand({
        TableName: 't00',
        TimeToLiveSpecification: { Enabled, AttributeName: 'expires' },
      }),
    );
  const get = async (pk: string) =>
    (await client.send(new GetItemCommand({ TableName: 't00', Key: item({ pk }), ConsistentRead: true })))
      .Item;
  const removed = () =>
    table()
      .streamRecords()
      .filter(({ eventName }) => eventName === 'REMOVE');
  /** An item that expires so many seconds from the beginning. */
  const expiring = (pk: string, seconds: number) => ({ pk, g: 'g', expires: begun / 1000 + seconds });

  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    begun = aws.clock.now();
    await createTable(
      't00',
      'pk',
      { globals: { gsi: 'g' } },
      { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } },
    );
  });
  afterEach(() => aws.unplug());

  it('48 hours after their time, to the millisecond, and not before: until then they are read', async () => {
    expect(EXPIRY_LAG_MS).to.equal(48 * HOUR);
    await enable();
    await putAll('t00', [expiring('a', 10)]);
    await aws.clock.advance(10_000 + 48 * HOUR);
    expect(await get('a')).to.deep.equal(item(expiring('a', 10)));
    await aws.clock.advance(1);
    expect(await get('a')).to.equal(undefined);
  });

  const looks: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['GetItem', () => get('a')],
    ['Scan', async () => (await client.send(new ScanCommand({ TableName: 't00' }))).Items?.[0]],
    [
      'Query of an index',
      async () =>
        (
          await client.send(
            new QueryCommand({
              TableName: 't00',
              IndexName: 'gsi',
              KeyConditionExpression: 'g = :g',
              ExpressionAttributeValues: item({ ':g': 'g' }),
            }),
          )
        ).Items?.[0],
    ],
    [
      'DescribeTable',
      async () =>
        (await client.send(new DescribeTableCommand({ TableName: 't00' }))).Table?.ItemCount || undefined,
    ],
    ['items()', async () => table().items()[0]],
    ['count', async () => table().count || undefined],
    ['get()', async () => table().get({ pk: 'a' })],
  ];
  for (const [what, look] of looks) {
    it(`before ${what} looks`, async () => {
      await enable();
      table().expiryLag('1h');
      await putAll('t00', [expiring('a', 10)]);
      expect(await look()).not.to.equal(undefined);
      await aws.clock.advance('2h');
      expect(await look()).to.equal(undefined);
    });
  }

  it('in the order and with the time of their deletion, as the service, in the stream', async () => {
    await enable();
    table().expiryLag('1h');
    await putAll('t00', [expiring('late', 30), expiring('early', 10)]);
    await aws.clock.advance('5h');
    await putAll('t00', [{ pk: 'after' }]);
    const records = removed();
    expect(records.map(({ dynamodb }) => dynamodb.Keys['pk']?.S)).to.deep.equal(['early', 'late']);
    expect(records.map(({ userIdentity }) => userIdentity)).to.deep.equal([SERVICE, SERVICE]);
    expect(
      records.map(({ dynamodb }) => dynamodb.ApproximateCreationDateTime.getTime() - begun),
    ).to.deep.equal([10_000 + HOUR, 30_000 + HOUR]);
    expect(table().streamRecords().at(-1)).to.deep.nested.include({ 'dynamodb.Keys': item({ pk: 'after' }) });
  });

  it('before the client of DynamoDB Streams looks', async () => {
    await enable();
    table().expiryLag(0);
    await putAll('t00', [expiring('a', 10)]);
    const StreamArn = table().streamArn;
    const streams = new DynamoDBStreamsClient({ region: 'us-east-1' });
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({
        StreamArn,
        ShardId: StreamDescription?.Shards?.[0]?.ShardId,
        ShardIteratorType: 'LATEST',
      }),
    );
    await aws.clock.advance('1m');
    const { Records } = await streams.send(new GetRecordsCommand({ ShardIterator }));
    expect(Records?.map(({ eventName, userIdentity }) => [eventName, userIdentity])).to.deep.equal([
      ['REMOVE', SERVICE],
    ]);
  });

  it('before a function is invoked for the stream', async () => {
    await enable();
    table().expiryLag('1h');
    await putAll('t00', [expiring('a', 10)]);
    const seen: unknown[] = [];
    aws.lambda.function(
      'expired',
      async (event: { Records: { eventName: string; userIdentity?: unknown }[] }) => {
        for (const { eventName, userIdentity } of event.Records) seen.push([eventName, userIdentity]);
      },
    );
    aws.lambda.eventSource({ table: 't00', function: 'expired' });
    await aws.lambda.settle();
    expect(seen).to.deep.equal([]);
    await aws.clock.advance('2h');
    await aws.lambda.settle();
    expect(seen).to.deep.equal([['REMOVE', { type: 'Service', principalId: 'dynamodb.amazonaws.com' }]]);
  });

  it('that were expired when they were written, from then on', async () => {
    await enable();
    table().expiryLag('1h');
    await putAll('t00', [expiring('a', -7200)]);
    await aws.clock.advance(HOUR - 1);
    expect(table().count).to.equal(1);
    await aws.clock.advance(1);
    expect(table().count).to.equal(0);
  });

  it('that were there when it was enabled, from then on', async () => {
    await putAll('t00', [expiring('a', -7200)]);
    await aws.clock.advance('30m');
    await enable();
    table().expiryLag('1h');
    await aws.clock.advance(HOUR - 1);
    expect(table().count).to.equal(1);
    await aws.clock.advance(1);
    expect(table().count).to.equal(0);
  });

  it('only when it says never, by the hand of the test', async () => {
    await enable();
    table().expiryLag('never');
    await putAll('t00', [expiring('a', 10)]);
    await aws.clock.advance('400d');
    expect(table().count).to.equal(1);
    expect(table().deleteExpired()).to.have.lengthOf(1);
  });

  it('but not those that were five years too old, nor any once it is disabled', async () => {
    const fiveYears = 5 * 365 * 86_400;
    await enable();
    await putAll('t00', [
      expiring('ancient', -fiveYears),
      expiring('old', -fiveYears + 1),
      expiring('a', 10),
    ]);
    await aws.clock.advance('3d');
    expect(
      table()
        .items()
        .map(({ pk }) => pk),
    ).to.deep.equal(['ancient']);
    await putAll('t00', [expiring('b', 10)]);
    await enable(false);
    await aws.clock.advance('9d');
    expect(table().count).to.equal(2);
  });

  it('again after the world went back', async () => {
    await enable();
    await putAll('t00', [expiring('a', 10)]);
    const mark = aws.mark();
    await aws.clock.advance('3d');
    expect(table().count).to.equal(0);
    aws.restore(mark);
    expect(table().count).to.equal(0);
    expect(removed()).to.have.lengthOf(1);
  });

  it('never out of the order of time in a stream, also when the lag gets shorter', async () => {
    await enable();
    await putAll('t00', [expiring('a', 10)]);
    await aws.clock.advance('2h');
    await putAll('t00', [{ pk: 'b' }]);
    table().expiryLag(0);
    const times = table()
      .streamRecords()
      .map(({ dynamodb }) => dynamodb.ApproximateCreationDateTime.getTime());
    expect(times).to.have.lengthOf(3);
    expect(times).to.deep.equal(times.toSorted((a, b) => a - b));
  });

  it('lets a handler that does not filter return what has expired, and one that does is right', async () => {
    await enable();
    await putAll('t00', [expiring('session', 10)]);
    await aws.clock.advance('1h');
    const naive = async () => (await get('session')) !== undefined;
    const careful = async () => Number((await get('session'))?.['expires']?.N ?? 0) > aws.clock.now() / 1000;
    expect(await naive()).to.equal(true);
    expect(await careful()).to.equal(false);
  });

  it('goes with the table', async () => {
    await enable();
    await putAll('t00', [expiring('a', 10)]);
    await client.send(new DeleteTableCommand({ TableName: 't00' }));
    await createTable('t00', 'pk');
    await client.send(new PutItemCommand({ TableName: 't00', Item: item(expiring('a', 10)) }));
    await aws.clock.advance('9d');
    expect(table().count).to.equal(1);
  });
});
