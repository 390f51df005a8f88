import {
  DeleteBucketCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, FakeMisuse, type FakeAws } from '../../../fakes';
import { caught } from '../caught';

const Bucket = 'photos';

describe("aws.s3.bucket('b').deny and allow", () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const name = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'allowed',
      (error: Error) => error.name,
    );
  const get = (Key = 'a') => name(client.send(new GetObjectCommand({ Bucket, Key })));
  const list = () => name(client.send(new ListObjectsV2Command({ Bucket })));

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.bucket(Bucket).put('a', 'x');
  });
  afterEach(() => aws.unplug());

  it('denies actions on the bucket and its objects, until that is taken back', async () => {
    const rule = aws.s3.bucket(Bucket).deny('s3:ListBucket');
    expect(await list()).to.equal('AccessDenied');
    expect(await get()).to.equal('allowed');
    expect(await get('b')).to.equal('AccessDenied');
    rule.detach();
    expect(await list()).to.equal('allowed');
    expect(await get('b')).to.equal('NoSuchKey');
  });

  it('is about some keys, some callers, some requests', async () => {
    aws.s3.bucket(Bucket).put('in/a', 'x');
    aws.s3.bucket(Bucket).deny('s3:GetObject', { keys: 'in/*' });
    expect([await get(), await get('in/a')]).to.deep.equal(['allowed', 'AccessDenied']);
    const user = aws.iam.user('jo');
    user.allow('s3:*');
    aws.s3.bucket(Bucket).deny('s3:PutObject', { keys: ['x', 'y'], principal: user.arn });
    const put = (by: S3Client, Key: string) => name(by.send(new PutObjectCommand({ Bucket, Key, Body: '' })));
    const jo = new S3Client({ credentials: user.credentials });
    expect([
      await put(client, 'x'),
      await put(jo, 'x'),
      await put(jo, 'y'),
      await put(jo, 'z'),
    ]).to.deep.equal(['allowed', 'AccessDenied', 'AccessDenied', 'allowed']);
    aws.s3
      .bucket(Bucket)
      .deny('s3:PutObject', { condition: { StringEquals: { 's3:x-amz-storage-class': 'GLACIER' } } });
    expect(await put(client, 'x')).to.equal('allowed');
    const cold = new PutObjectCommand({ Bucket, Key: 'x', Body: '', StorageClass: 'GLACIER' });
    expect(await name(client.send(cold))).to.equal('AccessDenied');
  });

  it('allows a user what no policy of its own does', async () => {
    const user = aws.iam.user('jo');
    const jo = new S3Client({ credentials: user.credentials });
    const read = () => name(jo.send(new GetObjectCommand({ Bucket, Key: 'a' })));
    expect(await read()).to.equal('AccessDenied');
    aws.s3.bucket(Bucket).allow('s3:GetObject', { principal: user.arn }).after('5s');
    expect(await read()).to.equal('AccessDenied');
    await aws.clock.advance('5s');
    expect(await read()).to.equal('allowed');
  });

  it('is no part of the policy that the bucket has, and goes with the bucket', async () => {
    aws.s3.createBucket('empty');
    aws.s3.bucket('empty').deny('s3:GetObject');
    aws.s3.bucket('empty').deny('s3:PutObject');
    const policy = client.send(new GetBucketPolicyCommand({ Bucket: 'empty' }));
    expect((await caught(policy)).name).to.equal('NoSuchBucketPolicy');
    await client.send(new DeleteBucketCommand({ Bucket: 'empty' }));
    aws.s3.createBucket('empty');
    expect(await name(client.send(new PutObjectCommand({ Bucket: 'empty', Key: 'k', Body: '' })))).to.equal(
      'allowed',
    );
  });

  it('says so when S3 would not take it', async () => {
    expect(() => aws.s3.bucket(Bucket).allow('s3:GetObject')).to.throw(
      FakeMisuse,
      "aws.s3.bucket('photos').allow(): it allows everybody, and the bucket blocks public policies",
    );
    expect(() => aws.s3.bucket(Bucket).deny([])).to.throw(
      FakeMisuse,
      "aws.s3.bucket('photos').deny(): Invalid policy",
    );
    expect(() => aws.s3.bucket('none').deny('s3:*')).to.throw(FakeMisuse, 'there is no such bucket');
    for (const PublicAccessBlockConfiguration of [
      { RestrictPublicBuckets: true },
      { BlockPublicPolicy: true },
    ]) {
      await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
      expect(() => aws.s3.bucket(Bucket).allow('s3:GetObject')).to.throw(FakeMisuse);
    }
    await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: {} }));
    aws.s3.bucket(Bucket).allow('s3:GetObject');
  });
});
