import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { createTable, expectRefusal, putAll, type Short } from '../arrange';
import { column, run } from './statements';

describe('DynamoDB.PartiQL NextToken', () => {
  let aws: FakeAws;
  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
  });
  afterEach(() => aws.unplug());

  const keys: Readonly<Record<string, Short[]>> = {
    'pk sk': ['a', 'b', '__proto__'],
    'pk sk:N': [-1, 0, 1.5],
    'pk sk:B': [{ B: new Uint8Array([0]) }, { B: new Uint8Array([1, 2]) }, { B: new Uint8Array([255]) }],
  };
  for (const [key, values] of Object.entries(keys)) {
    it(`goes on behind keys of every type: ${key}`, async () => {
      await createTable('t00', key);
      await putAll(
        't00',
        values.map((sk) => ({ pk: 'x', sk })),
      );
      for (const statement of [`SELECT * FROM "t00" WHERE pk = 'x'`, `SELECT * FROM "t00"`]) {
        const seen = [];
        let NextToken: string | undefined;
        do {
          const page = await run(statement, undefined, { Limit: 1, ...(NextToken && { NextToken }) });
          seen.push(...(page.Items ?? []));
          ({ NextToken } = page);
        } while (NextToken !== undefined);
        expect(seen).to.have.length(3);
        expect(new Set(seen.map((row) => JSON.stringify(row))).size).to.equal(3);
      }
    });
  }

  it('is the same for the same place, and says nothing in the clear', async () => {
    await createTable('t00', 'pk sk');
    await putAll(
      't00',
      ['a', 'b'].map((sk) => ({ pk: 'partition', sk })),
    );
    const page = () => run(`SELECT * FROM "t00" WHERE pk = 'partition'`, undefined, { Limit: 1 });
    const first = await page();
    expect(first.NextToken).to.equal((await page()).NextToken);
    expect(first.NextToken)
      .to.match(/^[\w-]+$/)
      .and.not.include('partition');
  });

  it('belongs to one statement with its parameters', async () => {
    await createTable('t00', 'pk sk');
    await putAll(
      't00',
      ['a', 'b'].map((sk) => ({ pk: 'x', sk })),
    );
    const statement = `SELECT * FROM "t00" WHERE pk = ?`;
    const { NextToken = '' } = await run(statement, [{ S: 'x' }], { Limit: 1 });
    expect(await column('sk', statement, [{ S: 'x' }], { NextToken })).to.deep.equal(['b']);
    const OTHER = 'NextToken does not match request';
    await expectRefusal(run(statement, [{ S: 'y' }], { NextToken }), OTHER);
    await expectRefusal(run(`SELECT sk FROM "t00" WHERE pk = ?`, [{ S: 'x' }], { NextToken }), OTHER);
  });

  it('is refused when it is no token, or does not fit the table any more', async () => {
    await createTable('t00', 'pk sk');
    await putAll(
      't00',
      ['a', 'b'].map((sk) => ({ pk: 'x', sk })),
    );
    const statement = `SELECT * FROM "t00" WHERE pk = 'x'`;
    const { NextToken: good = '' } = await run(statement, undefined, { Limit: 1 });
    const [hash] = JSON.parse(Buffer.from(good, 'base64url').toString());
    const forged = (...parts: unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');
    for (const NextToken of [
      'nonsense',
      forged(),
      forged(1, 0, null),
      forged(hash, 'x', null),
      forged(hash, 7, null),
      forged(hash, 0, 'x'),
      forged(hash, 0, 5),
      forged(hash, 0, ['x']),
      forged(hash, 0, [['pk', 'BOOL', 'x']]),
      forged(hash, 0, [['pk', 'S', 'x']]),
      Buffer.from('null').toString('base64url'),
    ]) {
      await expectRefusal(run(statement, undefined, { NextToken }), 'Invalid NextToken');
    }
  });
});
