import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { createTable, putAll } from '../arrange';
import { refused, rows } from './statements';

describe('DynamoDB.PartiQL filters of indexes', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    const globals = { inc: 'g INCLUDE projattr', keys: 'g KEYS_ONLY', all: 'g' };
    await createTable('t00', 'pk sk', { globals, locals: { lsiKeys: 'pk l KEYS_ONLY' } });
    await putAll('t00', [
      { pk: 'p', sk: 's1', g: 'y', l: 'k1', projattr: 'proj1', nonproj: 'np1' },
      { pk: 'p', sk: 's2', g: 'y2', l: 'k2', projattr: 'proj2', nonproj: 'np2' },
      { pk: 'p', sk: 's3', nonproj: 'np3' },
    ]);
  });
  afterEach(() => aws.unplug());
  const select = (index: string, where: string): string => `SELECT sk FROM "t00"."${index}" WHERE ${where}`;
  const message = (index: string, names: string): string =>
    `One or more parameter values were invalid: Secondary index ${index} does not project one or more filter attributes: [${names}]`;

  // Captured: 2026-09, eu-west-2 and eu-west-1.
  for (const [index, where, names] of [
    ['inc', `g = 'y' AND nonproj = 'np1'`, 'nonproj'],
    ['lsiKeys', `pk = 'p' AND nonproj = 'np1'`, 'nonproj'],
    ['lsiKeys', `pk = 'p' AND l BETWEEN 'k1' AND 'k4' AND nonproj = 'np1'`, 'nonproj'],
    ['inc', `g = 'y' AND nonproj IS MISSING`, 'nonproj'],
    ['inc', `g = 'y' AND begins_with(nonproj, 'np')`, 'nonproj'],
    ['inc', `g = 'y' AND NOT nonproj = 'np1'`, 'nonproj'],
    ['inc', `g IN ['y', 'z'] AND nonproj = 'np1'`, 'nonproj'],
    ['inc', `g = 'y' AND NOT (nonproj = 'np1' OR projattr = 'x')`, 'nonproj'],
    ['inc', `g = 'y' AND b = '1' AND (a = '2' OR projattr = '3')`, 'a, b'],
    ['inc', `g = 'y' AND (zz = '1' OR aa = '2' OR mm = '3')`, 'zz, aa, mm'],
    ['inc', `(g = 'y' OR g = 'z') AND zz = '1'`, 'zz'],
    ['inc', `(g = 'b' AND u1 = '1') OR (g = 'q' AND u2 = '1')`, 'u2'],
    ['inc', `(g = 'q' AND u1 = '1') OR (g = 'b' AND u2 = '1')`, 'u1'],
  ] as const) {
    it(`refuses ${where}`, () => refused(select(index, where), message(index, names)));
  }

  it('refuses filters behind number and binary keys alike', async () => {
    await createTable('t01', 'pk', { globals: { num: 'n:N KEYS_ONLY', bin: 'b:B KEYS_ONLY' } });
    const from = (index: string, key: string): string =>
      `SELECT pk FROM "t01"."${index}" WHERE (${key} = ? AND x = 1) OR (${key} = ? AND y = 1)`;
    await refused(from('num', 'n'), message('num', 'x'), [{ N: '1' }, { N: '2' }]);
    const bytes = [1, 2].map((byte) => ({ B: new Uint8Array([byte]) }));
    await refused(from('bin', 'b'), message('bin', 'x'), bytes);
  });

  it('lists many attributes as a larger hash set has them', async () => {
    // The code of p is 112: it comes first among 16 buckets, and last among the 32 that 13 names have.
    const asked = (names: string): string =>
      select('inc', [`g = 'y'`, ...names.split('').map((name) => `${name} = 1`)].join(' AND '));
    await refused(asked('ponmlkjihfed'), message('inc', 'p, d, e, f, h, i, j, k, l, m, n, o'));
    await refused(asked('ponmlkjihfedc'), message('inc', 'c, d, e, f, h, i, j, k, l, m, n, o, p'));
  });

  for (const [index, where, found] of [
    ['inc', `nonproj = 'np1'`, []],
    ['lsiKeys', `nonproj = 'np1'`, []],
    ['inc', `nonproj = 'np1' AND nonproj = 'np2'`, []],
    ['keys', `NOT nonproj = 'np1'`, ['s1', 's2']],
    ['inc', `(g = 'y' AND nonproj = 'np1') OR (g = 'y2')`, ['s2']],
    ['inc', `(g = 'y' AND projattr = '1') OR (g = 'z' AND aa = '1')`, []],
    ['inc', `g > 'a' AND zz = '1'`, []],
    ['inc', `g = 'y' AND (g = 'z' OR zz = '1')`, []],
    ['inc', `(g = 'y' AND zz = '1') OR aa = '1'`, []],
    ['inc', `g = 'y' AND (projattr = 'proj1' OR projattr = 'proj2')`, ['s1']],
    ['inc', `g = 'y' AND sk = 's1' AND pk = 'p' AND projattr IS NOT MISSING`, ['s1']],
    ['all', `g = 'y' AND nonproj = 'np1'`, ['s1']],
  ] as const) {
    it(`answers ${index}: ${where}`, async () => {
      const sorted = (await rows(select(index, where))).map(({ sk }) => sk?.S ?? '').toSorted();
      expect(sorted).to.deep.equal(found);
    });
  }
});
