import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';

const ddb = new DynamoDBClient({});

describe('with one world per test', () => {
  let aws: FakeAws;

  beforeEach(() => {
    aws = fakeAws();
    aws.dynamodb.createTable({
      TableName: 'receipts',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    });
  });
  afterEach(() => aws.unplug()); // also throws what the code under test must not hide

  it('keeps state between calls', async () => {
    await ddb.send(
      new PutItemCommand({ TableName: 'receipts', Item: { id: { S: '1' }, total: { N: '9.50' } } }),
    );
    const { Item } = await ddb.send(new GetItemCommand({ TableName: 'receipts', Key: { id: { S: '1' } } }));
    expect(Item).to.deep.equal({ id: { S: '1' }, total: { N: '9.5' } });
    expect(aws.dynamodb.table('receipts').items()).to.deep.equal([{ id: '1', total: 9.5 }]);
  });
});
