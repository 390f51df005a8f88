import { GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws } from '../../fakes';
import { comparePositions, type Position } from '../../fakes/dynamodb/position';
import type { StoredItem } from '../../fakes/dynamodb/state';
import { client, createTable, item } from './arrange';

interface Work {
  readonly put: number;
  readonly get: number;
  readonly query: number;
  /** Entries written by one Put: the item and its index entries. */
  readonly written: number;
}

/** Comparisons of keys that single calls make on a table of so many items with three global indexes. */
async function workAt(size: number): Promise<Work> {
  const aws = fakeAws({ seed: 1 });
  try {
    let comparisons = 0;
    const counting = (a: Position, b: Position): number => {
      comparisons++;
      return comparePositions(a, b);
    };
    // Made before the table asks for them, so that the table's collections count.
    const life = 'us-east-1 t00#1';
    for (const name of ['items', ...['byA', 'byB', 'byC'].map((index) => `index ${index}`)]) {
      const [kind = '', index] = name.split(' ');
      aws.world.store.collection<Position, StoredItem>(
        index === undefined ? `dynamodb.${kind} ${life}` : `dynamodb.${kind} ${life} ${index}`,
        counting,
        ({ bytes }) => bytes,
      );
    }
    await createTable('t00', 'pk sk:N', { globals: { byA: 'a sk:N', byB: 'b sk:N', byC: 'c sk:N' } });
    const table = aws.dynamodb.table('t00');
    const entry = (i: number) => ({
      pk: `p${i % 10}`,
      sk: i,
      a: `a${i % 7}`,
      b: `b${i % 101}`,
      c: `c${i}`,
    });
    for (let i = 0; i < size; i++) table.put(entry(i));
    const counted = async (call: () => Promise<unknown>): Promise<number> => {
      comparisons = 0;
      await call();
      return comparisons;
    };
    const mark = aws.world.store.mark();
    const put = await counted(() =>
      client.send(new PutItemCommand({ TableName: 't00', Item: item(entry(size)) })),
    );
    const written = aws.world.store.changesSince(mark).length;
    const get = await counted(() =>
      client.send(new GetItemCommand({ TableName: 't00', Key: item({ pk: 'p1', sk: 1 }) })),
    );
    const query = await counted(() =>
      client.send(
        new QueryCommand({
          TableName: 't00',
          KeyConditionExpression: 'pk = :p',
          ExpressionAttributeValues: item({ ':p': 'p1' }),
          Limit: 100,
        }),
      ),
    );
    return { put, get, query, written };
  } finally {
    aws.unplug();
  }
}

describe('DynamoDB work of a call', function () {
  this.timeout(60_000);

  it('grows with the logarithm of the items, whatever the number of indexes, and a page costs its length', async () => {
    const [small, large] = [await workAt(1_000), await workAt(64_000)];
    // log2 of 64 times as many items is 6 more.
    const steps = 6;
    expect(small.written).to.equal(4);
    expect(large.written).to.equal(4);
    expect(small.put).to.be.above(0);
    expect(large.put - small.put).to.be.at.most(4 * 4 * steps);
    expect(large.get - small.get).to.be.at.most(2 * steps);
    expect(large.query - small.query).to.be.at.most(4 * steps);
    expect(large.query).to.be.below(3 * 100 + 4 * Math.log2(64_000));
  });
});
