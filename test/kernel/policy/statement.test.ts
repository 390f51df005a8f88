import { expect } from 'chai';
import { PolicyError } from '../../../fakes/kernel/policy/parse';
import { statementPolicy } from '../../../fakes/kernel/policy/statement';

describe('statementPolicy', () => {
  it('is a policy of one statement, with variables', () => {
    const policy = statementPolicy('identity', 'Deny', ['a', 'b'], '*', {
      condition: { Bool: { k: 'true' } },
    });
    expect(policy.version).to.equal('2012-10-17');
    expect(policy.statements).to.have.length(1);
    expect(policy.statements[0]).to.deep.include({
      effect: 'Deny',
      action: { not: false, values: ['a', 'b'] },
    });
    expect(policy.statements[0]?.conditions).to.have.length(1);
  });

  it('of a resource needs a principal', () => {
    expect(() => statementPolicy('resource', 'Allow', 'a', '*', {})).to.throw(PolicyError, 'Principal');
    const { statements } = statementPolicy('resource', 'Allow', 'a', '*', { Principal: { AWS: 'x' } });
    expect(statements[0]?.principal).to.deep.equal({ not: false, values: { AWS: ['x'] } });
  });
});
