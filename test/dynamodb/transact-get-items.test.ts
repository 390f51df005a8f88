import { TransactGetItemsCommand, type Get } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answer, client, createTable, expectRefusal, item, putAll } from './arrange';

describe('DynamoDB.TransactGetItems', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
    await putAll('t00', [{ pk: 'a', x: 1, y: 2 }]);
  });
  afterEach(() => aws.unplug());
  const get = (gets: Partial<Get>[], more = {}) =>
    client.send(
      new TransactGetItemsCommand({
        TransactItems: gets.map((members) => ({
          Get: { TableName: 't00', Key: item({ pk: 'a' }), ...members },
        })),
        ...more,
      }),
    );

  it('answers by position, with an empty response for what is not there', async () => {
    const output = await get([{ Key: item({ pk: 'none' }) }, { ProjectionExpression: 'x' }]);
    expect(answer(output)).to.deep.equal({ Responses: [{}, { Item: item({ x: 1 }) }] });
  });

  it('charges twice a consistent read', async () => {
    const { ConsumedCapacity } = await get([{}, { Key: item({ pk: 'none' }) }], {
      ReturnConsumedCapacity: 'TOTAL',
    });
    expect(ConsumedCapacity).to.deep.equal([{ TableName: 't00', CapacityUnits: 4, ReadCapacityUnits: 4 }]);
  });

  it('cancels for a key that does not fit', async () => {
    const error = await expectRefusal(
      get([{}, { Key: {} }]),
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ValidationError]',
      'TransactionCanceledException',
    );
    expect(error['CancellationReasons']).to.deep.equal([
      { Code: 'None' },
      { Code: 'ValidationError', Message: 'The provided key element does not match the schema' },
    ]);
  });

  it('refuses syntax before tables, tables before duplicates', async () => {
    const nowhere = { TableName: 'nowhere' };
    await expectRefusal(
      get([{ ...nowhere, ProjectionExpression: '!!!' }]),
      'Invalid ProjectionExpression: Syntax error; token: "!", near: "!!"',
    );
    await expectRefusal(get([{}, {}, nowhere]), 'Requested resource not found', 'ResourceNotFoundException');
    await expectRefusal(get([{}, {}]), 'Transaction request cannot include multiple operations on one item');
    await expectRefusal(
      get([]),
      "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  });

  it('refuses more than 4 MB', async () => {
    const names = Array.from({ length: 11 }, (_, i) => `big${i}`);
    await putAll(
      't00',
      names.map((pk) => ({ pk, x: 'x'.repeat(400_000) })),
    );
    const keys = names.map((pk) => ({ Key: item({ pk }) }));
    expect((await get(keys.slice(1))).Responses).to.have.lengthOf(10);
    await expectRefusal(get(keys), 'Transaction request size cannot exceed 4194304 bytes');
  });
});
