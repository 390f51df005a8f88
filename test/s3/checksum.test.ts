import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { ALGORITHMS, compositeChecksum, computeChecksum, type Algorithm } from '../../fakes/s3/checksum';
import { caught, expectRefusal } from './caught';

const Bucket = 'photos';
const Key = 'k';
const Body = '123456789';
/** The check values that the algorithms' specifications print for this body. */
const CHECKS: Readonly<Record<Algorithm, string>> = {
  CRC32: Buffer.from('cbf43926', 'hex').toString('base64'),
  CRC32C: Buffer.from('e3069283', 'hex').toString('base64'),
  CRC64NVME: Buffer.from('ae8b14860a799888', 'hex').toString('base64'),
  SHA1: Buffer.from('f7c3bc1d808e04732adf679965ccc34ca7ae3441', 'hex').toString('base64'),
  SHA256: Buffer.from('15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225', 'hex').toString(
    'base64',
  ),
  SHA512: Buffer.from(
    'd9e6762dd1c8eaf6d61b3c6192fc408d4d6d5f1176d0c29169bc24e71c3f274ad27fcd5811b313d681f7e55ec02d73d499c95455b6b5bb503acf574fba8ffe85',
    'hex',
  ).toString('base64'),
  MD5: Buffer.from('25f9e794323b453885f5181f1b624d0b', 'hex').toString('base64'),
  XXHASH64: Buffer.from('8cb841db40e6ae83', 'hex').toString('base64'),
  XXHASH3: Buffer.from('72dcb18b67a17dff', 'hex').toString('base64'),
  XXHASH128: Buffer.from('33119477ede5dcd5e9716427681d5860', 'hex').toString('base64'),
};

/** What the SDK does not compute: the caller does. */
const BROUGHT: ReadonlySet<Algorithm> = new Set(['SHA512', 'XXHASH64', 'XXHASH3', 'XXHASH128']);

describe('S3 checksums', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const put = (input: Partial<PutObjectCommandInput>) =>
    client.send(new PutObjectCommand({ Bucket, Key, Body, ...input }));

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  for (const algorithm of ALGORITHMS) {
    const member = `Checksum${algorithm}` as const;
    const name = algorithm.toLowerCase();

    it(`computes ${algorithm}, keeps it and gives it back`, async () => {
      const expected = { [member]: CHECKS[algorithm], ChecksumType: 'FULL_OBJECT' };
      const given = BROUGHT.has(algorithm) || algorithm === 'MD5' ? { [member]: CHECKS[algorithm] } : {};
      expect(await put({ ChecksumAlgorithm: algorithm, ...given })).to.include(expected);
      if (!BROUGHT.has(algorithm))
        expect(await client.send(new GetObjectCommand({ Bucket, Key }))).to.include(expected);
      expect(await client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }))).to.include(
        expected,
      );
      expect(await client.send(new HeadObjectCommand({ Bucket, Key }))).to.not.have.any.keys(
        member,
        'ChecksumType',
      );
      const chunks = [Buffer.from('1234'), Buffer.from(''), Buffer.from('56789')];
      expect(computeChecksum(algorithm, chunks)).to.equal(CHECKS[algorithm]);
    });

    it(`takes ${algorithm} that the caller computed, and refuses a wrong one`, async () => {
      expect(await put({ [member]: CHECKS[algorithm] })).to.include({ [member]: CHECKS[algorithm] });
      await expectRefusal(put({ [member]: CHECKS[algorithm], Body: 'else' }), {
        name: 'BadDigest',
        status: 400,
        message: `The ${algorithm} you specified did not match the calculated checksum.`,
      });
      for (const value of ['!', '', 'YQ==', `${CHECKS[algorithm]}x`]) {
        await expectRefusal(put({ [member]: value }), {
          name: 'InvalidRequest',
          status: 400,
          message: `Value for x-amz-checksum-${name} header is invalid.`,
        });
      }
      expect(aws.s3.bucket(Bucket).get(Key)?.text).to.equal(Body);
    });
  }

  it('refuses two checksums, and one of another kind than the algorithm named', async () => {
    const two = { ChecksumCRC32: CHECKS.CRC32, ChecksumSHA1: CHECKS.SHA1 };
    await expectRefusal(put(two), {
      name: 'InvalidRequest',
      status: 400,
      message: 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    });
    await expectRefusal(put({ ChecksumAlgorithm: 'CRC32', ChecksumSHA1: CHECKS.SHA1 }), {
      name: 'InvalidRequest',
      status: 400,
      message: 'Value for x-amz-sdk-checksum-algorithm header is invalid.',
    });
    expect(await put({ ChecksumAlgorithm: 'SHA1', ChecksumSHA1: CHECKS.SHA1 })).to.include({
      ChecksumSHA1: CHECKS.SHA1,
    });
  });

  it('fails as the SDK does with an algorithm that the client has not', async () => {
    for (const algorithm of ['XXHASH64', 'XXHASH3', 'XXHASH128', 'SHA512', 'CRC1' as 'SHA1'] as const) {
      const error = await caught(put({ ChecksumAlgorithm: algorithm }));
      expect(error.message).to.contain(
        `The checksum algorithm "${algorithm}" is not supported by the client.`,
      );
      expect(error).to.not.have.property('$metadata');
    }
  });

  it('is refused by S3 with MD5 that the SDK computed: it sends no checksum header', async () => {
    await expectRefusal(put({ ChecksumAlgorithm: 'MD5' }), {
      name: 'InvalidRequest',
      status: 400,
      message:
        'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    });
  });

  it('keeps the SDK from reading what it cannot check, but for ranges', async () => {
    for (const algorithm of BROUGHT) {
      await put({ [`Checksum${algorithm}`]: CHECKS[algorithm] });
      const error = await caught(client.send(new GetObjectCommand({ Bucket, Key })));
      expect(error.message).to.contain(
        `The checksum algorithm "${algorithm}" is not supported by the client.`,
      );
      const part = await client.send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=0-1' }));
      expect(await part.Body?.transformToString()).to.equal('12');
    }
  });

  it('composes a checksum of those of the parts', () => {
    const parts = ['hello', ' world'].map((text) => computeChecksum('SHA256', [Buffer.from(text)]));
    const joined = Buffer.concat(parts.map((part) => Buffer.from(part, 'base64')));
    expect(compositeChecksum('SHA256', parts)).to.equal(`${computeChecksum('SHA256', [joined])}-2`);
  });
});
