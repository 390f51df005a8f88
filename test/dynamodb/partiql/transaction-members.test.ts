import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { createTable, expectRefusal } from '../arrange';
import { MALFORMED, transaction } from './statements';

describe('DynamoDB.ExecuteTransaction statements', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
  });
  afterEach(() => aws.unplug());
  const failed = (position: number, message: string): string =>
    `Validation failed in TransactStatements[${position}]: ${message}`;
  const insert = `INSERT INTO "t00" VALUE {'pk': 'a'}`;

  // What is wrong comes before what could be wrong only with a table: each row has both.
  const orders: readonly (readonly [first: string, second: string, message: string])[] = [
    [`UPDATE "none" SET a = 1 WHERE pk = 'a'`, 'SELECT', failed(1, `${MALFORMED}Unexpected term`)],
    [
      `SELECT * FROM "t00" WHERE pk = 'a'`,
      `UPDATE "none" SET a = 1 WHERE pk = ?`,
      failed(1, "Number of parameters in request and statement don't match."),
    ],
    [
      `SELECT * FROM "none" WHERE pk = 'a'`,
      insert,
      'ExecuteTransaction API does not support both read and write operations in the same request.',
    ],
    [
      `UPDATE "none" SET a = 1 WHERE pk = 'a'`,
      `UPDATE "t00" SET a = 'x' + 1 WHERE pk = 'a'`,
      failed(1, 'Incorrect operand type for operator or function; operator or function: +, operand type: S'),
    ],
    [
      insert,
      `DELETE FROM "a b" WHERE pk = 'a'`,
      failed(
        1,
        "Table name should be within the length [3, 255] and only contain 'a-z', 'A-Z', '0-9', '-', '_', '.'.",
      ),
    ],
    [
      insert,
      `DELETE FROM "t00" WHERE pk = 'b' RETURNING MODIFIED OLD *`,
      failed(1, 'RETURNING clause is not supported in ExecuteTransaction.'),
    ],
    [
      insert,
      `INSERT INTO "t00" VALUE {'pk': 'b', 'x': [<<'a', 'a'>>]}`,
      failed(1, 'One or more parameter values were invalid: Input collection [a, a] contains duplicates.'),
    ],
  ];
  for (const [first, second, message] of orders) {
    it(`are refused: ${first} and ${second}`, async () => {
      await expectRefusal(transaction([first, second]), message);
      expect(aws.dynamodb.table('t00').count).to.equal(0);
    });
  }
});
