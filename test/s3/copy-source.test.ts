import {
  CopyObjectCommand,
  DeleteObjectCommand,
  S3Client,
  type CopyObjectCommandInput,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { caught, expectRefusal, type Refusal } from './caught';

const Bucket = 'target';

describe('S3 copy sources', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const copy = (CopySource: string, input: Partial<CopyObjectCommandInput> = {}) =>
    client.send(new CopyObjectCommand({ Bucket, Key: 'k', CopySource, ...input }));

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
    for (const key of ['plain', 'a b', 'a/b', 'é+ü', 'q?x', '100%']) aws.s3.bucket('source').put(key, key);
  });
  afterEach(() => aws.unplug());

  for (const [source, key] of [
    ['source/plain', 'plain'],
    ['/source/plain', 'plain'],
    ['source/a b', 'a b'],
    ['source/a%20b', 'a b'],
    ['source/a+b', 'a b'],
    ['source/a/b', 'a/b'],
    [encodeURIComponent('source/a/b'), 'a/b'],
    [`source/${encodeURIComponent('é+ü')}`, 'é+ü'],
    ['source/q%3Fx', 'q?x'],
    ['source/100%25', '100%'],
    ['source/plain?versionId=null', 'plain'],
  ] as const) {
    it(`${source} means the key ${key}`, async () => {
      await copy(source);
      expect(aws.s3.bucket(Bucket).get('k')?.text).to.equal(key);
    });
  }

  const invalid = (message: string, value: string): Refusal => ({
    name: 'InvalidArgument',
    status: 400,
    message,
    members: { ArgumentName: 'x-amz-copy-source', ArgumentValue: value },
  });
  const rows: [string, Refusal][] = [
    ['source', invalid('Invalid copy source object key', 'source')],
    ['source/', invalid('Invalid copy source object key', 'source/')],
    ['/plain', invalid('Invalid copy source object key', '/plain')],
    ['source/100%', invalid('Invalid copy source encoding.', 'source/100%')],
    [
      'nowhere/plain',
      {
        name: 'NoSuchBucket',
        status: 404,
        message: 'The specified bucket does not exist',
        members: { BucketName: 'nowhere' },
      },
    ],
    [
      'source/none',
      {
        name: 'NoSuchKey',
        status: 404,
        message: 'The specified key does not exist.',
        members: { Key: 'none' },
      },
    ],
    [
      'source/plain?versionId=x',
      {
        name: 'InvalidArgument',
        status: 400,
        message: 'Invalid version id specified',
        members: { ArgumentName: 'versionId', ArgumentValue: 'x' },
      },
    ],
  ];
  for (const [source, refusal] of rows) {
    it(`${source}: ${refusal.name}`, async () => {
      await expectRefusal(copy(source), refusal);
      expect(aws.s3.bucket(Bucket).size).to.equal(0);
    });
  }

  it('fails as Node does with a source that no header can carry', async () => {
    expect(await caught(copy('source/日'))).to.include({ name: 'TypeError', code: 'ERR_INVALID_CHAR' });
    expect(await caught(copy('source/é+ü'))).to.include({ name: 'SignatureDoesNotMatch' });
  });

  it('may live in another region, and must have the expected owner', async () => {
    aws.s3.createBucket('dublin', { region: 'eu-west-1' });
    aws.s3.bucket('dublin').put('plain', 'from afar');
    await copy('dublin/plain', { ExpectedSourceBucketOwner: '000000000000' });
    expect(aws.s3.bucket(Bucket).get('k')?.text).to.equal('from afar');
    const error = await caught(copy('dublin/plain', { ExpectedSourceBucketOwner: '999999999999' }));
    expect(error.name).to.equal('AccessDenied');
  });

  it('may not be a delete marker: there is no such key, or it is named', async () => {
    aws.s3.createBucket('versioned', { versioning: 'Enabled' });
    aws.s3.bucket('versioned').put('k', 'v1');
    const { VersionId } = await client.send(new DeleteObjectCommand({ Bucket: 'versioned', Key: 'k' }));
    expect((await caught(copy('versioned/k'))).name).to.equal('NoSuchKey');
    await expectRefusal(copy(`versioned/k?versionId=${VersionId}`), {
      name: 'InvalidRequest',
      status: 400,
      message: 'The source of a copy request may not specifically refer to a delete marker by version id.',
    });
    await expectRefusal(copy(`versioned/k?versionId=${'a'.repeat(32)}`), {
      name: 'NoSuchVersion',
      status: 404,
      message: 'The specified version does not exist.',
      members: { Key: 'k', VersionId: 'a'.repeat(32) },
    });
  });

  it('must be restored from an archive first', async () => {
    aws.s3.bucket('source').put('cold', 'x', { StorageClass: 'GLACIER' });
    await expectRefusal(copy('source/cold'), {
      name: 'InvalidObjectState',
      status: 403,
      message: "Operation is not valid for the source object's storage class",
      members: { StorageClass: 'GLACIER' },
    });
  });
});
