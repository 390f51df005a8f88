import { expect } from 'chai';
import fc from 'fast-check';
import { decodeToken, encodeToken } from '../../fakes/s3/continuation-token';

describe('S3 continuation tokens', () => {
  it('come back as what they were made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (key) => decodeToken(encodeToken(key)) === key),
      { seed: 1 },
    );
  });

  it('are not keys', () => {
    for (const token of ['', 'k', 'photos/1', Buffer.from('k').toString('base64'), `${encodeToken('k')}=`]) {
      expect(() => decodeToken(token)).to.throw('The continuation token provided is incorrect');
    }
  });
});
