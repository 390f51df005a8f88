import { UpdateItemCommand, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answer, client, createTable, expectRefusal, item, putAll } from './arrange';

describe('DynamoDB.UpdateItem', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk', { globals: { gsi: 'g KEYS_ONLY' } });
    await putAll('t00', [{ pk: 'a', x: 'old', n: 1, m: { M: item({ k: 'v', rest: 'r' }) } }]);
  });
  afterEach(() => aws.unplug());
  const update = (input: Partial<UpdateItemCommandInput>) =>
    client.send(new UpdateItemCommand({ TableName: 't00', Key: item({ pk: 'a' }), ...input }));
  const setX = { UpdateExpression: 'SET x = :x', ExpressionAttributeValues: item({ ':x': 'new' }) };
  const whole = { pk: 'a', x: 'old', n: 1, m: { M: item({ k: 'v', rest: 'r' }) } };

  const returned: readonly (readonly [UpdateItemCommandInput['ReturnValues'], object])[] = [
    [undefined, {}],
    ['NONE', {}],
    ['ALL_OLD', { Attributes: item(whole) }],
    ['ALL_NEW', { Attributes: item({ ...whole, x: 'new' }) }],
    ['UPDATED_OLD', { Attributes: item({ x: 'old' }) }],
    ['UPDATED_NEW', { Attributes: item({ x: 'new' }) }],
  ];
  for (const [ReturnValues, expected] of returned) {
    it(`returns what ReturnValues ${ReturnValues ?? 'left out'} asks for`, async () => {
      expect(answer(await update({ ...setX, ReturnValues }))).to.deep.equal(expected);
    });
  }

  const onMissing: readonly (readonly [UpdateItemCommandInput['ReturnValues'], object])[] = [
    ['ALL_OLD', {}],
    ['ALL_NEW', { Attributes: item({ pk: 'b', x: 'new' }) }],
    ['UPDATED_OLD', {}],
    ['UPDATED_NEW', { Attributes: item({ x: 'new' }) }],
  ];
  for (const [ReturnValues, expected] of onMissing) {
    it(`creates a missing item and returns ${ReturnValues} of it`, async () => {
      expect(answer(await update({ Key: item({ pk: 'b' }), ...setX, ReturnValues }))).to.deep.equal(expected);
    });
  }

  it('returns only the touched leaf of a document', async () => {
    const nested = {
      UpdateExpression: 'SET m.k = :x',
      ExpressionAttributeValues: item({ ':x': 'new' }),
    };
    const after = await update({ ...nested, ReturnValues: 'UPDATED_NEW' });
    expect(after.Attributes).to.deep.equal({ m: { M: item({ k: 'new' }) } });
  });

  it('creates the bare key when there is nothing to do', async () => {
    await update({ Key: item({ pk: 'b' }) });
    expect(aws.dynamodb.table('t00').get({ pk: 'b' })).to.deep.equal({ pk: 'b' });
  });

  it('creates nothing when it only removes', async () => {
    const removed = await update({
      Key: item({ pk: 'b' }),
      UpdateExpression: 'REMOVE x',
      ReturnValues: 'ALL_NEW',
    });
    expect(answer(removed)).to.deep.equal({});
    expect(aws.dynamodb.table('t00').count).to.equal(1);
  });

  it('counts from nothing with ADD', async () => {
    const add = { UpdateExpression: 'ADD hits :one', ExpressionAttributeValues: item({ ':one': 1 }) };
    await update(add);
    const second = await update({ ...add, ReturnValues: 'UPDATED_NEW' });
    expect(second.Attributes).to.deep.equal(item({ hits: 2 }));
  });

  it('holds the condition against the item before the update', async () => {
    const stale = {
      ...setX,
      ConditionExpression: 'x = :y',
      ExpressionAttributeValues: item({ ':x': 'new', ':y': 'other' }),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    } as const;
    const error = await expectRefusal(
      update(stale),
      'The conditional request failed',
      'ConditionalCheckFailedException',
    );
    expect(error['Item']).to.deep.equal(item(whole));
    const missing = await expectRefusal(
      update({ ...stale, Key: item({ pk: 'b' }) }),
      'The conditional request failed',
      'ConditionalCheckFailedException',
    );
    expect(missing['Item']).to.equal(undefined);
  });

  it('charges index entries that come, move and go', async () => {
    const units = async (input: Partial<UpdateItemCommandInput>) =>
      (await update({ ...input, ReturnConsumedCapacity: 'TOTAL' })).ConsumedCapacity?.CapacityUnits;
    const set = (value: string) => ({
      UpdateExpression: 'SET g = :g',
      ExpressionAttributeValues: item({ ':g': value }),
    });
    expect(await units(setX)).to.equal(1);
    expect(await units(set('g1'))).to.equal(2);
    expect(await units(set('g2'))).to.equal(3);
    expect(await units({ UpdateExpression: 'REMOVE g' })).to.equal(2);
  });

  const values = (value: Parameters<typeof item>[0][string]) => ({
    ExpressionAttributeValues: item({ ':v': value }),
  });
  const rows: readonly (readonly [string, Partial<UpdateItemCommandInput>, string])[] = [
    [
      'a change of the key',
      { UpdateExpression: 'SET pk = :v', ...values('z') },
      'One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key',
    ],
    ['a key of another type', { Key: item({ pk: 1 }) }, 'The provided key element does not match the schema'],
    [
      'an attribute too many in the key',
      { Key: item({ pk: 'a', x: 'b' }) },
      'The provided key element does not match the schema',
    ],
    [
      'an empty key value',
      { Key: item({ pk: '' }) },
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    ],
    [
      'an index key of another type',
      { UpdateExpression: 'SET g = :v', ...values(5) },
      'One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: N IndexName: gsi',
    ],
    [
      'an empty index key',
      { UpdateExpression: 'SET g = :v', ...values('') },
      'One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty string value.',
    ],
    [
      'a result over 400 KB',
      { UpdateExpression: 'SET big = :v', ...values('x'.repeat(409_600)) },
      'Item size to update has exceeded the maximum allowed size',
    ],
    [
      'an unknown ReturnValues',
      { ReturnValues: 'SOME' as 'NONE' },
      "1 validation error detected: Value 'SOME' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]",
    ],
  ];
  for (const [what, input, message] of rows) {
    it(`refuses ${what}`, async () => {
      await expectRefusal(update(input), message);
      expect(aws.dynamodb.table('t00').rawItems()).to.deep.equal([item(whole)]);
    });
  }
});
