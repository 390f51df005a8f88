import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { createTable, putAll } from '../arrange';
import { column, refused } from './statements';

describe('DynamoDB.PartiQL WHERE', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
    await putAll('t00', [
      {
        pk: 'a',
        n: 1,
        s: 'Kirkland',
        flag: 'right',
        yes: { BOOL: true },
        nul: { NULL: true },
        b: { B: new Uint8Array(400) },
        ss: { SS: ['x', 'y'] },
        ns: { NS: ['1', '2'] },
        l: { L: [{ S: 'x' }] },
        m: { M: { x: { S: 'y' }, z: { N: '1' } } },
      },
    ]);
  });
  afterEach(() => aws.unplug());
  const holds = async (where: string): Promise<boolean> =>
    (await column('pk', `SELECT pk FROM "t00" WHERE pk = 'a' AND ${where}`)).length === 1;

  const TRUE = [
    `attribute_exists(m.x) AND ATTRIBUTE_NOT_EXISTS (nope) AND attribute_exists(l[0])`,
    `attribute_type(n, 'N') AND attribute_type(m, 'M') AND attribute_type(l, 'L') AND attribute_type(b, 'B')`,
    `attribute_type(ss, 'SS') AND attribute_type(ns, 'NS') AND attribute_type(yes, 'BOOL') AND attribute_type(nul, 'NULL')`,
    `begins_with(s, 'Kirk')`,
    `BEGINS_WITH("s", 'K')`,
    `contains(s, 'land')`,
    `contains(ss, 'x')`,
    'contains(ns, 2)',
    `contains(l, 'x')`,
    'size(b) > 300',
    'size(s) = 8',
    'SIZE(m) BETWEEN 2 AND 2',
    'size(ss) IN [2, 3]',
    'nul IS NULL',
    'n IS NOT NULL',
    'absent IS NOT NULL',
    'absent IS MISSING',
    'nul IS NOT MISSING',
    `m = {'z': 1, 'x': 'y'}`,
    `ss = <<'y', 'x'>>`,
    `n <> 'a'`,
    'absent <> 1',
    'NOT absent = 1',
    // Captured: 2026-09, a condition compared with a value is a BOOL.
    'attribute_exists(nope) = false',
    'true = attribute_exists(n)',
    'attribute_exists(n) <> 1',
    `contains(nope, 'z') = false`,
    '(n BETWEEN 0 AND 5) = true',
    `(n = 5 OR flag = 'x') = false`,
    'attribute_exists(nope) IN [true, false]',
    'attribute_exists(n) = attribute_exists(flag)',
    'attribute_exists(nope) = attribute_exists(nope2)',
    'attribute_exists(n) = yes',
    '(n IS MISSING) = false',
    '(n IN [1]) = true',
    '(NOT n = 1) = false',
  ];
  for (const where of TRUE) it(`holds: ${where}`, async () => expect(await holds(where)).to.equal(true));

  const FALSE = [
    'absent IS NULL',
    'n IS NULL',
    'n IS MISSING',
    '(attribute_exists(nope) OR NOT attribute_exists("m"))',
    `begins_with(n, 'a')`,
    'attribute_exists(n) = 1',
    'NOT attribute_exists(n) = true',
    '(attribute_exists(n) = true) = false',
    'attribute_exists(n) = flag',
    'attribute_exists(n) = attribute_exists(nope)',
    'attribute_exists(n) <> true',
    `m = {'x': 'y'}`,
    `n < 'a'`,
    'n IN [2, 3]',
    `attribute_type(n, 'S')`,
    'size(n) = 1',
  ];
  for (const where of FALSE)
    it(`does not hold: ${where}`, async () => expect(await holds(where)).to.equal(false));

  const WRONG_TYPE = 'Incorrect operand type for operator or function; operator or function:';
  const COUNT = 'Incorrect number of operands for operator or function; operator or function:';
  const PATH = 'Operator or function requires a document path; operator or function:';
  const START = `SELECT pk FROM "t00" WHERE pk = 'a' AND `.length + 1;
  const REFUSED: readonly (readonly [string, string])[] = [
    ['n < true', `${WRONG_TYPE} <, operand type: BOOL`],
    ['n <= null', `${WRONG_TYPE} <=, operand type: NULL`],
    ['n > [1]', `${WRONG_TYPE} >, operand type: L`],
    ['n >= {}', `${WRONG_TYPE} >=, operand type: M`],
    ['n BETWEEN true AND false', `${WRONG_TYPE} BETWEEN, operand type: BOOL`],
    ['attribute_exists(n) > false', `${WRONG_TYPE} >, operand type: BOOL`],
    ['attribute_type(l, 1)', `${WRONG_TYPE} attribute_type, operand type: N`],
    ['attribute_type(l, true)', `${WRONG_TYPE} attribute_type, operand type: BOOL`],
    ['begins_with(s, 1)', `${WRONG_TYPE} begins_with, operand type: N`],
    ['size(1) = 1', `${WRONG_TYPE} size, operand type: N`],
    [
      `attribute_type(n, 'X')`,
      'Invalid attribute type name found; type: X, valid types: {N,BS,L,B,NULL,M,S,SS,NS,BOOL}',
    ],
    [`attribute_exists('ss')`, `${PATH} attribute_exists`],
    [`attribute_not_exists(1)`, `${PATH} attribute_not_exists`],
    ['1 IS MISSING', `${PATH} attribute_not_exists`],
    ['size(n) IS MISSING', `${PATH} attribute_not_exists`],
    ['attribute_exists()', `${COUNT} attribute_exists, number of operands: 0`],
    ['attribute_exists(ss, ns)', `${COUNT} attribute_exists, number of operands: 2`],
    ['begins_with(s)', `${COUNT} begins_with, number of operands: 1`],
    ['size() = 1', `${COUNT} size, number of operands: 0`],
    ['n > -n', `${COUNT} -, number of operands: 1`],
    ['n > +n', `${COUNT} +, number of operands: 1`],
    ['EXISTS(ss)', `Unrecognized function: exists at 1:${START}:6`],
    [`set_add(ss, <<'x'>>) = ss`, `Unrecognized function: set_add at 1:${START}:7`],
    ['size(size(s)) = 1', `${WRONG_TYPE} size, operand type: N`],
    ['upper(s) = 1', `Unrecognized function: upper at 1:${START}:5`],
    ['n = 1 + 1', 'Unsupported operator in Condition Expression. Operator: +'],
    ['n - 1 = 0', 'Unsupported operator in Condition Expression. Operator: -'],
    [`s || 'a' = 'b'`, 'Unsupported operator in Condition Expression. Operator: ||'],
    [`s LIKE 'a'`, 'Unsupported operator in Condition Expression. Operator: LIKE'],
    [`s NOT LIKE 'a'`, 'Unsupported operator in Condition Expression. Operator: LIKE'],
    ['n IS INT', 'Unsupported operator in Condition Expression. Operator: IS'],
    ['n IN 1', `Unexpected path component at 1:${START + 5}:1`],
    ['n', `Unexpected path component at 1:${START}:1`],
    [
      'n = n',
      'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [n]',
    ],
    [
      'n BETWEEN 2 AND 1',
      'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}',
    ],
    [
      'attribute_exists(m.inner)',
      "Statement wasn't well formed, can't be processed: Invalid path dot component",
    ],
  ];
  for (const [where, message] of REFUSED) {
    it(`refuses ${where}`, () => refused(`SELECT pk FROM "t00" WHERE pk = 'a' AND ${where}`, message));
  }

  it('refuses signs of parameters and more than 100 values behind IN', async () => {
    const select = `SELECT pk FROM "t00" WHERE pk = 'a' AND `;
    await refused(`${select} n > -?`, `${COUNT} -, number of operands: 1`, [{ N: '1' }]);
    const values = (count: number): string => Array.from({ length: count }, (_, i) => i).join(',');
    expect(await column('pk', `${select} n IN [${values(100)}]`)).to.deep.equal(['a']);
    await refused(
      `${select} n IN [${values(101)}]`,
      'The IN operator is provided with too many operands; number of operands: 101',
    );
  });
});
