import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { client, createTable, expectRefusal, item } from '../arrange';
import { MALFORMED, refused, run } from './statements';

describe('DynamoDB.PartiQL INSERT values and repeated statements', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
  });
  afterEach(() => aws.unplug());
  const stored = async (pk: string) =>
    (await client.send(new GetItemCommand({ TableName: 't00', Key: { pk: { S: pk } } }))).Item;

  it('runs one text with ever other parameters', async () => {
    const insert = `INSERT INTO "t00" VALUE {'pk': ?, 'n': ?, 'c': 'same'}`;
    for (const n of ['1', '2']) await run(insert, [{ S: `k${n}` }, { N: n }]);
    expect(await stored('k1')).to.deep.equal(item({ pk: 'k1', n: 1, c: 'same' }));
    expect(await stored('k2')).to.deep.equal(item({ pk: 'k2', n: 2, c: 'same' }));
  });

  it('keeps nothing of a parameter or an answer in what it remembers of a text', async () => {
    const value = { L: [{ S: 'x' }] };
    await run(`INSERT INTO "t00" VALUE {'pk': 'a', 'l': ['lit'], 'p': ?}`, [value]);
    const [row] = (await run(`SELECT * FROM "t00"`)).Items ?? [];
    row?.['l']?.L?.push({ S: 'changed' });
    value.L.push({ S: 'changed' });
    await run(`DELETE FROM "t00" WHERE pk = 'a'`);
    await run(`INSERT INTO "t00" VALUE {'pk': 'a', 'l': ['lit'], 'p': ?}`, [{ L: [{ S: 'x' }] }]);
    expect(await stored('a')).to.deep.equal({
      pk: { S: 'a' },
      l: { L: [{ S: 'lit' }] },
      p: { L: [{ S: 'x' }] },
    });
  });

  it('refuses a wrong text again, also behind hundreds of others', async () => {
    const wrong = 'SELECT * FROM "t00" WHERE';
    for (let i = 0; i < 2; i++) await refused(wrong, `${MALFORMED}Unexpected term`);
    for (let i = 0; i < 600; i++) await run(`SELECT * FROM "t00" WHERE pk = 'k${i}'`);
    await refused(wrong, `${MALFORMED}Unexpected term`);
  });

  it('inserts a map that is a parameter as a whole', async () => {
    await run('INSERT INTO "t00" VALUE ?', [{ M: item({ pk: 'a', n: 1 }) }]);
    expect(await stored('a')).to.deep.equal(item({ pk: 'a', n: 1 }));
    await refused('INSERT INTO "t00" VALUE ?', 'Unsupported data type: Parameter under key root', [
      { S: 'a' },
    ]);
  });

  it('inserts nothing but structs', async () => {
    await refused(`INSERT INTO "t00" VALUE 'a'`, 'Unsupported data type: String under key root at 1:25:3');
    await refused(`INSERT INTO "t00" VALUE {1: 2}`, 'Unsupported data type: Number under key root at 1:26:1');
    await refused(`INSERT INTO "t00" VALUES ('a')`, `${MALFORMED}Unexpected token after expression`);
  });

  it('checks names, keys and size of the item as PutItem does', async () => {
    await refused(`INSERT INTO "t00" VALUE {'pk': 'a', '': 1}`, 'Empty attribute name');
    await refused(
      `INSERT INTO "t00" VALUE {'n': 1}`,
      'One or more parameter values were invalid: Missing the key pk in the item',
    );
    await refused(
      `INSERT INTO "t00" VALUE {'pk': 1}`,
      'One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N',
    );
    await refused(
      `INSERT INTO "t00" VALUE {'pk': ''}`,
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    );
    const insert = (bytes: number) =>
      run(`INSERT INTO "t00" VALUE {'pk': 'a', 'x': ?}`, [{ S: 'x'.repeat(bytes) }]);
    await expectRefusal(insert(409_600 - 3), 'Item size has exceeded the maximum allowed size');
    await insert(409_600 - 4);
  });
});
