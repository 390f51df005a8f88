import { GetItemCommand, PutItemCommand, type PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answer, client, createTable, expectRefusal, item } from './arrange';

describe('DynamoDB.PutItem', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk sk:N', {
      globals: { 'gsi-inc': 'g INCLUDE proj', typed: 'n:N KEYS_ONLY' },
      locals: { lsi1: 'pk l' },
    });
    await createTable('bin', 'pk:B');
  });
  afterEach(() => aws.unplug());
  const put = (input: Partial<PutItemCommandInput>) =>
    client.send(new PutItemCommand({ TableName: 't00', Item: item({ pk: 'a', sk: 1 }), ...input }));

  it('stores the item in canonical form and answers nothing', async () => {
    expect(
      answer(await put({ Item: item({ pk: 'a', sk: { N: '01.50' }, s: { NS: ['2', '1e1'] } }) })),
    ).to.deep.equal({});
    const got = await client.send(
      new GetItemCommand({ TableName: 't00', Key: item({ pk: 'a', sk: { N: '1.5' } }) }),
    );
    expect(got.Item).to.deep.equal({ pk: { S: 'a' }, sk: { N: '1.5' }, s: { NS: ['2', '10'] } });
  });

  it('replaces the whole item and returns the old one for ALL_OLD only', async () => {
    await put({ Item: item({ pk: 'a', sk: 1, x: 'old', y: 'gone' }) });
    const second = await put({ Item: item({ pk: 'a', sk: 1, x: 'new' }), ReturnValues: 'ALL_OLD' });
    expect(answer(second)).to.deep.equal({ Attributes: item({ pk: 'a', sk: 1, x: 'old', y: 'gone' }) });
    expect(aws.dynamodb.table('t00').items()).to.deep.equal([{ pk: 'a', sk: 1, x: 'new' }]);
    expect(answer(await put({ Item: item({ pk: 'b', sk: 1 }), ReturnValues: 'ALL_OLD' }))).to.deep.equal({});
  });

  it('holds the condition against the item that is there', async () => {
    const once = { ConditionExpression: 'attribute_not_exists(pk)' };
    await put(once);
    const error = await expectRefusal(
      put(once),
      'The conditional request failed',
      'ConditionalCheckFailedException',
    );
    expect(error['Item']).to.equal(undefined);
    const told = await expectRefusal(
      put({ ...once, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
      'The conditional request failed',
      'ConditionalCheckFailedException',
    );
    expect(told['Item']).to.deep.equal(item({ pk: 'a', sk: 1 }));
  });

  it('takes the name of the table or its ARN', async () => {
    await put({ TableName: aws.dynamodb.table('t00').arn });
    expect(aws.dynamodb.table('t00').count).to.equal(1);
    await expectRefusal(
      put({ TableName: 'arn:aws:dynamodb:us-east-1:999999999999:table/t00' }),
      'Requested resource not found',
      'ResourceNotFoundException',
    );
  });

  it('stores what the DocumentClient gives and gives it back', async () => {
    const documents = DynamoDBDocumentClient.from(client);
    const given = {
      pk: 'doc',
      sk: 1,
      list: [1, 'two', { three: null }],
      set: new Set(['b', 'a']),
      yes: true,
    };
    await documents.send(new PutCommand({ TableName: 't00', Item: given }));
    const got = await documents.send(new GetCommand({ TableName: 't00', Key: { pk: 'doc', sk: 1 } }));
    expect(got.Item).to.deep.equal(given);
  });

  it('shares no reference with the caller', async () => {
    const B = new Uint8Array([1, 2]);
    const given = { pk: { S: 'a' }, sk: { N: '1' }, bytes: { B } };
    await put({ Item: given });
    B[0] = 9;
    given.pk.S = 'z';
    expect(aws.dynamodb.table('t00').items()).to.deep.equal([
      { pk: 'a', sk: 1, bytes: new Uint8Array([1, 2]) },
    ]);
  });

  it('has __proto__ as a name like any other', async () => {
    const odd = JSON.parse(
      '{"pk":{"S":"a"},"sk":{"N":"1"},"__proto__":{"S":"mine"}}',
    ) as PutItemCommandInput['Item'];
    await put({ Item: odd });
    const got = await client.send(new GetItemCommand({ TableName: 't00', Key: item({ pk: 'a', sk: 1 }) }));
    expect(Object.entries(got.Item ?? {})).to.deep.include(['__proto__', { S: 'mine' }]);
  });

  const empty = (kind: string) =>
    `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: pk`;
  const emptyIndex =
    'One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: gsi-inc, IndexKey: g';
  const mismatch = 'One or more parameter values were invalid: Type mismatch for';
  const rows: readonly (readonly [string, Partial<PutItemCommandInput>, string])[] = [
    [
      'another ReturnValues',
      { ReturnValues: 'ALL_NEW' },
      '1 validation error detected: ReturnValues can only be ALL_OLD or NONE',
    ],
    [
      'a missing key',
      { Item: item({ pk: 'a' }) },
      'One or more parameter values were invalid: Missing the key sk in the item',
    ],
    ['a key of another type', { Item: item({ pk: 5, sk: 1 }) }, `${mismatch} key pk expected: S actual: N`],
    [
      'a key that is no scalar',
      { Item: item({ pk: { L: [] }, sk: 1 }) },
      `${mismatch} key pk expected: S actual: L`,
    ],
    ['an empty key', { Item: item({ pk: '', sk: 1 }) }, empty('string')],
    ['an empty binary key', { TableName: 'bin', Item: { pk: { B: new Uint8Array() } } }, empty('binary')],
    [
      'an index key of another type',
      { Item: item({ pk: 'a', sk: 1, g: 5 }) },
      `${mismatch} Index Key g Expected: S Actual: N IndexName: gsi-inc`,
    ],
    [
      'a number index key of another type',
      { Item: item({ pk: 'a', sk: 1, n: 'x' }) },
      `${mismatch} Index Key n Expected: N Actual: S IndexName: typed`,
    ],
    ['an empty index key', { Item: item({ pk: 'a', sk: 1, g: '' }) }, emptyIndex],
    [
      'a partition key of 2049 bytes',
      { Item: item({ pk: 'x'.repeat(2049), sk: 1 }) },
      'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes',
    ],
    [
      'an index RANGE key of 1025 bytes',
      { Item: item({ pk: 'a', sk: 1, l: 'x'.repeat(1025) }) },
      'One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
    ],
    [
      'an index HASH key of 2049 bytes',
      { Item: item({ pk: 'a', sk: 1, g: 'x'.repeat(2049) }) },
      'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes',
    ],
    [
      'an item over 400 KB',
      { Item: item({ pk: 'a', sk: 1, x: 'x'.repeat(409_600) }) },
      '1 validation error detected: Item size has exceeded the maximum allowed size',
    ],
    [
      'values without an expression',
      { ExpressionAttributeValues: { ':v': { S: 'x' } } },
      '1 validation error detected: ExpressionAttributeValues can only be specified when using expressions',
    ],
  ];
  for (const [what, input, message] of rows) {
    it(`refuses ${what}`, async () => {
      await expectRefusal(put(input), message);
      expect(aws.dynamodb.table('t00').count).to.equal(0);
    });
  }

  it('speaks of the parameters before the table, and of the table before the key', async () => {
    const nowhere = { TableName: 'nowhere' };
    await expectRefusal(
      put({ ...nowhere, ReturnValues: 'ALL_NEW' }),
      '1 validation error detected: ReturnValues can only be ALL_OLD or NONE',
    );
    await expectRefusal(
      put({ ...nowhere, ConditionExpression: 'x = ' }),
      '1 validation error detected: Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "="',
    );
    await expectRefusal(
      put({ ...nowhere, Item: {} }),
      'Requested resource not found',
      'ResourceNotFoundException',
    );
    await put({});
    await expectRefusal(
      put({ Item: item({ pk: 'a' }), ConditionExpression: 'attribute_not_exists(pk)' }),
      'One or more parameter values were invalid: Missing the key sk in the item',
    );
  });

  it('accepts every size exactly', async () => {
    await put({ Item: item({ pk: 'x'.repeat(2048), sk: 1, g: 'x'.repeat(2048), l: 'x'.repeat(1024) }) });
    const rest = 409_600 - 'pkask'.length - 2 - 'x'.length;
    await put({ Item: item({ pk: 'a', sk: 1, x: 'x'.repeat(rest) }) });
    expect(aws.dynamodb.table('t00').count).to.equal(2);
  });

  it('charges the table and the indexes whose contents change', async () => {
    const used = async (members: Parameters<typeof item>[0]) =>
      (await put({ Item: item(members), ReturnConsumedCapacity: 'INDEXES' })).ConsumedCapacity;
    const base = { TableName: 't00', Table: { CapacityUnits: 1 } };
    const gsi = { 'gsi-inc': { CapacityUnits: 1 } };
    const lsi = { lsi1: { CapacityUnits: 1 } };
    const full = { pk: 'a', sk: 1, g: 'g1', l: 'l1', proj: 'p', other: 'o' };
    expect(await used(full)).to.deep.equal({
      ...base,
      CapacityUnits: 3,
      GlobalSecondaryIndexes: gsi,
      LocalSecondaryIndexes: lsi,
    });
    expect(await used(full)).to.deep.equal({ ...base, CapacityUnits: 1 });
    expect(await used({ ...full, other: 'o2' })).to.deep.equal({
      ...base,
      CapacityUnits: 2,
      LocalSecondaryIndexes: lsi,
    });
    expect(await used({ ...full, other: 'o2', g: 'g2' })).to.deep.equal({
      ...base,
      CapacityUnits: 4,
      GlobalSecondaryIndexes: { 'gsi-inc': { CapacityUnits: 2 } },
      LocalSecondaryIndexes: lsi,
    });
    expect(await used({ pk: 'b', sk: 1, other: 'o' })).to.deep.equal({ ...base, CapacityUnits: 1 });
    const total = await put({
      Item: item({ pk: 'c', sk: 1, g: 'g', big: 'x'.repeat(1100) }),
      ReturnConsumedCapacity: 'TOTAL',
    });
    expect(total.ConsumedCapacity).to.deep.equal({ TableName: 't00', CapacityUnits: 3 });
  });

  it('estimates the item collection only for tables with a local index', async () => {
    const { ItemCollectionMetrics } = await put({ ReturnItemCollectionMetrics: 'SIZE' });
    expect(ItemCollectionMetrics).to.deep.equal({
      ItemCollectionKey: { pk: { S: 'a' } },
      SizeEstimateRangeGB: [0, 1],
    });
    const bin = await put({
      TableName: 'bin',
      Item: { pk: { B: new Uint8Array([1]) } },
      ReturnItemCollectionMetrics: 'SIZE',
    });
    expect(bin).to.not.have.property('ItemCollectionMetrics');
  });
});
