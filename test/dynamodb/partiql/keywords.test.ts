import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { createTable, putAll } from '../arrange';
import { column, MALFORMED, refused, run } from './statements';

describe('DynamoDB.PartiQL keywords', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
    await putAll('t00', [{ pk: 'a', data: 1, status: 2, name: 3, year: 4, old: 5 }]);
  });
  afterEach(() => aws.unplug());

  it('reads most of the reserved words of expressions as names', async () => {
    const where = `data = 1 AND status = 2 AND name = 3 AND year = 4 AND old = 5`;
    expect(await column('pk', `SELECT * FROM t00 WHERE pk = 'a' AND ${where}`)).to.deep.equal(['a']);
    await run(`UPDATE t00 SET data = 9, status = 8 WHERE pk = 'a'`);
    expect(await column('data', `SELECT data FROM t00`)).to.deep.equal(['9']);
  });

  for (const word of ['inner', 'DATE', 'key', 'Position', 'value', 'string']) {
    it(`takes ${word} as a name only in quotes`, async () => {
      await refused(`SELECT * FROM t00 WHERE ${word} = 1`, `${MALFORMED}Unexpected keyword`);
      await refused(`SELECT * FROM t00 WHERE m.${word} = 1`, `${MALFORMED}Invalid path dot component`);
      await run(`INSERT INTO t00 VALUE {'pk': 'b', '${word}': 1, 'm': {'${word}': 1}}`);
      const where = `"${word}" = 1 AND m."${word}" = 1`;
      expect(await column('pk', `SELECT * FROM t00 WHERE ${where}`)).to.deep.equal(['b']);
    });
  }

  for (const word of ['AND', 'or', 'IS', 'IN', 'LIKE', 'BETWEEN']) {
    it(`finds the operator ${word} where a term should begin`, () =>
      refused(`SELECT * FROM t00 WHERE pk = ${word} 1`, `${MALFORMED}Unexpected operator`));
  }

  for (const name of ['FOO', 'INT3', "'INT'"]) {
    it(`knows no type ${name}`, () =>
      refused(`SELECT * FROM t00 WHERE pk = 'a' AND x IS ${name}`, `${MALFORMED}Expected type name`));
  }
});
