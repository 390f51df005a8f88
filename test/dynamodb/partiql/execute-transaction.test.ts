import {
  DynamoDBClient,
  ExecuteTransactionCommand,
  GetItemCommand,
  type CancellationReason,
} from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  ExecuteTransactionCommand as DocumentTransaction,
} from '@aws-sdk/lib-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { answer, caught, client, createTable, expectRefusal, item, putAll } from '../arrange';
import { batch, MALFORMED, run, transaction } from './statements';

describe('DynamoDB.ExecuteTransaction that takes time', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    await createTable('t00', 'pk');
    await putAll('t00', [{ pk: 'a', n: 1 }]);
    aws.dynamodb.transactionsTake('20ms');
  });
  afterEach(() => aws.unplug());
  const increment = `UPDATE "t00" SET n = n + 1 WHERE pk = 'a'`;

  it('commits when its time is over, and refuses other writes until then', async () => {
    const begun = aws.clock.now();
    await Promise.all([
      transaction([increment]),
      expectRefusal(run(increment), 'Transaction is ongoing for the item', 'TransactionConflictException'),
    ]);
    expect(aws.clock.now() - begun).to.equal(20);
    expect(aws.dynamodb.table('t00').get({ pk: 'a' })).to.deep.equal({ pk: 'a', n: 2 });
  });

  it('conflicts with other transactions, reads included', async () => {
    const conflict = async (promise: Promise<unknown>) =>
      expect((await caught(promise)).message).to.include('[TransactionConflict]');
    await Promise.all([
      transaction([increment]),
      conflict(transaction([`DELETE FROM "t00" WHERE pk = 'a'`])),
      conflict(transaction([`SELECT * FROM "t00" WHERE pk = 'a'`])),
    ]);
    expect(aws.dynamodb.table('t00').count).to.equal(1);
  });

  it('is in progress for its own token', async () => {
    const more = { ClientRequestToken: 'token' };
    const impatient = new DynamoDBClient({ maxAttempts: 1 });
    const again = new ExecuteTransactionCommand({ TransactStatements: [{ Statement: increment }], ...more });
    const [, error] = await Promise.all([transaction([increment], more), caught(impatient.send(again))]);
    expect(error.name).to.equal('TransactionInProgressException');
    expect(aws.dynamodb.table('t00').get({ pk: 'a' })).to.deep.equal({ pk: 'a', n: 2 });
  });

  it('shows in a batch as the error of a statement', async () => {
    const [, { Responses }] = await Promise.all([transaction([increment]), batch([increment])]);
    expect(Responses).to.deep.equal([
      {
        TableName: 't00',
        Error: { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' },
      },
    ]);
  });
});

describe('DynamoDB.ExecuteTransaction', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk sk', { globals: { byG: 'g' } });
    await createTable('t01', 'pk');
    await putAll('t00', [
      { pk: 'a', sk: '1', n: 1 },
      { pk: 'b', sk: '1', n: 2 },
    ]);
  });
  afterEach(() => aws.unplug());
  const stored = async (pk: string, sk = '1') =>
    (await client.send(new GetItemCommand({ TableName: 't00', Key: item({ pk, sk }) }))).Item;
  const where = (pk: string, sk = '1'): string => `WHERE pk = '${pk}' AND sk = '${sk}'`;
  const update = (pk: string, sk = '1', more = ''): string =>
    `UPDATE "t00" SET n = 9 ${where(pk, sk)}${more}`;
  const NONE = { Code: 'None' };

  /** Expects that the transaction is cancelled for these reasons, and that nothing was changed. */
  async function cancelled(statements: Parameters<typeof transaction>[0], reasons: CancellationReason[]) {
    const before = aws.dynamodb.table('t00').items();
    const codes = reasons.map(({ Code }) => Code).join(', ');
    const error = await expectRefusal(
      transaction(statements),
      `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
      'TransactionCanceledException',
    );
    expect(error['CancellationReasons']).to.deep.equal(reasons);
    expect(aws.dynamodb.table('t00').items()).to.deep.equal(before);
  }

  it('makes all writes at one moment', async () => {
    const output = await transaction([
      `INSERT INTO "t01" VALUE {'pk': 'new'}`,
      update('a'),
      `DELETE FROM "t00" ${where('b')} AND n = 2`,
      `EXISTS(SELECT * FROM "t00" ${where('a', '2')} AND n IS MISSING)`,
    ]);
    expect(answer(output)).to.deep.equal({ Responses: [] });
    expect(await stored('a')).to.deep.include(item({ n: 9 }));
    expect(await stored('b')).to.equal(undefined);
    expect(aws.dynamodb.table('t01').count).to.equal(1);
  });

  it('reads all items at one moment', async () => {
    const output = await transaction([
      `SELECT * FROM "t00" ${where('a')}`,
      `SELECT n FROM "t00" ${where('none')}`,
      { Statement: 'SELECT n FROM "t00" WHERE pk = ? AND sk = ?', Parameters: [{ S: 'b' }, { S: '1' }] },
    ]);
    expect(output.Responses).to.deep.equal([
      { Item: item({ pk: 'a', sk: '1', n: 1 }) },
      {},
      { Item: item({ n: 2 }) },
    ]);
  });

  it('says of every condition whether it held', async () => {
    const failed = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' };
    await cancelled(
      [
        `EXISTS(SELECT * FROM "t00" ${where('a')} AND n = 5)`,
        update('b', '1', ' AND n = 2'),
        update('none'),
        `INSERT INTO "t01" VALUE {'pk': 'new'}`,
        `DELETE FROM "t00" ${where('nothing')} AND n = 1`,
      ],
      [failed, NONE, failed, NONE, NONE],
    );
    await cancelled(
      [
        {
          Statement: `DELETE FROM "t00" ${where('a')} AND n = 5`,
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
        update('b'),
      ],
      [{ ...failed, Item: item({ pk: 'a', sk: '1', n: 1 }) }, NONE],
    );
  });

  it('says of an INSERT that its item is there', () =>
    cancelled(
      [`INSERT INTO "t00" VALUE {'pk': 'a', 'sk': '1'}`, update('b')],
      [{ Code: 'DuplicateItem', Message: 'Duplicate primary key exists in table' }, NONE],
    ));

  // Captured: 2026-09, eu-west-2.
  it('cancels for tables that are not there, unless a statement on another table is refused', async () => {
    const missing = { Code: 'ResourceNotFound', Message: 'Requested resource not found' };
    const elsewhere = (start: string): string => `${start} ${where('a')}`;
    await cancelled(
      [elsewhere('UPDATE "none" SET n = 1') + ' RETURNING ALL NEW *', elsewhere('DELETE FROM "none"')],
      [missing, missing],
    );
    await cancelled(
      [elsewhere('SELECT * FROM "t00"'), elsewhere('SELECT * FROM "none"."idx"')],
      [NONE, missing],
    );
    await expectRefusal(
      transaction([elsewhere('UPDATE "none" SET n = 1'), update('a', '1', ' RETURNING ALL NEW *')]),
      'Validation failed in TransactStatements[1]: RETURNING clause is not supported in ExecuteTransaction.',
    );
    await expectRefusal(
      transaction([elsewhere('SELECT * FROM "none"'), elsewhere('SELECT * FROM "t00"."idx"')]),
      'Validation failed in TransactStatements[1]: Reads on indices are not supported within transactions.',
    );
  });

  it('cancels for every write that does not name one item of its table', async () => {
    const mismatch = {
      Code: 'ValidationError',
      Message: 'The provided key element does not match the schema',
    };
    const start = 'UPDATE "t00" SET n = 9 WHERE';
    await cancelled(
      [
        `${start} pk = 'a'`,
        `${start} pk IN ['a'] AND sk = '1'`,
        `${start} pk = 'a' AND sk = '1' AND pk = 'other'`,
        `${start} pk = 'a' AND sk = 1`,
        update('a'),
      ],
      [
        mismatch,
        mismatch,
        {
          Code: 'ValidationError',
          Message: 'Multiple conditions on same key pk. Only single item Update/Insert/Delete are supported',
        },
        mismatch,
        NONE,
      ],
    );
    await cancelled(
      [`INSERT INTO "t00" VALUE {'pk': 'x'}`, `DELETE FROM "t00" WHERE sk = '1'`],
      [
        {
          Code: 'ValidationError',
          Message: 'One or more parameter values were invalid: Missing the key sk in the item',
        },
        mismatch,
      ],
    );
    await cancelled([`SELECT * FROM "t00" WHERE pk = 'a' AND sk = 1`], [mismatch]);
  });

  it('cancels for an update that does not fit its item', async () => {
    await cancelled(
      [`UPDATE "t00" SET n = x + 1 ${where('a')}`],
      [
        {
          Code: 'ValidationError',
          Message: 'The provided expression refers to an attribute that does not exist in the item',
        },
      ],
    );
  });

  const refusals: readonly (readonly [statements: string[], message: string])[] = [
    [
      [`SELECT * FROM "t00" WHERE`],
      `Validation failed in TransactStatements[0]: ${MALFORMED}Unexpected term`,
    ],
    [
      [update('a'), `UPDATE "t00" SET n = n + [1] ${where('b')}`],
      'Validation failed in TransactStatements[1]: Incorrect operand type for operator or function; operator or function: +, operand type: L',
    ],
    [
      [`EXISTS(SELECT * FROM "t00" ${where('a')})`, update('b')],
      'Validation failed in TransactStatements[0]: EXISTS() must contain a single item read with additional condition',
    ],
    [
      [`EXISTS(SELECT * FROM "t00" WHERE pk IN ['a'] AND sk = '1' AND n = 1)`, update('b')],
      'Validation failed in TransactStatements[0]: EXISTS() must contain a single item read with additional condition',
    ],
    [
      [`EXISTS(SELECT * FROM "t00")`],
      'Validation failed in TransactStatements[0]: EXISTS() must contain a single item read with additional condition',
    ],
    [
      [`EXISTS(SELECT * FROM "t00"."byG" ${where('a')} AND n = 1)`],
      'Validation failed in TransactStatements[0]: Operations on indices are not supported in transactions',
    ],
    [
      [`SELECT * FROM "t00" ${where('a')}`, update('b')],
      'ExecuteTransaction API does not support both read and write operations in the same request.',
    ],
    [
      [`SELECT * FROM "t00" ${where('a')}`, `EXISTS(SELECT * FROM "t00" ${where('b')} AND n = 1)`],
      'ExecuteTransaction API does not support both read and write operations in the same request.',
    ],
    [
      [`SELECT * FROM "t00" ${where('a')}`, `SELECT n FROM "t00" WHERE sk = '1' AND pk = 'a'`],
      'Transaction request cannot include multiple operations on one item',
    ],
    [
      [update('a'), `DELETE FROM "t00" ${where('a')}`],
      'Transaction request cannot include multiple operations on one item',
    ],
  ];
  for (const [statements, message] of refusals) {
    it(`refuses ${statements.join(' and ')}`, async () => {
      await expectRefusal(transaction(statements), message);
      expect(await stored('a')).to.deep.include(item({ n: 1 }));
    });
  }

  it('is refused as a whole for an empty key, and for a failure that is no check', async () => {
    const empty =
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk';
    await expectRefusal(transaction([update('a'), update('')]), empty);
    await expectRefusal(transaction([update('a'), `INSERT INTO "t01" VALUE {'pk': ''}`]), empty);
    const big = (pk: string) => ({
      Statement: `INSERT INTO "t01" VALUE {'pk': '${pk}', 'x': ?}`,
      Parameters: [{ S: 'x'.repeat(400_000) }],
    });
    const many = Array.from({ length: 11 }, (_, i) => big(`k${i}`));
    await expectRefusal(transaction(many), 'Transaction request size cannot exceed 4194304 bytes');
    expect(await stored('a')).to.deep.include(item({ n: 1 }));
  });

  it('finds keys of the wrong type before it finds duplicates', () =>
    cancelled(
      [
        `SELECT * FROM "t00" ${where('a')}`,
        `SELECT * FROM "t00" ${where('a')}`,
        `SELECT * FROM "t00" WHERE pk = 1 AND sk = '1'`,
      ],
      [
        NONE,
        NONE,
        { Code: 'ValidationError', Message: 'The provided key element does not match the schema' },
      ],
    ));

  it('takes 100 statements, and not 101, and not none', async () => {
    const statements = (count: number): string[] =>
      Array.from({ length: count }, (_, i) => `INSERT INTO "t01" VALUE {'pk': '${i}'}`);
    await transaction(statements(100));
    const error = await caught(transaction(statements(101)));
    expect(error.message).to.include(
      "at 'transactStatements' failed to satisfy constraint: Member must have length less than or equal to 100",
    );
    await expectRefusal(
      transaction([]),
      "1 validation error detected: Value '[]' at 'transactStatements' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  });

  it('charges for a repeated deletion what reading nothing costs', async () => {
    const more = { ClientRequestToken: 'token', ReturnConsumedCapacity: 'TOTAL' } as const;
    const remove = [`DELETE FROM "t00" ${where('a')}`];
    await transaction(remove, more);
    const { ConsumedCapacity } = await transaction(remove, more);
    expect(ConsumedCapacity).to.deep.equal([{ TableName: 't00', CapacityUnits: 2, ReadCapacityUnits: 2 }]);
  });

  it('is done once under one ClientRequestToken, and the second time is charged as a read', async () => {
    const more = { ClientRequestToken: 'token', ReturnConsumedCapacity: 'INDEXES' } as const;
    const increment = [`UPDATE "t00" SET n = n + 1 ${where('a')}`];
    const first = await transaction(increment, more);
    const second = await transaction(increment, more);
    expect(await stored('a')).to.deep.include(item({ n: 2 }));
    expect(first.ConsumedCapacity).to.deep.equal([
      {
        TableName: 't00',
        CapacityUnits: 2,
        WriteCapacityUnits: 2,
        Table: { CapacityUnits: 2, WriteCapacityUnits: 2 },
      },
    ]);
    expect(second.ConsumedCapacity).to.deep.equal([
      {
        TableName: 't00',
        CapacityUnits: 2,
        ReadCapacityUnits: 2,
        Table: { CapacityUnits: 2, ReadCapacityUnits: 2 },
      },
    ]);
    expect(second.Responses).to.deep.equal([]);
    await expectRefusal(
      transaction([update('a')], more),
      'Request parameters do not match the parameters of the original request for this token',
      'IdempotentParameterMismatchException',
    );
    await aws.clock.advance('10m');
    await transaction(increment, more);
    expect(await stored('a')).to.deep.include(item({ n: 3 }));
  });

  it('charges reads twice, one entry per table', async () => {
    const { ConsumedCapacity } = await transaction(
      [
        `SELECT * FROM "t00" ${where('a')}`,
        `SELECT * FROM "t00" ${where('b')}`,
        `SELECT * FROM "t01" WHERE pk = 'x'`,
      ],
      { ReturnConsumedCapacity: 'TOTAL' },
    );
    expect(ConsumedCapacity).to.deep.equal([
      { TableName: 't00', CapacityUnits: 4, ReadCapacityUnits: 4 },
      { TableName: 't01', CapacityUnits: 2, ReadCapacityUnits: 2 },
    ]);
  });

  it('is cancelled when a table has no units left', async () => {
    aws.dynamodb.table('t00').capacity({ write: 2, burstSeconds: 1 });
    await transaction([update('a')]);
    const error = await caught(transaction([`INSERT INTO "t01" VALUE {'pk': 'x'}`, update('b')]));
    expect(error.message).to.include('[None, ProvisionedThroughputExceeded]');
  });

  it('is cancelled as a fault rule says', async () => {
    aws.faults.on(ExecuteTransactionCommand).failsEntries([1], { code: 'ThrottlingError' }).times(1);
    const error = await caught(transaction([update('a'), update('b')]));
    expect(error.message).to.include('[None, ThrottlingError]');
    expect(await stored('a')).to.deep.include(item({ n: 1 }));
    aws.faults.on(ExecuteTransactionCommand).failsEntries('all').times(1);
    const read = await caught(transaction([`SELECT * FROM "t00" ${where('a')}`]));
    expect(read.message).to.include('[TransactionConflict]');
  });

  it('does its work once when the answer is lost and the SDK sends it again', async () => {
    aws.faults.on(ExecuteTransactionCommand).answerLost().times(1);
    const increment = [`UPDATE "t00" SET n = n + 1 ${where('a')}`];
    await transaction(increment, { ClientRequestToken: 'once' });
    expect(await stored('a')).to.deep.include(item({ n: 2 }));
  });

  it('serves DynamoDBDocumentClient', async () => {
    const document = DynamoDBDocumentClient.from(client);
    await document.send(
      new DocumentTransaction({
        TransactStatements: [
          { Statement: `INSERT INTO "t01" VALUE {'pk': ?, 's': ?}`, Parameters: ['k', new Set([1])] },
        ],
      }),
    );
    const { Responses } = await document.send(
      new DocumentTransaction({
        TransactStatements: [{ Statement: `SELECT * FROM "t01" WHERE pk = ?`, Parameters: ['k'] }],
      }),
    );
    expect(Responses).to.deep.equal([{ Item: { pk: 'k', s: new Set([1]) } }]);
  });
});
