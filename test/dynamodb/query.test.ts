import { QueryCommand, type QueryCommandInput, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answer, client, createTable, expectRefusal, item, putAll, type Short } from './arrange';

describe('DynamoDB.Query', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk sk', {
      globals: { byG: 'g INCLUDE data', byGN: 'g n:N KEYS_ONLY' },
      locals: { byL: 'pk l KEYS_ONLY' },
    });
    await createTable('hash', 'pk');
    await putAll('t00', [
      ...['b', 'a', 'ab', 'c', 'abc'].map((sk) => ({
        pk: 'p',
        sk,
        l: `l${sk.length}`,
        data: `d-${sk}`,
        big: 'y',
      })),
      { pk: 'q', sk: 'x', g: 'g1', n: 2, data: 'dx' },
      { pk: 'r', sk: 'y', g: 'g1', n: 10, data: 'dy' },
      { pk: 'q', sk: 'z', g: 'g1', data: 'dz' },
    ]);
  });
  afterEach(() => aws.unplug());
  const query = (input: Partial<QueryCommandInput>) =>
    client.send(new QueryCommand({ TableName: 't00', ...input }));
  const values = (of: Record<string, Short>) => ({ ExpressionAttributeValues: item(of) });
  const where = (KeyConditionExpression: string, of: Record<string, Short>) => ({
    KeyConditionExpression,
    ...values(of),
  });
  const inP = where('pk = :p', { ':p': 'p' });
  const sks = (output: QueryCommandOutput) => output.Items?.map(({ sk }) => sk?.S);

  const conditions: readonly (readonly [string, Record<string, Short>, readonly string[]])[] = [
    ['', {}, ['a', 'ab', 'abc', 'b', 'c']],
    [' AND sk = :a', { ':a': 'ab' }, ['ab']],
    [' AND sk < :a', { ':a': 'ab' }, ['a']],
    [' AND sk <= :a', { ':a': 'ab' }, ['a', 'ab']],
    [' AND sk > :a', { ':a': 'ab' }, ['abc', 'b', 'c']],
    [' AND sk >= :a', { ':a': 'ab' }, ['ab', 'abc', 'b', 'c']],
    [' AND sk BETWEEN :a AND :b', { ':a': 'ab', ':b': 'b' }, ['ab', 'abc', 'b']],
    [' AND begins_with(sk, :a)', { ':a': 'ab' }, ['ab', 'abc']],
  ];
  for (const [condition, of, expected] of conditions) {
    it(`selects by pk = :p${condition}, forward, backward and page by page`, async () => {
      const input = where(`pk = :p${condition}`, { ':p': 'p', ...of });
      expect(sks(await query(input))).to.deep.equal(expected);
      expect(sks(await query({ ...input, ScanIndexForward: false }))).to.deep.equal(expected.toReversed());
      for (const ScanIndexForward of [true, false]) {
        const seen: (string | undefined)[] = [];
        let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey'];
        do {
          const page = await query({ ...input, ScanIndexForward, Limit: 1, ExclusiveStartKey });
          seen.push(...(sks(page) ?? []));
          ExclusiveStartKey = page.LastEvaluatedKey;
        } while (ExclusiveStartKey !== undefined);
        expect(seen).to.deep.equal(ScanIndexForward ? expected : expected.toReversed());
      }
    });
  }

  it('counts what it evaluated and what the filter left', async () => {
    const output = await query({
      ...where('pk = :p', { ':p': 'p', ':c': 'd-a' }),
      FilterExpression: 'begins_with(#d, :c)',
      ExpressionAttributeNames: { '#d': 'data' },
      ProjectionExpression: 'sk',
      Limit: 4,
    });
    expect(answer(output)).to.deep.equal({
      Items: [item({ sk: 'a' }), item({ sk: 'ab' }), item({ sk: 'abc' })],
      Count: 3,
      ScannedCount: 4,
      LastEvaluatedKey: item({ pk: 'p', sk: 'b' }),
    });
  });

  it('has no Items for COUNT and an empty list for nothing', async () => {
    expect(answer(await query({ ...inP, Select: 'COUNT' }))).to.deep.equal({ Count: 5, ScannedCount: 5 });
    expect(answer(await query(where('pk = :p', { ':p': 'none' })))).to.deep.equal({
      Items: [],
      Count: 0,
      ScannedCount: 0,
    });
  });

  it('sets LastEvaluatedKey when the limit equals what is left, and the next page is empty', async () => {
    const { LastEvaluatedKey } = await query({ ...inP, Limit: 5 });
    expect(LastEvaluatedKey).to.deep.equal(item({ pk: 'p', sk: 'c' }));
    const next = await query({ ...inP, Limit: 5, ExclusiveStartKey: LastEvaluatedKey });
    expect(answer(next)).to.deep.equal({ Items: [], Count: 0, ScannedCount: 0 });
  });

  it('resumes behind a start key whose item is gone', async () => {
    const page = await query({ ...inP, ExclusiveStartKey: item({ pk: 'p', sk: 'aa' }) });
    expect(sks(page)).to.deep.equal(['ab', 'abc', 'b', 'c']);
  });

  it('ends a page with the item that crosses 1 MB', async () => {
    await putAll(
      't00',
      [1, 2, 3, 4].map((n) => ({ pk: 'big', sk: `${n}`, x: 'x'.repeat(400_000) })),
    );
    const page = await query({
      ...where('pk = :p', { ':p': 'big' }),
      Select: 'COUNT',
      ReturnConsumedCapacity: 'TOTAL',
    });
    expect(page).to.deep.include({ Count: 3, LastEvaluatedKey: item({ pk: 'big', sk: '3' }) });
    expect(page.ConsumedCapacity?.CapacityUnits).to.equal(146.5);
  });

  it('orders strings by UTF-8 bytes and numbers by value', async () => {
    await putAll(
      't00',
      ['\u{1f600}', '\uff5e', 'z', 'é'].map((sk) => ({ pk: 'utf', sk })),
    );
    expect(sks(await query(where('pk = :p', { ':p': 'utf' })))).to.deep.equal([
      'z',
      'é',
      '\uff5e',
      '\u{1f600}',
    ]);
    const byNumber = await query({ IndexName: 'byGN', ...where('g = :g', { ':g': 'g1' }) });
    expect(byNumber.Items?.map(({ n }) => n?.N)).to.deep.equal(['2', '10']);
  });

  describe('on a global index', () => {
    const g1 = { IndexName: 'byG', ...where('g = :g', { ':g': 'g1' }) };

    it('is sparse, holds what is projected, and breaks ties by the key of the table', async () => {
      const { Items } = await query(g1);
      expect(Items).to.have.deep.members([
        item({ pk: 'q', sk: 'x', g: 'g1', data: 'dx' }),
        item({ pk: 'q', sk: 'z', g: 'g1', data: 'dz' }),
        item({ pk: 'r', sk: 'y', g: 'g1', data: 'dy' }),
      ]);
      expect(Items?.map(({ sk }) => sk?.S)).to.deep.equal(['x', 'z', 'y']);
      expect((await query({ IndexName: 'byGN', ...where('g = :g', { ':g': 'g1' }) })).Count).to.equal(2);
    });

    it('continues between equal index keys with all key attributes', async () => {
      const first = await query({ ...g1, Limit: 1 });
      expect(first.LastEvaluatedKey).to.deep.equal(item({ g: 'g1', pk: 'q', sk: 'x' }));
      expect(sks(await query({ ...g1, ExclusiveStartKey: first.LastEvaluatedKey }))).to.deep.equal([
        'z',
        'y',
      ]);
    });

    it('charges the index and not the table', async () => {
      const { ConsumedCapacity } = await query({ ...g1, ReturnConsumedCapacity: 'INDEXES' });
      expect(ConsumedCapacity).to.deep.equal({
        TableName: 't00',
        CapacityUnits: 0.5,
        Table: { CapacityUnits: 0 },
        GlobalSecondaryIndexes: { byG: { CapacityUnits: 0.5 } },
      });
    });

    it('is always eventually consistent: a fault shows the index before the last write', async () => {
      await putAll('t00', [{ pk: 's', sk: 's', g: 'g1' }]);
      aws.faults.on(QueryCommand, { IndexName: 'byG' }).readsStale();
      expect((await query(g1)).Count).to.equal(3);
      expect((await query(g1)).Count).to.equal(4);
    });
  });

  describe('on a local index', () => {
    const l = { IndexName: 'byL', ...where('pk = :p AND l = :l', { ':p': 'p', ':l': 'l1' }) };

    it('orders by its own key, then by the key of the table', async () => {
      expect((await query({ ...l, ConsistentRead: true })).Items).to.deep.equal(
        ['a', 'b', 'c'].map((sk) => item({ pk: 'p', l: 'l1', sk })),
      );
    });

    it('fetches what it does not project from the table', async () => {
      const whole = { pk: 'p', sk: 'a', l: 'l1', data: 'd-a', big: 'y' };
      const all = await query({
        ...l,
        Limit: 1,
        Select: 'ALL_ATTRIBUTES',
        ReturnConsumedCapacity: 'INDEXES',
      });
      expect(all.Items).to.deep.equal([item(whole)]);
      expect(all.ConsumedCapacity).to.deep.equal({
        TableName: 't00',
        CapacityUnits: 1,
        Table: { CapacityUnits: 0.5 },
        LocalSecondaryIndexes: { byL: { CapacityUnits: 0.5 } },
      });
      const one = await query({ ...l, Limit: 1, ProjectionExpression: 'big' });
      expect(one.Items).to.deep.equal([item({ big: 'y' })]);
      const filtered = await query({
        ...l,
        ...values({ ':p': 'p', ':l': 'l1', ':y': 'd-b' }),
        FilterExpression: '#d = :y',
        ExpressionAttributeNames: { '#d': 'data' },
      });
      expect(sks(filtered)).to.deep.equal(['b']);
    });
  });

  it('queries by several HASH and RANGE attributes of an index', async () => {
    aws.reset();
    await createTable(
      't00',
      'pk',
      {},
      {
        AttributeDefinitions: ['pk', 'a', 'b', 'c', 'd'].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S',
        })),
        GlobalSecondaryIndexes: [
          {
            IndexName: 'many',
            KeySchema: ['a', 'b', 'c', 'd'].map((AttributeName, i) => ({
              AttributeName,
              KeyType: i < 2 ? 'HASH' : 'RANGE',
            })),
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      },
    );
    await putAll(
      't00',
      ['1', '2', '3'].map((d) => ({ pk: d, a: 'a', b: 'b', c: 'c', d })),
    );
    const input = {
      IndexName: 'many',
      ...where('a = :a AND b = :b AND c = :c AND d > :d', { ':a': 'a', ':b': 'b', ':c': 'c', ':d': '1' }),
    };
    const page = await query({ ...input, Limit: 1 });
    expect(page.Items?.map(({ pk }) => pk?.S)).to.deep.equal(['2']);
    expect(page.LastEvaluatedKey).to.deep.equal(item({ a: 'a', b: 'b', c: 'c', d: '2', pk: '2' }));
    const rest = await query({ ...input, ExclusiveStartKey: page.LastEvaluatedKey });
    expect(rest.Items?.map(({ pk }) => pk?.S)).to.deep.equal(['3']);
  });

  const invalid = 'One or more parameter values were invalid: ';
  const byG = { IndexName: 'byG', ...where('g = :g', { ':g': 'g1' }) };
  const rows: readonly (readonly [string, Partial<QueryCommandInput>, string])[] = [
    [
      'no key condition',
      {},
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    ],
    [
      'a condition without the HASH key',
      where('sk = :v', { ':v': 'a' }),
      'Query condition missed key schema element: pk',
    ],
    ['an unknown index', { ...inP, IndexName: 'none' }, 'The table does not have the specified index: none'],
    [
      'a consistent read of a global index',
      { ...byG, ConsistentRead: true },
      'Consistent reads are not supported on global secondary indexes',
    ],
    [
      'ALL_ATTRIBUTES of a global index that has not all',
      { ...byG, Select: 'ALL_ATTRIBUTES' },
      `${invalid}Select type ALL_ATTRIBUTES is not supported for global secondary index byG because its projection type is not ALL`,
    ],
    [
      'attributes that a global index does not project',
      { ...byG, ProjectionExpression: 'pk, big, more' },
      `${invalid}Global secondary index byG does not project [big, more]`,
    ],
    [
      'a filter on a key',
      { ...where('pk = :p', { ':p': 'p', ':s': 'a' }), FilterExpression: 'sk = :s' },
      'Filter Expression can only contain non-primary key attributes: Primary key attribute: sk',
    ],
    [
      'SPECIFIC_ATTRIBUTES without attributes',
      { ...inP, Select: 'SPECIFIC_ATTRIBUTES' },
      '1 validation error detected: Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    ],
    [
      'a projection with COUNT',
      { ...inP, Select: 'COUNT', ProjectionExpression: 'sk' },
      'Cannot specify the ProjectionExpression when choosing to get only the Count',
    ],
    [
      'a projection with ALL_ATTRIBUTES',
      { ...inP, Select: 'ALL_ATTRIBUTES', ProjectionExpression: 'sk' },
      'Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES',
    ],
    [
      'ALL_PROJECTED_ATTRIBUTES without an index',
      { ...inP, Select: 'ALL_PROJECTED_ATTRIBUTES' },
      'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName',
    ],
    [
      'a start key of another shape',
      { ...inP, ExclusiveStartKey: item({ pk: 'p' }) },
      "Exclusive Start Key must have same size as table's key schema",
    ],
    [
      'a start key with another attribute',
      { ...inP, ExclusiveStartKey: item({ pk: 'p', l: 'a' }) },
      'The provided starting key is invalid: The provided key element does not match the schema',
    ],
    [
      'a start key without the key of the table',
      { ...byG, ExclusiveStartKey: item({ g: 'g1' }) },
      'The provided starting key is invalid',
    ],
    [
      'a start key with a bad value',
      { ...inP, ExclusiveStartKey: { pk: { N: 'x' }, sk: { S: 'a' } } },
      'The provided starting key is invalid: The parameter cannot be converted to a numeric value: x',
    ],
    [
      'a start key of another partition',
      { ...inP, ExclusiveStartKey: item({ pk: 'q', sk: 'a' }) },
      'The provided starting key is outside query boundaries based on provided conditions',
    ],
    [
      'a start key outside the range',
      {
        ...where('pk = :p AND sk > :a', { ':p': 'p', ':a': 'b' }),
        ExclusiveStartKey: item({ pk: 'p', sk: 'a' }),
      },
      'The provided starting key does not match the range key predicate',
    ],
    [
      'a start key on a table without RANGE',
      { TableName: 'hash', ...inP, ExclusiveStartKey: item({ pk: 'p' }) },
      'The query can return at most one row and cannot be restarted',
    ],
    [
      'a Limit of 0',
      { ...inP, Limit: 0 },
      "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'an unknown Select',
      { ...inP, Select: 'INVALID_VALUE' as 'COUNT' },
      "1 validation error detected: Value 'INVALID_VALUE' at 'select' failed to satisfy constraint: Member must satisfy enum value set: [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]",
    ],
  ];
  for (const [what, input, message] of rows) {
    it(`refuses ${what}`, async () => {
      await expectRefusal(query(input), message);
    });
  }
});
