import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { createTable, putAll } from '../arrange';
import { refused, rows, run } from './statements';

describe('DynamoDB.PartiQL ORDER BY', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk sk', { locals: { byRank: 'pk rank:N' } });
    await createTable('t01', 'pk');
    await putAll(
      't00',
      ['o', 'p'].flatMap((pk) => ['1', '2', '3'].map((sk) => ({ pk, sk, rank: 9 - Number(sk) }))),
    );
    await putAll('t01', [{ pk: 'a' }, { pk: 'b' }, { pk: 'c' }]);
  });
  afterEach(() => aws.unplug());
  const order = async (rest: string): Promise<string> =>
    (await rows(`SELECT pk, sk FROM ${rest}`)).map(({ pk, sk }) => `${pk?.S}${sk?.S ?? ''}`).join(' ');

  // Captured: 2026-09, eu-west-2.
  for (const [rest, expected] of [
    [`"t00" WHERE pk = 'o' ORDER BY sk DESC`, 'o3 o2 o1'],
    [`"t00" WHERE pk = 'o' ORDER BY sk ASC`, 'o1 o2 o3'],
    [`"t00" WHERE pk = 'o' ORDER BY sk`, 'o1 o2 o3'],
    [`"t00" WHERE pk = 'o' ORDER BY pk ASC`, 'o3 o2 o1'],
    [`"t00" WHERE pk IN ['o', 'p'] ORDER BY pk DESC, sk ASC`, 'p1 p2 p3 o1 o2 o3'],
    [`"t00" WHERE pk IN ['p', 'o'] ORDER BY pk, sk`, 'o1 o2 o3 p1 p2 p3'],
    [`"t00" WHERE pk IN ['p', 'o'] ORDER BY pk ASC, sk DESC`, 'o3 o2 o1 p3 p2 p1'],
    [`"t00" WHERE pk = 'o' AND sk IN ['2', '3', '1'] ORDER BY sk`, 'o1 o2 o3'],
    [`"t00" WHERE pk = 'o' AND sk IN ['2', '3', '1'] ORDER BY sk DESC`, 'o3 o2 o1'],
    [`"t00" WHERE pk = 'o' AND (sk > '2' OR sk < '2') ORDER BY sk`, 'o1 o3'],
    [`"t00"."byRank" WHERE pk = 'o' ORDER BY rank`, 'o3 o2 o1'],
    [`"t00"."byRank" WHERE pk = 'o' ORDER BY rank DESC`, 'o1 o2 o3'],
    [`"t01" WHERE pk IN ['c', 'a', 'b'] ORDER BY pk DESC`, 'c b a'],
    [`"t01" WHERE pk IN ['c', 'a', 'b'] ORDER BY pk`, 'a b c'],
  ] as const) {
    it(`answers ${rest}`, async () => expect(await order(rest)).to.equal(expected));
  }

  it('answers in the order of a Scan without ORDER BY', async () => {
    const scanned = await order('"t00"');
    for (const where of [`pk IN ['o', 'p']`, `pk IN ['p', 'o'] AND sk IN ['3', '1', '2']`]) {
      expect(await order(`"t00" WHERE ${where}`)).to.equal(scanned);
    }
  });

  it('keeps the order over pages', async () => {
    const statement = `SELECT pk, sk FROM "t00" WHERE pk IN ['o', 'p'] ORDER BY pk DESC`;
    const seen: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await run(statement, undefined, { Limit: 2, ...(NextToken && { NextToken }) });
      seen.push((page.Items ?? []).map(({ pk, sk }) => `${pk?.S}${sk?.S}`).join(' '));
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    expect(seen).to.deep.equal(['p3 p2', 'p1 o3', 'o2 o1', '']);
  });

  for (const [rest, message] of [
    ['ORDER BY sk', 'Must have WHERE clause in the statement when using ORDER BY clause.'],
    [
      `WHERE pk = 'o' ORDER BY rank DESC`,
      'Attribute rank in ORDER BY clause must be part of the primary key',
    ],
    [
      `WHERE pk > 'a' ORDER BY sk`,
      'Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.',
    ],
    [
      `WHERE pk IN ['o', 'p'] ORDER BY sk DESC`,
      'Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause.',
    ],
  ] as const) {
    it(`refuses ${rest}`, () => refused(`SELECT sk FROM "t00" ${rest}`, message));
  }
});
