import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { required, wholeSeconds } from '../../fakes/s3/validate';
import { caught, expectRefusal } from './caught';

describe('S3 requests', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.bucket('photos').put('k', 'x');
  });
  afterEach(() => aws.unplug());

  it('may name the account that owns the bucket', async () => {
    await client.send(new ListObjectsV2Command({ Bucket: 'photos', ExpectedBucketOwner: '000000000000' }));
    await expectRefusal(
      client.send(new ListObjectsV2Command({ Bucket: 'photos', ExpectedBucketOwner: '111111111111' })),
      {
        name: 'AccessDenied',
        status: 403,
        message: 'Access Denied',
      },
    );
    for (const owner of ['0000', '0000000000020', 'aa000000000$', 'invalid', '']) {
      await expectRefusal(
        client.send(new ListObjectsV2Command({ Bucket: 'photos', ExpectedBucketOwner: owner })),
        {
          name: 'InvalidBucketOwnerAWSAccountID',
          status: 400,
          message: `The value of the expected bucket owner parameter must be an AWS Account ID... [${owner}]`,
        },
      );
    }
  });

  it('with an ARN instead of a name are not modelled', async () => {
    const Bucket = 'arn:aws:s3:us-east-1:123456789012:accesspoint/my';
    expect((await caught(client.send(new GetObjectCommand({ Bucket, Key: 'k' })))).message).to.contain(
      'a Bucket given by an ARN',
    );
    expect(() => aws.unplug()).to.throw('ARN');
  });

  it('are answered in the region of the bucket; a bucket without one is in every region', async () => {
    const ireland = new S3Client({ region: 'eu-west-1' });
    await ireland.send(new GetObjectCommand({ Bucket: 'photos', Key: 'k' }));
    aws.s3.createBucket('virginia', { region: 'us-east-1' });
    const error = await caught(ireland.send(new GetObjectCommand({ Bucket: 'virginia', Key: 'k' })));
    expect(error).to.include({ name: 'PermanentRedirect', Endpoint: 'virginia.s3.us-east-1.amazonaws.com' });
  });

  it('refuse a bucket before a key that is too long', async () => {
    const error = await caught(client.send(new GetObjectCommand({ Bucket: 'none', Key: 'k'.repeat(1025) })));
    expect(error.name).to.equal('NoSuchBucket');
  });

  it('have their required members, or this library is wrong', () => {
    expect(required(0)).to.equal(0);
    expect(() => required(undefined)).to.throw('a required member is missing');
  });

  it('have times of whole seconds', () => {
    expect(wholeSeconds(1999)).to.equal(1000);
    expect(wholeSeconds(2000)).to.equal(2000);
  });
});
