import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { createTable, item, putAll } from '../arrange';
import { column, refused, rows, run } from './statements';

describe('DynamoDB.PartiQL paths and parameters', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
    await putAll('t00', [{ pk: 'a', l: { L: [{ S: 'x' }, { S: 'y' }] } }]);
  });
  afterEach(() => aws.unplug());

  // Captured: 2026-09, eu-west-2.
  it('refuses list indexes out of range, with their place', async () => {
    const range = 'List index is not within the allowable range; index:';
    await refused(`SELECT l[-1] FROM "t00" WHERE pk = 'a'`, `${range} [-1] at 1:11:1`);
    await refused(`SELECT l[2147483648] FROM "t00" WHERE pk = 'a'`, `${range} [2147483648] at 1:10:10`);
    await refused(`SELECT l[0.5] FROM "t00" WHERE pk = 'a'`, `${range} [0.5] at 1:10:3`);
    await refused(`UPDATE "t00" REMOVE l[2147483648] WHERE pk = 'a'`, `${range} [2147483648] at 1:23:10`);
    expect(await rows(`SELECT l[2147483647] FROM "t00" WHERE pk = 'a'`)).to.deep.equal([{}]);
    expect(await rows(`SELECT l[-0] FROM "t00" WHERE pk = 'a'`)).to.deep.equal([{ 'l[0]': { S: 'x' } }]);
  });

  it('reads paths of 32 steps, and not of 33', async () => {
    const path = (steps: number): string => Array.from({ length: steps }, (_, i) => `s${i}`).join('.');
    expect(
      await column('pk', `SELECT pk FROM "t00" WHERE pk = 'a' AND ${path(32)} IS MISSING`),
    ).to.deep.equal(['a']);
    await refused(
      `SELECT pk FROM "t00" WHERE pk = 'a' AND ${path(33)} IS MISSING`,
      'The document path has too many nesting levels; nesting levels: 33',
    );
  });

  it('takes parameters of every type, in the order in which they are written', async () => {
    const values = [
      { S: 's' },
      { N: '1.50' },
      { B: new Uint8Array([1]) },
      { BOOL: true },
      { NULL: true },
      { SS: ['b', 'a'] },
      { NS: ['2', '1'] },
      { BS: [new Uint8Array([2]), new Uint8Array([1])] },
      { L: [{ N: '1' }] },
      { M: { k: { S: 'v' } } },
    ];
    const struct = values.map((_, i) => `'v${i}': ?`).join(', ');
    await run(`INSERT INTO "t00" VALUE {'pk': 'b', ${struct}}`, values);
    const where = values.map((_, i) => `v${i} = ?`).join(' AND ');
    const [found] = await rows(`SELECT * FROM "t00" WHERE ${where} AND pk = ?`, [...values, { S: 'b' }]);
    expect(found).to.deep.include({
      ...item({ pk: 'b', v0: 's', v1: 1.5 }),
      v5: { SS: ['a', 'b'] },
      v6: { NS: ['1', '2'] },
      v7: { BS: [new Uint8Array([1]), new Uint8Array([2])] },
    });
  });

  it('numbers parameters in the order of the text, also when SET stands behind WHERE', async () => {
    await run(`FROM "t00" WHERE pk = ? SET x = ?, y = ?`, [{ S: 'a' }, { N: '1' }, { N: '2' }]);
    expect(await rows(`SELECT x, y FROM "t00" WHERE pk = 'a'`)).to.deep.equal([item({ x: 1, y: 2 })]);
  });

  it('leaves question marks in strings and names alone', async () => {
    await run(`UPDATE "t00" SET "q?" = 'a?' WHERE pk = ?`, [{ S: 'a' }]);
    expect(await rows(`SELECT "q?" FROM "t00"`)).to.deep.equal([{ 'q?': { S: 'a?' } }]);
  });
});
