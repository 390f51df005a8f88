import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  S3Client,
  UploadPartCopyCommand,
  type UploadPartCopyCommandInput,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { computeChecksum } from '../../fakes/s3/checksum';
import { answerOf, expectRefusal, type Refusal } from './caught';

const Bucket = 'photos';
const Key = 'big';

describe('S3.UploadPartCopy', () => {
  let aws: FakeAws;
  let UploadId: string;
  const client = new S3Client({});
  const create = async (ChecksumAlgorithm?: 'SHA1') =>
    (
      await client.send(
        new CreateMultipartUploadCommand({ Bucket, Key, ...(ChecksumAlgorithm && { ChecksumAlgorithm }) }),
      )
    ).UploadId ?? '';
  const copy = (input: Partial<UploadPartCopyCommandInput> = {}) =>
    client.send(
      new UploadPartCopyCommand({
        Bucket,
        Key,
        UploadId,
        PartNumber: 1,
        CopySource: 'photos/from',
        ...input,
      }),
    );

  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual', start: Date.UTC(2026, 0, 1) });
    aws.s3.bucket(Bucket).put('from', '0123456789');
    UploadId = await create();
  });
  afterEach(() => aws.unplug());

  it('makes a part of a range of an object', async () => {
    const { CopyPartResult } = await copy({ CopySourceRange: 'bytes=2-4' });
    expect(CopyPartResult).to.deep.equal({
      ETag: '"289dff07669d7a23de0ef88d2f7129e7"',
      LastModified: new Date(Date.UTC(2026, 0, 1)),
    });
    const Parts = [{ PartNumber: 1, ETag: CopyPartResult?.ETag }];
    await client.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    );
    expect(aws.s3.bucket(Bucket).get(Key)?.text).to.equal('234');
  });

  it('copied again by CopyObject, a multipart object is one piece with a plain tag', async () => {
    const { CopyPartResult } = await copy();
    const Parts = [{ PartNumber: 1, ETag: CopyPartResult?.ETag }];
    await client.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    );
    const answer = await client.send(
      new CopyObjectCommand({ Bucket, Key: 'again', CopySource: `${Bucket}/${Key}` }),
    );
    expect(answer.CopyObjectResult?.ETag).to.equal('"781e5e245d69b566979b86e28d23f2c7"');
    expect(answer.CopyObjectResult).to.include({ ChecksumType: 'FULL_OBJECT' });
  });

  it('computes the checksum that the upload keeps', async () => {
    UploadId = await create('SHA1');
    const { CopyPartResult } = answerOf(await copy({ CopySourceRange: 'bytes=0-9' }));
    expect(CopyPartResult?.ChecksumSHA1).to.equal(computeChecksum('SHA1', [Buffer.from('0123456789')]));
  });

  it('tells the version that it copied', async () => {
    aws.s3.createBucket('versioned', { versioning: 'Enabled' });
    const { versionId } = aws.s3.bucket('versioned').put('k', 'v1');
    expect((await copy({ CopySource: 'versioned/k' })).CopySourceVersionId).to.equal(versionId);
  });

  const format = (value: string): Refusal => ({
    name: 'InvalidArgument',
    status: 400,
    message:
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
    members: { ArgumentName: 'x-amz-copy-source-range', ArgumentValue: value },
  });
  const rows: [string, Refusal][] = [
    ['0-1', format('0-1')],
    ['bytes=0-', format('bytes=0-')],
    ['bytes=-1', format('bytes=-1')],
    ['bytes=2-1', format('bytes=2-1')],
    [
      'bytes=0-10',
      {
        name: 'InvalidArgument',
        status: 400,
        message: 'Range specified is not valid for source object of size: 10',
        members: { ArgumentName: 'x-amz-copy-source-range', ArgumentValue: 'bytes=0-10' },
      },
    ],
    [
      'bytes=10-20',
      {
        name: 'InvalidRequest',
        status: 400,
        message: 'The specified copy range is invalid for the source object size',
      },
    ],
  ];
  for (const [CopySourceRange, refusal] of rows) {
    it(`refuses the range ${CopySourceRange}: ${refusal.name}`, async () => {
      await expectRefusal(copy({ CopySourceRange }), refusal);
    });
  }

  it('refuses a part number out of range', async () => {
    await expectRefusal(copy({ PartNumber: 0 }), {
      name: 'InvalidArgument',
      status: 400,
      message: 'Part number must be an integer between 1 and 10000, inclusive',
      members: { ArgumentName: 'partNumber', ArgumentValue: '0' },
    });
  });
});
