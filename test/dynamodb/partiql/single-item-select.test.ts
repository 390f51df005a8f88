import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { createTable, expectRefusal, putAll } from '../arrange';
import { batch, transaction } from './statements';

describe('DynamoDB.PartiQL SELECT of one item', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk sk', { globals: { byFlag: 'flag' } });
    await createTable('t01', 'pk');
    await putAll('t00', [{ pk: 'r', sk: '1', flag: 'one' }]);
    await putAll('t01', [{ pk: 'r' }]);
  });
  afterEach(() => aws.unplug());

  // Captured: 2026-09, eu-west-2, for transactions and batches alike.
  const select = (where: string, source = '"t00"'): string => `SELECT * FROM ${source} WHERE ${where}`;
  for (const statement of [
    select(`pk = 'r' AND sk = '1'`),
    select(`sk = '1' AND pk = 'r'`),
    select(`pk IN ['r'] AND sk IN ['1']`),
    select(`(pk IN ['r']) AND pk = 'r' AND sk = '1'`),
    select(`(sk = '1') AND pk = 'r' AND pk = 'r'`),
    select(`pk = 'r'`, '"t01"'),
  ]) {
    it(`reads ${statement}`, async () => {
      const [read] = (await transaction([statement])).Responses ?? [];
      expect(read?.Item?.['pk']).to.deep.equal({ S: 'r' });
      const [response] = (await batch([statement])).Responses ?? [];
      expect(response?.Item).to.deep.equal(read?.Item);
    });
  }

  for (const statement of [
    select(`pk = 'r'`),
    'SELECT * FROM "t00"',
    select(`pk = 'r' AND sk > '0'`),
    select(`pk = 'r' AND sk = '1' AND flag = 'one'`),
    select(`pk = 'r' AND sk = '1' AND attribute_exists(flag)`),
    select(`pk = 'r' AND sk = '1' AND pk = 'other'`),
    select(`pk IN ['other'] AND pk = 'r' AND sk = '1'`),
    select(`pk IN ['r', 's'] AND sk = '1'`),
    select(`pk = 'r' AND sk = '1' AND sk > '0'`),
    select(`pk = 'r' AND flag = 'x'`, '"t01"'),
  ]) {
    it(`refuses ${statement}`, async () => {
      const message = (operation: string): string =>
        `Select statements within ${operation} must specify the primary key in the where clause.`;
      await expectRefusal(
        transaction([statement]),
        `Validation failed in TransactStatements[0]: ${message('ExecuteTransaction')}`,
      );
      const { Responses } = await batch([statement]);
      expect(Responses).to.deep.equal([
        { Error: { Code: 'ValidationError', Message: message('BatchExecuteStatement') } },
      ]);
    });
  }

  it('refuses an index of a batch in the same words, and of a transaction in others', async () => {
    const statement = select(`flag = 'one'`, '"t00"."byFlag"');
    const { Responses } = await batch([statement]);
    expect(Responses?.[0]?.Error?.Message).to.equal(
      'Select statements within BatchExecuteStatement must specify the primary key in the where clause.',
    );
    await expectRefusal(
      transaction([statement]),
      'Validation failed in TransactStatements[0]: Reads on indices are not supported within transactions.',
    );
  });

  it('refuses reads that overlap or are too many before that', async () => {
    const overlap = 'Overlapping conditions with range keys are not supported in where clause';
    await expectRefusal(
      transaction([select(`pk IN ['r', 'r'] AND sk = '1'`)]),
      `Validation failed in TransactStatements[0]: ${overlap}`,
    );
    const values = Array.from({ length: 51 }, (_, i) => `'v${i}'`).join(',');
    const { Responses } = await batch([select(`pk IN [${values}] AND sk = '1'`)]);
    expect(Responses?.[0]?.Error?.Message).to.equal('Too many decomposed read operations for a given query.');
  });
});
