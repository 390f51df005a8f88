import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  type LifecycleRule,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';

const Bucket = 'photos';

describe('S3 expiration headers', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const put = (Rules: LifecycleRule[]) =>
    client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
  const expiring: LifecycleRule = {
    ID: 'after 5 days',
    Status: 'Enabled',
    Filter: { Prefix: 'tmp/' },
    Expiration: { Days: 5 },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
  };
  const expected = 'expiry-date="Wed, 07 Jan 2026 00:00:00 GMT", rule-id="after%205%20days"';

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual', start: Date.UTC(2026, 0, 1, 12) });
    aws.s3.createBucket(Bucket, { versioning: 'Enabled' });
  });
  afterEach(() => aws.unplug());

  it('are on every answer about a current object that expires', async () => {
    await put([expiring, { ...expiring, ID: 'later', Expiration: { Days: 6 } }]);
    const object = { Bucket, Key: 'tmp/a' };
    expect((await client.send(new PutObjectCommand({ ...object, Body: 'x' }))).Expiration).to.equal(expected);
    expect((await client.send(new GetObjectCommand(object))).Expiration).to.equal(expected);
    expect((await client.send(new HeadObjectCommand(object))).Expiration).to.equal(expected);
    const copy = { Bucket, Key: 'tmp/b', CopySource: `${Bucket}/tmp/a` };
    expect((await client.send(new CopyObjectCommand(copy))).Expiration).to.equal(expected);
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(object));
    const part = { ...object, UploadId, PartNumber: 1 };
    const { ETag } = await client.send(new UploadPartCommand({ ...part, Body: 'x' }));
    const Parts = [{ PartNumber: 1, ETag }];
    const complete = { ...object, UploadId, MultipartUpload: { Parts } };
    expect((await client.send(new CompleteMultipartUploadCommand(complete))).Expiration).to.equal(expected);
  });

  it('are on no other', async () => {
    const VersionId = aws.s3.bucket(Bucket).put('tmp/a', 'old').versionId;
    aws.s3.bucket(Bucket).put('tmp/a', 'new');
    aws.s3.bucket(Bucket).put('other', 'x');
    const head = async (Key: string, id?: string) =>
      (
        await client.send(
          new HeadObjectCommand({ Bucket, Key, ...(id === undefined ? {} : { VersionId: id }) }),
        )
      ).Expiration;
    expect(await head('tmp/a')).to.equal(undefined);
    await put([expiring]);
    expect(await head('other')).to.equal(undefined);
    expect(await head('tmp/a', VersionId)).to.equal(undefined);
    expect(await head('tmp/a')).to.equal(expected);
    await put([{ ...expiring, Status: 'Disabled' }]);
    expect(await head('tmp/a')).to.equal(undefined);
  });

  it('tell when an upload is given up', async () => {
    const begin = (Key: string) => client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    expect(await begin('tmp/a')).to.not.have.property('AbortDate');
    await put([expiring]);
    expect(await begin('other')).to.not.have.property('AbortDate');
    const upload = await begin('tmp/a');
    const abort = { AbortDate: new Date('2026-01-04T00:00:00Z'), AbortRuleId: 'after%205%20days' };
    expect([upload.AbortDate, upload.AbortRuleId]).to.deep.equal(Object.values(abort));
    const parts = await client.send(
      new ListPartsCommand({ Bucket, Key: 'tmp/a', UploadId: upload.UploadId }),
    );
    expect([parts.AbortDate, parts.AbortRuleId]).to.deep.equal(Object.values(abort));
  });
});
