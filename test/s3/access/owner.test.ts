import { expect } from 'chai';
import { canonicalUserId, ownerOf } from '../../../fakes/s3/access/owner';

describe('S3 owners', () => {
  it('have a canonical id of 64 hex digits, one per account', () => {
    expect(canonicalUserId('000000000000')).to.match(/^[0-9a-f]{64}$/);
    expect(canonicalUserId('000000000000')).to.equal(canonicalUserId('000000000000'));
    expect(canonicalUserId('111111111111')).to.not.equal(canonicalUserId('000000000000'));
    expect(ownerOf('000000000000')).to.deep.equal({ ID: canonicalUserId('000000000000') });
  });
});
