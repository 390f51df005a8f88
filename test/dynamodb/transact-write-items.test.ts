import {
  PutItemCommand,
  TransactWriteItemsCommand,
  type TransactionCanceledException,
  UpdateItemCommand,
  type TransactWriteItem,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { fakeAws, type FakeAws } from '../../fakes';
import { answer, client, createTable, expectRefusal, item, putAll, type Short } from './arrange';

const TableName = 't00';
const put = (members: Record<string, Short>, more = {}): TransactWriteItem => ({
  Put: { TableName, Item: item(members), ...more },
});
const update = (
  pk: string,
  UpdateExpression: string,
  values: Record<string, Short>,
  more = {},
): TransactWriteItem => ({
  Update: {
    TableName,
    Key: item({ pk }),
    UpdateExpression,
    ExpressionAttributeValues: item(values),
    ...more,
  },
});
const remove = (pk: Short, more = {}): TransactWriteItem => ({
  Delete: { TableName, Key: item({ pk }), ...more },
});
const check = (pk: Short, ConditionExpression: string, more = {}): TransactWriteItem => ({
  ConditionCheck: { TableName, Key: item({ pk }), ConditionExpression, ...more },
});

describe('DynamoDB.TransactWriteItems', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk', { globals: { gsi: 'g' } });
    await createTable('t01', 'pk sk', { locals: { lsi: 'pk l' } });
    await putAll('t00', [
      { pk: 'a', x: 1 },
      { pk: 'b', x: 1 },
      { pk: 'c', x: 1 },
    ]);
  });
  afterEach(() => aws.unplug());
  const transact = (TransactItems: TransactWriteItem[], more: Partial<TransactWriteItemsCommandInput> = {}) =>
    client.send(new TransactWriteItemsCommand({ TransactItems, ...more }));
  const cancelled = (...codes: string[]) =>
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`;

  it('puts, updates, deletes and checks at once, over tables', async () => {
    const output = await transact([
      put({ pk: 'new' }),
      update('a', 'SET x = x + :one', { ':one': 1 }),
      remove('b'),
      check('c', 'attribute_exists(pk)'),
      { Put: { TableName: 't01', Item: item({ pk: 'p', sk: 's' }) } },
    ]);
    expect(answer(output)).to.deep.equal({});
    expect(aws.dynamodb.table('t00').items()).to.have.deep.members([
      { pk: 'new' },
      { pk: 'a', x: 2 },
      { pk: 'c', x: 1 },
    ]);
    expect(aws.dynamodb.table('t01').count).to.equal(1);
  });

  it('does for one action what the single operation does', async () => {
    const start = aws.mark();
    const Update = { TableName, Key: item({ pk: 'a' }), UpdateExpression: 'REMOVE x' };
    await transact([put({ pk: 'n', g: 'g' })]);
    await transact([{ Update }]);
    const inTransactions = aws.dynamodb.table('t00').rawItems();
    aws.restore(start);
    await client.send(new PutItemCommand({ TableName, Item: item({ pk: 'n', g: 'g' }) }));
    await client.send(new UpdateItemCommand(Update));
    expect(aws.dynamodb.table('t00').rawItems()).to.deep.equal(inTransactions);
  });

  it('changes nothing when a condition fails, and tells every reason by position', async () => {
    const before = aws.dynamodb.table('t00').rawItems();
    const no = {
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    };
    const error = await expectRefusal(
      transact([
        put({ pk: 'new' }),
        put({ pk: 'a' }, no),
        remove('b'),
        check('none', 'attribute_exists(pk)'),
      ]),
      cancelled('None', 'ConditionalCheckFailed', 'None', 'ConditionalCheckFailed'),
      'TransactionCanceledException',
    );
    const failed = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' };
    expect(error['CancellationReasons']).to.deep.equal([
      { Code: 'None' },
      { ...failed, Item: item({ pk: 'a', x: 1 }) },
      { Code: 'None' },
      failed,
    ]);
    expect(aws.dynamodb.table('t00').rawItems()).to.deep.equal(before);
  });

  const misfit = 'One or more parameter values were invalid: Type mismatch for';
  const mismatch = 'The provided key element does not match the schema';
  const validation: readonly (readonly [string, TransactWriteItem, string])[] = [
    ['a put key of another type', put({ pk: 5 }), `${misfit} key pk expected: S actual: N`],
    [
      'a put index key of another type',
      put({ pk: 'n', g: 5 }),
      `${misfit} Index Key g Expected: S Actual: N IndexName: gsi`,
    ],
    [
      'an updated index key of another type',
      update('n', 'SET g = :g', { ':g': 5 }),
      `${misfit} Index Key g Expected: S Actual: N IndexName: gsi`,
    ],
    ['a delete key of another type', remove(5), mismatch],
    ['a check key of another type', check(5, 'attribute_exists(pk)'), mismatch],
    [
      'an update of an item that does not fit',
      update('a', 'SET l = list_append(x, :l)', { ':l': { L: [] } }),
      'An operand in the update expression has an incorrect data type',
    ],
    [
      'an update that grows too large',
      update('a', 'SET y = :y', { ':y': 'y'.repeat(409_600) }),
      'Item size to update has exceeded the maximum allowed size',
    ],
  ];
  for (const [what, action, message] of validation) {
    it(`cancels for ${what}, with None elsewhere`, async () => {
      const error = await expectRefusal(
        transact([put({ pk: 'x' }), action, put({ pk: 'y' })]),
        cancelled('None', 'ValidationError', 'None'),
        'TransactionCanceledException',
      );
      expect(error['CancellationReasons']).to.deep.equal([
        { Code: 'None' },
        { Code: 'ValidationError', Message: message },
        { Code: 'None' },
      ]);
      expect(aws.dynamodb.table('t00').count).to.equal(3);
    });
  }

  const empty = 'The AttributeValue for a key attribute cannot contain an empty string value.';
  const rows: readonly (readonly [string, TransactWriteItem[], string])[] = [
    [
      'no actions',
      [],
      "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'an action that is nothing',
      [{}],
      'Invalid Request: TransactWriteRequest should contain Delete or Put or Update request',
    ],
    [
      'an action that is two',
      [{ ...put({ pk: 'a' }), ...remove('b') }],
      'TransactItems can only contain one of Check, Put, Update or Delete',
    ],
    [
      'one item twice',
      [put({ pk: 'a' }), check('a', 'attribute_exists(pk)')],
      'Transaction request cannot include multiple operations on one item',
    ],
    ['an empty key', [put({ pk: '' })], `One or more parameter values are not valid. ${empty} Key: pk`],
    [
      'an empty index key',
      [put({ pk: 'n', g: '' })],
      `One or more parameter values are not valid. A value specified for a secondary index key is not supported. ${empty} IndexName: gsi, IndexKey: g`,
    ],
    [
      'an update to an empty index key',
      [update('n', 'SET g = :g', { ':g': '' })],
      `One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. ${empty}`,
    ],
    [
      'a put over 400 KB',
      [put({ pk: 'n', x: 'x'.repeat(409_600) })],
      'Item size has exceeded the maximum allowed size',
    ],
    [
      'an unused value',
      [
        put(
          { pk: 'n' },
          { ConditionExpression: 'attribute_exists(pk)', ExpressionAttributeValues: item({ ':u': 1 }) },
        ),
      ],
      'Value provided in ExpressionAttributeValues unused in expressions: keys: {:u}',
    ],
    [
      'two members that are missing',
      [{ Update: { TableName, Key: undefined, UpdateExpression: undefined } }],
      "2 validation errors detected: Value null at 'transactItems.1.member.update.key' failed to satisfy constraint: Member must not be null; Value null at 'transactItems.1.member.update.updateExpression' failed to satisfy constraint: Member must not be null",
    ],
    [
      'over 4 MB',
      Array.from({ length: 11 }, (_, i) => put({ pk: `n${i}`, x: 'x'.repeat(400_000) })),
      'Transaction request size cannot exceed 4194304 bytes',
    ],
  ];
  for (const [what, actions, message] of rows) {
    it(`refuses ${what}`, async () => {
      await expectRefusal(transact(actions), message);
      expect(aws.dynamodb.table('t00').count).to.equal(3);
    });
  }

  it('takes 100 actions and refuses 101', async () => {
    const actions = Array.from({ length: 101 }, (_, i) => put({ pk: `n${i}` }));
    const error = await transact(actions).catch((caught: unknown) => caught);
    expect(error)
      .to.have.property('message')
      .that.matches(
        /^1 validation error detected: Value '\[.+\]' at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100$/,
      );
    await transact(actions.slice(1));
    expect(aws.dynamodb.table('t00').count).to.equal(103);
  });

  it('refuses a table that is not there', async () => {
    const nowhere = { Put: { TableName: 'nowhere', Item: item({ pk: 'a' }) } };
    await expectRefusal(transact([nowhere]), 'Requested resource not found', 'ResourceNotFoundException');
  });

  it('is all or nothing, whatever its actions', async () => {
    const action = fc.record({
      pk: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      kind: fc.constantFrom('put', 'remove', 'check'),
      mustExist: fc.boolean(),
    });
    const actions = fc.uniqueArray(action, { selector: ({ pk }) => pk, minLength: 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(actions, { maxLength: 6 }), async (transactions) => {
        const start = aws.mark();
        const model = new Set(['a', 'b', 'c']);
        for (const wanted of transactions) {
          const outcome = await transact(
            wanted.map(({ pk, kind, mustExist }) => {
              const ConditionExpression = mustExist ? 'attribute_exists(pk)' : 'attribute_not_exists(pk)';
              if (kind === 'put') return put({ pk }, { ConditionExpression });
              return kind === 'remove' ? remove(pk, { ConditionExpression }) : check(pk, ConditionExpression);
            }),
          ).then(
            () => [],
            (error: TransactionCanceledException) =>
              (error.CancellationReasons ?? []).map(({ Code }) => Code),
          );
          const codes = wanted.map(({ pk, mustExist }) =>
            model.has(pk) === mustExist ? 'None' : 'ConditionalCheckFailed',
          );
          const fails = codes.includes('ConditionalCheckFailed');
          expect(outcome).to.deep.equal(fails ? codes : []);
          for (const { pk, kind } of fails ? [] : wanted) {
            if (kind === 'put') model.add(pk);
            if (kind === 'remove') model.delete(pk);
          }
          expect(
            aws.dynamodb
              .table('t00')
              .items()
              .map(({ pk }) => pk),
          ).to.have.members([...model]);
        }
        aws.restore(start);
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  describe('with a ClientRequestToken', () => {
    const add = [update('a', 'ADD x :one', { ':one': 1 })];
    const token = { ClientRequestToken: 'token-1' };

    it('does the same request once in ten minutes and charges the repetition as a read', async () => {
      const first = await transact(add, { ...token, ReturnConsumedCapacity: 'TOTAL' });
      expect(first.ConsumedCapacity).to.deep.equal([
        { TableName: 't00', CapacityUnits: 2, WriteCapacityUnits: 2 },
      ]);
      await aws.clock.advance('599s');
      const again = await transact(add, { ...token, ReturnConsumedCapacity: 'TOTAL' });
      expect(again.ConsumedCapacity).to.deep.equal([
        { TableName: 't00', CapacityUnits: 2, ReadCapacityUnits: 2 },
      ]);
      expect(aws.dynamodb.table('t00').get({ pk: 'a' })).to.deep.equal({ pk: 'a', x: 2 });
      await aws.clock.advance('1s');
      await transact(add, token);
      expect(aws.dynamodb.table('t00').get({ pk: 'a' })).to.deep.equal({ pk: 'a', x: 3 });
    });

    it('refuses another request under the same token', async () => {
      await transact(add, token);
      await expectRefusal(
        transact([remove('b')], token),
        'Request parameters do not match the parameters of the original request for this token',
        'IdempotentParameterMismatchException',
      );
    });

    it('is filled in by the SDK, so a retry after a lost answer does nothing twice', async () => {
      aws.faults.on(TransactWriteItemsCommand).answerLost();
      await transact(add);
      expect(aws.dynamodb.table('t00').get({ pk: 'a' })).to.deep.equal({ pk: 'a', x: 2 });
    });

    it('forgets a transaction that was cancelled', async () => {
      const checked = [check('late', 'attribute_exists(pk)')];
      await expectRefusal(
        transact(checked, token),
        cancelled('ConditionalCheckFailed'),
        'TransactionCanceledException',
      );
      await putAll('t00', [{ pk: 'late' }]);
      await transact(checked, token);
    });
  });

  it('charges twice the units, checks included, and reports metrics of tables with local indexes', async () => {
    const output = await transact(
      [
        put({ pk: 'n', g: 'g' }),
        check('a', 'attribute_exists(pk)'),
        { Put: { TableName: 't01', Item: item({ pk: 'p', sk: 's' }) } },
      ],
      { ReturnConsumedCapacity: 'INDEXES', ReturnItemCollectionMetrics: 'SIZE' },
    );
    const units = (count: number) => ({ CapacityUnits: count, WriteCapacityUnits: count });
    expect(output.ConsumedCapacity).to.deep.equal([
      { TableName: 't00', ...units(6), Table: units(4), GlobalSecondaryIndexes: { gsi: units(2) } },
      { TableName: 't01', ...units(2), Table: units(2) },
    ]);
    expect(output.ItemCollectionMetrics).to.deep.equal({
      t01: [{ ItemCollectionKey: item({ pk: 'p' }), SizeEstimateRangeGB: [0, 1] }],
    });
  });
});
