import { expect } from 'chai';
import { userCaller } from '../../../fakes/kernel/policy/identities';
import { refusalText } from '../../../fakes/kernel/policy/refusal-text';

describe('refusalText', () => {
  const caller = userCaller('jo', '111122223333', {});
  const refusal = {
    operation: 'Do',
    caller,
    action: 'x:Do',
    resource: 'arn:r',
    owner: '111122223333',
    denial: { explicit: false, by: 'identity' },
  } as const;
  const begin = `User: ${caller.arn} is not authorized to perform: `;

  it('says who, what, on what, and why', () => {
    expect(refusalText(refusal)).to.equal(
      `${begin}x:Do on resource: arn:r because no identity-based policy allows the x:Do action`,
    );
    expect(refusalText({ ...refusal, resource: '*', denial: { explicit: true, by: 'identity' } })).to.equal(
      `${begin}x:Do with an explicit deny in an identity-based policy`,
    );
    expect(refusalText({ ...refusal, denial: { explicit: true, by: 'resource' } })).to.contain(
      'in a resource-based policy',
    );
    expect(refusalText({ ...refusal, denial: { explicit: false, by: 'resource' } })).to.contain(
      'no resource-based policy',
    );
  });

  it('shows actions and resources as the service does', () => {
    expect(refusalText(refusal, { action: 'x:do', resource: '"arn:r"' })).to.equal(
      `${begin}x:do on resource: "arn:r" because no identity-based policy allows the x:do action`,
    );
  });
});
