import { expect } from 'chai';
import { fakeAws } from '../../../fakes';
import { grantedByAcl } from '../../../fakes/s3/access/acl-grants';
import { ANONYMOUS } from '../../../fakes/kernel/policy/caller';
import { userCaller } from '../../../fakes/kernel/policy/identities';
import { canonicalUserId } from '../../../fakes/s3/access/owner';
import { s3 } from '../../../fakes/s3/service';
import type { Acl } from '../../../fakes/s3/state';

const OWNER = '000000000000';
const OTHER = '111122223333';

describe('grantedByAcl', () => {
  const granted = (
    action: string,
    permission: Acl['grants'][number]['permission'],
    accountId = OTHER,
  ): boolean => {
    const aws = fakeAws({ seed: 1 });
    try {
      const state = aws.world.state(s3);
      aws.s3.bucket('photos').put('a', 'x');
      const bucket = state.buckets.get('photos');
      const object = state.objects('photos').get('a');
      if (bucket === undefined) throw new Error('no bucket');
      const grantee = { type: 'CanonicalUser', id: canonicalUserId(accountId) } as const;
      const acl: Acl = { ownerAccountId: OWNER, grants: [{ grantee, permission }] };
      state.ownerships.put('photos', 'ObjectWriter');
      state.bucketAcls.put('photos', acl);
      const caller = userCaller('al', accountId, {});
      expect(grantedByAcl(state, bucket, object && { ...object, acl }, action, ANONYMOUS)).to.equal(false);
      return grantedByAcl(state, bucket, object && { ...object, acl }, action, caller);
    } finally {
      aws.unplug();
    }
  };

  for (const [permission, actions] of [
    [
      'READ',
      [
        's3:ListBucket',
        's3:ListBucketVersions',
        's3:ListBucketMultipartUploads',
        's3:GetObject',
        's3:GetObjectVersion',
      ],
    ],
    ['WRITE', ['s3:PutObject']],
    ['READ_ACP', ['s3:GetBucketAcl', 's3:GetObjectAcl', 's3:GetObjectVersionAcl']],
    ['WRITE_ACP', ['s3:PutBucketAcl', 's3:PutObjectAcl', 's3:PutObjectVersionAcl']],
  ] as const) {
    it(`${permission} allows ${actions.join(', ')}`, () => {
      for (const action of actions) {
        expect(granted(action, permission), action).to.equal(true);
        expect(granted(action, 'FULL_CONTROL'), action).to.equal(true);
        const another = permission === 'READ' ? 'WRITE' : 'READ';
        expect(granted(action, another), action).to.equal(false);
      }
    });
  }

  it('never allows what ACLs know nothing of, nor anything to the owner’s own users', () => {
    expect(granted('s3:DeleteBucket', 'FULL_CONTROL')).to.equal(false);
    expect(granted('s3:GetObject', 'FULL_CONTROL', OWNER)).to.equal(false);
  });
});
