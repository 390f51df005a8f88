import { expect } from 'chai';
import fc from 'fast-check';
import { xxhash, type XxhashAlgorithm } from '../../fakes/s3/xxhash';

/** The SDK's own implementations, which it uses for nothing yet. */
interface Hash {
  update(bytes: Uint8Array): void;
  digest(): Promise<Uint8Array>;
}
const sdk = require('@aws-sdk/checksums/xxh') as Record<string, new () => Hash>;
const CLASSES: Readonly<Record<XxhashAlgorithm, string>> = {
  XXHASH64: 'Xxh64',
  XXHASH3: 'Xxh3_64',
  XXHASH128: 'Xxh3_128',
};

describe('xxHash checksums of S3', () => {
  for (const algorithm of Object.keys(CLASSES) as XxhashAlgorithm[]) {
    it(`${algorithm}: are those of the SDK, in whatever chunks`, async () => {
      const chunks = fc.array(fc.uint8Array({ maxLength: 700 }), { maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(chunks, async (given) => {
          const hash = new (sdk[CLASSES[algorithm]] as new () => Hash)();
          for (const chunk of given) hash.update(chunk);
          const expected = Buffer.from(await hash.digest());
          expect(xxhash(algorithm, given).toString('hex')).to.equal(expected.toString('hex'));
        }),
        { seed: 4, numRuns: 60 },
      );
    });
  }

  it('need their package, and say so', () => {
    expect(() => xxhash('XXHASH3', [], () => undefined)).to.throw(
      'S3 checksums by XXHASH3 need the package @node-rs/xxhash, which is not installed: npm install -D @node-rs/xxhash.',
    );
  });
});
