import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { client, createTable, item, putAll } from '../arrange';
import { refused, run, transaction } from './statements';

describe('DynamoDB.PartiQL key of a write', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk sk');
    await putAll('t00', [{ pk: 'a', sk: '1', flag: 'x' }]);
  });
  afterEach(() => aws.unplug());
  const touched = async () =>
    (await client.send(new GetItemCommand({ TableName: 't00', Key: item({ pk: 'a', sk: '1' }) }))).Item?.[
      't'
    ];

  // Captured: 2026-09 and 2026-10, eu-west-2.
  for (const where of [
    `pk = 'a' AND sk = '1'`,
    `'1' = sk AND 'a' = pk`,
    `(pk = 'a' AND sk = '1') AND flag = 'x'`,
    `flag = 'x' AND (sk = '1' AND (pk = 'a'))`,
    `pk = 'a' AND sk = '1' AND pk = 'a'`,
    `pk = 'a' AND sk = '1' AND sk > '0'`,
  ]) {
    it(`finds it in ${where}`, async () => {
      await run(`UPDATE "t00" SET t = 1 WHERE ${where}`);
      expect(await touched()).to.deep.equal({ N: '1' });
      await run(`DELETE FROM "t00" WHERE ${where}`);
      expect(await touched()).to.equal(undefined);
    });
  }

  for (const where of [
    `pk = 'a'`,
    `sk = '1'`,
    `flag = 'x'`,
    `pk IN ['a'] AND sk = '1'`,
    `pk = 'a' AND sk > '0'`,
    `pk = 'a' AND NOT sk = '1'`,
    `(pk = 'a' AND sk = '1') OR flag = 'x'`,
    `pk = 'a' AND begins_with(sk, '1')`,
    `pk = flag AND sk = '1'`,
    `pk.x = 'a' AND sk = '1'`,
  ]) {
    it(`does not find it in ${where}`, async () => {
      const message = 'Where clause does not contain a mandatory equality on all key attributes';
      await refused(`UPDATE "t00" SET t = 1 WHERE ${where}`, message);
      await refused(`DELETE FROM "t00" WHERE ${where}`, message);
      expect(await touched()).to.equal(undefined);
    });
  }

  it('refuses two values of one key attribute, and in EXISTS takes the first', async () => {
    const message = 'Multiple conditions on same key pk. Only single item Update/Insert/Delete are supported';
    for (const start of ['UPDATE "t00" SET t = 1', 'DELETE FROM "t00"']) {
      await refused(`${start} WHERE pk = 'a' AND sk = '1' AND pk = 'other'`, message);
    }
    const exists = `EXISTS(SELECT * FROM "t00" WHERE pk = 'a' AND sk = '1' AND pk = 'other' AND flag = 'x')`;
    const error = await transaction([exists, `UPDATE "t00" SET t = 1 WHERE pk = 'a' AND sk = '2'`]).catch(
      (e: unknown) => e,
    );
    expect(error).to.have.nested.property('CancellationReasons[0].Code', 'ConditionalCheckFailed');
  });

  it('refuses key values of the wrong type', () =>
    refused(
      `UPDATE "t00" SET t = 1 WHERE pk = 'a' AND sk = 1`,
      'The provided key element does not match the schema',
    ));
});
