import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as library from '@aws-sdk/lib-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  ExecuteStatementCommand,
  GetCommand,
  NumberValue,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
  type TranslateConfig,
} from '@aws-sdk/lib-dynamodb';
import { expect } from 'chai';
import { fakeAws, NotSupportedByFake, type FakeAws } from '../../fakes';
import { caught, client, createTable, item } from './arrange';

const TableName = 't00';

describe('DynamoDBDocumentClient on the whole of DynamoDB', () => {
  let aws: FakeAws;
  const documents = (config?: TranslateConfig) =>
    DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }), config);
  const stored = async (pk: string) =>
    (await client.send(new GetItemCommand({ TableName, Key: item({ pk }) }))).Item;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable(TableName, 'pk', { globals: { gsi: 'g n:N' } });
    await documents().send(
      new PutCommand({
        TableName,
        Item: { pk: 'a', g: 'g', n: 1, list: [1, { deep: 'x' }], set: new Set(['s']) },
      }),
    );
  });
  afterEach(() => aws.unplug());

  it('writes and reads single items, with expressions in native values', async () => {
    const doc = documents();
    const put = await doc.send(
      new PutCommand({
        TableName,
        Item: { pk: 'a', n: 2 },
        ConditionExpression: 'n = :one',
        ExpressionAttributeValues: { ':one': 1 },
        ReturnValues: 'ALL_OLD',
      }),
    );
    expect(put.Attributes).to.deep.equal({
      pk: 'a',
      g: 'g',
      n: 1,
      list: [1, { deep: 'x' }],
      set: new Set(['s']),
    });
    const updated = await doc.send(
      new UpdateCommand({
        TableName,
        Key: { pk: 'a' },
        UpdateExpression: 'SET m = :m, n = n + :n',
        ExpressionAttributeValues: { ':m': { inner: [true, null] }, ':n': 40 },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    expect(updated.Attributes).to.deep.equal({ m: { inner: [true, null] }, n: 42 });
    expect((await doc.send(new GetCommand({ TableName, Key: { pk: 'a' } }))).Item).to.deep.equal({
      pk: 'a',
      n: 42,
      m: { inner: [true, null] },
    });
    const removed = await doc.send(
      new DeleteCommand({ TableName, Key: { pk: 'a' }, ReturnValues: 'ALL_OLD' }),
    );
    expect(removed.Attributes).to.include({ n: 42 });
  });

  it('shows the item of a failed condition', async () => {
    const error = await caught(
      documents().send(
        new DeleteCommand({
          TableName,
          Key: { pk: 'a' },
          ConditionExpression: 'n > :n',
          ExpressionAttributeValues: { ':n': 5 },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    );
    expect(error.name).to.equal('ConditionalCheckFailedException');
    // As the SDK has it: errors are not unmarshalled.
    expect(error['Item']).to.deep.include({ n: { N: '1' } });
  });

  it('queries and scans, with native start keys', async () => {
    const doc = documents();
    for (const n of [2, 3])
      await doc.send(new PutCommand({ TableName, Item: { pk: `p${n}`, g: 'g', n, x: n } }));
    const query = {
      TableName,
      IndexName: 'gsi',
      KeyConditionExpression: 'g = :g',
      FilterExpression: 'attribute_not_exists(x) OR x <> :two',
      ExpressionAttributeValues: { ':g': 'g', ':two': 2 },
      Limit: 2,
    };
    const first = await doc.send(new QueryCommand(query));
    expect(first.Items?.map(({ n }) => Number(n))).to.deep.equal([1]);
    expect(first.LastEvaluatedKey).to.deep.equal({ g: 'g', n: 2, pk: 'p2' });
    const second = await doc.send(new QueryCommand({ ...query, ExclusiveStartKey: first.LastEvaluatedKey }));
    expect(second.Items).to.deep.equal([{ pk: 'p3', g: 'g', n: 3, x: 3 }]);
    const scanned = await doc.send(
      new ScanCommand({
        TableName,
        FilterExpression: 'n > :one',
        ExpressionAttributeValues: { ':one': 1 },
        ProjectionExpression: 'n',
      }),
    );
    expect(scanned.Items).to.have.deep.members([{ n: 2 }, { n: 3 }]);
    const pages: unknown[] = [];
    for await (const page of library.paginateScan({ client: doc, pageSize: 1 }, { TableName })) {
      pages.push(...(page.Items ?? []));
    }
    expect(pages).to.have.lengthOf(3);
  });

  it('batches and transacts', async () => {
    const doc = documents();
    const { UnprocessedItems } = await doc.send(
      new BatchWriteCommand({
        RequestItems: {
          t00: [{ PutRequest: { Item: { pk: 'b', x: 1 } } }, { DeleteRequest: { Key: { pk: 'a' } } }],
        },
      }),
    );
    expect(UnprocessedItems).to.deep.equal({});
    const { Responses } = await doc.send(
      new BatchGetCommand({ RequestItems: { t00: { Keys: [{ pk: 'a' }, { pk: 'b' }] } } }),
    );
    expect(Responses).to.deep.equal({ t00: [{ pk: 'b', x: 1 }] });
    await doc.send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName, Item: { pk: 'c', x: [1, 'y'] } } },
          {
            Update: {
              TableName,
              Key: { pk: 'b' },
              UpdateExpression: 'ADD x :x',
              ExpressionAttributeValues: { ':x': 4 },
            },
          },
          { Delete: { TableName, Key: { pk: 'nobody' } } },
          {
            ConditionCheck: {
              TableName,
              Key: { pk: 'd' },
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
        ],
      }),
    );
    const got = await doc.send(
      new TransactGetCommand({
        TransactItems: ['b', 'c', 'd'].map((pk) => ({ Get: { TableName, Key: { pk } } })),
      }),
    );
    expect(got.Responses?.map(({ Item }) => Item)).to.deep.equal([
      { pk: 'b', x: 5 },
      { pk: 'c', x: [1, 'y'] },
      undefined,
    ]);
  });

  it('runs statements with native parameters', async () => {
    const { Items } = await documents().send(
      new ExecuteStatementCommand({
        Statement: 'SELECT n, "list" FROM t00 WHERE pk = ?',
        Parameters: ['a'],
      }),
    );
    expect(Items).to.deep.equal([{ n: 1, list: [1, { deep: 'x' }] }]);
  });

  it('knows every command of the library: modelled, or refused by name', async () => {
    const commands = Object.entries(library).filter(
      ([name]) => /^[A-Z]\w+Command$/.test(name) && name !== 'DynamoDBDocumentClientCommand',
    );
    expect(commands.length).to.be.at.least(14);
    const refused: string[] = [];
    for (const [name, Command] of commands) {
      const command = new (Command as unknown as new (input: object) => GetCommand)({});
      const error = await caught(documents().send(command)).catch(() => undefined);
      if (error instanceof NotSupportedByFake) refused.push(name);
    }
    aws.world.takeProblems();
    expect(refused).to.have.members([
      'DescribeExportCommand',
      'ExportTableToPointInTimeCommand',
      'SearchVectorsCommand',
    ]);
  });

  describe('with marshallOptions', () => {
    const put = (
      marshallOptions: NonNullable<TranslateConfig['marshallOptions']>,
      members: Record<string, unknown>,
    ) => documents({ marshallOptions }).send(new PutCommand({ TableName, Item: { pk: 'm', ...members } }));

    class Money {
      constructor(
        readonly amount: number,
        readonly currency: string,
      ) {}
    }
    const big = Number.MAX_SAFE_INTEGER + 2;
    type Row = readonly [
      option: keyof NonNullable<TranslateConfig['marshallOptions']>,
      members: Record<string, unknown>,
      without: RegExp | object,
      with_: RegExp | object,
    ];
    const rows: readonly Row[] = [
      ['removeUndefinedValues', { x: { y: undefined } }, /removeUndefinedValues=true/, { x: { M: {} } }],
      [
        'convertEmptyValues',
        { x: '', y: [''] },
        { x: { S: '' }, y: { L: [{ S: '' }] } },
        { x: { NULL: true }, y: { L: [{ NULL: true }] } },
      ],
      [
        'convertClassInstanceToMap',
        { x: new Money(5, 'EUR') },
        /convertClassInstanceToMap=true/,
        { x: { M: { amount: { N: '5' }, currency: { S: 'EUR' } } } },
      ],
      ['allowImpreciseNumbers', { x: big }, /9007199254740992/, { x: { N: String(big) } }],
    ];
    for (const [option, members, without, with_] of rows) {
      it(`follows ${option}`, async () => {
        for (const [value, expected] of [
          [false, without],
          [true, with_],
        ] as const) {
          if (expected instanceof RegExp) {
            expect((await caught(put({ [option]: value }, members))).message).to.match(expected);
            expect(await stored('m')).to.equal(undefined);
          } else {
            await put({ [option]: value }, members);
            expect(await stored('m')).to.deep.equal({ pk: { S: 'm' }, ...expected });
          }
        }
      });
    }

    it('refuses an empty set as AWS does, unless it is converted', async () => {
      expect((await caught(put({}, { x: new Set() }))).message).to.match(/empty/i);
      await put({ convertEmptyValues: true }, { x: new Set() });
      expect(await stored('m')).to.deep.equal({ pk: { S: 'm' }, x: { NULL: true } });
    });

    it('follows convertTopLevelContainer where a value stands alone', async () => {
      const condition = (convertTopLevelContainer: boolean) =>
        documents({ marshallOptions: { convertTopLevelContainer } }).send(
          new UpdateCommand({
            TableName,
            Key: { pk: 'a' },
            UpdateExpression: 'SET m = :m',
            ExpressionAttributeValues: { ':m': { a: 1 } },
            ReturnValues: 'UPDATED_NEW',
          }),
        );
      expect((await condition(true)).Attributes).to.deep.equal({ m: { a: 1 } });
      // Without it the SDK sends a map that is no AttributeValue: AWS sees none.
      expect((await caught(condition(false))).name).to.not.equal('Error');
      aws.world.takeProblems();
    });
  });

  describe('with unmarshallOptions', () => {
    const huge = '12345678901234567890.5';
    const get = async (unmarshallOptions: NonNullable<TranslateConfig['unmarshallOptions']> = {}) =>
      (await documents({ unmarshallOptions }).send(new GetCommand({ TableName, Key: { pk: 'h' } }))).Item;
    beforeEach(() =>
      documents().send(
        new PutCommand({
          TableName,
          Item: {
            pk: 'h',
            x: NumberValue.from(huge),
            set: new Set([NumberValue.from('1'), NumberValue.from('2')]),
          },
        }),
      ),
    );

    it('stores every digit of a NumberValue', async () => {
      expect(await stored('h')).to.deep.equal({
        pk: { S: 'h' },
        x: { N: huge },
        set: { NS: ['1', '2'] },
      });
    });

    it('follows wrapNumbers: not at all, as a NumberValue, or by a function', async () => {
      expect((await caught(get())).message).to.match(/wrapNumbers/);
      expect((await get({ wrapNumbers: true }))?.['x']).to.deep.include({ value: huge });
      const wrapped = await get({ wrapNumbers: (text: string) => `<${text}>` });
      expect(wrapped).to.deep.equal({ pk: 'h', x: `<${huge}>`, set: new Set(['<1>', '<2>']) });
    });

    it('follows convertWithoutMapWrapper', async () => {
      const items = await get({ wrapNumbers: true, convertWithoutMapWrapper: true });
      expect(items).to.have.property('pk', 'h');
    });
  });
});
