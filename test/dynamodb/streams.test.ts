import {
  DeleteItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type StreamViewType,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { createDynamodb } from '../../fakes/dynamodb/service';
import type { DynamodbState } from '../../fakes/dynamodb/state';
import {
  latestPosition,
  readStreamRecords,
  sequenceNumber,
  sequenceOf,
  shardIdOf,
} from '../../fakes/dynamodb/streams';
import { client, createTable, item, putAll } from './arrange';

describe('DynamoDB Streams records', () => {
  let aws: FakeAws;
  const open = (StreamViewType: StreamViewType = 'NEW_AND_OLD_IMAGES') =>
    createTable('t00', 'pk', {}, { StreamSpecification: { StreamEnabled: true, StreamViewType } });
  const records = () => aws.dynamodb.table('t00').streamRecords();
  const stateOf = (): DynamodbState => aws.world.state(createDynamodb({ errorWording: '2026' }));
  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
  });
  afterEach(() => aws.unplug());
  const change = async () => {
    await putAll('t00', [{ pk: 'a', x: 'one' }]);
    await putAll('t00', [{ pk: 'a', x: 'two' }]);
    await client.send(new DeleteItemCommand({ TableName: 't00', Key: item({ pk: 'a' }) }));
  };

  it('says what happened, in order, with both images', async () => {
    await open();
    await change();
    const [insert, modify, remove] = records();
    const { ApproximateCreationDateTime, SequenceNumber, ...dynamodb } = insert?.dynamodb ?? {};
    const { dynamodb: _dynamodb, eventID, ...members } = insert ?? {};
    expect(members).to.deep.equal({
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
    });
    expect(eventID).to.match(/^[0-9a-f]{32}$/);
    expect(dynamodb).to.deep.equal({
      Keys: item({ pk: 'a' }),
      NewImage: item({ pk: 'a', x: 'one' }),
      SizeBytes: 3 + 7,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    });
    expect(SequenceNumber).to.match(/^\d{21,40}$/);
    expect(Number(ApproximateCreationDateTime) % 1000).to.equal(0);
    expect(modify?.eventName).to.equal('MODIFY');
    expect(modify?.dynamodb).to.deep.include({
      OldImage: item({ pk: 'a', x: 'one' }),
      NewImage: item({ pk: 'a', x: 'two' }),
      SizeBytes: 17,
    });
    expect(remove?.eventName).to.equal('REMOVE');
    expect(remove?.dynamodb)
      .to.deep.include({ OldImage: item({ pk: 'a', x: 'two' }) })
      .and.to.not.have.property('NewImage');
  });

  const views: readonly (readonly [StreamViewType, readonly string[]])[] = [
    ['KEYS_ONLY', []],
    ['NEW_IMAGE', ['NewImage']],
    ['OLD_IMAGE', ['OldImage']],
    ['NEW_AND_OLD_IMAGES', ['NewImage', 'OldImage']],
  ];
  for (const [view, expected] of views) {
    it(`shows the images of ${view}`, async () => {
      await open(view);
      await change();
      const images = Object.keys(records()[1]?.dynamodb ?? {}).filter((name) => name.endsWith('Image'));
      expect(images).to.deep.equal(expected);
    });
  }

  it('records no write that changes nothing', async () => {
    await open();
    await putAll('t00', [
      { pk: 'a', x: 1 },
      { pk: 'a', x: { N: '1.0' } },
    ]);
    await client.send(
      new UpdateItemCommand({ TableName: 't00', Key: item({ pk: 'a' }), UpdateExpression: 'REMOVE y' }),
    );
    await client.send(new DeleteItemCommand({ TableName: 't00', Key: item({ pk: 'none' }) }));
    expect(records()).to.have.lengthOf(1);
  });

  it('records every change of a transaction, in the order of its actions', async () => {
    await open();
    const Puts = ['a', 'b', 'c'].map((pk) => ({ Put: { TableName: 't00', Item: item({ pk }) } }));
    await client.send(new TransactWriteItemsCommand({ TransactItems: Puts }));
    expect(records().map(({ dynamodb }) => dynamodb.Keys['pk']?.S)).to.deep.equal(['a', 'b', 'c']);
  });

  it('is read from a sequence number on, a few at a time, for 24 hours', async () => {
    await open();
    await putAll(
      't00',
      ['a', 'b', 'c'].map((pk) => ({ pk })),
    );
    const streamArn = aws.dynamodb.table('t00').streamArn ?? '';
    const read = (afterSequenceNumber?: string, limit?: number) =>
      readStreamRecords(stateOf(), {
        streamArn,
        afterSequenceNumber,
        now: aws.clock.now(),
        ...(limit === undefined ? {} : { limit }),
      });
    const [first] = read(undefined, 1);
    const rest = read(first?.dynamodb.SequenceNumber);
    expect([first, ...rest].map((record) => record?.dynamodb.Keys['pk']?.S)).to.deep.equal(['a', 'b', 'c']);
    const last = rest.at(-1)?.dynamodb.SequenceNumber;
    expect(latestPosition(stateOf(), streamArn)).to.equal(sequenceOf(last));
    expect(read(last)).to.deep.equal([]);
    await aws.clock.advance('24h');
    expect(read()).to.deep.equal([]);
  });

  it('has no records of a stream that never was', async () => {
    expect(readStreamRecords(stateOf(), { streamArn: 'none', now: 0 })).to.deep.equal([]);
    expect(latestPosition(stateOf(), 'none')).to.equal(0);
  });

  it('takes its records back with the world', async () => {
    await open();
    const mark = aws.mark();
    await putAll('t00', [{ pk: 'a' }]);
    const before = records();
    aws.restore(mark);
    expect(records()).to.deep.equal([]);
    await putAll('t00', [{ pk: 'a' }]);
    expect(records().map(({ eventID }) => eventID)).to.deep.equal(before.map(({ eventID }) => eventID));
  });

  it('names its shard in the form of AWS and turns sequence numbers back', () => {
    const stream = {
      arn: 'x',
      label: 'x',
      tableName: 't00',
      keySchema: [],
      viewType: 'KEYS_ONLY',
      createdAt: 1_700_000_000_000,
    } as const;
    expect(shardIdOf(stream)).to.match(/^shardId-\d{20}-[0-9a-f]{8}$/);
    expect(sequenceOf(sequenceNumber(42))).to.equal(42);
    expect(sequenceOf(undefined)).to.equal(0);
  });
});
