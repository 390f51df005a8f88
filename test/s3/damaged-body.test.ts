import { expect } from 'chai';
import { ALGORITHMS, computeChecksum } from '../../fakes/s3/checksum';
import { damagedBody } from '../../fakes/s3/damaged-body';

describe('the SDK’s look at the checksum of a body of S3', () => {
  const bytes = Buffer.from('hello');

  for (const algorithm of ALGORITHMS) {
    const right = computeChecksum(algorithm, [bytes]);
    const wrong = computeChecksum(algorithm, [Buffer.from('jello')]);
    it(`finds ${algorithm} wrong${algorithm === 'MD5' ? ' never' : ''}`, () => {
      expect(damagedBody('GetObject', { [`Checksum${algorithm}`]: right }, bytes)).to.equal(undefined);
      expect(damagedBody('GetObject', { [`Checksum${algorithm}`]: wrong }, bytes)?.message).to.equal(
        algorithm === 'MD5'
          ? undefined
          : `Checksum mismatch: expected "${right}" but received "${wrong}" in response header "x-amz-checksum-${algorithm.toLowerCase()}".`,
      );
    });
  }

  it('does not look at composite checksums, nor where there is none', () => {
    expect(damagedBody('GetObject', { ChecksumCRC32: 'AAAAAA==-2' }, bytes)).to.equal(undefined);
    expect(damagedBody('GetObject', {}, bytes)).to.equal(undefined);
  });
});
