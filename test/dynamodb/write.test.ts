import {
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { fakeAws } from '../../fakes';
import { commit, stored } from '../../fakes/dynamodb/write';
import { Store } from '../../fakes/kernel/store';
import { createIds } from '../../fakes/kernel/ids';
import { createState, indexItemsOf, itemsOf } from '../../fakes/dynamodb/state';
import { tablePosition } from '../../fakes/dynamodb/key';
import { client, createTable, item } from './arrange';
import { index, table } from './entries';

type Command = {
  readonly pk: string;
  readonly sk: number;
  readonly g: string | undefined;
  readonly put: boolean;
};

describe('writes', () => {
  const key = { pk: fc.constantFrom('a', 'b', 'c'), sk: fc.integer({ min: -3, max: 12 }) };
  const command: fc.Arbitrary<Command> = fc.record({
    ...key,
    g: fc.option(fc.constantFrom('x', 'y'), { nil: undefined }),
    put: fc.boolean(),
  });

  it('leave table and indexes as a list that is sorted and filtered would be', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(command, { maxLength: 40 }),
        fc.integer({ min: 1, max: 4 }),
        async (commands, Limit) => {
          const aws = fakeAws({ seed: 1 });
          try {
            await createTable('t00', 'pk sk:N', { globals: { gsi: 'g sk:N' } });
            const model = new Map<string, Command>();
            for (const { pk, sk, g, put } of commands) {
              const members = { pk, sk, ...(g === undefined ? {} : { g }) };
              if (put) {
                await client.send(new PutItemCommand({ TableName: 't00', Item: item(members) }));
                model.set(`${pk}/${sk}`, { pk, sk, g, put });
              } else {
                await client.send(new DeleteItemCommand({ TableName: 't00', Key: item({ pk, sk }) }));
                model.delete(`${pk}/${sk}`);
              }
            }
            const all = [...model.values()];
            expect((await client.send(new ScanCommand({ TableName: 't00' }))).Count).to.equal(all.length);
            for (const forward of [true, false]) {
              const sign = forward ? 1 : -1;
              const inA = all.filter(({ pk }) => pk === 'a').toSorted((a, b) => sign * (a.sk - b.sk));
              expect(await sks('pk', 'a', undefined, Limit, forward)).to.deep.equal(inA.map(({ sk }) => sk));
              const inX = all.filter(({ g }) => g === 'x').toSorted((a, b) => sign * (a.sk - b.sk));
              expect(await sks('g', 'x', 'gsi', Limit, forward)).to.deep.equal(inX.map(({ sk }) => sk));
            }
          } finally {
            aws.unplug();
          }
        },
      ),
      { numRuns: 40, seed: 3 },
    );
  });

  /** The sort keys of a partition of the table or index, read page by page. */
  async function sks(
    name: string,
    value: string,
    IndexName: string | undefined,
    Limit: number,
    ScanIndexForward: boolean,
  ): Promise<number[]> {
    const found: number[] = [];
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: 't00',
          IndexName,
          KeyConditionExpression: '#k = :v',
          ExpressionAttributeNames: { '#k': name },
          ExpressionAttributeValues: item({ ':v': value }),
          Limit,
          ScanIndexForward,
          ExclusiveStartKey,
        }),
      );
      found.push(...(page.Items ?? []).map(({ sk }) => Number(sk?.N)));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return found;
  }

  describe('of one item', () => {
    const state = createState(new Store(() => 0), '2026');
    const context = { state, now: 0, ids: createIds(1) };
    const write = (members: Record<string, string> | undefined) => {
      const position = tablePosition(table, item({ pk: 'p', sk: 's' }));
      const before = itemsOf(state, table).get(position);
      const after = members === undefined ? undefined : stored(item({ pk: 'p', sk: 's', ...members }));
      return commit(context, { table, position, before, after });
    };
    const units = (used: ReturnType<typeof write>) => [used.table, used.indexes.get('gsi')];

    it('charge the index for what it stores, and write nothing when nothing changes', () => {
      expect(units(write(undefined))).to.deep.equal([1, undefined]);
      expect(units(write({ x: '1' }))).to.deep.equal([1, undefined]);
      expect(units(write({ x: '1', g: 'a' }))).to.deep.equal([1, 1]);
      const mark = state.store.mark();
      expect(units(write({ x: '1', g: 'a' }))).to.deep.equal([1, undefined]);
      expect(state.store.mark()).to.equal(mark);
      expect(units(write({ x: 'not projected', g: 'a' }))).to.deep.equal([1, undefined]);
      expect(units(write({ g: 'b' }))).to.deep.equal([1, 2]);
      expect(indexItemsOf(state, table, index).size).to.equal(1);
      expect(units(write({ big: 'x'.repeat(2000) }))).to.deep.equal([2, 1]);
      expect(units(write(undefined))).to.deep.equal([2, undefined]);
      expect(itemsOf(state, table).size).to.equal(0);
    });
  });
});
