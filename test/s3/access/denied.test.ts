import { expect } from 'chai';
import { ANONYMOUS } from '../../../fakes/kernel/policy/caller';
import { roleCaller } from '../../../fakes/kernel/policy/identities';
import { refusedAccess } from '../../../fakes/s3/access/denied';

describe('refusedAccess', () => {
  const caller = roleCaller('worker', 'session', '111122223333', {});
  const refused = (change: object = {}): string =>
    refusedAccess({
      operation: 'GetObject',
      caller,
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::b/k',
      owner: '111122223333',
      denial: { explicit: false, by: 'identity' },
      ...change,
    }).message;
  const begin =
    'User: arn:aws:sts::111122223333:assumed-role/worker/session is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::b/k" ';

  it('says to callers of the same account who refused, and how', () => {
    expect(refused()).to.equal(`${begin}because no identity-based policy allows the s3:GetObject action`);
    const deny = (by: string) => refused({ denial: { explicit: true, by } });
    expect(deny('identity')).to.equal(`${begin}with an explicit deny in an identity-based policy`);
    expect(deny('resource')).to.equal(`${begin}with an explicit deny in a resource-based policy`);
  });

  it('puts only ARNs of S3 in quotes', () => {
    const resource = 'arn:aws:kms:us-east-1:111122223333:key/k';
    expect(refused({ resource, action: 'kms:Decrypt' })).to.contain(
      `kms:Decrypt on resource: ${resource} because`,
    );
  });

  it('tells nobody else anything', () => {
    expect(refused({ owner: '444455556666' })).to.equal('Access Denied');
    expect(refused({ caller: ANONYMOUS, owner: 'anonymous' })).to.equal('Access Denied');
    expect(refused({ operation: 'HeadObject' })).to.equal('UnknownError');
    expect(refused({ operation: 'HeadBucket' })).to.equal('UnknownError');
  });
});
