import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { createTable, putAll } from '../arrange';
import { column, MALFORMED, refused, rows, run } from './statements';

describe('DynamoDB.PartiQL tokens', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
    await createTable('t01', 'pk:N');
    await putAll('t01', [{ pk: 7_310_000 }, { pk: 7.3 }, { pk: -7.3 }]);
    await putAll('t00', [{ pk: 'a', note: 'a--b /*c*/', q: "it's" }]);
  });
  afterEach(() => aws.unplug());

  // Captured: 2026-10, eu-west-2.
  for (const literal of ['7.31e6', '7.31E6', '7.31e+6', '731e4', '73100000e-1', '7310000.', '+7310000']) {
    it(`reads the number ${literal}`, async () => {
      expect(await column('pk', `SELECT * FROM "t01" WHERE pk = ${literal}`)).to.deep.equal(['7310000']);
    });
  }
  for (const [literal, value] of [
    ['.73e1', '7.3'],
    ['-.73e1', '-7.3'],
    ['- - 7.3', '7.3'],
    ['-/* c */-+7.3', '7.3'],
  ] as const) {
    it(`reads the number ${literal}`, async () => {
      expect(await column('pk', `SELECT * FROM "t01" WHERE pk = ${literal}`)).to.deep.equal([value]);
    });
  }

  for (const literal of [
    '1e2147483648',
    '1e99999999999',
    `1e-${'9'.repeat(30)}`,
    '1.5e-2147483647',
    '1e-2147483649',
    '1x',
    '1e',
    '1 # note',
    '1 /* note',
    `'open`,
    '"open',
    '`1`',
    '1 ! 2',
    '1 ^ 2',
    '1 | 2',
  ]) {
    it(`makes no token of ${literal}`, () => refused(`SELECT * FROM "t01" WHERE pk = ${literal}`, MALFORMED));
  }
  for (const literal of ['1e2147483647', '1e+0002147483647', '1.5e-2147483646']) {
    it(`makes a number of ${literal}, which is out of range`, async () => {
      const way = literal.includes('-')
        ? 'underflow. Attempting to store a number with magnitude smaller'
        : 'overflow. Attempting to store a number with magnitude larger';
      await refused(
        `SELECT * FROM "t01" WHERE pk = ${literal}`,
        `Number ${way} than supported range under root`,
      );
    });
  }

  it('reads comments as blanks, but not in strings', async () => {
    for (const statement of [
      `SELECT * FROM "t00" WHERE pk = 'a' -- a note`,
      `-- a note\nSELECT * FROM "t00" -- another\r\nWHERE pk = 'a'`,
      `SELECT/**/* FROM "t00" /* a\nnote */ WHERE pk/* key */='a' --`,
      `SELECT * FROM "t00" WHERE pk = 'a' AND note = 'a--b /*c*/'; -- done`,
    ]) {
      expect(await column('pk', statement), statement).to.deep.equal(['a']);
    }
  });

  it('reads doubled quotes as quotes', async () => {
    await run(`INSERT INTO "t00" VALUE {'pk': 'b', 'q''s': 'it''s', 'a"b': 1}`);
    expect(await rows(`SELECT "q's", "a""b" FROM "t00" WHERE pk = 'b' AND "q's" = 'it''s'`)).to.deep.equal([
      { "q's": { S: "it's" }, 'a"b': { N: '1' } },
    ]);
  });

  it('counts lines and columns from 1 behind line breaks, in characters', async () => {
    await refused(
      `UPDATE "t00"\nSET ss = /* two\nlines */ set_add(ss, 'x')\nWHERE pk = 'a'`,
      'The second argument to SET_ADD must be a value with type SET at 3:18:2',
    );
    await refused(
      `UPDATE "t00"\nSET "ss" = set_add("ss", 'x') WHERE pk = 'a'`,
      'The second argument to SET_ADD must be a value with type SET at 2:20:4',
    );
  });

  it('reads names that begin with a dollar or an underscore', async () => {
    await run(`INSERT INTO "t00" VALUE {'pk': 'b', '$1': 1, '_x2': 2}`);
    expect(await column('pk', `SELECT * FROM "t00" WHERE $1 = 1 AND _x2 = 2`)).to.deep.equal(['b']);
  });
});
