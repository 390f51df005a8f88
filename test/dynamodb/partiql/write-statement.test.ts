import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { client, createTable, expectRefusal, item, putAll, type Short } from '../arrange';
import { refused, rows, run } from './statements';

describe('DynamoDB.PartiQL writes', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk', { globals: { byG: 'g' } });
    await putAll('t00', [
      {
        pk: 'a',
        data: 'old',
        keep: 'same',
        p: { M: { sub: { S: 'old' }, sib: { S: 'keep' } } },
        tags: { L: [{ S: 'a' }, { S: 'b' }, { S: 'c' }] },
      },
    ]);
  });
  afterEach(() => aws.unplug());
  const stored = async (pk = 'a') =>
    (await client.send(new GetItemCommand({ TableName: 't00', Key: item({ pk }) }))).Item;
  const tags = (...of: string[]): Short => ({ L: of.map((S) => ({ S })) });

  it('inserts an item, and none that is there', async () => {
    expect((await run(`INSERT INTO "t00" VALUE {'pk': 'b'}`)).Items).to.deep.equal([]);
    expect(await stored('b')).to.deep.equal(item({ pk: 'b' }));
    const error = await expectRefusal(
      run(`INSERT INTO "t00" VALUE {'pk': 'a'}`, undefined, {
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
      'Duplicate primary key exists in table',
      'DuplicateItemException',
    );
    expect(error['Item']).to.equal(undefined);
    expect(await stored()).to.include.keys('keep');
  });

  it('updates only what is there', async () => {
    await expectRefusal(
      run(`UPDATE "t00" SET x = 1 WHERE pk = 'none'`),
      'The conditional request failed',
      'ConditionalCheckFailedException',
    );
    expect(await stored('none')).to.equal(undefined);
    expect((await run(`UPDATE "t00" SET data = 'new' WHERE pk = 'a'`)).Items).to.deep.equal([]);
    expect(await stored()).to.deep.include(item({ data: 'new' }));
  });

  it('holds the rest of the WHERE as a condition, with the item where it is asked for', async () => {
    const asked = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
    for (const start of [`UPDATE "t00" SET data = 'new'`, 'DELETE FROM "t00"']) {
      const statement = `${start} WHERE pk = 'a' AND data = 'other'`;
      const failure = ['The conditional request failed', 'ConditionalCheckFailedException'] as const;
      expect((await expectRefusal(run(statement), ...failure))['Item']).to.equal(undefined);
      const error = await expectRefusal(run(statement, undefined, asked), ...failure);
      expect(error['Item']).to.deep.equal(await stored());
    }
    await run(`UPDATE "t00" SET data = 'new' WHERE pk = 'a' AND NOT begins_with(data, 'x') AND data = 'old'`);
    await run(`DELETE FROM "t00" WHERE pk = 'a' AND data = 'new'`);
    expect(await stored()).to.equal(undefined);
  });

  it('deletes what is not there without looking at the condition', async () => {
    const statement = `DELETE FROM "t00" WHERE pk = 'none' AND data = 'x' RETURNING ALL OLD *`;
    expect(await rows(statement)).to.deep.equal([]);
  });

  // Captured: 2026-09, eu-west-2.
  const RETURNED: readonly (readonly [
    changes: string,
    returning: string,
    rows: Record<string, Short>[] | 'old' | 'new',
  ])[] = [
    [`SET data = 'new'`, 'ALL OLD', 'old'],
    [`SET data = 'new'`, 'ALL NEW', 'new'],
    [`SET data = 'new'`, 'MODIFIED OLD', [{ data: 'old' }]],
    [`SET data = 'new'`, 'MODIFIED NEW', [{ data: 'new' }]],
    [`SET p.sub = 'new'`, 'MODIFIED OLD', [{ p: { M: { sub: { S: 'old' } } } }]],
    [`SET p.sub = 'new'`, 'MODIFIED NEW', [{ p: { M: { sub: { S: 'new' } } } }]],
    ['REMOVE data', 'MODIFIED OLD', [{ data: 'old' }]],
    ['REMOVE data', 'MODIFIED NEW', []],
    ['SET x = 1', 'MODIFIED OLD', []],
    ['SET x = 1', 'MODIFIED NEW', [{ x: 1 }]],
    [`SET tags[0] = 'x'`, 'MODIFIED NEW', [{ tags: tags('x') }]],
    [`SET tags[2] = 'x'`, 'MODIFIED OLD', [{ tags: tags('c') }]],
    [`SET tags[2] = 'y', tags[0] = 'x'`, 'MODIFIED NEW', [{ tags: tags('x', 'y') }]],
    [`SET tags[2] = 'y', tags[0] = 'x'`, 'MODIFIED OLD', [{ tags: tags('a', 'c') }]],
    [`SET tags[5] = 'd'`, 'MODIFIED NEW', []],
    [`SET tags[3] = 'd'`, 'MODIFIED NEW', [{ tags: tags('d') }]],
    [`SET tags[3] = 'd'`, 'MODIFIED OLD', []],
    ['REMOVE tags[1]', 'MODIFIED OLD', [{ tags: tags('b') }]],
    ['REMOVE tags[1]', 'MODIFIED NEW', [{ tags: tags('c') }]],
    ['REMOVE tags[2]', 'MODIFIED NEW', []],
  ];
  for (const [changes, returning, expected] of RETURNED) {
    it(`returns ${returning} of ${changes}`, async () => {
      const before = await stored();
      const answer = await rows(`UPDATE "t00" ${changes} WHERE pk = 'a' RETURNING ${returning} *`);
      const whole = expected === 'old' ? before : await stored();
      expect(answer).to.deep.equal(typeof expected === 'string' ? [whole] : expected.map(item));
    });
  }

  it('returns what it deleted, and refuses to return anything else', async () => {
    for (const which of ['MODIFIED OLD', 'ALL NEW', 'MODIFIED NEW']) {
      await refused(
        `DELETE FROM "t00" WHERE pk = 'a' RETURNING ${which} *`,
        `Invalid returning clause: RETURNING ${which} *. Only RETURNING ALL OLD * is allowed in DELETE statements.`,
      );
    }
    const before = await stored();
    expect(await rows(`delete from "t00" where pk = 'a' returning all old *`)).to.deep.equal([before]);
    expect(await stored()).to.equal(undefined);
  });

  it('refuses indexes, each statement in its own words', async () => {
    const single = 'FROM clause may only contain a single table name';
    await refused(`INSERT INTO "t00"."byG" VALUE {'pk': 'w'}`, single);
    await refused(`INSERT INTO "t00"."no-such" VALUE {'pk': 'w'}`, single);
    const onIndex = 'This operation is not supported on an index';
    await refused(`UPDATE "t00"."byG" SET x = 1 WHERE pk = 'a'`, onIndex);
    await refused(`DELETE FROM "t00"."byG" WHERE pk = 'a'`, onIndex);
    expect(await stored('w')).to.equal(undefined);
  });

  it('refuses an update that makes an item too deep or too large', async () => {
    const deep = Array.from({ length: 31 }).reduce<Short>((inner) => ({ M: { a: inner as never } }), {
      S: 'x',
    });
    await refused(
      `UPDATE "t00" SET p.deep = ? WHERE pk = 'a'`,
      'Nesting Levels have exceeded supported limits',
      [deep as never],
    );
    await refused(
      `UPDATE "t00" SET big = ? WHERE pk = 'a'`,
      'Item size to update has exceeded the maximum allowed size',
      [{ S: 'x'.repeat(409_600) }],
    );
  });

  it('refuses values that do not fit an index', () =>
    refused(
      `UPDATE "t00" SET g = 1 WHERE pk = 'a'`,
      'One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: N IndexName: byG',
    ));
});
