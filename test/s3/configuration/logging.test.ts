import { GetBucketLoggingCommand, PutBucketLoggingCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { answerOf, caught, expectRefusal } from '../caught';

const Bucket = 'photos';

describe('S3.PutBucketLogging', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const put = (LoggingEnabled?: object) =>
    client.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } as object }));
  const get = async () => answerOf(await client.send(new GetBucketLoggingCommand({ Bucket })));
  const target = { TargetBucket: 'logs', TargetPrefix: 'photos/' };

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket, { region: 'us-east-1' });
    aws.s3.createBucket('logs');
  });
  afterEach(() => aws.unplug());

  it('keeps the target until an empty status ends it', async () => {
    expect(await get()).to.deep.equal({});
    const logging = {
      ...target,
      TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: 'EventTime' } },
    };
    await put(logging);
    expect(await get()).to.deep.equal({ LoggingEnabled: logging });
    await put();
    expect(await get()).to.deep.equal({});
  });

  it('needs a bucket that exists', async () => {
    await expectRefusal(put({ ...target, TargetBucket: 'none' }), {
      name: 'InvalidTargetBucketForLogging',
      status: 400,
      message: 'The target bucket for logging does not exist',
      members: { TargetBucket: 'none' },
    });
  });

  it('needs a bucket of the same region', async () => {
    aws.s3.createBucket('far-logs', { region: 'eu-west-1' });
    await expectRefusal(put({ ...target, TargetBucket: 'far-logs' }), {
      name: 'CrossLocationLoggingProhibitted',
      status: 403,
      message: 'Cross S3 location logging not allowed.',
      members: { SourceBucketLocation: 'us-east-1', TargetBucketLocation: 'eu-west-1' },
    });
    aws.s3.createBucket('near-logs', { region: 'us-east-1' });
    await put({ ...target, TargetBucket: 'near-logs' });
  });

  it('refuses what its schema does not have', async () => {
    for (const logging of [
      { TargetBucket: 'logs' },
      { TargetPrefix: '' },
      { ...target, TargetGrants: [{ Permission: 'ALL' }] },
      { ...target, TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: 'Never' } } },
    ]) {
      expect((await caught(put(logging))).name, JSON.stringify(logging)).to.equal('MalformedXML');
    }
  });
});
