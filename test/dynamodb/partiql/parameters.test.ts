import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { createTable, expectRefusal } from '../arrange';
import { batch, refused, run, transaction } from './statements';

describe('DynamoDB.PartiQL parameters', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk sk');
  });
  afterEach(() => aws.unplug());

  // Captured: 2026-09 and 2026-10, eu-west-2.
  const UNCONVERTIBLE = 'The parameter cannot be converted to a numeric value';
  const UNDERFLOW =
    'Number underflow. Attempting to store a number with magnitude smaller than supported range';
  const NEST =
    'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';
  const DUPLICATES =
    'One or more parameter values were invalid: Input collection [a, a] contains duplicates.';
  const positions = [
    `SELECT * FROM "t00" WHERE pk = 'a' AND n = ?`,
    `INSERT INTO "t00" VALUE {'pk': 'a', 'sk': 's', 'n': ?}`,
    `UPDATE "t00" SET n = ? WHERE pk = 'a' AND sk = 's'`,
    `SELECT * FROM "t00" WHERE pk = ?`,
  ];
  const [select = '', insert = '', update = ''] = positions;
  const both = `SELECT * FROM "t00" WHERE pk = 'a' AND x = ? AND y = ?`;
  const deep = (levels: number, leaf: AttributeValue = { S: 'leaf' }): AttributeValue =>
    Array.from({ length: levels }).reduce<AttributeValue>((inner) => ({ M: { n: inner } }), leaf);

  for (const N of [
    '1e99999999999',
    '-1e99999999999',
    '1e-99999999999',
    '1e2147483648',
    '1e-2147483648',
    `1e${'9'.repeat(30)}`,
    'abc',
  ]) {
    it(`cannot convert ${N}, wherever it stands`, async () => {
      for (const statement of positions) await refused(statement, `${UNCONVERTIBLE}: ${N}`, [{ N }]);
    });
  }
  for (const [N, message] of [
    ['1e2147483647', UNDERFLOW],
    ['1e-2147483647', UNDERFLOW],
    ['1e+0002147483646', UNDERFLOW.replace('underflow', 'overflow').replace('smaller', 'larger')],
    ['', UNCONVERTIBLE],
  ] as const) {
    it(`refuses the number "${N}"`, async () => {
      for (const statement of positions) await refused(statement, message, [{ N }]);
    });
  }

  it('looks into lists, maps and sets', async () => {
    for (const value of [
      { L: [{ N: '1' }, { N: '1e99999999999' }] },
      { M: { x: { N: '1e99999999999' } } },
      { NS: ['1', '1e99999999999'] },
    ]) {
      await refused(select, `${UNCONVERTIBLE}: 1e99999999999`, [value]);
    }
    await refused(insert, DUPLICATES, [{ L: [{ SS: ['a', 'a'] }] }]);
    await refused(insert, 'Empty attribute name', [{ M: { '': { S: 'x' } } }]);
  });

  for (const levels of [40, 90]) {
    it(`reports the first problem in the order of the text: ${levels} levels, and no number`, async () => {
      await refused(both, NEST, [deep(levels), { N: 'abc' }]);
      await refused(both, `${UNCONVERTIBLE}: abc`, [{ N: 'abc' }, deep(levels)]);
      await refused(select, NEST, [{ M: { d: deep(levels), bad: { N: 'abc' } } }]);
      await refused(select, `${UNCONVERTIBLE}: abc`, [{ M: { bad: { N: 'abc' }, d: deep(levels) } }]);
      await refused(select, NEST, [deep(levels, { N: 'abc' })]);
      await refused(both, NEST, [deep(levels), { N: '1e126' }]);
    });
  }

  it('takes 31 levels around a value, and not 32', async () => {
    await run(select, [deep(31)]);
    await refused(select, NEST, [deep(32)]);
  });

  it('checks parameters before it reads the statement, and names no position', async () => {
    await refused('UPDATE "t00" SET WHERE', DUPLICATES, [{ SS: ['a', 'a'] }]);
    await refused(
      insert,
      'One or more parameter values were invalid: Null attribute value types must have the value of true',
      [{ NULL: false }],
    );
    await expectRefusal(
      transaction([
        { Statement: update, Parameters: [{ N: '1' }] },
        { Statement: insert, Parameters: [{ SS: ['a', 'a'] }] },
      ]),
      DUPLICATES,
    );
    await expectRefusal(
      transaction([{ Statement: update, Parameters: [{ N: '1e99999999999' }] }]),
      `${UNCONVERTIBLE}: 1e99999999999`,
    );
    const { Responses } = await batch([{ Statement: update, Parameters: [{ SS: [] }] }]);
    expect(Responses).to.deep.equal([
      {
        Error: {
          Code: 'ValidationError',
          Message: 'One or more parameter values were invalid: An string set  may not be empty',
        },
      },
    ]);
  });

  it('wants as many parameters as the statement has', async () => {
    const message = "Number of parameters in request and statement don't match.";
    await refused(select, message);
    await refused(both, message, [{ S: 'a' }]);
    await refused(select, message, [{ S: 'a' }, { S: 'b' }]);
    await refused(`SELECT * FROM "t00"`, message, [{ S: 'a' }]);
    const { Responses } = await batch([{ Statement: update }]);
    expect(Responses).to.deep.equal([{ Error: { Code: 'ValidationError', Message: message } }]);
    await expectRefusal(transaction([update]), `Validation failed in TransactStatements[0]: ${message}`);
  });
});
