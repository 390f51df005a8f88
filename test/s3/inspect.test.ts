import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';

describe('aws.s3', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
  });
  afterEach(() => aws.unplug());

  it('makes the bucket with its first object, or empty', () => {
    const { eTag, versionId } = aws.s3.bucket('photos').put('k', 'hello', { Metadata: { A: '1' } });
    expect({ eTag, versionId }).to.deep.equal({
      eTag: '"5d41402abc4b2a76b9719d911017c592"',
      versionId: 'null',
    });
    expect(aws.s3.bucket('photos').get('k')).to.deep.include({
      text: 'hello',
      metadata: { a: '1' },
      eTag,
      size: 5,
    });
    expect(aws.s3.createBucket('empty').size).to.equal(0);
    expect(aws.s3.buckets()).to.deep.equal(['empty', 'photos']);
  });

  it('refuses to make a bucket twice, or with a name that AWS would not take', () => {
    aws.s3.createBucket('photos');
    expect(() => aws.s3.createBucket('photos')).to.throw("aws.s3.createBucket('photos'): it exists already.");
    expect(() => aws.s3.createBucket('No')).to.throw('The specified bucket is not valid.');
    expect(() => aws.s3.bucket('No').put('k')).to.throw('The specified bucket is not valid.');
  });

  it('never reads from a bucket that does not exist: a mistyped name must not look empty', () => {
    aws.s3.createBucket('photos');
    const typo = aws.s3.bucket('fotos');
    const message = "aws.s3.bucket('fotos'): there is no such bucket. Buckets: photos.";
    for (const read of [
      () => typo.keys(),
      () => typo.get('k'),
      () => typo.size,
      () => typo.versions('k'),
      () => typo.uploads(),
    ]) {
      expect(read).to.throw(message);
    }
    expect(aws.s3.buckets()).to.deep.equal(['photos']);
  });

  it('sees what clients do and gives them what it put', async () => {
    const bucket = aws.s3.bucket('photos');
    bucket.put('bytes', Uint8Array.of(1, 2));
    const read = await client.send(new GetObjectCommand({ Bucket: 'photos', Key: 'bytes' }));
    expect(await read.Body?.transformToByteArray()).to.deep.equal(Uint8Array.of(1, 2));
    await client.send(new PutObjectCommand({ Bucket: 'photos', Key: 'a/1', Body: 'x' }));
    expect(bucket.keys()).to.deep.equal(['a/1', 'bytes']);
    expect(bucket.keys('a/')).to.deep.equal(['a/1']);
    await client.send(new DeleteObjectCommand({ Bucket: 'photos', Key: 'a/1' }));
    expect(bucket.get('a/1')).to.equal(undefined);
    expect(bucket.versions('a/1')).to.deep.equal([]);
    expect(bucket.size).to.equal(1);
  });

  it('hands out copies', () => {
    const bucket = aws.s3.bucket('photos');
    const bytes = Buffer.from('hello');
    bucket.put('k', bytes);
    bytes.fill(0);
    bucket.get('k')?.body.fill(0);
    expect(bucket.get('k')?.text).to.equal('hello');
  });

  it('passes over all faults', () => {
    aws.faults.on(PutObjectCommand).accessDenied().always().optional();
    aws.s3.bucket('photos').put('k', 'x');
    expect(aws.s3.bucket('photos').size).to.equal(1);
  });

  it('shows versions, markers and uploads in progress', async () => {
    aws.s3.createBucket('photos', { versioning: 'Enabled', region: 'eu-west-1' });
    const ireland = new S3Client({ region: 'eu-west-1' });
    const { versionId } = aws.s3.bucket('photos').put('k', 'v1');
    const marker = await ireland.send(new DeleteObjectCommand({ Bucket: 'photos', Key: 'k' }));
    const versions = aws.s3.bucket('photos').versions('k');
    expect(
      versions.map(({ versionId: id, isDeleteMarker, isLatest, object }) => [
        id,
        isDeleteMarker,
        isLatest,
        object?.text,
      ]),
    ).to.deep.equal([
      [marker.VersionId, true, true, undefined],
      [versionId, false, false, 'v1'],
    ]);
    const at = { Bucket: 'photos', Key: 'big' };
    const { UploadId } = await ireland.send(new CreateMultipartUploadCommand(at));
    await ireland.send(new UploadPartCommand({ ...at, UploadId, PartNumber: 3, Body: 'x' }));
    expect(aws.s3.bucket('photos').uploads()).to.deep.equal([
      {
        key: 'big',
        uploadId: UploadId,
        initiatedAt: aws.s3.bucket('photos').uploads()[0]?.initiatedAt,
        partNumbers: [3],
      },
    ]);
  });

  it('shows the one version there is without versioning', () => {
    aws.s3.bucket('photos').put('k', 'x');
    expect(
      aws.s3
        .bucket('photos')
        .versions('k')
        .map((version) => [version.versionId, version.isLatest]),
    ).to.deep.equal([['null', true]]);
  });
});
