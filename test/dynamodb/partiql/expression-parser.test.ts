import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { createTable, putAll } from '../arrange';
import { column, MALFORMED, refused, rows } from './statements';

describe('DynamoDB.PartiQL expressions', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
    await putAll('t00', [
      { pk: 'a', n: 1, s: 'x' },
      { pk: 'b', n: 2, s: 'y', m: { M: { k: { L: [{ N: '5' }] }, 'a.b': { N: '6' } } } },
    ]);
  });
  afterEach(() => aws.unplug());
  const found = async (where: string): Promise<string[]> =>
    (await column('pk', `SELECT pk FROM "t00" WHERE ${where}`)).toSorted();

  for (const [where, expected] of [
    [`n = 1 OR n = 2 AND s = 'x'`, ['a']],
    [`(n = 1 OR n = 2) AND s = 'y'`, ['b']],
    [`NOT n = 1 AND s = 'y'`, ['b']],
    [`NOT (n = 1 AND s = 'x')`, ['b']],
    ['NOT NOT n = 1', ['a']],
    ['n BETWEEN 1 AND 1 OR n = 2', ['a', 'b']],
    ['n NOT BETWEEN 1 AND 1', ['b']],
    ['n IN [1, 3]', ['a']],
    ['n IN (1, 3)', ['a']],
    ['n IN (1)', ['a']],
    ['n IN <<1>>', ['a']],
    ['n NOT IN [1]', ['b']],
    ['n != 1', ['b']],
    ['n <> 1', ['b']],
    ['n >= 2', ['b']],
    ['2 <= n', ['b']],
    ['n < 2', ['a']],
    ['n > 1', ['b']],
    ['m IS MISSING', ['a']],
    ['m IS NOT MISSING', ['b']],
    ['m.k[0] = 5', ['b']],
    [`m['k'][0] = 5`, ['b']],
    ['m."a.b" = 6', ['b']],
    ['m.k[-0] = 5', ['b']],
    ['"m"."k"[0] = 5', ['b']],
  ] as const) {
    it(`reads ${where}`, async () => expect(await found(where)).to.deep.equal(expected));
  }

  const MISSING_SIDE = `${MALFORMED}Missing right-hand side expression of infix operator`;
  for (const [where, message] of [
    [`pk = 'a' AND`, MISSING_SIDE],
    [`pk = 'a' OR`, MISSING_SIDE],
    ['pk =', MISSING_SIDE],
    ['n BETWEEN', MISSING_SIDE],
    ['n BETWEEN 1 AND', MISSING_SIDE],
    ['n IN', MISSING_SIDE],
    ['n BETWEEN 1 OR 2', `${MALFORMED}Expected AND after BETWEEN`],
    ['IS NULL', `${MALFORMED}Unexpected operator`],
    ['= 1', `${MALFORMED}Unexpected operator`],
    ['pk = ]', `${MALFORMED}Unexpected term`],
    ['n = [1', `${MALFORMED}Expected right_bracket`],
    ['n = <<1', `${MALFORMED}Expected right_double_angle_bracket`],
    [`n = {'a': 1`, `${MALFORMED}Expected right_curly`],
    [`n = {'a' 1}`, `${MALFORMED}Expected colon`],
    ['(n = 1', `${MALFORMED}Expected right_paren`],
    ['size(n', `${MALFORMED}Expected right_paren`],
    ['size(*', `${MALFORMED}Expected right_paren`],
    ['l[0 = 1', `${MALFORMED}Expected right_bracket`],
    ['m.1 = 1', `${MALFORMED}Unexpected token after expression`],
    ['m.* = 1', `${MALFORMED}Invalid path dot component`],
    [`'m'.k = 1`, 'Unexpected path component at 1:30:1'],
    ['l[n] = 1', 'Unexpected path component at 1:29:1'],
    ['n = 1.5.x', 'Unexpected path component at 1:34:1'],
    ['n = 1 WHERE', `${MALFORMED}Unexpected token after expression`],
    ['DATE = 1', `${MALFORMED}Unexpected keyword`],
  ] as const) {
    it(`refuses ${where}`, () => refused(`SELECT * FROM "t00" WHERE ${where}`, message));
  }

  it('reads literals of every kind', async () => {
    const value = `{'t': true, 'f': FALSE, 'z': null, 'l': [1, 'a', []], 'm': {}, 'ss': <<'b', 'a'>>, 'ns': <<10, 9>>}`;
    const [row] = await rows(`SELECT * FROM "t00" WHERE pk = 'a' AND NOT x = ${value}`);
    expect(row?.['n']).to.deep.equal({ N: '1' });
  });
});
