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
    await putAll('t00', [{ pk: 'a', x: 1 }, { pk: 'b', x: 2 }, { pk: 'd' }]);
    await putAll('t01', [{ pk: 'a', x: 1 }]);
  });
  afterEach(() => aws.unplug());
  const stored = async (pk: string) =>
    (await client.send(new GetItemCommand({ TableName: 't00', Key: item({ pk }) }))).Item;

  it('answers reads in their order, missing items and projections included', async () => {
    const { Responses } = await batch([
      `SELECT * FROM "t00" WHERE pk = 'b'`,
      `SELECT * FROM "t01" WHERE pk = 'none'`,
      `SELECT x FROM "t00" WHERE pk = 'a'`,
      { Statement: `SELECT m.x FROM "t00" WHERE pk = ?`, Parameters: [{ S: 'd' }] },
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
      `DELETE FROM "t01" WHERE pk = 'a' AND x = 1 RETURNING ALL OLD *`,
      `UPDATE "none" SET x = 1 WHERE pk = 'a'`,
      `SLECT * FROM "t00" WHERE pk = 'a'`,
      `DELETE FROM "t00" WHERE pk = 'x' RETURNING MODIFIED OLD *`,
      `UPDATE "t00" SET x = y + 1 WHERE pk = 'd'`,
    ]);
    const TableName = 't00';
    const error = (Code: string, Message: string) => ({ Error: { Code, Message } });
    expect(Responses).to.deep.equal([
      { TableName },
      { TableName, ...error('DuplicateItem', 'Duplicate primary key exists in table') },
      { TableName, Item: item({ x: 9 }) },
      { TableName, ...error('ConditionalCheckFailed', 'The conditional request failed') },
      { TableName: 't01', Item: item({ pk: 'a', x: 1 }) },
      error('ResourceNotFound', 'Requested resource not found'),
      error('ValidationError', `${MALFORMED}Expected data manipulation`),
      error(
        'ValidationError',
        'Invalid returning clause: RETURNING MODIFIED OLD *. Only RETURNING ALL OLD * is allowed in DELETE statements.',
      ),
      {
        TableName,
        ...error(
          'ValidationError',
          'The provided expression refers to an attribute that does not exist in the item',
        ),
      },
    ]);
    expect(aws.dynamodb.table('t01').count).to.equal(0);
    expect(await stored('c')).to.deep.equal(item({ pk: 'c' }));
  });

  it('has no Item where MODIFIED has nothing to show', async () => {
    const { Responses } = await batch([`UPDATE "t00" REMOVE x WHERE pk = 'b' RETURNING MODIFIED NEW *`]);
    expect(Responses).to.deep.equal([{ TableName: 't00' }]);
    expect(await stored('b')).to.deep.equal(item({ pk: 'b' }));
  });

  // Captured: 2026, eu-west-2.
  it('never answers the item that failed a condition, whatever is asked for', async () => {
    const Statement = `UPDATE "t00" SET x = 9 WHERE pk = 'b' AND x = 7`;
    const { Responses } = await batch([{ Statement, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }]);
    expect(Responses?.[0]?.Error).to.deep.equal({
      Code: 'ConditionalCheckFailed',
      Message: 'The conditional request failed',
    });
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
      { Error: { Code: 'ValidationError', Message: 'The provided key element does not match the schema' } },
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
    expect(aws.dynamodb.table('t01').count).to.equal(26);
  });

  it('refuses reads and writes in one batch', async () => {
    await expectRefusal(
      batch([`SELECT * FROM "t00" WHERE pk = 'a'`, `DELETE FROM "t00" WHERE pk = 'a'`]),
      'Read and write requests together in the same batch is not supported.',
    );
    expect(await stored('a')).to.not.equal(undefined);
  });

  it('refuses two statements on one item, reads included', async () => {
    const duplicates = 'Provided list of item keys contains duplicates';
    const select = `SELECT * FROM "t00" WHERE pk = 'a'`;
    await expectRefusal(batch([select, `SELECT x FROM "t00" WHERE pk IN ['a']`]), duplicates);
    await expectRefusal(
      batch([`UPDATE "t00" SET x = 2 WHERE pk = 'a'`, `INSERT INTO "t00" VALUE {'pk': 'a'}`]),
      duplicates,
    );
    expect(await stored('a')).to.deep.equal(item({ pk: 'a', x: 1 }));
    await batch([
      select,
      `SELECT * FROM "t01" WHERE pk = 'a'`,
      `SELECT * FROM "t00" WHERE pk = 'a' AND x = 1`,
    ]);
  });

  it('charges what was done by table, and in the total also conditions that failed', async () => {
    await putAll('t00', [{ pk: 'big', text: 'x'.repeat(2_500) }]);
    const asked = { ReturnConsumedCapacity: 'INDEXES' } as const;
    const { ConsumedCapacity } = await batch(
      [
        `INSERT INTO "t00" VALUE {'pk': 'new', 'g': 'x'}`,
        `INSERT INTO "t00" VALUE {'pk': 'a', 'text': '${'x'.repeat(1_500)}'}`,
        `UPDATE "t00" SET x = 1 WHERE pk = 'big' AND x = 5`,
        `DELETE FROM "t00" WHERE pk = 'b'`,
        `INSERT INTO "t01" VALUE {'pk': 'a'}`,
        `UPDATE "t01" SET x = 1 WHERE pk = 'none'`,
      ],
      asked,
    );
    expect(ConsumedCapacity).to.deep.equal([
      {
        TableName: 't00',
        CapacityUnits: 8,
        Table: { CapacityUnits: 2 },
        GlobalSecondaryIndexes: { byG: { CapacityUnits: 1 } },
      },
    ]);
    const nothing = await batch([`UPDATE "t00" SET x = 1 WHERE pk = 'none'`], asked);
    expect(nothing.ConsumedCapacity).to.equal(undefined);
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
    await putAll('t00', [{ pk: 'b', x: 6 }]);
    const select = (pk: string): string => `SELECT x FROM "t00" WHERE pk = '${pk}'`;
    const { Responses } = await batch([select('b'), { Statement: select('a'), ConsistentRead: true }]);
    expect(Responses?.map(({ Item }) => Item?.['x']?.N)).to.deep.equal(['2', '5']);
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
