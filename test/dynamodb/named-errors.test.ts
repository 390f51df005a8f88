import { TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { dynamodbError } from '../../fakes/dynamodb/named-errors';

describe('DynamoDB errors that a rule names', () => {
  it('have AWS’s text, or the test’s', () => {
    const error = dynamodbError('TransactionConflictException', 'PutItem');
    expect(error).to.be.instanceOf(TransactionConflictException);
    expect(error?.message).to.equal('Transaction is ongoing for the item');
    expect(dynamodbError('TransactionConflictException', 'PutItem', { message: 'mine' })?.message).to.equal(
      'mine',
    );
  });

  it('are none where the model does not list them', () => {
    expect(dynamodbError('TransactionConflictException', 'GetItem')).to.equal(undefined);
  });

  it('cancel a transaction at its first action, however many there are', () => {
    const cancelled = (count: number) =>
      dynamodbError('TransactionCanceledException', 'TransactWriteItems', {
        input: { TransactItems: Array.from({ length: count }, () => ({})) },
      })?.message;
    expect([1, 3].map(cancelled)).to.deep.equal([
      'Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict]',
      'Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict, None, None]',
    ]);
  });
});
