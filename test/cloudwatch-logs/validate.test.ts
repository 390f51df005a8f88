import { expect } from 'chai';
import { createConstraints } from '../../fakes/cloudwatch-logs/validate';

describe('CloudWatch Logs: constraints of the model', () => {
  it('are told one by one, or all at once', () => {
    const constraints = createConstraints();
    constraints.throwIfAny();
    constraints.length('ab', 'name', 1, 2);
    constraints.length(undefined, 'name', 1, 2);
    constraints.range(2, 'limit', 1, 2);
    constraints.range(undefined, 'limit', 1, 2);
    constraints.oneOf(undefined, 'kind', ['a']);
    constraints.throwIfAny();
    constraints.range(3, 'limit', 1, 2);
    const limit =
      "Value '3' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 2";
    expect(() => constraints.throwIfAny()).to.throw(`1 validation error detected: ${limit}`);
    constraints.length('', 'name', 1, 2);
    expect(() => constraints.throwIfAny()).to.throw(
      `2 validation errors detected: ${limit}; Value '' at 'name'`,
    );
  });
});
