import { expect } from 'chai';
import { ANONYMOUS, meansCaller } from '../../../fakes/kernel/policy/caller';
import { roleCaller, rootCaller, userCaller } from '../../../fakes/kernel/policy/identities';

describe('meansCaller', () => {
  const user = userCaller('jo', '111122223333', {});
  const role = roleCaller('worker', 'session', '111122223333', {});
  const root = rootCaller('111122223333');
  const rows = [
    // principal, user, role, root, nobody
    ['*', 'byName', 'byName', 'byName', 'byName'],
    [{ AWS: ['*'] }, 'byName', 'byName', 'byName', 'byName'],
    [{ '*': ['*'] }, 'byName', 'byName', 'byName', 'byName'],
    [{ AWS: ['111122223333'] }, 'byAccount', 'byAccount', 'byName', 'no'],
    [{ AWS: ['arn:aws:iam::111122223333:root'] }, 'byAccount', 'byAccount', 'byName', 'no'],
    [{ AWS: ['444455556666'] }, 'no', 'no', 'no', 'no'],
    [{ AWS: ['111122223333', user.arn] }, 'byName', 'byAccount', 'byName', 'no'],
    [{ AWS: [user.userId] }, 'byName', 'no', 'no', 'no'],
    [{ AWS: ['arn:aws:iam::111122223333:role/worker'] }, 'no', 'byName', 'no', 'no'],
    [{ AWS: [role.arn] }, 'no', 'byName', 'no', 'no'],
    [{ AWS: ['arn:aws:iam::111122223333:user/*'] }, 'no', 'no', 'no', 'no'],
    [{ Service: ['sns.amazonaws.com'] }, 'no', 'no', 'no', 'no'],
  ] as const;
  for (const [values, ...expected] of rows) {
    it(`${JSON.stringify(values)}: ${expected.join(', ')}`, () => {
      const found = [user, role, root, ANONYMOUS].map((caller) =>
        meansCaller({ not: false, values }, caller),
      );
      expect(found).to.deep.equal(expected);
    });
  }

  it('means everybody who is not named by NotPrincipal, and everybody where nobody is named', () => {
    const others = { not: true, values: { AWS: [user.arn] } };
    expect(meansCaller(others, user)).to.equal('no');
    expect(meansCaller(others, role)).to.equal('byName');
    expect(meansCaller(undefined, user)).to.equal('byName');
  });
});
