import { DeleteTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import * as sdk from '@aws-sdk/client-dynamodb-streams';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type GetShardIteratorCommandInput,
  type _Record,
} from '@aws-sdk/client-dynamodb-streams';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answer, caught, client, createTable, item, putAll } from './arrange';

describe('DynamoDB Streams client', () => {
  let aws: FakeAws;
  let arn: string;
  const streams = new DynamoDBStreamsClient({ region: 'us-east-1', maxAttempts: 1 });
  const stream = { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } } as const;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    await createTable('t00', 'pk', {}, stream);
    arn = aws.dynamodb.table('t00').streamArn ?? '';
  });
  afterEach(() => aws.unplug());

  const describeIt = async (more: object = {}) =>
    (await streams.send(new DescribeStreamCommand({ StreamArn: arn, ...more }))).StreamDescription ?? {};
  const iterator = async (
    ShardIteratorType: string,
    more: Partial<GetShardIteratorCommandInput> = {},
  ): Promise<string> => {
    const ShardId = (await describeIt()).Shards?.at(-1)?.ShardId;
    const type = ShardIteratorType as 'LATEST';
    const input = { StreamArn: arn, ShardId, ShardIteratorType: type, ...more };
    return (await streams.send(new GetShardIteratorCommand(input))).ShardIterator ?? '';
  };
  const read = (ShardIterator: string, Limit?: number) =>
    streams.send(new GetRecordsCommand({ ShardIterator, ...(Limit === undefined ? {} : { Limit }) }));
  const keys = (records: readonly _Record[] | undefined) =>
    records?.map(({ dynamodb }) => dynamodb?.Keys?.['pk']?.S);
  const put = (...pks: string[]) =>
    putAll(
      't00',
      pks.map((pk) => ({ pk })),
    );
  const disable = () =>
    client.send(new UpdateTableCommand({ TableName: 't00', StreamSpecification: { StreamEnabled: false } }));
  const refused = async (promise: Promise<unknown>, name: string, message: string): Promise<void> => {
    const error = await caught(promise);
    expect({ name: error.name, message: error.message }).to.deep.equal({ name, message });
    expect(error).to.be.instanceOf(sdk.DynamoDBStreamsServiceException);
    expect(error).to.be.instanceOf(Reflect.get(sdk, name) ?? sdk.DynamoDBStreamsServiceException);
    expect(error['$metadata']).to.include({ httpStatusCode: 400, attempts: 1 });
  };

  describe('ListStreams', () => {
    const list = async (input: object = {}) => answer(await streams.send(new ListStreamsCommand(input)));

    it('lists the streams of the region page by page, and those of one table', async () => {
      await createTable('t01', 'pk', {}, stream);
      await createTable('t02', 'pk');
      const other = aws.dynamodb.table('t01').streamArn;
      const first = await list({ Limit: 1 });
      expect(first.Streams).to.deep.equal([
        { StreamArn: arn, TableName: 't00', StreamLabel: arn.split('/stream/')[1] },
      ]);
      const second = await list({ Limit: 1, ExclusiveStartStreamArn: first.LastEvaluatedStreamArn });
      expect(second.Streams?.map(({ StreamArn }) => StreamArn)).to.deep.equal([other]);
      expect(second).to.not.have.property('LastEvaluatedStreamArn');
      expect((await list({ TableName: 't01' })).Streams).to.have.lengthOf(1);
      expect(await list({ TableName: 't02' })).to.deep.equal({ Streams: [] });
      const elsewhere = new DynamoDBStreamsClient({ region: 'eu-west-1' });
      expect((await elsewhere.send(new ListStreamsCommand({}))).Streams).to.deep.equal([]);
    });

    it('keeps a stream for 24 hours after it was disabled or its table deleted', async () => {
      await client.send(new DeleteTableCommand({ TableName: 't00' }));
      await aws.clock.advance(86_400_000 - 1);
      expect((await list()).Streams).to.have.lengthOf(1);
      await aws.clock.advance(1);
      expect((await list()).Streams).to.deep.equal([]);
      await refused(
        describeIt(),
        'ResourceNotFoundException',
        `Requested resource not found: Stream: ${arn} not found`,
      );
    });

    it('refuses a bad limit and a bad ARN', async () => {
      await refused(
        list({ Limit: 0 }),
        'ValidationException',
        "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
      );
      await refused(
        list({ Limit: 101 }),
        'ValidationException',
        "1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100",
      );
      await refused(list({ ExclusiveStartStreamArn: 'x' }), 'ValidationException', 'Invalid StreamArn');
    });
  });

  describe('DescribeStream', () => {
    it('describes an enabled stream with one open shard', async () => {
      const { Shards, CreationRequestDateTime, StreamLabel, ...members } = await describeIt();
      expect(members).to.deep.equal({
        StreamArn: arn,
        StreamStatus: 'ENABLED',
        StreamViewType: 'NEW_IMAGE',
        TableName: 't00',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      });
      expect(CreationRequestDateTime?.toISOString().slice(0, -1)).to.equal(StreamLabel);
      expect(Shards).to.have.lengthOf(1);
      expect(Shards?.[0]?.ShardId).to.match(/^shardId-\d{20}-[0-9a-f]{8}$/);
      expect(Object.keys(Shards?.[0]?.SequenceNumberRange ?? {})).to.deep.equal(['StartingSequenceNumber']);
    });

    it('lists nothing behind the last shard', async () => {
      const last = (await describeIt()).Shards?.[0]?.ShardId;
      expect((await describeIt({ ExclusiveStartShardId: last })).Shards).to.deep.equal([]);
      expect((await describeIt({ ExclusiveStartShardId: 'z'.repeat(40) })).Shards).to.deep.equal([]);
    });

    it('shows how shards follow each other, and forgets them after 24 hours', async () => {
      await put('a');
      await aws.clock.advance('4h');
      await put('b');
      const [parent, child] = (await describeIt()).Shards ?? [];
      expect(child?.ParentShardId).to.equal(parent?.ShardId);
      expect(parent?.SequenceNumberRange?.EndingSequenceNumber).to.match(/^\d{25}$/);
      expect(child?.SequenceNumberRange).to.not.have.property('EndingSequenceNumber');
      const first = await describeIt({ Limit: 1 });
      expect(first.LastEvaluatedShardId).to.equal(parent?.ShardId);
      const rest = await describeIt({ Limit: 1, ExclusiveStartShardId: first.LastEvaluatedShardId });
      expect(rest.Shards).to.deep.equal([child]);
      expect(rest).to.not.have.property('LastEvaluatedShardId');
      const filter = { ShardFilter: { Type: 'CHILD_SHARDS', ShardId: parent?.ShardId } };
      expect((await describeIt(filter)).Shards).to.deep.equal([child]);
      await aws.clock.advance('24h');
      expect((await describeIt()).Shards).to.have.lengthOf(7);
      expect((await describeIt()).Shards?.[0]?.ShardId).to.equal(child?.ShardId);
    });

    it('refuses an ARN that is none, or of another region', async () => {
      await refused(describeIt({ StreamArn: 'fake-stream' }), 'ValidationException', 'Invalid StreamArn');
      await refused(
        describeIt({ StreamArn: undefined }),
        'ValidationException',
        "1 validation error detected: Value null at 'streamArn' failed to satisfy constraint: Member must not be null",
      );
      const abroad = arn.replace('us-east-1', 'eu-west-1');
      await refused(
        describeIt({ StreamArn: abroad }),
        'ResourceNotFoundException',
        `Requested resource not found: Stream: ${abroad} not found`,
      );
    });
  });

  describe('GetShardIterator and GetRecords', () => {
    it('starts at the oldest record, at the next one, at a number or behind it', async () => {
      const early = await iterator('LATEST');
      await put('a', 'b', 'c');
      const all = await read(await iterator('TRIM_HORIZON'));
      expect(keys(all.Records)).to.deep.equal(['a', 'b', 'c']);
      expect(keys((await read(early)).Records)).to.deep.equal(['a', 'b', 'c']);
      const SequenceNumber = all.Records?.[1]?.dynamodb?.SequenceNumber;
      expect(
        keys((await read(await iterator('AT_SEQUENCE_NUMBER', { SequenceNumber }))).Records),
      ).to.deep.equal(['b', 'c']);
      expect(
        keys((await read(await iterator('AFTER_SEQUENCE_NUMBER', { SequenceNumber }))).Records),
      ).to.deep.equal(['c']);
      expect((await read(await iterator('LATEST'))).Records).to.deep.equal([]);
      const start = (await describeIt()).Shards?.[0]?.SequenceNumberRange?.StartingSequenceNumber;
      for (const type of ['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER']) {
        const records = (await read(await iterator(type, { SequenceNumber: start }))).Records;
        expect(keys(records)).to.deep.equal(['a', 'b', 'c']);
      }
    });

    it('reads on, a few at a time, and always has a further iterator while the shard is open', async () => {
      await put('a', 'b', 'c');
      const first = await read(await iterator('TRIM_HORIZON'), 2);
      const second = await read(first.NextShardIterator ?? '', 2);
      const third = await read(second.NextShardIterator ?? '', 2);
      expect([first, second, third].map(({ Records }) => keys(Records))).to.deep.equal([
        ['a', 'b'],
        ['c'],
        [],
      ]);
      await put('d');
      expect(keys((await read(third.NextShardIterator ?? '')).Records)).to.deep.equal(['d']);
      expect(third.NextShardIterator).to.match(new RegExp(`^${arn}\\|1\\|`));
    });

    it('ends a closed shard without a further iterator', async () => {
      await put('a', 'b');
      const start = await iterator('TRIM_HORIZON');
      await disable();
      const first = await read(start, 1);
      expect(keys(first.Records)).to.deep.equal(['a']);
      const last = await read(first.NextShardIterator ?? '');
      expect(keys(last.Records)).to.deep.equal(['b']);
      expect(last).to.not.have.property('NextShardIterator');
      expect((await describeIt()).StreamStatus).to.equal('DISABLED');
      expect((await read(await iterator('LATEST'))).Records).to.deep.equal([]);
    });

    it('leaves to each shard its own records', async () => {
      await put('a');
      const before = await iterator('TRIM_HORIZON');
      await aws.clock.advance('4h');
      await put('b');
      const now = await read(await iterator('TRIM_HORIZON'));
      expect(keys(now.Records)).to.deep.equal(['b']);
      await refused(
        read(before),
        'ExpiredIteratorException',
        'The shard iterator has expired and can no longer be used to retrieve stream records. A shard iterator expires 15 minutes after it is retrieved using the GetShardIterator action.',
      );
      const parent = (await describeIt()).Shards?.[0]?.ShardId;
      const old = await read(await iterator('TRIM_HORIZON', { ShardId: parent }));
      expect(keys(old.Records)).to.deep.equal(['a']);
      expect(old).to.not.have.property('NextShardIterator');
    });

    it('lets an iterator live for 15 minutes', async () => {
      await put('a');
      const start = await iterator('TRIM_HORIZON');
      await aws.clock.advance('15m');
      expect(keys((await read(start)).Records)).to.deep.equal(['a']);
      await aws.clock.advance(1);
      expect((await caught(read(start))).name).to.equal('ExpiredIteratorException');
    });

    it('trims records after 24 hours', async () => {
      await put('a');
      await aws.clock.advance('10m');
      await put('b');
      const all = await read(await iterator('TRIM_HORIZON'));
      const SequenceNumber = all.Records?.[0]?.dynamodb?.SequenceNumber;
      const ShardId = (await describeIt()).Shards?.[0]?.ShardId;
      const trimmed = 'The operation attempted to read past the oldest stream record in a shard.';
      await aws.clock.advance(86_400_000 - 600_000 - 1);
      const start = await iterator('TRIM_HORIZON', { ShardId });
      expect(keys((await read(start)).Records)).to.deep.equal(['a', 'b']);
      await aws.clock.advance(1);
      await refused(read(start), 'TrimmedDataAccessException', trimmed);
      const at = iterator('AT_SEQUENCE_NUMBER', { SequenceNumber, ShardId });
      await refused(at, 'TrimmedDataAccessException', trimmed);
      const rest = await read(await iterator('TRIM_HORIZON', { ShardId }));
      expect(keys(rest.Records)).to.deep.equal(['b']);
    });

    const NUMBER = `1${'0'.repeat(24)}`;
    const unknown = 'shardId-00000000000000000000-00000000';
    const rows: readonly (readonly [string, string, Partial<GetShardIteratorCommandInput>, string])[] = [
      [
        'no number',
        'AT_SEQUENCE_NUMBER',
        {},
        'One or more parameter values were invalid: Must specify sequence number',
      ],
      [
        'a number',
        'LATEST',
        { SequenceNumber: NUMBER },
        'One or more parameter values were invalid: SequenceNumber is not allowed with LATEST',
      ],
      [
        'letters',
        'AT_SEQUENCE_NUMBER',
        { SequenceNumber: 'x'.repeat(25) },
        'Invalid SequenceNumber for the shard',
      ],
      [
        'a number before the shard',
        'AFTER_SEQUENCE_NUMBER',
        { SequenceNumber: NUMBER },
        'Invalid SequenceNumber for the shard',
      ],
      [
        'a short number',
        'AT_SEQUENCE_NUMBER',
        { SequenceNumber: '1'.repeat(20) },
        `1 validation error detected: Value '${'1'.repeat(20)}' at 'sequenceNumber' failed to satisfy constraint: Member must have length greater than or equal to 21`,
      ],
      [
        'another type',
        'OLDEST',
        {},
        "1 validation error detected: Value 'OLDEST' at 'shardIteratorType' failed to satisfy constraint: Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_SEQUENCE_NUMBER, TRIM_HORIZON]",
      ],
      ['a bad ARN', 'LATEST', { StreamArn: 'x' }, 'Invalid StreamArn'],
    ];
    for (const [what, type, more, message] of rows) {
      it(`refuses ${what} with ${type}`, () => refused(iterator(type, more), 'ValidationException', message));
    }

    it('refuses what is unknown', async () => {
      await refused(
        iterator('LATEST', { ShardId: unknown }),
        'ResourceNotFoundException',
        `Requested resource not found: Shard: ${unknown} in Stream: ${arn} not found`,
      );
      await refused(read('nonsense'), 'ValidationException', 'Invalid ShardIterator');
      const valid = await iterator('LATEST');
      await refused(
        read(valid, 1001),
        'ValidationException',
        "1 validation error detected: Value '1001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 1000",
      );
      expect((await read(valid, 1000)).Records).to.deep.equal([]);
    });
  });

  it('shows records in the images of the view type, as their readers outside Lambda get them', async () => {
    await putAll('t00', [{ pk: 'a', x: 1 }]);
    const { Records } = await read(await iterator('TRIM_HORIZON'));
    expect(Records?.[0]?.dynamodb).to.deep.include({
      NewImage: item({ pk: 'a', x: 1 }),
      StreamViewType: 'NEW_IMAGE',
    });
    expect(Records).to.deep.equal(aws.dynamodb.table('t00').streamRecords());
  });
});
