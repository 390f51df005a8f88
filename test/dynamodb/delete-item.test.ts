import { DeleteItemCommand, type DeleteItemCommandInput } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answer, client, createTable, expectRefusal, item, putAll } from './arrange';

describe('DynamoDB.DeleteItem', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk sk:N', { globals: { gsi: 'g' }, locals: { lsi: 'pk l' } });
    await putAll('t00', [{ pk: 'a', sk: 1, g: 'g', l: 'l' }]);
  });
  afterEach(() => aws.unplug());
  const remove = (input: Partial<DeleteItemCommandInput> = {}) =>
    client.send(new DeleteItemCommand({ TableName: 't00', Key: item({ pk: 'a', sk: 1 }), ...input }));

  it('deletes the item, and again without a complaint', async () => {
    expect(answer(await remove())).to.deep.equal({});
    expect(aws.dynamodb.table('t00').items()).to.deep.equal([]);
    expect(answer(await remove({ ReturnValues: 'ALL_OLD' }))).to.deep.equal({});
  });

  it('finds the item by the value of its number', async () => {
    const gone = await remove({ Key: item({ pk: 'a', sk: { N: '1.00' } }), ReturnValues: 'ALL_OLD' });
    expect(gone.Attributes).to.deep.equal(item({ pk: 'a', sk: 1, g: 'g', l: 'l' }));
  });

  it('deletes only under its condition', async () => {
    const input = {
      ConditionExpression: 'g = :g',
      ExpressionAttributeValues: item({ ':g': 'other' }),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    } as const;
    const error = await expectRefusal(
      remove(input),
      'The conditional request failed',
      'ConditionalCheckFailedException',
    );
    expect(error['Item']).to.deep.equal(item({ pk: 'a', sk: 1, g: 'g', l: 'l' }));
    expect(aws.dynamodb.table('t00').count).to.equal(1);
  });

  it('charges one unit and one per index the item was in; a missing item costs one', async () => {
    const input = { ReturnConsumedCapacity: 'INDEXES', ReturnItemCollectionMetrics: 'SIZE' } as const;
    const { ConsumedCapacity, ItemCollectionMetrics } = await remove(input);
    expect(ConsumedCapacity).to.deep.equal({
      TableName: 't00',
      CapacityUnits: 3,
      Table: { CapacityUnits: 1 },
      GlobalSecondaryIndexes: { gsi: { CapacityUnits: 1 } },
      LocalSecondaryIndexes: { lsi: { CapacityUnits: 1 } },
    });
    expect(ItemCollectionMetrics?.ItemCollectionKey).to.deep.equal(item({ pk: 'a' }));
    const again = await remove({ ReturnConsumedCapacity: 'TOTAL' });
    expect(again.ConsumedCapacity).to.deep.equal({ TableName: 't00', CapacityUnits: 1 });
  });

  it('refuses other ReturnValues, a key that does not fit, and a missing table, in this order', async () => {
    const bad = { ReturnValues: 'ALL_NEW', Key: item({ pk: 'a' }) } as const;
    await expectRefusal(
      remove({ ...bad, TableName: 'nowhere' }),
      '1 validation error detected: ReturnValues can only be ALL_OLD or NONE',
    );
    await expectRefusal(
      remove({ Key: bad.Key, TableName: 'nowhere' }),
      'Requested resource not found',
      'ResourceNotFoundException',
    );
    await expectRefusal(remove({ Key: bad.Key }), 'The provided key element does not match the schema');
  });
});
