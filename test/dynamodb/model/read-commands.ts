import {
  BatchGetItemCommand,
  GetItemCommand,
  paginateQuery,
  paginateScan,
  QueryCommand,
  TransactGetItemsCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import fc from 'fast-check';
import { client, item } from '../arrange';
import { asItem, asRow, type Row, type TableModel } from './table-model';
import { both, key } from './write-commands';

const limit = fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined });
const text = (value: unknown): string => JSON.stringify(value);

/** All items of a query, read page by page: every page but the last is full. */
async function queried(input: QueryCommandInput): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  for await (const page of paginateQuery({ client }, input)) {
    const { Items = [], LastEvaluatedKey, ScannedCount } = page;
    if (LastEvaluatedKey !== undefined) expect(ScannedCount).to.equal(input.Limit);
    found.push(...Items.map((one) => asRow(one as Parameters<typeof asRow>[0])));
  }
  return found;
}

const get = key.map((id) =>
  both(`get ${text(id)}`, async (model, TableName) => {
    const Key = asItem(id);
    const expected = model.get(id) && asItem(model.get(id) ?? id);
    const { Item } = await client.send(new GetItemCommand({ TableName, Key }));
    expect(Item).to.deep.equal(expected);
    const { Responses } = await client.send(
      new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key } }] }),
    );
    expect(Responses?.[0]?.Item).to.deep.equal(expected);
  }),
);

const batchGet = fc
  .uniqueArray(key, { minLength: 1, maxLength: 8, selector: ({ pk, sk }) => `${pk}/${sk}` })
  .map((ids) =>
    both(`batch get ${text(ids)}`, async (model, TableName) => {
      const { Responses } = await client.send(
        new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: ids.map(asItem) } } }),
      );
      const expected = ids.flatMap((id) => model.get(id) ?? []).map(asItem);
      expect(Responses?.[TableName]).to.have.deep.members(expected);
    }),
  );

const RANGES: Readonly<Record<string, (sk: number, a: number, b: number) => boolean>> = {
  'sk = :a': (sk, a) => sk === a,
  'sk < :a': (sk, a) => sk < a,
  'sk <= :a': (sk, a) => sk <= a,
  'sk > :a': (sk, a) => sk > a,
  'sk >= :a': (sk, a) => sk >= a,
  'sk BETWEEN :a AND :b': (sk, a, b) => sk >= a && sk <= b,
};

const query = fc
  .record({
    pk: fc.constantFrom('a', 'b', 'c'),
    range: fc.constantFrom(...Object.keys(RANGES)),
    a: fc.integer({ min: -3, max: 10 }),
    more: fc.nat(5),
    forward: fc.boolean(),
    Limit: limit,
  })
  .map(({ pk, range, a, more, forward, Limit }) =>
    both(`query ${pk} ${range} ${a} ${more} ${forward} ${Limit}`, async (model, TableName) => {
      const b = a + more;
      const values = range.includes(':b') ? { ':a': a, ':b': b } : { ':a': a };
      const found = await queried({
        TableName,
        KeyConditionExpression: `pk = :pk AND ${range}`,
        ExpressionAttributeValues: item({ ':pk': pk, ...values }),
        ScanIndexForward: forward,
        ...(Limit === undefined ? {} : { Limit }),
      });
      const meets = RANGES[range];
      const expected = model.sorted(
        (row) => row.pk === pk && meets?.(row.sk, a, b) === true,
        (row) => row.sk,
        forward,
      );
      expect(found).to.deep.equal(expected);
    }),
  );

/** The global index by `g` and `n`: rows without both are not in it. */
const queryGlobal = fc
  .record({
    g: fc.constantFrom('x', 'y'),
    forward: fc.boolean(),
    Limit: limit,
    least: fc.integer({ min: -6, max: 5 }),
  })
  .map(({ g, forward, Limit, least }) =>
    both(`query global ${g} n >= ${least} ${forward} ${Limit}`, async (model, TableName) => {
      const found = await queried({
        TableName,
        IndexName: 'byG',
        KeyConditionExpression: 'g = :g AND n >= :n',
        ExpressionAttributeValues: item({ ':g': g, ':n': least }),
        ScanIndexForward: forward,
        ...(Limit === undefined ? {} : { Limit }),
      });
      const expected = model.where((row) => row.g === g && (row.n ?? -99) >= least);
      expect(found).to.have.deep.members(expected);
      const ns = found.map(({ n }) => Number(n));
      expect(ns).to.deep.equal(ns.toSorted((a, b) => (forward ? a - b : b - a)));
    }),
  );

/** The local index by `l` stores keys only: the table gives the rest. */
const queryLocal = fc
  .record({
    pk: fc.constantFrom('a', 'b'),
    prefix: fc.constantFrom('l', 'la', 'm', ''),
    Limit: limit,
    all: fc.boolean(),
  })
  .map(({ pk, prefix, Limit, all }) =>
    both(`query local ${pk} l begins with '${prefix}' ${all} ${Limit}`, async (model, TableName) => {
      const found = await queried({
        TableName,
        IndexName: 'byL',
        KeyConditionExpression: prefix === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(l, :l)',
        ExpressionAttributeValues: item({ ':pk': pk, ...(prefix === '' ? {} : { ':l': prefix }) }),
        Select: all ? 'ALL_ATTRIBUTES' : 'ALL_PROJECTED_ATTRIBUTES',
        ...(Limit === undefined ? {} : { Limit }),
      });
      const shown = (row: Row): object => (all ? row : { pk: row.pk, sk: row.sk, l: row.l });
      const expected = model.sorted(
        (row) => row.pk === pk && row.l?.startsWith(prefix) === true,
        (row) => row.l ?? '',
        true,
      );
      expect(found).to.deep.equal(expected.map(shown));
    }),
  );

const scan = fc
  .record({
    TotalSegments: fc.integer({ min: 1, max: 4 }),
    Limit: limit,
    least: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ TotalSegments, Limit, least }) =>
    both(`scan ${TotalSegments} segments, x > ${least}, ${Limit}`, async (model, TableName) => {
      const found: Record<string, unknown>[] = [];
      let evaluated = 0;
      for (let Segment = 0; Segment < TotalSegments; Segment++) {
        const pages = paginateScan(
          { client },
          {
            TableName,
            FilterExpression: 'x > :least',
            ExpressionAttributeValues: item({ ':least': least }),
            Segment,
            TotalSegments,
            ...(Limit === undefined ? {} : { Limit }),
          },
        );
        for await (const { Items = [], ScannedCount = 0 } of pages) {
          evaluated += ScannedCount;
          found.push(...Items.map((one) => asRow(one as Parameters<typeof asRow>[0])));
        }
      }
      expect(found).to.have.deep.members(model.where(({ x }) => x !== undefined && x > least));
      expect(evaluated).to.equal(model.where(() => true).length);
    }),
  );

const count = fc.constantFrom('a', 'b').map((pk) =>
  both(`count ${pk}`, async (model: TableModel, TableName) => {
    const output = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: item({ ':pk': pk }),
        Select: 'COUNT',
      }),
    );
    expect(output).to.not.have.property('Items');
    expect(output.Count).to.equal(model.where((row) => row.pk === pk).length);
  }),
);

export const READS = [get, batchGet, query, queryGlobal, queryLocal, scan, count] as const;
