import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  S3Client,
  type BucketLocationConstraint,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answerOf, caught, expectBodyless, expectRefusal } from './caught';

const Bucket = 'photos';

describe('S3 buckets', () => {
  let aws: FakeAws;
  const virginia = new S3Client({ region: 'us-east-1' });
  const ireland = new S3Client({ region: 'eu-west-1' });
  const create = (client: S3Client, constraint?: string, name = Bucket) =>
    client.send(
      new CreateBucketCommand({
        Bucket: name,
        ...(constraint === undefined
          ? {}
          : { CreateBucketConfiguration: { LocationConstraint: constraint as BucketLocationConstraint } }),
      }),
    );

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
  });
  afterEach(() => aws.unplug());

  describe('S3.CreateBucket', () => {
    it('makes an empty bucket in the region of the client', async () => {
      expect(await create(virginia)).to.include({ Location: '/photos', BucketArn: 'arn:aws:s3:::photos' });
      expect(aws.s3.buckets()).to.deep.equal(['photos']);
      expect(aws.s3.bucket('photos').size).to.equal(0);
      expect(await create(ireland, 'eu-west-1', 'dublin')).to.include({
        Location: 'http://dublin.s3.amazonaws.com/',
      });
      expect(await ireland.send(new HeadBucketCommand({ Bucket: 'dublin' }))).to.include({
        BucketRegion: 'eu-west-1',
      });
    });

    it('may be repeated by the owner in us-east-1 only', async () => {
      await create(virginia);
      aws.s3.bucket(Bucket).put('k');
      expect(await create(virginia)).to.include({ Location: '/photos' });
      expect(aws.s3.bucket(Bucket).keys()).to.deep.equal(['k']);
      await create(ireland, 'eu-west-1', 'dublin');
      await expectRefusal(create(ireland, 'eu-west-1', 'dublin'), {
        name: 'BucketAlreadyOwnedByYou',
        status: 409,
        message: 'Your previous request to create the named bucket succeeded and you already own it.',
        members: { BucketName: 'dublin' },
      });
    });

    for (const [constraint, message] of [
      [undefined, 'unspecified'],
      ['us-west-1', 'us-west-1'],
      ['bar', 'bar'],
    ] as const) {
      it(`refuses the location constraint ${constraint} in another region than us-east-1`, async () => {
        await expectRefusal(create(ireland, constraint), {
          name: 'IllegalLocationConstraintException',
          status: 400,
          message: `The ${message} location constraint is incompatible for the region specific endpoint this request was sent to.`,
        });
      });
    }

    for (const constraint of ['us-east-1', 'foo']) {
      it(`refuses the location constraint ${constraint} in us-east-1`, async () => {
        await expectRefusal(create(virginia, constraint), {
          name: 'InvalidLocationConstraint',
          status: 400,
          message: 'The specified location-constraint is not valid',
          members: { LocationConstraint: constraint },
        });
      });
    }

    it('takes private as the ACL and no other', async () => {
      await virginia.send(new CreateBucketCommand({ Bucket, ACL: 'private' }));
      await expectRefusal(virginia.send(new CreateBucketCommand({ Bucket, ACL: 'public-read' })), {
        name: 'InvalidBucketAclWithObjectOwnership',
        status: 400,
        message: "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
      });
      await expectRefusal(virginia.send(new CreateBucketCommand({ Bucket, ACL: 'fake' as 'private' })), {
        name: 'InvalidArgument',
        status: 400,
        message: 'UnknownError',
        members: { ArgumentName: 'x-amz-acl', ArgumentValue: 'fake' },
      });
    });

    it('refuses what is not modelled inside its configuration', async () => {
      const input = {
        Bucket,
        CreateBucketConfiguration: { Location: { Type: 'AvailabilityZone' as const } },
      };
      expect((await caught(virginia.send(new CreateBucketCommand(input)))).message).to.contain(
        'CreateBucketConfiguration.Location',
      );
      expect(() => aws.unplug()).to.throw('CreateBucketConfiguration.Location');
    });
  });

  describe('S3.HeadBucket', () => {
    it('tells where a bucket is', async () => {
      aws.s3.createBucket(Bucket, { region: 'eu-west-1' });
      const answer = answerOf(await ireland.send(new HeadBucketCommand({ Bucket })));
      expect(answer).to.deep.equal({
        BucketArn: 'arn:aws:s3:::photos',
        BucketRegion: 'eu-west-1',
        AccessPointAlias: false,
      });
    });

    it('tells by the status alone that it is missing, elsewhere or not yours', async () => {
      await expectBodyless(virginia.send(new HeadBucketCommand({ Bucket })), 404);
      aws.s3.createBucket(Bucket, { region: 'eu-west-1' });
      const error = await expectBodyless(virginia.send(new HeadBucketCommand({ Bucket })), 301);
      expect(error['$response']).to.have.nested.property('headers.x-amz-bucket-region', 'eu-west-1');
      await expectBodyless(
        ireland.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner: '999999999999' })),
        403,
      );
    });
  });

  it('redirects whoever asks in the wrong region', async () => {
    aws.s3.createBucket(Bucket, { region: 'eu-west-1' });
    await expectRefusal(virginia.send(new GetObjectCommand({ Bucket, Key: 'k' })), {
      name: 'PermanentRedirect',
      status: 301,
      message:
        'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      members: { Endpoint: 'photos.s3.eu-west-1.amazonaws.com', Bucket },
    });
  });

  describe('S3.DeleteBucket', () => {
    it('removes an empty bucket, whose name is free again', async () => {
      aws.s3.bucket(Bucket).put('k');
      await expectRefusal(virginia.send(new DeleteBucketCommand({ Bucket })), {
        name: 'BucketNotEmpty',
        status: 409,
        message: 'The bucket you tried to delete is not empty',
        members: { BucketName: Bucket },
      });
      await virginia.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
      const answer = await virginia.send(new DeleteBucketCommand({ Bucket }));
      expect(answer.$metadata.httpStatusCode).to.equal(204);
      expect(aws.s3.buckets()).to.deep.equal([]);
      await expectRefusal(virginia.send(new DeleteBucketCommand({ Bucket })), {
        name: 'NoSuchBucket',
        status: 404,
        message: 'The specified bucket does not exist',
        members: { BucketName: Bucket },
      });
      await create(virginia);
    });
  });

  describe('S3.GetBucketLocation', () => {
    const location = async (client: S3Client) =>
      (await client.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint;

    it('shows us-east-1 as nothing', async () => {
      await create(virginia);
      expect(await location(virginia)).to.equal(undefined);
    });

    it('shows other regions, EU as it was given, and is answered everywhere', async () => {
      await create(virginia, 'EU');
      expect(await location(ireland)).to.equal('EU');
      expect(await location(virginia)).to.equal('EU');
      expect(await ireland.send(new HeadBucketCommand({ Bucket }))).to.include({ BucketRegion: 'eu-west-1' });
    });

    it('shows the caller a bucket without a region as one of its own', async () => {
      aws.s3.createBucket(Bucket);
      expect(await location(virginia)).to.equal(undefined);
      expect(await location(ireland)).to.equal('eu-west-1');
    });

    it('refuses a bucket that is missing or has another owner', async () => {
      const error = await caught(virginia.send(new GetBucketLocationCommand({ Bucket })));
      expect(error.name).to.equal('NoSuchBucket');
      aws.s3.createBucket(Bucket);
      const input = { Bucket, ExpectedBucketOwner: '999999999999' };
      expect((await caught(virginia.send(new GetBucketLocationCommand(input)))).name).to.equal(
        'AccessDenied',
      );
    });
  });
});
