import {
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  S3Client,
  type DeleteObjectCommandInput,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answerOf, expectRefusal, type Refusal } from './caught';

const Bucket = 'photos';
const Key = 'k';

describe('S3.DeleteObject', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const remove = (input: Partial<DeleteObjectCommandInput> = {}) =>
    client.send(new DeleteObjectCommand({ Bucket, Key, ...input }));
  const version = (Status: 'Enabled' | 'Suspended') =>
    client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  it('removes the object, answers 204 and nothing else, and succeeds again when there is none', async () => {
    aws.s3.bucket(Bucket).put(Key);
    for (let time = 0; time < 2; time++) {
      const answer = await remove();
      expect(answer.$metadata.httpStatusCode).to.equal(204);
      expect(answerOf(answer)).to.deep.equal({});
      expect(aws.s3.bucket(Bucket).size).to.equal(0);
    }
  });

  it("takes 'null' as the version id of a bucket without versioning", async () => {
    aws.s3.bucket(Bucket).put(Key);
    expect(answerOf(await remove({ VersionId: 'null' }))).to.deep.equal({ VersionId: 'null' });
    expect(aws.s3.bucket(Bucket).size).to.equal(0);
  });

  it('puts a marker on top of the versions, even of a key that never was', async () => {
    await version('Enabled');
    aws.s3.bucket(Bucket).put(Key, 'v1');
    const answer = await remove();
    expect(answer.DeleteMarker).to.equal(true);
    expect(aws.s3.bucket(Bucket).get(Key)).to.equal(undefined);
    expect(
      aws.s3
        .bucket(Bucket)
        .versions(Key)
        .map((v) => [v.versionId === answer.VersionId, v.isDeleteMarker]),
    ).to.deep.equal([
      [true, true],
      [false, false],
    ]);
    expect(await remove({ Key: 'never' })).to.include({ DeleteMarker: true });
  });

  it('removes one version for good by its id; without the marker the object is back', async () => {
    await version('Enabled');
    const first = aws.s3.bucket(Bucket).put(Key, 'v1');
    const second = aws.s3.bucket(Bucket).put(Key, 'v2');
    const marker = await remove();
    const VersionId = marker.VersionId ?? '';
    expect(answerOf(await remove({ VersionId }))).to.deep.equal({ DeleteMarker: true, VersionId });
    expect(aws.s3.bucket(Bucket).get(Key)?.text).to.equal('v2');
    expect(answerOf(await remove({ VersionId: second.versionId }))).to.deep.equal({
      VersionId: second.versionId,
    });
    expect(aws.s3.bucket(Bucket).get(Key)?.text).to.equal('v1');
    await remove({ VersionId: first.versionId });
    expect(aws.s3.bucket(Bucket).versions(Key)).to.deep.equal([]);
  });

  it('succeeds for a version that never was', async () => {
    await version('Enabled');
    const VersionId = 'a'.repeat(32);
    expect(answerOf(await remove({ VersionId }))).to.deep.equal({ VersionId });
  });

  it('puts a null marker in place of the null version while versioning is suspended', async () => {
    aws.s3.bucket(Bucket).put(Key, 'before versioning');
    await version('Enabled');
    aws.s3.bucket(Bucket).put(Key, 'kept');
    await version('Suspended');
    expect(await remove()).to.include({ DeleteMarker: true, VersionId: 'null' });
    expect(await remove()).to.include({ DeleteMarker: true, VersionId: 'null' });
    const versions = aws.s3.bucket(Bucket).versions(Key);
    expect(versions.map((v) => [v.versionId === 'null', v.object?.text])).to.deep.equal([
      [true, undefined],
      [false, 'kept'],
    ]);
  });

  it('deletes with If-Match only what it names', async () => {
    const { eTag } = aws.s3.bucket(Bucket).put(Key, 'v1');
    await remove({ IfMatch: eTag });
    aws.s3.bucket(Bucket).put(Key, 'v1');
    await remove({ IfMatch: '*' });
    expect(aws.s3.bucket(Bucket).size).to.equal(0);
  });

  const failed: Refusal = {
    name: 'PreconditionFailed',
    status: 412,
    message: 'At least one of the pre-conditions you specified did not hold',
    members: { Condition: 'If-Match' },
  };
  const missing: Refusal = {
    name: 'NoSuchKey',
    status: 404,
    message: 'The specified key does not exist.',
    members: { Key: 'none' },
  };
  const notImplemented = (Header: string): Refusal => ({
    name: 'NotImplemented',
    status: 501,
    message: 'A header you provided implies functionality that is not implemented',
    members: { Header },
  });
  const rows: [Partial<DeleteObjectCommandInput>, Refusal][] = [
    [{ IfMatch: '"other"' }, failed],
    [{ IfMatch: '"x"', Key: 'none' }, missing],
    [{ IfMatchSize: 1 }, notImplemented('x-amz-if-match-size')],
    [{ IfMatchLastModifiedTime: new Date(0) }, notImplemented('x-amz-if-match-last-modified-time')],
    [
      { VersionId: 'x' },
      {
        name: 'InvalidArgument',
        status: 400,
        message: 'Invalid version id specified',
        members: { ArgumentName: 'versionId', ArgumentValue: 'x' },
      },
    ],
  ];
  for (const [input, refusal] of rows) {
    it(`refuses ${JSON.stringify(input)}: ${refusal.name}`, async () => {
      aws.s3.bucket(Bucket).put(Key, 'v1');
      await expectRefusal(remove(input), refusal);
      expect(aws.s3.bucket(Bucket).size).to.equal(1);
    });
  }

  it('fails If-Match on a delete marker', async () => {
    await version('Enabled');
    const { eTag } = aws.s3.bucket(Bucket).put(Key, 'v1');
    await remove();
    await expectRefusal(remove({ IfMatch: eTag }), failed);
  });
});
