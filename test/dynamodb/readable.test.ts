import {
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, FakeMisuse, type FakeAws } from '../../fakes';
import { createTable, item, putAll, type Short } from './arrange';

const t = { TableName: 't00' };

describe('DynamoDB reads of the past', () => {
  let aws: FakeAws;
  const client = new DynamoDBClient({ region: 'us-east-1' });
  const table = () => aws.dynamodb.table('t00');
  const put = (members: Record<string, Short>) =>
    client.send(new PutItemCommand({ ...t, Item: item(members) }));
  const query = (IndexName: string | undefined, name: string, ConsistentRead = false) =>
    client.send(
      new QueryCommand({
        ...t,
        ...(IndexName === undefined ? {} : { IndexName }),
        KeyConditionExpression: `${name} = :v`,
        ExpressionAttributeValues: item({ ':v': 'a' }),
        ConsistentRead,
      }),
    );
  const xs = (items: readonly Record<string, { N?: string }>[] | undefined) => items?.map(({ x }) => x?.N);
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    await createTable('t00', 'pk sk', { globals: { gsi: 'g' }, locals: { lsi: 'pk l' } });
    await putAll('t00', [{ pk: 'a', sk: 's', g: 'a', l: 'l', x: 1 }]);
    await aws.clock.advance('1m');
    await put({ pk: 'a', sk: 's', g: 'a', l: 'l', x: 2 });
  });
  afterEach(() => aws.unplug());

  const Key = item({ pk: 'a', sk: 's' });
  type Read = (consistent: boolean) => Promise<readonly (string | undefined)[] | undefined>;
  const reads: readonly (readonly [string, Read])[] = [
    [
      'GetItem',
      async (ConsistentRead) => {
        const { Item } = await client.send(new GetItemCommand({ ...t, Key, ConsistentRead }));
        return xs(Item === undefined ? [] : [Item]);
      },
    ],
    [
      'BatchGetItem',
      async (ConsistentRead) =>
        xs(
          (
            await client.send(
              new BatchGetItemCommand({ RequestItems: { t00: { Keys: [Key], ConsistentRead } } }),
            )
          ).Responses?.['t00'],
        ),
    ],
    ['Query', async (consistent) => xs((await query(undefined, 'pk', consistent)).Items)],
    ['Query of a local index', async (consistent) => xs((await query('lsi', 'pk', consistent)).Items)],
    [
      'Scan',
      async (ConsistentRead) => xs((await client.send(new ScanCommand({ ...t, ConsistentRead }))).Items),
    ],
  ];
  for (const [what, read] of reads) {
    it(`show ${what} what was there before the last writes, unless it is consistent`, async () => {
      table().staleReads({ writes: 1 });
      expect([await read(false), await read(true)]).to.deep.equal([['1'], ['2']]);
      table().staleReads({ writes: 2 });
      expect(await read(false)).to.deep.equal([]);
      table().staleReads('never');
      expect(await read(false)).to.deep.equal(['2']);
      expect(table().items()).to.deep.equal([{ pk: 'a', sk: 's', g: 'a', l: 'l', x: 2 }]);
    });

    it(`show ${what} what was there so long ago`, async () => {
      table().staleReads('30s');
      expect(await read(false)).to.deep.equal(['1']);
      await aws.clock.advance('29s');
      await aws.clock.advance(999);
      expect(await read(false)).to.deep.equal(['1']);
      await aws.clock.advance(1);
      expect(await read(false)).to.deep.equal(['2']);
    });
  }

  it('show a transaction what is there', async () => {
    table().staleReads('1h');
    const { Responses } = await client.send(
      new TransactGetItemsCommand({ TransactItems: [{ Get: { ...t, Key } }] }),
    );
    expect(Responses?.[0]?.Item?.['x']).to.deep.equal({ N: '2' });
  });

  it('let global indexes lag behind their table', async () => {
    table().indexLag('2s');
    expect(xs((await query('gsi', 'g')).Items)).to.deep.equal(['1']);
    expect(xs((await query(undefined, 'pk')).Items)).to.deep.equal(['2']);
    await aws.clock.advance('2s');
    expect(xs((await query('gsi', 'g')).Items)).to.deep.equal(['2']);
    await put({ pk: 'a', sk: 's', g: 'b', l: 'l', x: 3 });
    expect(xs((await query('gsi', 'g')).Items)).to.deep.equal(['2']);
    table().indexLag('never');
    expect((await query('gsi', 'g')).Items).to.deep.equal([]);
  });

  it('count the writes of the index itself', async () => {
    table().indexLag({ writes: 1 });
    await put({ pk: 'b', sk: 's', x: 9 });
    expect(xs((await query('gsi', 'g')).Items)).to.deep.equal(['1']);
  });

  it('hold for global indexes too while these have no lag of their own', async () => {
    table().staleReads('30s');
    expect(xs((await query('gsi', 'g')).Items)).to.deep.equal(['1']);
    table().indexLag(0);
    expect(xs((await query('gsi', 'g')).Items)).to.deep.equal(['2']);
  });

  it('give way to a fault rule', async () => {
    table().staleReads('30s');
    aws.faults.on(GetItemCommand).readsStale({ writes: 2 });
    expect(await reads[0]?.[1](false)).to.deep.equal([]);
    expect(await reads[0]?.[1](false)).to.deep.equal(['1']);
  });

  it('catch a handler that reads what it has just written, and not one that reads consistently', async () => {
    table().staleReads({ writes: 1 });
    const addOne = async (ConsistentRead: boolean): Promise<void> => {
      const { Item } = await client.send(new GetItemCommand({ ...t, Key, ConsistentRead }));
      await put({ pk: 'a', sk: 's', x: Number(Item?.['x']?.N) + 1 });
    };
    await addOne(false);
    expect(table().get({ pk: 'a', sk: 's' })).to.include({ x: 2 });
    await addOne(true);
    expect(table().get({ pk: 'a', sk: 's' })).to.include({ x: 3 });
  });

  it('go back with the world, and go with the table', () => {
    const mark = aws.mark();
    table().staleReads('30s');
    aws.restore(mark);
    expect(aws.diff(mark)).to.deep.equal([]);
  });

  it('refuse what means nothing', () => {
    expect(() => table().staleReads({ writes: -1 })).to.throw(FakeMisuse, '{ writes: -1 }');
    expect(() => table().staleReads({ writes: 1.5 })).to.throw(FakeMisuse, 'a whole number of at least 0');
    expect(() => table().indexLag(-5)).to.throw(FakeMisuse, 'not a duration');
  });
});
