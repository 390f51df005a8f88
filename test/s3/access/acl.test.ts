import { expect } from 'chai';
import {
  aclMembers,
  aclOfDocument,
  aclOfHeaders,
  isPublicAcl,
  privateAcl,
} from '../../../fakes/s3/access/acl';
import { canonicalUserId } from '../../../fakes/s3/access/owner';

describe('acl', () => {
  const [MINE, THEIRS] = ['000000000000', '111122223333'];

  it('is none where the headers say nothing', () => {
    expect(aclOfHeaders({}, MINE, MINE)).to.equal(undefined);
  });

  it('may hand rights to the owner of the bucket, who needs none of its own', () => {
    const grants = (ACL: 'bucket-owner-read', owner: string) => aclOfHeaders({ ACL }, MINE, owner)?.grants;
    expect(grants('bucket-owner-read', MINE)).to.deep.equal(privateAcl(MINE).grants);
    expect(grants('bucket-owner-read', THEIRS)).to.deep.equal([
      ...privateAcl(MINE).grants,
      { grantee: { type: 'CanonicalUser', id: canonicalUserId(THEIRS) }, permission: 'READ' },
    ]);
  });

  it('is public when it grants to everybody, or to everybody with an account', () => {
    const of = (ACL: string) =>
      isPublicAcl(aclOfHeaders({ ACL: ACL as 'private' }, MINE, MINE) ?? privateAcl(MINE));
    expect(['private', 'log-delivery-write', 'aws-exec-read'].map(of)).to.deep.equal([false, false, false]);
    expect(['public-read', 'authenticated-read'].map(of)).to.deep.equal([true, true]);
  });

  it('is shown as it was given', () => {
    const shown = aclMembers(privateAcl(MINE));
    expect(aclOfDocument(shown, MINE)).to.deep.equal(privateAcl(MINE));
  });
});
