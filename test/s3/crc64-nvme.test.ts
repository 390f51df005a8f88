import { Crc64Nvme as Reference } from '@aws-sdk/crc64-nvme';
import { expect } from 'chai';
import fc from 'fast-check';
import { Crc64Nvme } from '../../fakes/s3/crc64-nvme';

describe('CRC-64/NVME', () => {
  it('has the check value of its specification', () => {
    expect(new Crc64Nvme().update(Buffer.from('123456789')).digest().toString('hex')).to.equal(
      'ae8b14860a799888',
    );
    expect(new Crc64Nvme().digest().toString('hex')).to.equal('0000000000000000');
  });

  it("gives what the SDK's own gives, however the bytes are cut", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 4 }), async (chunks) => {
        const ours = new Crc64Nvme();
        const theirs = new Reference();
        for (const chunk of chunks) {
          ours.update(chunk);
          theirs.update(chunk);
        }
        expect(ours.digest().toString('hex')).to.equal(Buffer.from(await theirs.digest()).toString('hex'));
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
