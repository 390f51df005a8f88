import {
  DeleteItemCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ExecuteStatementCommand as DocumentStatement } from '@aws-sdk/lib-dynamodb';
import { expect } from 'chai';
import fc from 'fast-check';
import { fakeAws, type FakeAws } from '../../../fakes';
import { caught, client, createTable, expectRefusal, item } from '../arrange';
import { rows, run } from './statements';

describe('DynamoDB.ExecuteStatement', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable(
      't00',
      'pk sk:N',
      { globals: { byG: 'g' } },
      {
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      },
    );
  });
  afterEach(() => aws.unplug());

  for (const [input, message] of [
    [{}, "Value null at 'statement' failed to satisfy constraint: Member must not be null"],
    [
      { Statement: '' },
      "Value '' at 'statement' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      { Statement: 'x', Parameters: [] },
      "Value '[]' at 'parameters' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      { Statement: 'x', NextToken: '' },
      "Value '' at 'nextToken' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      { Statement: 'x', Limit: 0 },
      "Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      { Statement: 'x', ReturnConsumedCapacity: 'SOME' },
      "Value 'SOME' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]",
    ],
    [
      { Statement: 'x', ReturnValuesOnConditionCheckFailure: 'SOME' },
      "Value 'SOME' at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]",
    ],
  ] as const) {
    it(`refuses ${JSON.stringify(input)}`, () =>
      expectRefusal(
        client.send(new ExecuteStatementCommand(input as never)),
        `1 validation error detected: ${message}`,
      ));
  }

  it('takes a statement of 8192 characters, and not of 8193', async () => {
    const statement = (length: number): string => `SELECT * FROM "t00"`.padEnd(length);
    expect(await rows(statement(8192))).to.deep.equal([]);
    const long = statement(8193);
    await expectRefusal(
      run(long),
      `1 validation error detected: Value '${long}' at 'statement' failed to satisfy constraint: Member must have length less than or equal to 8192`,
    );
  });

  it('refuses EXISTS, and tables that are not there', async () => {
    await expectRefusal(
      run(`EXISTS(SELECT * FROM "t00" WHERE pk = 'a' AND sk = 1 AND x IS MISSING)`),
      'EXISTS can only be used in ExecuteTransaction write requests.',
    );
    for (const statement of [
      `SELECT * FROM "none"`,
      `INSERT INTO "none" VALUE {'pk': 'a'}`,
      `UPDATE "none" SET a = 1 WHERE pk = 'a'`,
      `DELETE FROM "none" WHERE pk = 'a'`,
    ]) {
      await expectRefusal(run(statement), 'Requested resource not found', 'ResourceNotFoundException');
    }
  });

  it('finds a table by its ARN', async () => {
    const arn = 'arn:aws:dynamodb:us-east-1:000000000000:table/t00';
    expect(await rows(`SELECT * FROM "${arn}"`)).to.deep.equal([]);
  });

  it('charges a write what the classic operation charges', async () => {
    const asked = { ReturnConsumedCapacity: 'INDEXES' } as const;
    const put = await client.send(
      new PutItemCommand({ TableName: 't00', Item: item({ pk: 'a', sk: 1, g: 'x' }), ...asked }),
    );
    const insert = await run(`INSERT INTO "t00" VALUE {'pk': 'b', 'sk': 1, 'g': 'x'}`, undefined, asked);
    expect(insert.ConsumedCapacity).to.deep.equal(put.ConsumedCapacity);
    const update = await run(`UPDATE "t00" SET g = 'y' WHERE pk = 'a' AND sk = 1`, undefined, asked);
    expect(update.ConsumedCapacity).to.deep.equal({
      TableName: 't00',
      CapacityUnits: 3,
      Table: { CapacityUnits: 1 },
      GlobalSecondaryIndexes: { byG: { CapacityUnits: 2 } },
    });
    const total = { ReturnConsumedCapacity: 'TOTAL' } as const;
    const remove = await run(`DELETE FROM "t00" WHERE pk = 'zz' AND sk = 1`, undefined, total);
    expect(remove.ConsumedCapacity).to.deep.equal({ TableName: 't00', CapacityUnits: 1 });
    expect((await run(`DELETE FROM "t00" WHERE pk = 'zz' AND sk = 1`)).ConsumedCapacity).to.equal(undefined);
  });

  it('writes stream records like any other write', async () => {
    await run(`INSERT INTO "t00" VALUE {'pk': 'a', 'sk': 1, 'n': 1}`);
    await run(`UPDATE "t00" SET n = n + 1 WHERE pk = 'a' AND sk = 1`);
    await run(`UPDATE "t00" SET n = 2 WHERE pk = 'a' AND sk = 1`);
    await run(`DELETE FROM "t00" WHERE pk = 'a' AND sk = 1`);
    const events = aws.dynamodb
      .table('t00')
      .streamRecords()
      .map(({ eventName }) => eventName);
    expect(events).to.deep.equal(['INSERT', 'MODIFY', 'REMOVE']);
  });

  it('throttles, and is retried by the SDK', async () => {
    aws.faults.on(ExecuteStatementCommand).throttled().times(1);
    const { $metadata } = await run(`SELECT * FROM "t00"`);
    expect($metadata.attempts).to.equal(2);
    aws.faults.on(ExecuteStatementCommand).throttled().always();
    const error = await caught(run(`SELECT * FROM "t00"`));
    expect(error.name).to.equal('ProvisionedThroughputExceededException');
  });

  it('takes units of a write from what the table may serve', async () => {
    aws.dynamodb.table('t00').capacity({ write: 1, burstSeconds: 1 });
    await run(`INSERT INTO "t00" VALUE {'pk': 'a', 'sk': 1}`);
    const error = await caught(
      new DynamoDBClient({ maxAttempts: 1 }).send(
        new ExecuteStatementCommand({ Statement: `INSERT INTO "t00" VALUE {'pk': 'b', 'sk': 1}` }),
      ),
    );
    expect(error.name).to.equal('ProvisionedThroughputExceededException');
    expect(aws.dynamodb.table('t00').count).to.equal(1);
  });

  it('serves DynamoDBDocumentClient with all of its options', async () => {
    const document = DynamoDBDocumentClient.from(client, {
      marshallOptions: {
        removeUndefinedValues: true,
        convertEmptyValues: true,
        convertClassInstanceToMap: true,
      },
      unmarshallOptions: { wrapNumbers: true },
    });
    class Point {
      constructor(readonly x: number) {}
    }
    await document.send(
      new DocumentStatement({
        Statement: `INSERT INTO "t00" VALUE {'pk': ?, 'sk': ?, 'm': ?, 's': ?, 'e': ?}`,
        Parameters: ['a', 1, { at: new Point(2), no: undefined }, new Set(['x']), ''],
      }),
    );
    const { Items } = await document.send(
      new DocumentStatement({ Statement: `SELECT * FROM "t00" WHERE pk = ?`, Parameters: ['a'] }),
    );
    const wrapped = (value: string) => ({ value });
    expect(JSON.parse(JSON.stringify(Items))).to.deep.equal([
      { pk: 'a', sk: wrapped('1'), m: { at: { x: wrapped('2') } }, s: {}, e: null },
    ]);
    expect(Items?.[0]?.['s']).to.deep.equal(new Set(['x']));
    const plain = DynamoDBDocumentClient.from(client);
    const page = await plain.send(
      new DocumentStatement({ Statement: `SELECT * FROM "t00" WHERE pk = ?`, Parameters: ['a'], Limit: 1 }),
    );
    expect(page.LastEvaluatedKey).to.deep.equal({ pk: 'a', sk: 1 });
  });
});

/** Values of every type as they are written in a statement. */
const scalar = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 5 }).map((S): AttributeValue => ({ S })),
  fc.integer({ min: -999, max: 999 }).map((n): AttributeValue => ({ N: String(n) })),
  fc.boolean().map((BOOL): AttributeValue => ({ BOOL })),
  fc.constant<AttributeValue>({ NULL: true }),
);
const value: fc.Arbitrary<AttributeValue> = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }).map((L): AttributeValue => ({ L })),
  fc.dictionary(fc.constantFrom('x', 'y', "it's"), scalar).map((M): AttributeValue => ({ M: { ...M } })),
  fc
    .uniqueArray(fc.string({ maxLength: 3 }), { minLength: 1, maxLength: 3 })
    .map((SS): AttributeValue => ({ SS })),
  fc
    .uniqueArray(fc.integer(), { minLength: 1, maxLength: 3 })
    .map((n): AttributeValue => ({ NS: n.map(String) })),
);

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function literal(of: AttributeValue): string {
  if (of.S !== undefined) return quoted(of.S);
  if (of.N !== undefined) return of.N;
  if (of.BOOL !== undefined) return String(of.BOOL);
  if (of.L !== undefined) return `[${of.L.map(literal).join(', ')}]`;
  if (of.SS !== undefined) return `<<${of.SS.map(quoted).join(',')}>>`;
  if (of.NS !== undefined) return `<<${of.NS.join(', ')}>>`;
  if (of.M === undefined) return 'NULL';
  return `{${Object.entries(of.M)
    .map(([name, entry]) => `${quoted(name)}: ${literal(entry)}`)
    .join(', ')}}`;
}

describe('DynamoDB.ExecuteStatement and the classic operations', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('classic', 'pk sk:N');
    await createTable('partiql', 'pk sk:N');
  });
  afterEach(() => aws.unplug());

  const asks = fc.record({
    pk: fc.constantFrom('a', 'b'),
    sk: fc.integer({ min: 0, max: 3 }),
    name: fc.constantFrom('v', 'w'),
    value,
    other: value,
    operator: fc.constantFrom('=', '<>', '<', '<=', '>', '>='),
    literal: fc.boolean(),
    kind: fc.constantFrom('put', 'put', 'get', 'update', 'remove', 'append', 'delete', 'query', 'between'),
    descending: fc.boolean(),
  });

  type Ask = typeof asks extends fc.Arbitrary<infer T> ? T : never;
  type Outcome = { readonly items: unknown; readonly error?: string };

  async function outcomeOf(call: Promise<{ items: unknown }>): Promise<Outcome> {
    try {
      return await call;
    } catch (error) {
      // INSERT is a Put of what is not there; all other errors have one name, and mostly one message.
      const { name } = error as Error;
      return {
        items: [],
        error: name === 'DuplicateItemException' ? 'ConditionalCheckFailedException' : name,
      };
    }
  }

  function classic(ask: Ask): Promise<Outcome> {
    const Key = item({ pk: ask.pk, sk: ask.sk });
    const table = { TableName: 'classic' };
    const names = { ExpressionAttributeNames: { '#n': ask.name } };
    const condition = `attribute_exists(pk) AND #n ${ask.operator} :o`;
    const write = { ...table, Key, ReturnValues: 'ALL_NEW' as const };
    const values = (more: Record<string, AttributeValue>) => ({ ExpressionAttributeValues: more });
    const attributes = async (sent: Promise<{ Attributes?: unknown }>) => {
      const { Attributes } = await sent;
      return { items: Attributes === undefined ? [] : [Attributes] };
    };
    const { value: v, other: o } = ask;
    switch (ask.kind) {
      case 'put':
        return outcomeOf(
          client
            .send(
              new PutItemCommand({
                ...table,
                Item: { ...Key, [ask.name]: v },
                ConditionExpression: 'attribute_not_exists(pk)',
              }),
            )
            .then(() => ({ items: [] })),
        );
      case 'get':
        return outcomeOf(
          client
            .send(new GetItemCommand({ ...table, Key }))
            .then(({ Item }) => ({ items: Item ? [Item] : [] })),
        );
      case 'update':
        return outcomeOf(
          attributes(
            client.send(
              new UpdateItemCommand({
                ...write,
                ...names,
                UpdateExpression: 'SET #n = :v',
                ConditionExpression: condition,
                ...values({ ':v': v, ':o': o }),
              }),
            ),
          ),
        );
      case 'remove':
        return outcomeOf(
          attributes(
            client.send(
              new UpdateItemCommand({
                ...write,
                ...names,
                UpdateExpression: 'REMOVE #n',
                ConditionExpression: 'attribute_exists(pk)',
              }),
            ),
          ),
        );
      case 'append':
        return outcomeOf(
          attributes(
            client.send(
              new UpdateItemCommand({
                ...write,
                ...names,
                UpdateExpression: 'SET #n = list_append(#n, :v)',
                ConditionExpression: 'attribute_exists(pk)',
                ...values({ ':v': { L: [v] } }),
              }),
            ),
          ),
        );
      case 'delete':
        return outcomeOf(
          attributes(
            client.send(
              new DeleteItemCommand({
                ...table,
                ...names,
                Key,
                ReturnValues: 'ALL_OLD',
                ConditionExpression: `attribute_not_exists(pk) OR #n ${ask.operator} :o`,
                ...values({ ':o': o }),
              }),
            ),
          ),
        );
      case 'query':
      case 'between':
        return outcomeOf(
          client
            .send(
              new QueryCommand({
                ...table,
                ...names,
                KeyConditionExpression:
                  ask.kind === 'query' ? 'pk = :p AND sk >= :s' : 'pk = :p AND sk BETWEEN :s AND :t',
                FilterExpression: `#n ${ask.operator} :o`,
                ScanIndexForward: !ask.descending,
                ...values({
                  ':p': { S: ask.pk },
                  ':s': { N: String(ask.sk) },
                  ':o': o,
                  ...(ask.kind === 'between' && { ':t': { N: '3' } }),
                }),
              }),
            )
            .then(({ Items }) => ({ items: Items ?? [] })),
        );
    }
  }

  function partiql(ask: Ask): Promise<Outcome> {
    const parameters: AttributeValue[] = [];
    const put = (of: AttributeValue): string => {
      if (ask.literal) return literal(of);
      parameters.push(of);
      return '?';
    };
    const { name } = ask;
    const t = '"partiql"';
    const key = (): string => `pk = ${put({ S: ask.pk })} AND sk = ${put({ N: String(ask.sk) })}`;
    const compared = (): string => `${name} ${ask.operator} ${put(ask.other)}`;
    const select = (range: () => string): string =>
      `SELECT * FROM ${t} WHERE pk = ${put({ S: ask.pk })} AND ${range()} AND ${compared()} ORDER BY sk ${ask.descending ? 'DESC' : 'ASC'}`;
    const texts: Record<Ask['kind'], () => string> = {
      put: () => `INSERT INTO ${t} VALUE {'pk': '${ask.pk}', 'sk': ${ask.sk}, '${name}': ${put(ask.value)}}`,
      get: () => `SELECT * FROM ${t} WHERE ${key()}`,
      update: () =>
        `UPDATE ${t} SET ${name} = ${put(ask.value)} WHERE ${key()} AND ${compared()} RETURNING ALL NEW *`,
      remove: () => `UPDATE ${t} REMOVE ${name} WHERE ${key()} RETURNING ALL NEW *`,
      append: () =>
        `UPDATE ${t} SET ${name} = list_append(${name}, ${put({ L: [ask.value] })}) WHERE ${key()} RETURNING ALL NEW *`,
      delete: () => `DELETE FROM ${t} WHERE ${key()} AND ${compared()} RETURNING ALL OLD *`,
      query: () => select(() => `sk >= ${put({ N: String(ask.sk) })}`),
      between: () => select(() => `sk BETWEEN ${put({ N: String(ask.sk) })} AND 3`),
    };
    const text = texts[ask.kind]();
    return outcomeOf(
      run(text, parameters.length === 0 ? undefined : parameters).then(({ Items }) => ({
        items: Items ?? [],
      })),
    );
  }

  it('do the same and answer the same, in any order', async () => {
    await fc.assert(
      fc
        .asyncProperty(fc.array(asks, { minLength: 1, maxLength: 25 }), async (sequence) => {
          for (const ask of sequence) expect(await partiql(ask)).to.deep.equal(await classic(ask));
          expect(aws.dynamodb.table('partiql').items()).to.deep.equal(aws.dynamodb.table('classic').items());
        })
        .beforeEach(() => {
          const mark = empty;
          aws.restore(mark);
        }),
      { numRuns: 60, seed: 7 },
    );
  });
  let empty: ReturnType<FakeAws['mark']>;
  beforeEach(() => {
    empty = aws.mark();
  });
});
