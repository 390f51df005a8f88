import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { createTable, putAll } from '../arrange';
import { column, MALFORMED, refused } from './statements';

describe('DynamoDB.PartiQL operators', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
    await putAll('t00', [{ pk: 'a', n: 1, t: { BOOL: true } }]);
  });
  afterEach(() => aws.unplug());
  const holds = async (where: string): Promise<boolean> =>
    (await column('pk', `SELECT pk FROM "t00" WHERE ${where}`)).length === 1;

  // Each would be something else, or nothing, if the operators bound in another order.
  for (const where of [
    'n = 1 OR n = 2 AND n = 3',
    'NOT n = 2 AND n = 1',
    'NOT n = 1 OR n = 1',
    't = n < 2',
    'n < 2 = t',
    'n BETWEEN 0 AND 2 = t',
    't <> n > 5',
    'n IN [1] AND n = 1',
    'n IS NOT MISSING AND n = 1',
  ]) {
    it(`bind in their order: ${where}`, async () => expect(await holds(where)).to.equal(true));
  }

  it('bind sums before comparisons, and products before sums', async () => {
    const unsupported = (operator: string): string =>
      `Unsupported operator in Condition Expression. Operator: ${operator}`;
    await refused('SELECT * FROM "t00" WHERE n = 1 + 2 * 3', unsupported('+'));
    await refused('SELECT * FROM "t00" WHERE n = 1 * 2 + 3', unsupported('+'));
    await refused('SELECT * FROM "t00" WHERE n = 1 / 2 % 3', unsupported('%'));
    await refused(`SELECT * FROM "t00" WHERE 'a' || 'b' + 1 = n`, unsupported('||'));
  });

  for (const symbol of ['=', '<>', '!=', '<', '<=', '>', '>=', '||', '*', '/', '%']) {
    it(`are no term: ${symbol}`, () =>
      refused(`SELECT * FROM "t00" WHERE ${symbol} 1`, `${MALFORMED}Unexpected operator`));
  }
});
