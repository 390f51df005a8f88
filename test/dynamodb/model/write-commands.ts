import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import fc from 'fast-check';
import { client, item } from '../arrange';
import { asItem, type Row, type RowKey, type TableModel } from './table-model';

/** A call on both sides: on the model, and on the table. */
export interface Both extends fc.AsyncCommand<TableModel, string> {
  toString(): string;
}

export function both(text: string, run: (model: TableModel, TableName: string) => Promise<void>): Both {
  return { check: () => true, run, toString: () => text };
}

export const key: fc.Arbitrary<RowKey> = fc.record({
  pk: fc.constantFrom('a', 'b'),
  sk: fc.integer({ min: -2, max: 9 }),
});
const rest = fc.record(
  {
    g: fc.constantFrom('x', 'y'),
    n: fc.integer({ min: -5, max: 5 }),
    l: fc.constantFrom('l', 'la', 'm'),
    x: fc.integer({ min: 0, max: 9 }),
  },
  { requiredKeys: [] },
);
const row: fc.Arbitrary<Row> = fc.tuple(key, rest).map(([id, members]) => ({ ...id, ...members }));
const text = (value: unknown): string => JSON.stringify(value);

/** Whether a write is refused because of its condition. */
async function refused(promise: Promise<unknown>): Promise<boolean> {
  try {
    await promise;
    return false;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return true;
    throw error;
  }
}

const put = row.map((value) =>
  both(`put ${text(value)}`, async (model, TableName) => {
    const { Attributes } = await client.send(
      new PutItemCommand({ TableName, Item: asItem(value), ReturnValues: 'ALL_OLD' }),
    );
    const before = model.get(value);
    expect(Attributes).to.deep.equal(before && asItem(before));
    model.set(value, value);
  }),
);

const putNew = row.map((value) =>
  both(`put if new ${text(value)}`, async (model, TableName) => {
    const there = model.get(value) !== undefined;
    const sent = client.send(
      new PutItemCommand({
        TableName,
        Item: asItem(value),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    expect(await refused(sent)).to.equal(there);
    if (!there) model.set(value, value);
  }),
);

const add = fc.tuple(key, fc.integer({ min: -3, max: 3 })).map(([id, by]) =>
  both(`add ${by} to x of ${text(id)}`, async (model, TableName) => {
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName,
        Key: asItem(id),
        UpdateExpression: 'ADD x :by',
        ExpressionAttributeValues: item({ ':by': by }),
        ReturnValues: 'ALL_NEW',
      }),
    );
    const after: Row = { ...id, ...model.get(id), x: (model.get(id)?.x ?? 0) + by };
    expect(Attributes).to.deep.equal(asItem(after));
    model.set(id, after);
  }),
);

const move = fc.tuple(key, fc.constantFrom('x', 'y', undefined)).map(([id, g]) =>
  both(`move ${text(id)} to g ${g ?? 'nowhere'}`, async (model, TableName) => {
    await client.send(
      new UpdateItemCommand({
        TableName,
        Key: asItem(id),
        ...(g === undefined
          ? { UpdateExpression: 'REMOVE g' }
          : { UpdateExpression: 'SET g = :g', ExpressionAttributeValues: item({ ':g': g }) }),
      }),
    );
    const { g: _g, ...before } = model.get(id) ?? {};
    if (g !== undefined) model.set(id, { ...before, ...id, g });
    // Removing from what is not there creates nothing.
    else if (model.get(id) !== undefined) model.set(id, { ...before, ...id });
  }),
);

const remove = fc
  .tuple(key, fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }))
  .map(([id, least]) =>
    both(`delete ${text(id)}${least === undefined ? '' : ` if x >= ${least}`}`, async (model, TableName) => {
      const sent = client.send(
        new DeleteItemCommand({
          TableName,
          Key: asItem(id),
          ...(least === undefined
            ? {}
            : { ConditionExpression: 'x >= :least', ExpressionAttributeValues: item({ ':least': least }) }),
        }),
      );
      const x = model.get(id)?.x;
      const fails = least !== undefined && (x === undefined || x < least);
      expect(await refused(sent)).to.equal(fails);
      if (!fails) model.set(id, undefined);
    }),
  );

const unique = { selector: ({ pk, sk }: RowKey) => `${pk}/${sk}`, minLength: 1, maxLength: 6 };

const batch = fc
  .uniqueArray(fc.tuple(row, fc.boolean()), { ...unique, selector: ([value]) => unique.selector(value) })
  .map((entries) =>
    both(`batch ${text(entries)}`, async (model, TableName) => {
      const { UnprocessedItems } = await client.send(
        new BatchWriteItemCommand({
          RequestItems: {
            [TableName]: entries.map(([value, puts]) =>
              puts
                ? { PutRequest: { Item: asItem(value) } }
                : { DeleteRequest: { Key: asItem({ pk: value.pk, sk: value.sk }) } },
            ),
          },
        }),
      );
      expect(UnprocessedItems).to.deep.equal({});
      for (const [value, puts] of entries) model.set(value, puts ? value : undefined);
    }),
  );

const transaction = fc
  .uniqueArray(fc.tuple(row, fc.constantFrom('put', 'delete', 'check', 'new')), {
    ...unique,
    selector: ([value]) => unique.selector(value),
  })
  .map((actions) =>
    both(`transaction ${text(actions)}`, async (model, TableName) => {
      const codes = actions.map(([value, kind]) => {
        const there = model.get(value) !== undefined;
        return (kind === 'check' && !there) || (kind === 'new' && there) ? 'ConditionalCheckFailed' : 'None';
      });
      const sent = client.send(
        new TransactWriteItemsCommand({
          TransactItems: actions.map(([value, kind]) => {
            const Key = asItem({ pk: value.pk, sk: value.sk });
            if (kind === 'check') {
              return { ConditionCheck: { TableName, Key, ConditionExpression: 'attribute_exists(pk)' } };
            }
            if (kind === 'delete') return { Delete: { TableName, Key } };
            const condition = kind === 'new' ? { ConditionExpression: 'attribute_not_exists(pk)' } : {};
            return { Put: { TableName, Item: asItem(value), ...condition } };
          }),
        }),
      );
      const reasons = await sent.then(
        () => undefined,
        (error: unknown) => {
          if (!(error instanceof TransactionCanceledException)) throw error;
          return error.CancellationReasons?.map(({ Code }) => Code);
        },
      );
      if (codes.some((code) => code !== 'None')) {
        expect(reasons).to.deep.equal(codes);
        return;
      }
      expect(reasons).to.equal(undefined);
      for (const [value, kind] of actions) {
        if (kind !== 'check') model.set(value, kind === 'delete' ? undefined : value);
      }
    }),
  );

export const WRITES = [put, putNew, add, move, remove, batch, transaction] as const;
