import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  S3Client,
  UploadPartCommand,
  type CreateMultipartUploadCommandInput,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answerOf, caught, expectRefusal } from './caught';

const Bucket = 'photos';
const Key = 'big';
const MB = 1024 * 1024;

describe('S3 multipart uploads', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const create = (input: Partial<CreateMultipartUploadCommandInput> = {}) =>
    client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...input }));

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  describe('S3.CreateMultipartUpload', () => {
    it('answers an id, and nothing can be read yet', async () => {
      const { UploadId, ...answer } = answerOf(await create());
      expect(answer).to.deep.equal({ Bucket, Key, ServerSideEncryption: 'AES256' });
      expect(UploadId).to.have.length(64);
      expect((await create()).UploadId).to.not.equal(UploadId);
      expect(aws.s3.bucket(Bucket).size).to.equal(0);
      expect(
        aws.s3
          .bucket(Bucket)
          .uploads()
          .map((upload) => upload.key),
      ).to.deep.equal([Key, Key]);
    });

    const types: [CreateMultipartUploadCommandInput['ChecksumAlgorithm'], string][] = [
      ['CRC32', 'COMPOSITE'],
      ['CRC32C', 'COMPOSITE'],
      ['SHA1', 'COMPOSITE'],
      ['SHA256', 'COMPOSITE'],
      ['CRC64NVME', 'FULL_OBJECT'],
    ];
    for (const [ChecksumAlgorithm, ChecksumType] of types) {
      it(`keeps ${ChecksumAlgorithm} as ${ChecksumType} unless told otherwise`, async () => {
        expect(await create({ ChecksumAlgorithm })).to.include({ ChecksumAlgorithm, ChecksumType });
      });
    }

    it('keeps CRC32 of the full object on request', async () => {
      const input = { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' } as const;
      expect(await create(input)).to.include(input);
    });

    const refusals: [Partial<CreateMultipartUploadCommandInput>, string][] = [
      [
        { ChecksumType: 'COMPOSITE' },
        'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
      ],
      [
        { ChecksumAlgorithm: 'TEST' as 'CRC32' },
        'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
      ],
      [
        { ChecksumAlgorithm: 'CRC64NVME', ChecksumType: 'COMPOSITE' },
        'The COMPOSITE checksum type cannot be used with the crc64nvme checksum algorithm.',
      ],
      [
        { ChecksumAlgorithm: 'SHA1', ChecksumType: 'FULL_OBJECT' },
        'The FULL_OBJECT checksum type cannot be used with the sha1 checksum algorithm.',
      ],
      [
        { ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' },
        'The FULL_OBJECT checksum type cannot be used with the sha256 checksum algorithm.',
      ],
      [
        { ChecksumAlgorithm: 'XXHASH3', ChecksumType: 'FULL_OBJECT' },
        'The FULL_OBJECT checksum type cannot be used with the xxhash3 checksum algorithm.',
      ],
      [
        { ChecksumAlgorithm: 'CRC32', ChecksumType: 'BOTH' as 'COMPOSITE' },
        'Value for x-amz-checksum-type header is invalid.',
      ],
    ];
    for (const [input, message] of refusals) {
      it(`refuses ${JSON.stringify(input)}`, async () => {
        await expectRefusal(create(input), { name: 'InvalidRequest', status: 400, message });
        expect(aws.s3.bucket(Bucket).uploads()).to.deep.equal([]);
      });
    }
  });

  describe('S3.AbortMultipartUpload', () => {
    it('frees the parts and ends the upload', async () => {
      const { UploadId } = await create();
      await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'a' }));
      expect(aws.s3.bucket(Bucket).uploads()[0]?.partNumbers).to.deep.equal([1]);
      const answer = await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
      expect(answer.$metadata.httpStatusCode).to.equal(204);
      expect(aws.s3.bucket(Bucket).uploads()).to.deep.equal([]);
      const gone = {
        name: 'NoSuchUpload',
        status: 404,
        message:
          'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
        members: { UploadId: UploadId ?? '' },
      };
      await expectRefusal(client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })), gone);
      await expectRefusal(client.send(new ListPartsCommand({ Bucket, Key, UploadId })), gone);
      await expectRefusal(
        client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'a' })),
        gone,
      );
      await expectRefusal(client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId })), gone);
    });

    it("does not know another key's upload", async () => {
      const { UploadId } = await create();
      const error = await caught(
        client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'other', UploadId })),
      );
      expect(error.name).to.equal('NoSuchUpload');
    });

    it('is a misuse without an id, which the SDK would send as DeleteObject', async () => {
      const input = { Bucket, Key } as { Bucket: string; Key: string; UploadId: string };
      expect((await caught(client.send(new AbortMultipartUploadCommand(input)))).name).to.equal('FakeMisuse');
      expect(() => aws.unplug()).to.throw('AbortMultipartUpload without UploadId');
    });
  });

  describe('Upload of @aws-sdk/lib-storage', () => {
    it('stores a stream of unknown length in parts', async () => {
      const bytes = Buffer.alloc(12 * MB, 'abcdefghijk');
      const chunks = Array.from({ length: 12 }, (_, i) => bytes.subarray(i * MB, (i + 1) * MB));
      const upload = new Upload({
        client,
        params: { Bucket, Key, Body: Readable.from(chunks), ContentType: 'text/plain' },
      });
      const answer = await upload.done();
      expect(answer).to.include({ Bucket, Key, ChecksumType: 'COMPOSITE' });
      expect(answer)
        .to.have.property('ETag')
        .that.matches(/^"[0-9a-f]{32}-3"$/);
      const stored = aws.s3.bucket(Bucket).get(Key);
      expect(stored?.contentType).to.equal('text/plain');
      expect(Buffer.compare(stored?.body ?? Buffer.from(''), bytes)).to.equal(0);
      expect(aws.calls.counts()).to.include({ 'S3.UploadPart': 3, 'S3.CompleteMultipartUpload': 1 });
    });

    it('stores a small body with one PutObject', async () => {
      await new Upload({ client, params: { Bucket, Key, Body: 'small' } }).done();
      expect(aws.s3.bucket(Bucket).get(Key)?.text).to.equal('small');
      expect(aws.calls.counts()).to.deep.equal({ 'S3.PutObject': 1 });
    });

    it('aborts when a part fails, so nothing is left behind', async () => {
      aws.faults.on(UploadPartCommand, { PartNumber: 2 }).accessDenied();
      const upload = new Upload({
        client,
        params: { Bucket, Key, Body: Buffer.alloc(11 * MB) },
        queueSize: 1,
      });
      expect((await caught(upload.done())).name).to.equal('AccessDenied');
      expect(aws.s3.bucket(Bucket).uploads()).to.deep.equal([]);
      expect(aws.s3.bucket(Bucket).size).to.equal(0);
    });
  });

  it('are still there when a caller forgot them, and go with the bucket', async () => {
    await create();
    const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
    expect(Uploads).to.have.length(1);
  });
});
