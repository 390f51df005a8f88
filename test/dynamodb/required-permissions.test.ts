import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  ListTablesCommand,
  PutResourcePolicyCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws, type IdentityApi } from '../../fakes';
import { tablePermissions } from '../../fakes/dynamodb/required-permissions';

const ARN = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders';
const TableName = 'orders';
const Key = { id: { S: '1' } };

describe('permissions of DynamoDB', () => {
  let aws: FakeAws;
  let user: IdentityApi;
  let client: DynamoDBClient;

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.dynamodb.createTable({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    });
    user = aws.iam.user('jo');
    client = new DynamoDBClient({ region: 'us-east-1', credentials: user.credentials });
  });
  afterEach(() => aws.unplug());

  const get = (table = TableName, by = client) => by.send(new GetItemCommand({ TableName: table, Key }));
  const refused = async (promise: Promise<unknown>): Promise<string> => {
    const error: unknown = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(Error).with.property('name', 'AccessDeniedException');
    expect(error).to.have.nested.property('$metadata.httpStatusCode', 400);
    return (error as Error).message;
  };
  const text = (
    action: string,
    resource = ARN,
    why = `because no identity-based policy allows the dynamodb:${action} action`,
  ) =>
    `User: arn:aws:iam::000000000000:user/jo is not authorized to perform: dynamodb:${action} on resource: ${resource} ${why}`;

  it('are those of the caller, whether or not the table is there', async () => {
    expect(await refused(get())).to.equal(text('GetItem'));
    expect(await refused(get('none'))).to.equal(text('GetItem', ARN.replace('orders', 'none')));
    user.allow('dynamodb:GetItem', ARN);
    await get();
    await get(ARN);
    expect(await refused(client.send(new ListTablesCommand({})))).to.contain(
      'perform: dynamodb:ListTables because',
    );
  });

  it('of an index are its own', async () => {
    user.allow('dynamodb:Query', ARN);
    const query = new QueryCommand({
      TableName,
      IndexName: 'by-day',
      KeyConditionExpression: 'd = :d',
      ExpressionAttributeValues: { ':d': { S: 'x' } },
    });
    expect(await refused(client.send(query))).to.equal(text('Query', `${ARN}/index/by-day`));
  });

  it('of batches are those of batches, of transactions those of their entries, of statements their own', async () => {
    const RequestItems = { orders: { Keys: [Key] } };
    expect(await refused(client.send(new BatchGetItemCommand({ RequestItems })))).to.equal(
      text('BatchGetItem'),
    );
    const write = { orders: [{ PutRequest: { Item: Key } }] };
    expect(await refused(client.send(new BatchWriteItemCommand({ RequestItems: write })))).to.equal(
      text('BatchWriteItem'),
    );
    user.allow('dynamodb:PutItem');
    const transact = (...more: object[]) =>
      client.send(
        new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: Key } }, ...more] }),
      );
    await transact();
    const other = { id: { S: '2' } };
    expect(await refused(transact({ Delete: { TableName, Key: other } }))).to.equal(text('DeleteItem'));
    const check = {
      ConditionCheck: { TableName, Key: other, ConditionExpression: 'attribute_not_exists(id)' },
    };
    expect(await refused(transact(check))).to.equal(text('ConditionCheckItem'));
    const run = (Statement: string) => client.send(new ExecuteStatementCommand({ Statement }));
    expect(await refused(run('select * from "orders"'))).to.equal(text('PartiQLSelect'));
    expect(await refused(run('SELECT id FROM orders."by-day"'))).to.equal(
      text('PartiQLSelect', `${ARN}/index/by-day`),
    );
    expect(await refused(run(`INSERT INTO "orders" VALUE {'id': '1'}`))).to.equal(text('PartiQLInsert'));
    expect(await refused(run(`UPDATE orders SET a = 1 WHERE id = '1'`))).to.equal(text('PartiQLUpdate'));
    expect(await refused(run(`DELETE FROM "orders" WHERE id = '1'`))).to.equal(text('PartiQLDelete'));
  });

  it('are a matter of the table’s policy, too', async () => {
    const admin = new DynamoDBClient({});
    const put = (Effect: string, Principal: unknown) => {
      const Statement = { Effect, Principal, Action: 'dynamodb:GetItem', Resource: ARN };
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
      return admin.send(new PutResourcePolicyCommand({ ResourceArn: ARN, Policy }));
    };
    await put('Allow', { AWS: user.arn });
    await get();
    await put('Deny', { AWS: '000000000000' });
    const denied = text('GetItem', ARN, 'with an explicit deny in a resource-based policy');
    expect(await refused(get())).to.equal(denied);
    expect(await refused(get(TableName, admin))).to.equal(denied.replace('user/jo', 'user/test'));
  });

  it('name what each operation works on', () => {
    const permissions = tablePermissions((_, error) => error);
    const needed = (operation: string, input: Record<string, unknown>) =>
      permissions
        .actions({ operation, input, region: 'us-east-1', accountId: '000000000000' })
        .map(({ action, resource }) => `${action} ${resource}`);
    expect(needed('GetRecords', { ShardIterator: 'x' })).to.deep.equal(['dynamodb:GetRecords *']);
    expect(needed('DescribeStream', { StreamArn: 's' })).to.deep.equal(['dynamodb:DescribeStream s']);
    expect(needed('TagResource', { ResourceArn: 'r' })).to.deep.equal(['dynamodb:TagResource r']);
    expect(needed('DescribeBackup', { BackupArn: 'b' })).to.deep.equal(['dynamodb:DescribeBackup b']);
    expect(needed('RestoreTableFromBackup', { TargetTableName: 'orders' })).to.deep.equal([
      `dynamodb:RestoreTableFromBackup ${ARN}`,
    ]);
    expect(
      needed('TransactGetItems', { TransactItems: [{ Get: { TableName } }, { Nothing: 1 }] }),
    ).to.deep.equal([`dynamodb:GetItem ${ARN}`]);
    expect(
      needed('BatchExecuteStatement', {
        Statements: [{ Statement: 'select * from orders' }, { Statement: 'eat' }],
      }),
    ).to.deep.equal([`dynamodb:PartiQLSelect ${ARN}`]);
    expect(
      needed('ExecuteTransaction', { TransactStatements: [{ Statement: 'delete from orders' }] }),
    ).to.deep.equal([`dynamodb:PartiQLDelete ${ARN}`]);
  });

  it('refuse conditions on keys and attributes, which are not modelled', async () => {
    user.allow('dynamodb:*', '*', {
      condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['1'] } },
    });
    expect(await get().catch((error: Error) => error.name)).to.equal('NotSupportedByFake');
    expect(() => aws.unplug()).to.throw('the condition key dynamodb:leadingkeys');
  });
});
