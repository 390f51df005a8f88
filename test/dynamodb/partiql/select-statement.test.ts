import {
  CreateTableCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { client, createTable, expectRefusal, item, putAll } from '../arrange';
import { column, refused, rows, run } from './statements';

describe('DynamoDB.PartiQL SELECT', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk sk', {
      globals: { gAll: 'g', gKeys: 'g KEYS_ONLY', gInc: 'g INCLUDE proj' },
      locals: { lAll: 'pk l', lKeys: 'pk l KEYS_ONLY' },
    });
    await putAll('t00', [
      { pk: 'p', sk: 's1', g: 'x', l: 'l1', proj: 'a', data: 'one' },
      { pk: 'p', sk: 's2', g: 'z', l: 'l2', proj: 'b', data: 'two' },
      { pk: 'p', sk: 's3', data: 'three' },
      { pk: 'p', sk: 's4', g: 'x', l: 'l4', proj: 'c', data: 'four' },
    ]);
  });
  afterEach(() => aws.unplug());
  const names = async (statement: string) =>
    (await rows(statement)).map((row) => Object.keys(row).toSorted().join(' '));
  const capacity = async (statement: string, more = {}) =>
    (await run(statement, undefined, { ReturnConsumedCapacity: 'INDEXES', ...more })).ConsumedCapacity;

  it('answers no item with an empty list', async () => {
    const output = await run(`SELECT * FROM "t00" WHERE pk = 'none'`);
    expect(output.Items).to.deep.equal([]);
    expect(output).to.not.have.any.keys('NextToken', 'LastEvaluatedKey', 'ConsumedCapacity');
  });

  it('reads what an index holds', async () => {
    expect(await column('sk', `SELECT * FROM "t00"."gAll" WHERE g = 'x'`)).to.deep.equal(['s1', 's4']);
    expect(await names(`SELECT * FROM "t00"."gKeys" WHERE g = 'z'`)).to.deep.equal(['g pk sk']);
    expect(await names(`SELECT * FROM "t00"."gInc" WHERE g = 'z'`)).to.deep.equal(['g pk proj sk']);
    expect(await names(`SELECT * FROM "t00"."lKeys" WHERE pk = 'p' AND l = 'l2'`)).to.deep.equal(['l pk sk']);
    expect(await column('sk', `SELECT * FROM "t00"."gAll" WHERE pk = 'p' AND sk = 's4'`)).to.deep.equal([
      's4',
    ]);
    expect(await column('sk', `SELECT * FROM "t00"."lAll"`)).to.deep.equal(['s1', 's2', 's4']);
  });

  // Captured: 2026-09, eu-west-1 and eu-west-2.
  it('fetches from the table what a local index does not hold, and charges it there', async () => {
    const statement = `SELECT data FROM "t00"."lKeys" WHERE pk = 'p'`;
    expect(await rows(statement)).to.deep.equal(['one', 'two', 'four'].map((data) => item({ data })));
    expect(await capacity(statement)).to.deep.equal({
      TableName: 't00',
      CapacityUnits: 2,
      Table: { CapacityUnits: 1.5 },
      LocalSecondaryIndexes: { lKeys: { CapacityUnits: 0.5 } },
    });
    expect((await capacity(statement, { Limit: 1 }))?.Table).to.deep.equal({ CapacityUnits: 0.5 });
    expect((await capacity(statement, { ConsistentRead: true }))?.CapacityUnits).to.equal(4);
    expect((await capacity(`SELECT l FROM "t00"."lKeys" WHERE pk = 'p'`))?.Table).to.deep.equal({
      CapacityUnits: 0,
    });
    expect((await capacity(`SELECT * FROM "t00"."lKeys" WHERE pk = 'p'`))?.Table).to.deep.equal({
      CapacityUnits: 0,
    });
  });

  it('refuses what a global index does not hold, in the order of the statement', async () => {
    const message = (index: string, list: string): string =>
      `One or more parameter values were invalid: Global secondary index ${index} does not project [${list}]`;
    await refused(`SELECT data, sk, other FROM "t00"."gInc" WHERE g = 'x'`, message('gInc', 'data, other'));
    await refused(`SELECT data FROM "t00"."gKeys"`, message('gKeys', 'data'));
  });

  it('refuses consistent reads of global indexes, and indexes that are not there', async () => {
    await expectRefusal(
      run(`SELECT * FROM "t00"."gAll" WHERE g = 'x'`, undefined, { ConsistentRead: true }),
      'Strongly consistent read is not supported on Global Secondary Indexes',
    );
    const noIndex = 'The table does not have the specified index';
    await refused(`SELECT * FROM "t00"."nope"`, noIndex);
    await refused(`SELECT * FROM "t00"."t00"`, noIndex);
    await expectRefusal(run(`SELECT * FROM "t00"."nope"`, undefined, { ConsistentRead: true }), noIndex);
  });

  it('refuses indexes with several attributes of one kind', async () => {
    const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
    await client.send(
      new CreateTableCommand({
        TableName: 'multi',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['id', 'h1', 'h2'].map(attribute),
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'gsi',
            KeySchema: ['h1', 'h2'].map((AttributeName) => ({ AttributeName, KeyType: 'HASH' as const })),
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      }),
    );
    const message =
      'PartiQL statements cannot be executed on tables with multi-attribute HASH keys or multi-attribute RANGE keys.';
    for (const rest of [`WHERE h1 = 5`, `WHERE id = 'i1'`, '']) {
      await refused(`SELECT * FROM "multi"."gsi" ${rest}`, message);
    }
    expect(await rows(`SELECT * FROM "multi" WHERE id = 'i1'`)).to.deep.equal([]);
  });

  it('charges what Query and Scan charge', async () => {
    const asked = { TableName: 't00', ReturnConsumedCapacity: 'INDEXES' as const };
    const key = { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': { S: 'p' } } };
    for (const ConsistentRead of [true, false]) {
      const query = await client.send(new QueryCommand({ ...asked, ...key, ConsistentRead }));
      expect(await capacity(`SELECT * FROM "t00" WHERE pk = 'p'`, { ConsistentRead })).to.deep.equal(
        query.ConsumedCapacity,
      );
      const scan = await client.send(new ScanCommand({ ...asked, ConsistentRead }));
      expect(await capacity(`SELECT * FROM "t00"`, { ConsistentRead })).to.deep.equal(scan.ConsumedCapacity);
    }
    const total = { ReturnConsumedCapacity: 'TOTAL' };
    expect(await capacity(`SELECT * FROM "t00" WHERE pk IN ['p', 'q']`, total)).to.deep.equal({
      TableName: 't00',
      CapacityUnits: 1,
    });
    const byIndex = `SELECT * FROM "t00"."gAll" WHERE g IN ['x', 'z']`;
    expect((await capacity(byIndex))?.GlobalSecondaryIndexes).to.deep.equal({ gAll: { CapacityUnits: 1 } });
    expect(await capacity(byIndex, { ReturnConsumedCapacity: 'NONE' })).to.equal(undefined);
  });

  it('ends a page after as many items as the limit, found or not', async () => {
    const statement = `SELECT sk FROM "t00" WHERE pk = 'p' AND data = 'three'`;
    const first = await run(statement, undefined, { Limit: 2 });
    expect(first.Items).to.deep.equal([]);
    expect(first.LastEvaluatedKey).to.deep.equal(item({ pk: 'p', sk: 's2' }));
    const second = await run(statement, undefined, { Limit: 2, NextToken: first.NextToken ?? '' });
    expect(second.Items).to.deep.equal([item({ sk: 's3' })]);
    expect(second.NextToken).to.be.a('string');
    const third = await run(statement, undefined, { Limit: 2, NextToken: second.NextToken ?? '' });
    expect(third).to.deep.include({ Items: [] });
    expect(third.NextToken).to.equal(undefined);
  });

  it('goes on from one read to the next under one limit', async () => {
    await putAll(
      't00',
      ['1', '2', '3'].map((sk) => ({ pk: 'q', sk })),
    );
    const statement = `SELECT pk, sk FROM "t00" WHERE pk IN ['p', 'q', 'r'] AND sk IN ['s1', 's4', '1', '3']`;
    const all = await rows(statement);
    expect(all).to.have.length(4);
    for (const Limit of [1, 2, 3, 4, 5]) {
      const seen = [];
      let NextToken: string | undefined;
      do {
        const page = await run(statement, undefined, { Limit, ...(NextToken && { NextToken }) });
        expect(page.Items?.length).to.be.at.most(Limit);
        seen.push(...(page.Items ?? []));
        ({ NextToken } = page);
      } while (NextToken !== undefined);
      expect(seen, `limit ${Limit}`).to.deep.equal(all);
    }
  });

  it('answers no more than ten items of several reads at once', async () => {
    const sks = Array.from({ length: 12 }, (_, i) => String(i).padStart(2, '0'));
    await putAll(
      't00',
      sks.map((sk) => ({ pk: 'q', sk })),
    );
    const list = sks.map((sk) => `'${sk}'`).join(', ');
    const statement = `SELECT sk FROM "t00" WHERE pk = 'q' AND sk IN [${list}]`;
    const first = await run(statement, undefined, { Limit: 11 });
    expect(first.Items).to.have.length(10);
    const rest = await run(statement, undefined, { NextToken: first.NextToken ?? '' });
    expect([...(first.Items ?? []), ...(rest.Items ?? [])].map(({ sk }) => sk?.S)).to.deep.equal(sks);
    expect(rest.NextToken).to.equal(undefined);
    expect(await rows(`SELECT sk FROM "t00" WHERE pk = 'q'`)).to.have.length(12);
  });

  it('looks at the types of operands before it looks for the table', () =>
    refused(
      `SELECT * FROM "none" WHERE a < true`,
      'Incorrect operand type for operator or function; operator or function: <, operand type: BOOL',
    ));

  it('has no NextToken behind the only item that a key can have', async () => {
    const byKey = `SELECT * FROM "t00" WHERE pk = 'p' AND sk = 's1'`;
    expect((await run(byKey, undefined, { Limit: 1 })).NextToken).to.equal(undefined);
    const byBegin = `SELECT * FROM "t00" WHERE pk = 'p' AND begins_with(sk, 's1')`;
    expect((await run(byBegin, undefined, { Limit: 1 })).NextToken).to.be.a('string');
  });

  it('ends a page behind 1 MB, over all of its reads', async () => {
    const big = 'x'.repeat(300_000);
    await putAll(
      't00',
      ['a', 'b'].flatMap((pk) => ['1', '2', '3', '4'].map((sk) => ({ pk, sk, big }))),
    );
    const statement = `SELECT pk, sk FROM "t00" WHERE pk = 'a'`;
    const first = await run(statement);
    expect(first.Items).to.have.length(4);
    expect(first.LastEvaluatedKey).to.deep.equal(item({ pk: 'a', sk: '4' }));
    const half = `SELECT pk, sk FROM "t00" WHERE pk IN ['a', 'b'] AND sk < '3'`;
    expect((await run(half)).Items).to.have.length(4);
    await putAll(
      't00',
      ['1', '2'].map((sk) => ({ pk: 'c', sk, big })),
    );
    const most = `SELECT pk, sk FROM "t00" WHERE pk IN ['a', 'b', 'c'] AND sk < '3'`;
    const page = await run(most);
    expect(page.Items).to.have.length(4);
    expect(page.LastEvaluatedKey).to.equal(undefined);
    const rest = await run(most, undefined, { NextToken: page.NextToken ?? '' });
    expect(rest.Items).to.have.length(2);
    expect(rest.NextToken).to.equal(undefined);
  });

  it('reads from before the last write under a fault, unless it reads consistently', async () => {
    await putAll('t00', [{ pk: 'p', sk: 's1', data: 'new' }]);
    aws.faults.on(ExecuteStatementCommand).readsStale().always();
    const statement = `SELECT data FROM "t00" WHERE pk = 'p' AND sk = 's1'`;
    expect(await column('data', statement)).to.deep.equal(['one']);
    expect(await column('data', statement, undefined, { ConsistentRead: true })).to.deep.equal(['new']);
  });

  it('takes units from what the table may serve', async () => {
    aws.dynamodb.table('t00').capacity({ read: 1, burstSeconds: 1 });
    await run(`SELECT * FROM "t00" WHERE pk = 'p'`, undefined, { ConsistentRead: true });
    const impatient = new DynamoDBClient({ maxAttempts: 1 });
    await expectRefusal(
      impatient.send(new ExecuteStatementCommand({ Statement: `SELECT * FROM "t00" WHERE pk = 'p'` })),
      'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
      'ProvisionedThroughputExceededException',
    );
  });
});
