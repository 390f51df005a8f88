import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { client, createTable } from '../arrange';
import { refused, run, transaction } from './statements';
import { expectRefusal } from '../arrange';

describe('DynamoDB.PartiQL literals', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
  });
  afterEach(() => aws.unplug());
  const insert = (value: string): string => `INSERT INTO "t00" VALUE {'pk': 'a', 'v': ${value}}`;
  const stored = async () =>
    (await client.send(new GetItemCommand({ TableName: 't00', Key: { pk: { S: 'a' } } }))).Item?.['v'];

  for (const [literal, value] of [
    [`'it''s'`, { S: "it's" }],
    [`''`, { S: '' }],
    ['1E3', { N: '1000' }],
    ['-1.5e-3', { N: '-0.0015' }],
    ['2.50', { N: '2.5' }],
    ['-0', { N: '0' }],
    ['true', { BOOL: true }],
    ['False', { BOOL: false }],
    ['NULL', { NULL: true }],
    ['[]', { L: [] }],
    [`[1, 'a', [null]]`, { L: [{ N: '1' }, { S: 'a' }, { L: [{ NULL: true }] }] }],
    ['{}', { M: {} }],
    [`{'k': {'__proto__': 1}}`, { M: { k: { M: JSON.parse('{"__proto__": {"N": "1"}}') } } }],
    [`<<'b', 'a'>>`, { SS: ['a', 'b'] }],
    ['<<10, 9, 4.50>>', { NS: ['4.5', '9', '10'] }],
    [`[<<'x'>>]`, { L: [{ SS: ['x'] }] }],
  ] as const) {
    it(`stores ${literal}`, async () => {
      await run(insert(literal));
      expect(await stored()).to.deep.equal(value);
    });
  }

  // Captured: 2026-09 and 2026-10, eu-west-2.
  const OVERFLOW = 'Number overflow. Attempting to store a number with magnitude larger than supported range';
  const UNDERFLOW =
    'Number underflow. Attempting to store a number with magnitude smaller than supported range';
  const DUPLICATES = 'One or more parameter values were invalid: Input collection';
  const BAG = 'Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags';
  for (const [literal, message] of [
    ['1e126', `${OVERFLOW} under root`],
    ['1e-131', `${UNDERFLOW} under root`],
    ['1'.repeat(39), 'Attempting to store more than 38 significant digits in a Number under root'],
    [`{'x': 1e126}`, `${OVERFLOW} under root.x`],
    ['[1, 1e126]', `${OVERFLOW} under root[1]`],
    [`{'x': [{'y': 1e-131}]}`, `${UNDERFLOW} under root.x[0].y`],
    ['<<1e126>>', `${OVERFLOW} under root`],
    ['<<>>', 'Empty bags are not supported'],
    [`<<1, 'a'>>`, BAG],
    ['<<true>>', BAG],
    [`<<'a', 'a'>>`, `${DUPLICATES} [a, a] contains duplicates.`],
    ['<<2, 2.0>>', `${DUPLICATES} [2, 2.0] contains duplicates! under root`],
    ['[<<1, 1>>]', `${DUPLICATES} [1, 1] contains duplicates! under root[0]`],
    ['MISSING', 'Unsupported data type: Missing under key root at 1:42:7'],
    ['n', 'Unsupported data type: n under key root at 1:42:1'],
    ['m.n', 'Unsupported data type: m.n under key root at 1:42:1'],
    [`set_add(<<'a'>>, <<'b'>>)`, 'Unsupported data type: set_add under key root at 1:42:7'],
    ['{a: 1}', 'Unsupported data type: a under key root at 1:43:1'],
    ['1 + 1', 'Unsupported data type: Arithmetic under key root at 1:44:1'],
  ] as const) {
    it(`refuses ${literal}`, () => refused(insert(literal), message));
  }

  it('refuses parameters inside of collections', async () => {
    await refused(insert('[?]'), 'Unsupported data type: Parameter under key root[0] at 1:43:1', [
      { S: 'v' },
    ]);
    await refused(insert(`{'k': ?}`), 'Unsupported data type: Parameter under key root.k at 1:48:1', [
      { S: 'v' },
    ]);
    await refused(insert('<<?>>'), BAG, [{ S: 'v' }]);
  });

  it('nests 31 levels deep, and not 32', async () => {
    const maps = (levels: number): string => `${"{'a':".repeat(levels)}1${'}'.repeat(levels)}`;
    const TOO_DEEP = 'Nesting Levels have exceeded supported limits under root';
    await run(insert(maps(31)));
    await refused(insert(maps(32)), `${TOO_DEEP}${'.a'.repeat(32)}`);
    await refused(insert(`{'a':${'['.repeat(31)}1${']'.repeat(31)}}`), `${TOO_DEEP}.a${'[0]'.repeat(31)}`);
    await expectRefusal(
      transaction([`UPDATE "t00" SET d = ${'['.repeat(32)}1${']'.repeat(32)} WHERE pk = 'a'`]),
      `Validation failed in TransactStatements[0]: ${TOO_DEEP}${'[0]'.repeat(32)}`,
    );
  });

  it('takes literals of all kinds in a WHERE', async () => {
    await run(insert(`[1, {'k': <<'b', 'a'>>}]`));
    const where = `pk = 'a' AND v = [1, {'k': <<'a', 'b'>>}]`;
    expect((await run(`SELECT pk FROM "t00" WHERE ${where}`)).Items).to.have.length(1);
    await refused(
      `SELECT pk FROM "t00" WHERE pk = 'a' AND v = <<'a', 'a'>>`,
      `${DUPLICATES} [a, a] contains duplicates.`,
    );
  });
});
