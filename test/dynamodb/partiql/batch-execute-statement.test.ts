import { BatchExecuteStatementCommand, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { BatchExecuteStatementCommand as DocumentBatch, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { caught, client, createTable, expectRefusal, item, putAll } from '../arrange';
import { batch, MALFORMED } from './statements';

describe('DynamoDB.BatchExecuteStatement', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk', { globals: { byG: 'g' } });
    await createTable('t01', 'pk');
    await putAll('t00', [
      { pk: 'a', x: 1 },
      { pk: 'b', x: 2 },
    ]);
  });
  afterEach(() => aws.unplug());
  const stored = async (pk: string) =>
    (await client.send(new GetItemCommand({ TableName: 't00', Key: item({ pk }) }))).Item;

  it('answers reads in their order, missing items and projections included', async () => {
    const { Responses } = await batch([
      `SELECT * FROM "t00" WHERE pk = 'b'`,
      `SELECT * FROM "t01" WHERE pk = 'none'`,
      `SELECT x FROM "t00" WHERE pk = 'a'`,
      { Statement: `SELECT m.x FROM "t00" WHERE pk = ?`, Parameters: [{ S: 'a' }] },
    ]);
    expect(Responses).to.deep.equal([
      { TableName: 't00', Item: item({ pk: 'b', x: 2 }) },
      { TableName: 't01' },
      { TableName: 't00', Item: item({ x: 1 }) },
      { TableName: 't00', Item: {} },
    ]);
  });

  it('makes each write by itself, and says what became of it', async () => {
    const { Responses } = await batch([
      `INSERT INTO "t00" VALUE {'pk': 'c'}`,
      `INSERT INTO "t00" VALUE {'pk': 'a'}`,
      `UPDATE "t00" SET x = 9 WHERE pk = 'b' RETURNING MODIFIED NEW *`,
      `UPDATE "t00" SET x = 9 WHERE pk = 'none'`,
      `DELETE FROM "t00" WHERE pk = 'a' AND x = 1 RETURNING ALL OLD *`,
      `UPDATE "none" SET x = 1 WHERE pk = 'a'`,
      `SLECT * FROM "t00" WHERE pk = 'a'`,
      `DELETE FROM "t00" WHERE pk = 'x' RETURNING MODIFIED OLD *`,
    ]);
    const TableName = 't00';
    expect(Responses).to.deep.equal([
      { TableName },
      { TableName, Error: { Code: 'DuplicateItem', Message: 'Duplicate primary key exists in table' } },
      { TableName, Item: item({ x: 9 }) },
      { TableName, Error: { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' } },
      { TableName, Item: item({ pk: 'a', x: 1 }) },
      { Error: { Code: 'ResourceNotFound', Message: 'Requested resource not found' } },
      { Error: { Code: 'ValidationError', Message: `${MALFORMED}Expected data manipulation` } },
      {
        TableName,
        Error: {
          Code: 'ValidationError',
          Message:
            'Invalid returning clause: RETURNING MODIFIED OLD *. Only RETURNING ALL OLD * is allowed in DELETE statements.',
        },
      },
    ]);
    expect(await stored('a')).to.equal(undefined);
    expect(await stored('c')).to.deep.equal(item({ pk: 'c' }));
  });

  it('has no Item where MODIFIED has nothing to show', async () => {
    const { Responses } = await batch([`UPDATE "t00" REMOVE x WHERE pk = 'b' RETURNING MODIFIED NEW *`]);
    expect(Responses).to.deep.equal([{ TableName: 't00' }]);
    expect(await stored('b')).to.deep.equal(item({ pk: 'b' }));
  });

  it('answers the item that failed a condition where it is asked for', async () => {
    const Statement = `UPDATE "t00" SET x = 9 WHERE pk = 'b' AND x = 7`;
    const { Responses } = await batch([{ Statement, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }]);
    expect(Responses?.[0]?.Error?.Item).to.deep.equal(item({ pk: 'b', x: 2 }));
  });

  it('refuses EXISTS in its response', async () => {
    const { Responses } = await batch([`EXISTS(SELECT * FROM "t00" WHERE pk = 'a' AND x = 1)`]);
    expect(Responses).to.deep.equal([
      {
        Error: {
          Code: 'ValidationError',
          Message: 'EXISTS can only be used in ExecuteTransaction write requests.',
        },
      },
    ]);
  });

  it('refuses a key of the wrong type in its response', async () => {
    const { Responses } = await batch([`SELECT * FROM "t00" WHERE pk = 1`]);
    expect(Responses).to.deep.equal([
      {
        TableName: 't00',
        Error: { Code: 'ValidationError', Message: 'The provided key element does not match the schema' },
      },
    ]);
  });

  for (const [statements, message] of [
    [
      [],
      "Value '[]' at 'statements' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      [''],
      "Value '' at 'statements.1.member.statement' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
  ] as const) {
    it(`refuses ${JSON.stringify(statements)}`, () =>
      expectRefusal(batch(statements), `1 validation error detected: ${message}`));
  }

  it('takes 25 statements, and not 26', async () => {
    const statements = (count: number): string[] =>
      Array.from({ length: count }, (_, i) => `INSERT INTO "t01" VALUE {'pk': '${i}'}`);
    expect((await batch(statements(25))).Responses).to.have.length(25);
    const error = await caught(batch(statements(26)));
    expect(error.message).to.include(
      "at 'statements' failed to satisfy constraint: Member must have length less than or equal to 25",
    );
    expect(aws.dynamodb.table('t01').count).to.equal(25);
  });

  it('refuses reads and writes in one batch', async () => {
    await expectRefusal(
      batch([`SELECT * FROM "t00" WHERE pk = 'a'`, `DELETE FROM "t00" WHERE pk = 'a'`]),
      'BatchExecuteStatement API does not support both read and write operations in the same request.',
    );
    expect(await stored('a')).to.not.equal(undefined);
  });

  it('charges every statement that was done', async () => {
    const asked = { ReturnConsumedCapacity: 'TOTAL' } as const;
    const reads = await batch(
      [
        { Statement: `SELECT * FROM "t00" WHERE pk = 'a'`, ConsistentRead: true },
        `SELECT * FROM "t01" WHERE pk = 'a'`,
        `SELECT * FROM "none" WHERE pk = 'a'`,
      ],
      asked,
    );
    expect(reads.ConsumedCapacity).to.deep.equal([
      { TableName: 't00', CapacityUnits: 1 },
      { TableName: 't01', CapacityUnits: 0.5 },
    ]);
    const writes = await batch([`INSERT INTO "t00" VALUE {'pk': 'n', 'g': 'x'}`], {
      ReturnConsumedCapacity: 'INDEXES',
    });
    expect(writes.ConsumedCapacity).to.deep.equal([
      {
        TableName: 't00',
        CapacityUnits: 2,
        Table: { CapacityUnits: 1 },
        GlobalSecondaryIndexes: { byG: { CapacityUnits: 1 } },
      },
    ]);
    expect((await batch([`DELETE FROM "t00" WHERE pk = 'n'`])).ConsumedCapacity).to.equal(undefined);
  });

  it('reads from before the last write under a fault, unless a statement reads consistently', async () => {
    await putAll('t00', [{ pk: 'a', x: 5 }]);
    aws.faults.on(BatchExecuteStatementCommand).readsStale().always();
    const Statement = `SELECT x FROM "t00" WHERE pk = 'a'`;
    const { Responses } = await batch([Statement, { Statement, ConsistentRead: true }]);
    expect(Responses?.map(({ Item }) => Item?.['x']?.N)).to.deep.equal(['1', '5']);
  });

  it('throttles single statements under a fault, and does the others', async () => {
    aws.faults.on(BatchExecuteStatementCommand).failsEntries([1]);
    const { Responses } = await batch([
      `DELETE FROM "t00" WHERE pk = 'a'`,
      `DELETE FROM "t00" WHERE pk = 'b'`,
    ]);
    expect(Responses?.map(({ Error }) => Error?.Code)).to.deep.equal([
      undefined,
      'ProvisionedThroughputExceeded',
    ]);
    expect(await stored('a')).to.equal(undefined);
    expect(await stored('b')).to.not.equal(undefined);
  });

  it('throttles a statement when the table has no units left', async () => {
    aws.dynamodb.table('t00').capacity({ write: 1, burstSeconds: 1 });
    const { Responses } = await batch([
      `DELETE FROM "t00" WHERE pk = 'a'`,
      `DELETE FROM "t00" WHERE pk = 'b'`,
    ]);
    expect(Responses?.map(({ Error }) => Error?.Code)).to.deep.equal([
      undefined,
      'ProvisionedThroughputExceeded',
    ]);
  });

  it('shows a handler that does not look at the responses what it lost', async () => {
    const statements = ['a', 'b'].map((pk) => `UPDATE "t00" SET done = 1 WHERE pk = '${pk}'`);
    const naive = async (): Promise<void> => void (await batch(statements));
    const careful = async (): Promise<void> => {
      for (let left = statements; left.length > 0;) {
        const { Responses = [] } = await batch(left);
        left = left.filter((_, i) => Responses[i]?.Error !== undefined);
      }
    };
    for (const [handler, done] of [
      [naive, 1],
      [careful, 2],
    ] as const) {
      const mark = aws.mark();
      aws.faults.on(BatchExecuteStatementCommand).failsEntries([0]).times(1);
      await handler();
      const items = aws.dynamodb.table('t00').items();
      expect(items.filter((each) => each['done'] === 1)).to.have.length(done);
      aws.restore(mark);
    }
  });

  it('serves DynamoDBDocumentClient', async () => {
    const document = DynamoDBDocumentClient.from(client, {
      marshallOptions: { removeUndefinedValues: true },
    });
    const { Responses } = await document.send(
      new DocumentBatch({
        Statements: [
          {
            Statement: `INSERT INTO "t01" VALUE {'pk': ?, 'm': ?}`,
            Parameters: ['k', { a: [1], no: undefined }],
          },
          { Statement: `INSERT INTO "t00" VALUE {'pk': ?}`, Parameters: ['a'] },
        ],
      }),
    );
    expect(Responses?.map(({ Error }) => Error?.Code)).to.deep.equal([undefined, 'DuplicateItem']);
    const read = await document.send(
      new DocumentBatch({
        Statements: [{ Statement: `SELECT * FROM "t01" WHERE pk = ?`, Parameters: ['k'] }],
      }),
    );
    expect(read.Responses?.[0]?.Item).to.deep.equal({ pk: 'k', m: { a: [1] } });
  });

  it('sees what classic calls wrote, and the other way round', async () => {
    await client.send(
      new UpdateItemCommand({
        TableName: 't00',
        Key: item({ pk: 'a' }),
        UpdateExpression: 'ADD x :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }),
    );
    await batch([`UPDATE "t00" SET x = x + 1 WHERE pk = 'a'`]);
    expect(await stored('a')).to.deep.equal(item({ pk: 'a', x: 3 }));
  });
});
