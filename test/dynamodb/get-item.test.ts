import { GetItemCommand, type GetItemCommandInput } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answer, client, createTable, expectRefusal, item, putAll } from './arrange';

describe('DynamoDB.GetItem', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
    await putAll('t00', [{ pk: 'a', x: 'one', m: { M: item({ k: 'v', other: 'o' }) } }]);
  });
  afterEach(() => aws.unplug());
  const get = (input: Partial<GetItemCommandInput> = {}) =>
    client.send(new GetItemCommand({ TableName: 't00', Key: item({ pk: 'a' }), ...input }));

  it('answers the item, and no Item at all when there is none', async () => {
    expect((await get()).Item).to.deep.equal(
      item({ pk: 'a', x: 'one', m: { M: item({ k: 'v', other: 'o' }) } }),
    );
    expect(answer(await get({ Key: item({ pk: 'b' }) }))).to.deep.equal({});
  });

  it('projects, down to an empty item', async () => {
    const projected = async (ProjectionExpression: string) => (await get({ ProjectionExpression })).Item;
    expect(await projected('x, m.k')).to.deep.equal(item({ x: 'one', m: { M: item({ k: 'v' }) } }));
    expect(await projected('nothing')).to.deep.equal({});
  });

  it('charges by consistency and size', async () => {
    const units = async (input: Partial<GetItemCommandInput>) =>
      (await get({ ...input, ReturnConsumedCapacity: 'TOTAL' })).ConsumedCapacity;
    await putAll('t00', [{ pk: 'big', x: 'x'.repeat(4096) }]);
    expect(await units({})).to.deep.equal({ TableName: 't00', CapacityUnits: 0.5 });
    expect(await units({ ConsistentRead: true })).to.deep.equal({ TableName: 't00', CapacityUnits: 1 });
    expect(await units({ Key: item({ pk: 'big' }) })).to.deep.equal({ TableName: 't00', CapacityUnits: 1 });
    expect(await units({ Key: item({ pk: 'none' }) })).to.deep.equal({
      TableName: 't00',
      CapacityUnits: 0.5,
    });
  });

  it('answers from the past under a fault, unless it reads consistently', async () => {
    await putAll('t00', [{ pk: 'a', x: 'two' }]);
    aws.faults.on(GetItemCommand).readsStale().times(2);
    expect((await get()).Item).to.deep.include(item({ x: 'one' }));
    expect((await get({ ConsistentRead: true })).Item).to.deep.include(item({ x: 'two' }));
    expect((await get()).Item).to.deep.include(item({ x: 'two' }));
  });

  it('refuses a wrong projection before a missing table, and that before a wrong key', async () => {
    const bad = { TableName: 'nowhere', Key: item({ x: 'a' }) };
    await expectRefusal(
      get({ ...bad, ProjectionExpression: 'a, a' }),
      'Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]',
    );
    await expectRefusal(get(bad), 'Requested resource not found', 'ResourceNotFoundException');
    await expectRefusal(get({ Key: bad.Key }), 'The provided key element does not match the schema');
  });
});
