import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { createTable, putAll } from '../arrange';
import { refused, rows, run } from './statements';

describe('DynamoDB.PartiQL reads by key', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk sk', { globals: { byFlag: 'flag' } });
    await putAll('t00', [
      { pk: 'r', sk: '1', flag: 'one' },
      { pk: 'r', sk: '2', flag: 'two' },
      { pk: 's', sk: '1', flag: 'one' },
    ]);
  });
  afterEach(() => aws.unplug());
  const select = (where: string): string => `SELECT pk, sk FROM "t00" WHERE ${where}`;
  const found = async (where: string): Promise<string[]> =>
    (await rows(select(where))).map(({ pk, sk }) => `${pk?.S}${sk?.S}`).toSorted();
  /** Units of an eventually consistent read: half a unit for each read by key, two for a scan. */
  const units = async (where: string): Promise<number | undefined> =>
    (await run(select(where), undefined, { ReturnConsumedCapacity: 'TOTAL' })).ConsumedCapacity
      ?.CapacityUnits;

  // Captured: 2026-09, eu-west-2, what is found. The units tell how.
  const READS: readonly (readonly [where: string, found: string[], reads: number])[] = [
    [`pk = 'r'`, ['r1', 'r2'], 1],
    [`'r' = pk`, ['r1', 'r2'], 1],
    [`pk = 'r' AND sk = '1'`, ['r1'], 1],
    [`pk = 'r' AND ('1' < sk)`, ['r2'], 1],
    [`pk = 'r' AND sk >= '2'`, ['r2'], 1],
    [`pk = 'r' AND '2' >= sk`, ['r1', 'r2'], 1],
    [`pk = 'r' AND sk BETWEEN '1' AND '1'`, ['r1'], 1],
    [`pk = 'r' AND begins_with(sk, '2')`, ['r2'], 1],
    [`pk = 'r' AND begins_with(sk, flag)`, [], 1],
    [`pk = 'r' AND begins_with('25', sk)`, ['r2'], 1],
    [`pk = 'r' AND begins_with(flag, 't')`, ['r2'], 1],
    [`pk = 'r' AND flag = 'two'`, ['r2'], 1],
    [`pk = 'r' AND attribute_exists(pk)`, ['r1', 'r2'], 1],
    [`pk = 'r' AND pk = 'r'`, ['r1', 'r2'], 1],
    [`pk = 'r' AND NOT sk = '1'`, ['r2'], 1],
    [`pk = 'r' AND sk <> '1'`, ['r2'], 1],
    [`pk = 'r' AND sk > '0' AND sk <> '1'`, ['r2'], 1],
    [`pk = 'r' AND sk > '0' AND sk = '1'`, ['r1'], 1],
    [`pk = 'r' AND sk > '0' AND sk < '2'`, ['r1'], 1],
    [`pk = 'r' AND sk >= '1' AND sk > '1'`, ['r2'], 1],
    [`pk = 'r' AND sk = '1' AND sk = '1'`, ['r1'], 1],
    [`pk = 'r' AND sk = '1' AND sk = '2'`, [], 1],
    [`pk IN ['r']`, ['r1', 'r2'], 1],
    [`pk IN ['r', 's']`, ['r1', 'r2', 's1'], 2],
    [`pk = 'r' OR pk = 's'`, ['r1', 'r2', 's1'], 2],
    [`(pk = 'r' OR pk = 's') AND flag = 'one'`, ['r1', 's1'], 2],
    [`pk = 'r' AND (sk = '1' OR sk = '2')`, ['r1', 'r2'], 2],
    [`pk = 'r' AND sk IN ['1', '2']`, ['r1', 'r2'], 2],
    [`pk = 'r' AND (sk < '1' OR sk > '1' OR sk = '1')`, ['r1', 'r2'], 3],
    [`pk IN ['r', 's'] AND sk IN ['1', '2']`, ['r1', 'r2', 's1'], 4],
    [`pk = 'r' AND sk = '1' OR pk = 's' AND flag = 'one'`, ['r1', 's1'], 2],
    [`pk = 'r' AND (flag = 'one' OR flag = 'two')`, ['r1', 'r2'], 1],
    [`pk = 'r' AND (flag = 'one' OR sk IS MISSING)`, ['r1'], 1],
  ];
  for (const [where, expected, reads] of READS) {
    it(`reads by key ${reads} times: ${where}`, async () => {
      expect(await found(where)).to.deep.equal(expected);
      expect(await units(where)).to.equal(reads * 0.5);
    });
  }

  const SCANS: readonly (readonly [where: string, found: string[]])[] = [
    [`flag = 'one'`, ['r1', 's1']],
    [`sk = '2'`, ['r2']],
    [`pk > 'r'`, ['s1']],
    ['pk > 1', []],
    [`pk = sk`, []],
    [`pk BETWEEN 'r' AND 'r'`, ['r1', 'r2']],
    [`NOT pk = 'r'`, ['s1']],
    [`pk = 'r' OR sk = '1'`, ['r1', 'r2', 's1']],
    [`pk = 'r' AND pk = 's'`, []],
    [`pk = 'r' AND (pk = 's' OR flag = 'one')`, ['r1']],
    [`pk IN ['r', flag]`, ['r1', 'r2']],
    [`(pk = 'r' AND sk = 5) OR flag = 'two'`, ['r2']],
    [`begins_with(pk, 's')`, ['s1']],
  ];
  for (const [where, expected] of SCANS) {
    it(`scans: ${where}`, async () => {
      expect(await found(where)).to.deep.equal(expected);
      expect(await units(where)).to.equal(2);
    });
  }

  const OVERLAP = 'Overlapping conditions with range keys are not supported in where clause';
  for (const where of [
    `pk IN ['r', 'r']`,
    `pk = 'r' OR pk = 'r'`,
    `pk = 'r' AND (sk > '0' OR sk < '5')`,
    `pk = 'r' AND (sk = '1' OR flag = 'two')`,
    `(pk = 'r' AND flag = 'one') OR (pk = 'r' AND flag = 'two')`,
    `pk = 'r' AND flag = '1' OR pk = 'r' AND sk = '2'`,
    `pk = 'r' AND flag <> '1' OR pk = 'r' AND sk = '2'`,
    `pk = 'r' AND (sk <= '1' OR sk >= '1')`,
    `pk = 'r' AND (begins_with(sk, '1') OR sk = '12')`,
    `pk = 'r' AND (sk BETWEEN '1' AND '3' OR sk = '3')`,
  ]) {
    it(`refuses reads that overlap: ${where}`, () => refused(select(where), OVERLAP));
  }

  const TYPE = "Key attribute's data type should match its data type in table's schema: Key";
  for (const [where, name] of [
    ['pk = 1', 'pk'],
    [`pk = 1 OR pk = 'r'`, 'pk'],
    [`pk IN ['r', 2]`, 'pk'],
    [`pk = 'r' AND sk IN ['1', 2]`, 'sk'],
    [`pk = 'r' AND sk > 1`, 'sk'],
    [`pk = 'r' AND sk BETWEEN 1 AND 2`, 'sk'],
  ] as const) {
    it(`refuses key values of the wrong type: ${where}`, () => refused(select(where), `${TYPE} ${name}`));
  }

  const values = (count: number): string => Array.from({ length: count }, (_, i) => `'v${i}'`).join(',');
  const TOO_MANY = 'Too many decomposed read operations for a given query.';
  it('reads 50 times, and not 51 times', async () => {
    for (const where of [
      `pk IN [${values(50)}]`,
      `pk IN [${values(50)}] AND flag IN [${values(100)}]`,
      `pk IN [${values(25)}] AND sk IN ['1', '2']`,
      `pk IN [${values(51)}] OR flag = 'one'`,
    ]) {
      await run(select(where));
    }
    for (const where of [
      `pk IN [${values(51)}]`,
      `pk = 'r' AND sk IN [${values(51)}]`,
      `pk IN [${values(26)}] AND sk IN ['1', '2']`,
      `pk IN [${values(100)}] AND sk IN [${values(100)}]`,
    ]) {
      await refused(select(where), TOO_MANY);
    }
  });

  it('reads indexes by their own keys', async () => {
    const statement = `SELECT sk FROM "t00"."byFlag" WHERE flag = 'one'`;
    const { Items, ConsumedCapacity } = await run(statement, undefined, {
      ReturnConsumedCapacity: 'INDEXES',
    });
    expect(Items).to.have.length(2);
    expect(ConsumedCapacity).to.deep.equal({
      TableName: 't00',
      CapacityUnits: 0.5,
      Table: { CapacityUnits: 0 },
      GlobalSecondaryIndexes: { byFlag: { CapacityUnits: 0.5 } },
    });
    await refused(`SELECT * FROM "t00"."byFlag" WHERE flag = 1`, `${TYPE} flag`);
  });

  it('takes binary and number keys', async () => {
    await createTable('t02', 'pk:B sk:N');
    await putAll('t02', [{ pk: { B: new Uint8Array([1]) }, sk: 10 }]);
    const where = `pk = ? AND (sk = 9 OR sk > 9.5)`;
    expect(await rows(`SELECT sk FROM "t02" WHERE ${where}`, [{ B: new Uint8Array([1]) }])).to.deep.equal([
      { sk: { N: '10' } },
    ]);
  });
});
