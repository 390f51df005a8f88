import { CopyObjectCommand, S3Client, type CopyObjectCommandInput } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answerOf, expectRefusal, type Refusal } from './caught';

const Bucket = 'photos';
const Key = 'copy';

describe('S3.CopyObject', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const copy = (input: Partial<CopyObjectCommandInput> = {}) =>
    client.send(new CopyObjectCommand({ Bucket, Key, CopySource: 'photos/from', ...input }));
  const stored = () => aws.s3.bucket(Bucket).get(Key);

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual', start: Date.UTC(2026, 0, 1) });
    aws.s3.bucket(Bucket).put('from', 'hello', {
      ContentType: 'text/plain',
      CacheControl: 'no-cache',
      Metadata: { a: '1' },
      StorageClass: 'STANDARD_IA',
      Tagging: 't=1',
      WebsiteRedirectLocation: '/else',
    });
  });
  afterEach(() => aws.unplug());

  it('copies the bytes, the headers, the metadata and the tags, but not the storage class', async () => {
    expect(answerOf(await copy())).to.deep.equal({
      CopyObjectResult: {
        ETag: '"5d41402abc4b2a76b9719d911017c592"',
        LastModified: new Date(Date.UTC(2026, 0, 1)),
        ChecksumCRC32: 'NhCmhg==',
        ChecksumType: 'FULL_OBJECT',
      },
      ServerSideEncryption: 'AES256',
    });
    expect(stored()).to.deep.include({
      text: 'hello',
      contentType: 'text/plain',
      metadata: { a: '1' },
      tags: [{ Key: 't', Value: '1' }],
      storageClass: 'STANDARD',
    });
  });

  it('ignores the metadata of the request unless it says REPLACE, as S3 does', async () => {
    const given = { Metadata: { b: '2' }, ContentType: 'text/html', Tagging: 'u=2' };
    await copy(given);
    expect(stored()).to.deep.include({
      metadata: { a: '1' },
      contentType: 'text/plain',
      tags: [{ Key: 't', Value: '1' }],
    });
    await copy({ ...given, MetadataDirective: 'REPLACE', TaggingDirective: 'REPLACE' });
    expect(stored()).to.deep.include({
      metadata: { b: '2' },
      contentType: 'text/html',
      tags: [{ Key: 'u', Value: '2' }],
    });
    await copy({ MetadataDirective: 'REPLACE' });
    expect(stored()).to.deep.include({ metadata: {}, contentType: 'binary/octet-stream' });
  });

  it('computes another checksum on request', async () => {
    const answer = await copy({ ChecksumAlgorithm: 'SHA256', WebsiteRedirectLocation: '/new' });
    expect(answer.CopyObjectResult).to.include({
      ChecksumSHA256: 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=',
    });
  });

  it('copies onto itself only to change something', async () => {
    const self = { CopySource: 'photos/copy' };
    aws.s3.bucket(Bucket).put(Key, 'hello');
    const refusal: Refusal = {
      name: 'InvalidRequest',
      status: 400,
      message:
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    };
    await expectRefusal(copy(self), refusal);
    await expectRefusal(copy({ ...self, ACL: 'private' }), refusal);
    await copy({ ...self, MetadataDirective: 'REPLACE', Metadata: { c: '3' } });
    await copy({ ...self, StorageClass: 'GLACIER_IR' });
    await copy({ ...self, ServerSideEncryption: 'AES256' });
    expect(stored()).to.deep.include({ text: 'hello', metadata: { c: '3' } });
  });

  it('brings an older version back to the top', async () => {
    aws.s3.createBucket('versioned', { versioning: 'Enabled' });
    const first = aws.s3.bucket('versioned').put('k', 'v1');
    aws.s3.bucket('versioned').put('k', 'v2');
    const answer = await copy({
      Bucket: 'versioned',
      Key: 'k',
      CopySource: `versioned/k?versionId=${first.versionId}`,
    });
    expect(answer.CopySourceVersionId).to.equal(first.versionId);
    expect(aws.s3.bucket('versioned').get('k')).to.include({ text: 'v1', versionId: answer.VersionId });
    expect(aws.s3.bucket('versioned').versions('k')).to.have.length(3);
  });

  const failed = (Condition: string): Refusal => ({
    name: 'PreconditionFailed',
    status: 412,
    message: 'At least one of the pre-conditions you specified did not hold',
    members: { Condition },
  });
  const ETAG = '"5d41402abc4b2a76b9719d911017c592"';
  const now = new Date(Date.UTC(2026, 0, 1));
  const before = new Date(Date.UTC(2025, 0, 1));
  const rows: [Partial<CopyObjectCommandInput>, Refusal | 'copied'][] = [
    [{ CopySourceIfMatch: ETAG }, 'copied'],
    [{ CopySourceIfMatch: '"x"' }, failed('x-amz-copy-source-If-Match')],
    [{ CopySourceIfNoneMatch: '"x"' }, 'copied'],
    [{ CopySourceIfNoneMatch: ETAG }, failed('x-amz-copy-source-If-None-Match')],
    [{ CopySourceIfModifiedSince: before }, 'copied'],
    [{ CopySourceIfModifiedSince: now }, failed('x-amz-copy-source-If-Modified-Since')],
    [{ CopySourceIfUnmodifiedSince: now }, 'copied'],
    [{ CopySourceIfUnmodifiedSince: before }, failed('x-amz-copy-source-If-Unmodified-Since')],
    [{ IfNoneMatch: '*' }, 'copied'],
    [
      { IfMatch: ETAG },
      { name: 'NoSuchKey', status: 404, message: 'The specified key does not exist.', members: { Key } },
    ],
    [
      { IfMatch: '*' },
      {
        name: 'NotImplemented',
        status: 501,
        message: 'A header you provided implies functionality that is not implemented',
        members: {
          Header: 'If-Match',
          additionalMessage: "We don't accept the provided value of If-Match header for this API",
        },
      },
    ],
    [
      { MetadataDirective: 'BOTH' as 'COPY' },
      {
        name: 'InvalidArgument',
        status: 400,
        message: 'Unknown metadata directive.',
        members: { ArgumentName: 'x-amz-metadata-directive', ArgumentValue: 'BOTH' },
      },
    ],
    [
      { TaggingDirective: 'BOTH' as 'COPY' },
      {
        name: 'InvalidArgument',
        status: 400,
        message: 'Unknown tagging directive.',
        members: { ArgumentName: 'x-amz-tagging-directive', ArgumentValue: 'BOTH' },
      },
    ],
    [
      { ChecksumAlgorithm: 'TEST' as 'CRC32' },
      {
        name: 'InvalidRequest',
        status: 400,
        message:
          'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
      },
    ],
  ];
  for (const [input, answer] of rows) {
    it(`with ${JSON.stringify(input)}: ${answer === 'copied' ? 'copies' : answer.name}`, async () => {
      if (answer === 'copied') await copy(input);
      else await expectRefusal(copy(input), answer);
      expect(stored()?.text).to.equal(answer === 'copied' ? 'hello' : undefined);
    });
  }

  it('refuses a destination that exists when it must not', async () => {
    await copy();
    await expectRefusal(copy({ IfNoneMatch: '*' }), failed('If-None-Match'));
    await expectRefusal(copy({ IfMatch: '"x"' }), failed('If-Match'));
    await copy({ IfMatch: ETAG });
  });
});
