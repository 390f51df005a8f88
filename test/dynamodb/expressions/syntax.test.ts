import { expect } from 'chai';
import { ExpressionProblem } from '../../../fakes/dynamodb/expressions/syntax';

describe('DynamoDB expressions: syntax', () => {
  it('a problem carries its words and is no error of AWS yet', () => {
    const error = new ExpressionProblem('The expression can not be empty;');
    expect(error).to.be.instanceOf(Error).and.have.property('message', 'The expression can not be empty;');
    expect(error).not.to.have.property('$fault');
  });
});
