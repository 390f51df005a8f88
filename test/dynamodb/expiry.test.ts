import { UpdateItemCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { expirySeconds } from '../../fakes/dynamodb/expiry';
import { client, createTable, item, putAll } from './arrange';

describe('DynamoDB order of expiry', () => {
  let aws: FakeAws;
  let now: number;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    now = aws.clock.now() / 1000;
    await createTable(
      't00',
      'pk',
      {},
      { StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } },
    );
  });
  afterEach(() => aws.unplug());
  const enable = (Enabled = true) =>
    client.send(
      new UpdateTimeToLiveCommand({
        TableName: 't00',
        TimeToLiveSpecification: { Enabled, AttributeName: 'expires' },
      }),
    );
  const expired = () =>
    aws.dynamodb
      .table('t00')
      .deleteExpired()
      .map(({ pk }) => pk);

  it('holds the items that were there before it was enabled, and those that come after', async () => {
    await putAll('t00', [
      { pk: 'late', expires: now + 30 },
      { pk: 'early', expires: now + 10 },
    ]);
    await enable();
    await putAll('t00', [{ pk: 'middle', expires: now + 20 }]);
    await aws.clock.advance('1m');
    expect(expired()).to.deep.equal(['early', 'middle', 'late']);
    const removed = aws.dynamodb
      .table('t00')
      .streamRecords()
      .filter(({ eventName }) => eventName === 'REMOVE');
    expect(removed.map(({ dynamodb }) => dynamodb.Keys['pk']?.S)).to.deep.equal(['early', 'middle', 'late']);
  });

  it('follows an item whose time moves, whose time goes, and which is deleted', async () => {
    await enable();
    await putAll('t00', [
      { pk: 'moved', expires: now + 10 },
      { pk: 'kept', expires: now + 10 },
      { pk: 'gone', expires: now + 10 },
    ]);
    await putAll('t00', [{ pk: 'moved', expires: now + 1000 }]);
    await client.send(
      new UpdateItemCommand({
        TableName: 't00',
        Key: item({ pk: 'kept' }),
        UpdateExpression: 'REMOVE expires',
      }),
    );
    aws.dynamodb.table('t00').delete({ pk: 'gone' });
    await aws.clock.advance('1m');
    expect(expired()).to.deep.equal([]);
    await aws.clock.advance('1h');
    expect(expired()).to.deep.equal(['moved']);
  });

  it('is forgotten while the time to live is disabled', async () => {
    await enable();
    await putAll('t00', [{ pk: 'a', expires: now + 1 }]);
    await aws.clock.advance('1h');
    await enable(false);
    expect(expired()).to.deep.equal([]);
  });

  it('stands at its second exactly, and goes back with the world', async () => {
    await enable();
    await putAll('t00', [{ pk: 'a', expires: now + 60 }]);
    await aws.clock.advance('1m');
    expect(expired()).to.deep.equal([]);
    await aws.clock.advance(1);
    const mark = aws.mark();
    expect(expired()).to.deep.equal(['a']);
    aws.restore(mark);
    expect(expired()).to.deep.equal(['a']);
  });

  it('counts only numbers', () => {
    expect(expirySeconds(item({ t: { N: '1.5' } }), 't')).to.equal(1.5);
    expect(expirySeconds(item({ t: '15' }), 't')).to.equal(undefined);
    expect(expirySeconds({}, 't')).to.equal(undefined);
    expect(expirySeconds(undefined, 't')).to.equal(undefined);
  });
});
