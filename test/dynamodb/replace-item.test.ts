import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';

/** What PutItem and DeleteItem must have in common; their own specs have the rest. */
describe('DynamoDB: replacing an item as a whole', () => {
  let aws: FakeAws;
  const ddb = new DynamoDBClient({});
  const table = { TableName: 'receipts' };
  const key = { id: { S: 'a' } };
  const put = (given: object = {}) =>
    ddb.send(new PutItemCommand({ ...table, Item: { ...key, n: { N: '2' } }, ...given }));
  const remove = (given: object = {}) => ddb.send(new DeleteItemCommand({ ...table, Key: key, ...given }));

  beforeEach(async () => {
    aws = fakeAws();
    await ddb.send(
      new CreateTableCommand({
        ...table,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    );
    aws.dynamodb.table('receipts').put({ id: 'a', n: 1 });
  });
  afterEach(() => aws.unplug());

  for (const [name, call, after] of [
    ['PutItem', put, { id: 'a', n: 2 }],
    ['DeleteItem', remove, undefined],
  ] as const) {
    describe(name, () => {
      it('answers with the item that gave way, if asked', async () => {
        expect((await call({ ReturnValues: 'ALL_OLD' })).Attributes).to.deep.equal({ ...key, n: { N: '1' } });
        expect(aws.dynamodb.table('receipts').get({ id: 'a' })).to.deep.equal(after);
      });

      it('answers with nothing otherwise', async () => {
        expect(await call()).to.have.keys('$metadata');
        expect((await call({ ReturnValues: 'NONE' })).Attributes).to.equal(undefined);
      });

      for (const ReturnValues of ['ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW']) {
        it(`refuses ReturnValues ${ReturnValues} and changes nothing`, async () => {
          const error: unknown = await call({ ReturnValues }).catch((reason: unknown) => reason);
          expect(error).to.include({ name: 'ValidationException' });
          expect(String(error)).to.contain('ReturnValues can only be ALL_OLD or NONE');
          expect(aws.dynamodb.table('receipts').get({ id: 'a' })).to.deep.equal({ id: 'a', n: 1 });
        });
      }

      it('leaves the item alone when its condition fails, old or new style', async () => {
        const conditions = [
          { ConditionExpression: 'n = :n', ExpressionAttributeValues: { ':n': { N: '7' } } },
          { Expected: { n: { Value: { N: '7' } } } },
        ];
        for (const condition of conditions) {
          const error: unknown = await call(condition).catch((reason: unknown) => reason);
          expect(error).to.include({ name: 'ConditionalCheckFailedException' });
        }
        expect(aws.dynamodb.table('receipts').get({ id: 'a' })).to.deep.equal({ id: 'a', n: 1 });
      });
    });
  }
});
