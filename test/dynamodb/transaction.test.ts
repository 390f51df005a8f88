import { expect } from 'chai';
import { conditionalCheckFailed, resourceNotFound, validationError } from '../../fakes/dynamodb/errors';
import {
  actionMembers,
  checkEach,
  checkTransactionSize,
  planEach,
  transactItems,
} from '../../fakes/dynamodb/transaction';

describe('transactions', () => {
  const thrower = (errors: Readonly<Record<number, Error>>) => (action: number) => {
    const error = errors[action];
    if (error !== undefined) throw error;
    return action * 10;
  };

  it('plan every action, or tell all failed conditions', () => {
    expect(planEach([1, 2], thrower({}))).to.deep.equal([10, 20]);
    const item = { pk: { S: 'a' } };
    const plan = () =>
      planEach([0, 1, 2], thrower({ 0: conditionalCheckFailed(), 2: conditionalCheckFailed(item) }));
    const Message = 'The conditional request failed';
    expect(plan)
      .to.throw()
      .with.property('CancellationReasons')
      .that.deep.equals([
        { Code: 'ConditionalCheckFailed', Message },
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Message, Item: item },
      ]);
  });

  it('stop at the first ValidationException, but let other errors through', () => {
    const errors = { 0: conditionalCheckFailed(), 1: validationError('bad'), 2: validationError('worse') };
    const reasons = [{ Code: 'None' }, { Code: 'ValidationError', Message: 'bad' }, { Code: 'None' }];
    expect(() => planEach([0, 1, 2], thrower(errors)))
      .to.throw()
      .with.property('CancellationReasons')
      .that.deep.equals(reasons);
    expect(() => checkEach([0, 1, 2], thrower({ 1: errors[1] })))
      .to.throw()
      .with.property('CancellationReasons')
      .that.deep.equals(reasons);
    expect(() => checkEach([0], thrower({ 0: resourceNotFound() }))).to.throw('Requested resource not found');
    expect(() => checkEach([0], thrower({ 0: new Error('defect') }))).to.throw(/^defect$/);
    const empty = validationError('... cannot contain an empty string value. Key: pk');
    expect(() => checkEach([0], thrower({ 0: empty }))).to.throw(empty.message);
  });

  it('have at most 4 MB', () => {
    checkTransactionSize(4_194_304);
    expect(() => checkTransactionSize(4_194_305)).to.throw(
      'Transaction request size cannot exceed 4194304 bytes',
    );
  });

  it('have rules for their actions', () => {
    expect(transactItems([])).to.deep.include({ required: true, length: [1, 100] });
    expect(actionMembers('Item').map(({ name }) => name)).to.deep.equal(['TableName', 'Item']);
  });
});
