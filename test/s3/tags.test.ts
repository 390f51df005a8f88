import {
  PutBucketTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  type Tag,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { tagsOfHeader } from '../../fakes/s3/tags';
import { expectRefusal, type Refusal } from './caught';

const Bucket = 'photos';
const Key = 'k';

describe('S3 tags', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const tagObject = (TagSet: Tag[]) =>
    client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }));
  const tagBucket = (TagSet: Tag[]) =>
    client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  const many = (count: number): Tag[] =>
    Array.from({ length: count }, (_, i) => ({ Key: `k${i}`, Value: 'v' }));

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.bucket(Bucket).put(Key);
  });
  afterEach(() => aws.unplug());

  const invalid = (message: string, members: Record<string, string>): Refusal => ({
    name: 'InvalidTag',
    status: 400,
    message,
    members,
  });
  const both: [string, Tag[], Refusal][] = [
    [
      'the same key twice',
      [
        { Key: 'a', Value: '1' },
        { Key: 'a', Value: '2' },
      ],
      invalid('Cannot provide multiple Tags with the same key', { TagKey: 'a' }),
    ],
    [
      'a bad sign in a key',
      [{ Key: 'a?', Value: '' }],
      invalid('The TagKey you have provided is invalid', { TagKey: 'a?' }),
    ],
    [
      'a bad sign in a value',
      [{ Key: 'a', Value: 'b&' }],
      invalid('The TagValue you have provided is invalid', { TagKey: 'a', TagValue: 'b&' }),
    ],
    [
      'an empty key',
      [{ Key: '', Value: '' }],
      invalid('The TagKey you have provided is invalid', { TagKey: '' }),
    ],
    [
      'a key of 129 characters',
      [{ Key: 'k'.repeat(129), Value: '' }],
      invalid('The TagKey you have provided is invalid', { TagKey: 'k'.repeat(129) }),
    ],
    [
      'a value of 257 characters',
      [{ Key: 'k', Value: 'v'.repeat(257) }],
      invalid('The TagValue you have provided is invalid', { TagKey: 'k', TagValue: 'v'.repeat(257) }),
    ],
  ];
  for (const [what, tags, refusal] of both) {
    it(`may not be ${what}`, async () => {
      await expectRefusal(tagObject(tags), refusal);
      await expectRefusal(tagBucket(tags), refusal);
    });
  }

  it('may have 128 and 256 characters, letters of any script and some signs', async () => {
    const tags = [
      { Key: '𝒦'.repeat(128), Value: 'ü'.repeat(256) },
      { Key: 'a b_.:/=+-@1', Value: 'a b_.:/=+-@1' },
    ];
    await tagObject(tags);
    expect(aws.s3.bucket(Bucket).get(Key)?.tags).to.deep.equal(tags);
  });

  it('of the system are not for users', async () => {
    const tags = [{ Key: 'aws:x', Value: '' }];
    await expectRefusal(
      tagObject(tags),
      invalid('Your TagKey cannot be prefixed with aws:', { TagKey: 'aws:x' }),
    );
    await expectRefusal(
      tagBucket(tags),
      invalid('System tags cannot be added/updated by requester', { TagKey: 'aws:x' }),
    );
  });

  it('are at most 10 on an object and 50 on a bucket', async () => {
    await tagObject(many(10));
    await expectRefusal(tagObject(many(11)), {
      name: 'BadRequest',
      status: 400,
      message: 'Object tags cannot be greater than 10',
    });
    await tagBucket(many(50));
    await expectRefusal(tagBucket(many(51)), {
      name: 'BadRequest',
      status: 400,
      message: 'Bucket tag count cannot be greater than 50',
    });
  });

  it('of a header are URL-encoded', () => {
    expect(tagsOfHeader(undefined)).to.deep.equal([]);
    expect(tagsOfHeader('')).to.deep.equal([]);
    expect(tagsOfHeader('a=1&b=x%20y+z&c')).to.deep.equal([
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: 'x y z' },
      { Key: 'c', Value: '' },
    ]);
  });

  for (const Tagging of ['a=1&a=2', 'a=1&&b=2', 'a=b=c', '&']) {
    it(`of a header may not be ${Tagging}`, async () => {
      await expectRefusal(client.send(new PutObjectCommand({ Bucket, Key, Tagging })), {
        name: 'InvalidArgument',
        status: 400,
        message:
          "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
        members: { ArgumentName: 'x-amz-tagging', ArgumentValue: Tagging },
      });
    });
  }
});
