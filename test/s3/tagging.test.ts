import {
  DeleteBucketTaggingCommand,
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutBucketTaggingCommand,
  PutObjectTaggingCommand,
  S3Client,
  type Tag,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answerOf, caught, expectRefusal } from './caught';

const Bucket = 'photos';
const Key = 'k';
const TagSet: Tag[] = [
  { Key: 'b', Value: '2' },
  { Key: 'a', Value: '' },
];

describe('S3 tagging', () => {
  let aws: FakeAws;
  const client = new S3Client({});

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.bucket(Bucket).put(Key);
  });
  afterEach(() => aws.unplug());

  describe('S3.PutObjectTagging', () => {
    const put = (tags: Tag[], input: { Key?: string; VersionId?: string } = {}) =>
      client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet: tags }, ...input }));
    const get = async () => answerOf(await client.send(new GetObjectTaggingCommand({ Bucket, Key })));

    it('replaces all tags; without any there is an empty set', async () => {
      expect(await get()).to.deep.equal({ TagSet: [] });
      await put(TagSet);
      expect(await get()).to.deep.equal({ TagSet });
      expect(await client.send(new GetObjectCommand({ Bucket, Key }))).to.include({ TagCount: 2 });
      await put([{ Key: 'c', Value: '3' }]);
      expect(await get()).to.deep.equal({ TagSet: [{ Key: 'c', Value: '3' }] });
      const answer = await client.send(new DeleteObjectTaggingCommand({ Bucket, Key }));
      expect(answer.$metadata.httpStatusCode).to.equal(204);
      expect(await get()).to.deep.equal({ TagSet: [] });
    });

    it('leaves the object as old as it was', async () => {
      const before = aws.s3.bucket(Bucket).get(Key);
      await aws.clock.advance('1m');
      await put(TagSet);
      expect(aws.s3.bucket(Bucket).get(Key)).to.deep.equal({ ...before, tags: TagSet });
    });

    it('tags the version that it names', async () => {
      aws.s3.createBucket('versioned', { versioning: 'Enabled' });
      const { versionId: VersionId } = aws.s3.bucket('versioned').put(Key, 'v1');
      aws.s3.bucket('versioned').put(Key, 'v2');
      const at = { Bucket: 'versioned', Key, VersionId };
      expect(
        answerOf(await client.send(new PutObjectTaggingCommand({ ...at, Tagging: { TagSet } }))),
      ).to.deep.equal({ VersionId });
      expect(answerOf(await client.send(new GetObjectTaggingCommand(at)))).to.deep.equal({
        TagSet,
        VersionId,
      });
      expect(
        aws.s3
          .bucket('versioned')
          .versions(Key)
          .map((version) => version.object?.tags.length),
      ).to.deep.equal([0, 2]);
      const marker = await client.send(new DeleteObjectCommand({ Bucket: 'versioned', Key }));
      const onMarker = { ...at, VersionId: marker.VersionId };
      await expectRefusal(client.send(new GetObjectTaggingCommand(onMarker)), {
        name: 'MethodNotAllowed',
        status: 405,
        message: 'The specified method is not allowed against this resource.',
        members: { Method: 'GET', ResourceType: 'DeleteMarker' },
      });
    });

    it('needs a set of tags, be it empty', async () => {
      const input = { Bucket, Key, Tagging: {} as { TagSet: Tag[] } };
      expect((await caught(client.send(new PutObjectTaggingCommand(input)))).name).to.equal('MalformedXML');
    });

    it('needs an object', async () => {
      expect((await caught(put(TagSet, { Key: 'none' }))).name).to.equal('NoSuchKey');
    });

    it('refuses bad tags and keeps those there are', async () => {
      await put(TagSet);
      expect((await caught(put([{ Key: '', Value: '' }]))).name).to.equal('InvalidTag');
      expect(await get()).to.deep.equal({ TagSet });
    });
  });

  describe('S3.PutBucketTagging', () => {
    const get = async () => answerOf(await client.send(new GetBucketTaggingCommand({ Bucket })));
    const put = (tags: Tag[]) =>
      client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: tags } }));

    it('replaces all tags; without any there is no set', async () => {
      const none = {
        name: 'NoSuchTagSet',
        status: 404,
        message: 'The TagSet does not exist',
        members: { BucketName: Bucket },
      };
      await expectRefusal(get(), none);
      await put(TagSet);
      expect(await get()).to.deep.equal({ TagSet });
      await client.send(new DeleteBucketTaggingCommand({ Bucket }));
      await expectRefusal(get(), none);
      await put(TagSet);
      await put([]);
      await expectRefusal(get(), none);
    });
  });
});
