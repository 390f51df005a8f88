import { fakeAws, type FakeAws } from '../../../fakes';
import { createTable, expectRefusal, item, putAll } from '../arrange';
import { column, MALFORMED, refused, run } from './statements';
import { expect } from 'chai';

describe('DynamoDB.PartiQL statements', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
    await createTable('t01', 'pk:N');
  });
  afterEach(() => aws.unplug());

  // Captured: 2026-10, eu-west-2.
  const LEFTOVER = `${MALFORMED}Unexpected token after expression`;
  const KEY_MISSING = 'Where clause does not contain a mandatory equality on all key attributes';
  const cases: readonly (readonly [statement: string, message: string])[] = [
    ['SELECT * FROM "t01" WHERE pk = 1 foo', LEFTOVER],
    ['SELECT * FROM "t01" WHERE pk = 1 e5', LEFTOVER],
    [`INSERT INTO "t01" VALUE {'pk': 1} foo`, LEFTOVER],
    ['UPDATE "t01" SET a = 9 WHERE pk = 1 foo', LEFTOVER],
    ['DELETE FROM "t01" WHERE pk = 1 foo', LEFTOVER],
    ['SELECT * FROM "t01" WHERE pk = 1)', LEFTOVER],
    ['DELETE FROM "t01" WHERE pk = 1 ORDER BY pk', LEFTOVER],
    ['SELECT * FROM "t01" ORDER BY pk WHERE pk = 1', LEFTOVER],
    [`INSERT INTO "t00" t VALUE {'pk': 'x'}`, LEFTOVER],
    [`FROM "t00" SET c = 1 WHERE pk = 'x'`, LEFTOVER],
    [`FROM "t00" SET c = 1 WHERE pk = 'x' SET d = 2`, LEFTOVER],
    ['SELECT * FROM "t00"; SELECT * FROM "t00"', LEFTOVER],
    ['SELECTT * FROMM "t00"', LEFTOVER],
    [`SLECT * FROM "t00" WHERE pk = 'x'`, `${MALFORMED}Expected data manipulation`],
    [`UPDATE "t00" WHERE pk = 'x'`, `${MALFORMED}Expected data manipulation`],
    [`SELECT * FROM "t00" t WHERE pk = 'x'`, 'Aliasing is not supported'],
    [`SELECT * FROM "t00" AS t WHERE pk = 'x'`, 'Aliasing is not supported'],
    [`UPDATE "t00" t SET a = 3 WHERE pk = 'x'`, 'Aliasing is not supported'],
    [`DELETE FROM "t00" t WHERE pk = 'x'`, 'Aliasing is not supported'],
    [`SELECT pk AS k FROM "t00"`, 'Aliasing is not supported'],
    ['SELECT * FROM "t00" WHERE', `${MALFORMED}Unexpected term`],
    ['SELECT * FROM "t00" WHERE;', `${MALFORMED}Unexpected term`],
    ['SELECT * FROM "t00" WHERE   ', `${MALFORMED}Unexpected term`],
    ['SELECT pk FROM "t00" WHERE', `${MALFORMED}Unexpected term`],
    ['UPDATE "t00" SET a = 1 WHERE', `${MALFORMED}Unexpected term`],
    ['DELETE FROM "t00" WHERE', `${MALFORMED}Unexpected term`],
    ['SELECT * FROM "t00" WHERE NOT', `${MALFORMED}Unexpected term`],
    ['SELECT * FROM "t00" WHERE (', `${MALFORMED}Unexpected term`],
    ['SELECT * FROM "none-such" WHERE', `${MALFORMED}Unexpected term`],
    ['SELECT * FROM', `${MALFORMED}Unexpected term`],
    ['SELECT *', `${MALFORMED}Unexpected term`],
    ['INSERT "t00"', `${MALFORMED}Unexpected term`],
    ['-- nothing', `${MALFORMED}Unexpected term`],
    ['SELECT * FROM "t00" WHERE ORDER BY pk', `${MALFORMED}Unexpected keyword`],
    ['DELETE FROM', `${MALFORMED}Expected identifier for simple path`],
    ['DELETE FROM   ', `${MALFORMED}Expected identifier for simple path`],
    ['DELETE FROM;', `${MALFORMED}Expected identifier for simple path`],
    [`DELETE FROM WHERE pk = 'a'`, `${MALFORMED}Expected identifier for simple path`],
    ['DELETE "t00"', `${MALFORMED}Expected identifier for simple path`],
    ['x IS INT4', 'Unsupported operation: IsType'],
    ['x IS INT8', 'Unsupported operation: IsType'],
    ['x IS DOUBLE PRECISION', 'Unsupported operation: IsType'],
    ['x IS CHARACTER VARYING', 'Unsupported operation: IsType'],
    ['x = count', `${MALFORMED}Unexpected keyword`],
    ['x = group (1)', `${MALFORMED}Unexpected keyword`],
    ['x IS CHARACTER', 'Unsupported operation: IsType'],
    ['x IS DOUBLE', `${MALFORMED}Expected type name`],
    ['x IS DOUBLE y', `${MALFORMED}Expected type name`],
    ['x', 'Unsupported operation: VariableReference'],
    ['x.y', 'Unsupported operation: Path'],
    ['1', 'Unsupported operation: Literal'],
    ['[1]', 'Unsupported operation: Seq'],
    ['x + 1', 'Unsupported operation: NAry'],
    ['exists(x)', 'Unsupported operation: NAry'],
    ['FROM "t00" SET c = 1', KEY_MISSING],
    ['FROM "t00" REMOVE a', KEY_MISSING],
    ['FROM "t00" WHERE a = 1 SET c = 1', KEY_MISSING],
    ['SELECT * FROM "t00" LIMIT 1', 'Unsupported clause: LIMIT'],
    ['SELECT * FROM "t00" GROUP BY a', 'Unsupported clause: GROUP BY'],
    ['SELECT DISTINCT a FROM "t00"', 'Unsupported clause: DISTINCT'],
    ['SELECT VALUE a FROM "t00"', "Select projection doesn't support value or pivot keywords"],
    ['SELECT a, * FROM "t00"', "Other attributes should not be present in the projection when '*' is used."],
    ['SELECT * FROM ?', 'Unexpected from source'],
    ['SELECT * FROM "t00", "t01"', 'Unexpected from source'],
    ['SELECT * FROM "t00" INNER JOIN "t01"', 'Unexpected from source'],
    ['SELECT * FROM "t00"[1]', 'Unexpected from source'],
    ['SELECT * FROM "t00"."i"."j"', 'A path may contain at most 2 components in the FROM clause'],
    ['SELECT * FROM ""', 'Path component cannot be an empty string'],
    ['SELECT * FROM "t00".""', 'Path component cannot be an empty string'],
    ['SELECT "" FROM "t00"', 'Path component cannot be an empty string'],
    ['SELECT * FROM "t00" ORDER pk', `${MALFORMED}Expected BY`],
    ['SELECT * FROM "t00" ORDER BY a.b', 'Unexpected path component at 1:30:1'],
    [`UPDATE "t00" SET 'a' = 1 WHERE pk = 'x'`, 'Unexpected path component at 1:18:3'],
    [`UPDATE "t00" SET a 1 WHERE pk = 'x'`, `${MALFORMED}Expected =`],
    [`DELETE FROM "t00" WHERE pk = 'x' RETURNING ALL OLD`, `${MALFORMED}Unexpected term`],
    [`DELETE FROM "t00" WHERE pk = 'x' RETURNING SOME OLD *`, `${MALFORMED}Unexpected term`],
    [`DELETE FROM "t00" WHERE pk = 'x' RETURNING ALL SOME *`, `${MALFORMED}Unexpected term`],
    [
      'SELECT * FROM "a b"',
      "Table name should be within the length [3, 255] and only contain 'a-z', 'A-Z', '0-9', '-', '_', '.'.",
    ],
  ];
  for (const [statement, message] of cases) {
    it(`refuses ${statement}`, () => refused(statement, message));
  }

  it('finds the table only for a statement that is well formed', async () => {
    await expectRefusal(
      run(`FROM "none-such" WHERE pk = 'x' SET c = 1`),
      'Requested resource not found',
      'ResourceNotFoundException',
    );
  });

  it('reads keywords in any case, a semicolon at the end, and quoted names', async () => {
    await putAll('t00', [{ pk: 'a', size: 1 }]);
    const statement = `select pk, "size" from t00 where PK = 'b' or pk = 'a' and "size" between 0 and 1;`;
    expect(await column('pk', statement)).to.deep.equal(['a']);
  });

  it('updates an item whose WHERE stands before SET and REMOVE', async () => {
    await putAll('t00', [{ pk: 'a', b: 1, c: 2 }]);
    const output = await run(`FROM "t00" WHERE pk = 'a' SET d = 3 REMOVE b RETURNING ALL NEW *`);
    expect(output.Items).to.deep.equal([item({ pk: 'a', c: 2, d: 3 })]);
  });
});
