import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws } from '../../../fakes';

it('goes back to an arranged state at the cost of what was written since', async () => {
  const aws = fakeAws();
  try {
    const ddb = new DynamoDBClient({});
    const receipts = aws.dynamodb.createTable({
      TableName: 'receipts',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'N' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    });
    for (let id = 0; id < 1_000; id++) receipts.put({ id });
    const arranged = aws.mark();
    await ddb.send(
      new PutItemCommand({ TableName: 'receipts', Item: { id: { N: '7' }, paid: { BOOL: true } } }),
    );
    expect(aws.diff(arranged).map(({ collection }) => collection)).to.have.length(1);
    aws.restore(arranged);
    expect(receipts.get({ id: 7 })).to.deep.equal({ id: 7 });
  } finally {
    aws.unplug();
  }
});
