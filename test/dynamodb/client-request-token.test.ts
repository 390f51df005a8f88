import { ExecuteTransactionCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { caught, client, createTable, expectRefusal } from './arrange';

describe('DynamoDB ClientRequestToken', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
  });
  afterEach(() => aws.unplug());
  const statement = (ClientRequestToken: string, pk = 'a') =>
    client.send(
      new ExecuteTransactionCommand({
        ClientRequestToken,
        TransactStatements: [{ Statement: `INSERT INTO "t00" VALUE {'pk': '${pk}'}` }],
      }),
    );
  const mismatch = [
    'Request parameters do not match the parameters of the original request for this token',
    'IdempotentParameterMismatchException',
  ] as const;

  it('is remembered for ten minutes', async () => {
    await statement('t');
    await aws.clock.advance('599s');
    await statement('t');
    await aws.clock.advance('1s');
    const error = await caught(statement('t'));
    expect(error.name).to.equal('TransactionCanceledException');
  });

  it('is one for transactions of both kinds', async () => {
    await statement('t');
    const Item = { pk: { S: 'b' } };
    await expectRefusal(
      client.send(
        new TransactWriteItemsCommand({
          ClientRequestToken: 't',
          TransactItems: [{ Put: { TableName: 't00', Item } }],
        }),
      ),
      ...mismatch,
    );
    await expectRefusal(statement('t', 'b'), ...mismatch);
  });

  it('is not remembered when the transaction failed', async () => {
    await statement('t');
    await caught(statement('u'));
    await statement('u', 'b');
    expect(aws.dynamodb.table('t00').count).to.equal(2);
  });

  it('has 36 characters at most', async () => {
    await statement('x'.repeat(36));
    const error = await caught(statement('x'.repeat(37)));
    expect(error.message).to.include('Member must have length less than or equal to 36');
  });
});
