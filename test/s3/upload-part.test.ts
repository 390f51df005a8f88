import { createHash } from 'node:crypto';
import {
  CreateMultipartUploadCommand,
  ListPartsCommand,
  S3Client,
  UploadPartCommand,
  type UploadPartCommandInput,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { computeChecksum } from '../../fakes/s3/checksum';
import { answerOf, expectRefusal } from './caught';

const Bucket = 'photos';
const Key = 'big';

describe('S3.UploadPart', () => {
  let aws: FakeAws;
  let UploadId: string;
  const client = new S3Client({});
  const create = async (ChecksumAlgorithm?: 'CRC32' | 'SHA256') =>
    (
      await client.send(
        new CreateMultipartUploadCommand({ Bucket, Key, ...(ChecksumAlgorithm && { ChecksumAlgorithm }) }),
      )
    ).UploadId ?? '';
  const upload = (input: Partial<UploadPartCommandInput> = {}) =>
    client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'part', ...input }));
  const parts = async () => (await client.send(new ListPartsCommand({ Bucket, Key, UploadId }))).Parts;

  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
    UploadId = await create();
  });
  afterEach(() => aws.unplug());

  it('answers the tag of the part and the checksum that the SDK sends by default', async () => {
    expect(answerOf(await upload())).to.deep.equal({
      ServerSideEncryption: 'AES256',
      ETag: `"${createHash('md5').update('part').digest('hex')}"`,
      ChecksumCRC32: computeChecksum('CRC32', [Buffer.from('part')]),
    });
  });

  it('replaces the part of the same number', async () => {
    await upload();
    await upload({ Body: 'longer part' });
    expect((await parts())?.map((part) => part.Size)).to.deep.equal([11]);
  });

  it('keeps no checksum of the part unless the upload was created with an algorithm', async () => {
    await upload();
    expect((await parts())?.[0]).to.not.have.property('ChecksumCRC32');
    UploadId = await create('CRC32');
    await upload();
    expect((await parts())?.[0]).to.have.property('ChecksumCRC32');
  });

  it('must bring the checksum that the upload was created with', async () => {
    UploadId = await create('SHA256');
    await expectRefusal(upload(), {
      name: 'InvalidRequest',
      status: 400,
      message: 'Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: crc32',
    });
    expect(await upload({ ChecksumAlgorithm: 'SHA256' })).to.have.property('ChecksumSHA256');
  });

  for (const PartNumber of [0, -1, 10_001, 1.5]) {
    it(`refuses the part number ${PartNumber}`, async () => {
      await expectRefusal(upload({ PartNumber }), {
        name: 'InvalidArgument',
        status: 400,
        message: 'Part number must be an integer between 1 and 10000, inclusive',
        members: { ArgumentName: 'partNumber', ArgumentValue: String(PartNumber) },
      });
    });
  }

  it('takes the part numbers 1 and 10000', async () => {
    await upload({ PartNumber: 1 });
    await upload({ PartNumber: 10_000 });
    expect((await parts())?.map((part) => part.PartNumber)).to.deep.equal([1, 10_000]);
  });

  it('refuses a digest that is not that of the part', async () => {
    const digest = createHash('md5').update('else').digest('base64');
    await expectRefusal(upload({ ContentMD5: digest }), {
      name: 'BadDigest',
      status: 400,
      message: 'The Content-MD5 you specified did not match what we received.',
      members: {
        ExpectedDigest: digest,
        CalculatedDigest: createHash('md5').update('part').digest('base64'),
      },
    });
    await expectRefusal(upload({ ChecksumCRC32: 'AAAAAA==' }), {
      name: 'BadDigest',
      status: 400,
      message: 'The CRC32 you specified did not match the calculated checksum.',
    });
    expect(await parts()).to.equal(undefined);
  });
});
