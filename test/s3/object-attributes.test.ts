import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  S3Client,
  UploadPartCommand,
  type ChecksumAlgorithm,
  type GetObjectAttributesCommandInput,
  type ObjectAttributes,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answerOf, caught, expectRefusal } from './caught';

const Bucket = 'photos';
const Key = 'k';
const ALL: ObjectAttributes[] = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'];

describe('S3.GetObjectAttributes', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const read = async (input: Partial<GetObjectAttributesCommandInput> = {}) =>
    answerOf(
      await client.send(new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ALL, ...input })),
      'LastModified',
    );
  async function upload(ChecksumAlgorithm?: ChecksumAlgorithm): Promise<void> {
    const created = await client.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ...(ChecksumAlgorithm && { ChecksumAlgorithm }) }),
    );
    const { UploadId } = created;
    const Parts = [];
    for (const [PartNumber, Body] of [
      [1, Buffer.alloc(5_242_880)],
      [4, Buffer.from('tail')],
    ] as const) {
      const { ETag, ChecksumCRC32 } = await client.send(
        new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }),
      );
      Parts.push({ PartNumber, ETag, ...(ChecksumAlgorithm && { ChecksumCRC32 }) });
    }
    await client.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    );
  }

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.bucket(Bucket).put(Key, '123456789');
  });
  afterEach(() => aws.unplug());

  it('answers what is asked for, the tag without quotes', async () => {
    expect(await read()).to.deep.equal({
      ETag: '25f9e794323b453885f5181f1b624d0b',
      Checksum: { ChecksumCRC32: 'y/Q5Jg==', ChecksumType: 'FULL_OBJECT' },
      StorageClass: 'STANDARD',
      ObjectSize: 9,
    });
    expect(await read({ ObjectAttributes: ['ObjectSize'] })).to.deep.equal({ ObjectSize: 9 });
  });

  it('only counts the parts of an upload that kept no checksums', async () => {
    await upload();
    expect((await read()).ObjectParts).to.deep.equal({ TotalPartsCount: 2 });
  });

  it('shows the parts of one that did, in pages', async () => {
    await upload('CRC32');
    const parts = (await read({ MaxParts: 1 })).ObjectParts;
    expect(parts).to.deep.include({
      TotalPartsCount: 2,
      MaxParts: 1,
      IsTruncated: true,
      NextPartNumberMarker: '1',
    });
    expect(parts?.Parts?.[0]).to.include({ PartNumber: 1, Size: 5_242_880 });
    const rest = (await read({ PartNumberMarker: '1' })).ObjectParts;
    expect(rest).to.deep.include({ IsTruncated: false, PartNumberMarker: '1', NextPartNumberMarker: '4' });
    expect(rest?.Parts?.map((part) => [part.PartNumber, part.Size, typeof part.ChecksumCRC32])).to.deep.equal(
      [[4, 4, 'string']],
    );
    expect((await read({ PartNumberMarker: '9' })).ObjectParts).to.deep.equal({
      TotalPartsCount: 2,
      PartNumberMarker: '9',
      NextPartNumberMarker: '0',
      MaxParts: 1000,
      IsTruncated: false,
    });
  });

  it('tells the version of a versioned object', async () => {
    aws.s3.createBucket('versioned', { versioning: 'Enabled' });
    const { versionId } = aws.s3.bucket('versioned').put(Key);
    expect(await read({ Bucket: 'versioned' })).to.include({ VersionId: versionId });
  });

  it('refuses attributes that there are not, and missing objects', async () => {
    await expectRefusal(read({ ObjectAttributes: ['Size' as 'ETag'] }), {
      name: 'InvalidArgument',
      status: 400,
      message: 'Invalid attribute name specified.',
      members: { ArgumentName: 'x-amz-object-attributes', ArgumentValue: 'Size' },
    });
    expect((await caught(read({ ObjectAttributes: [] }))).name).to.equal('InvalidArgument');
    expect((await caught(read({ Key: 'none' }))).name).to.equal('NoSuchKey');
  });
});
