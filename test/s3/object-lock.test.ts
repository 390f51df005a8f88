import {
  CreateBucketCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
  type ObjectLockConfiguration,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answerOf, caught, expectRefusal } from './caught';

const Bucket = 'vault';

describe('S3 Object Lock of buckets', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const put = (configuration: ObjectLockConfiguration, bucket = Bucket) =>
    client.send(
      new PutObjectLockConfigurationCommand({ Bucket: bucket, ObjectLockConfiguration: configuration }),
    );
  const get = async () =>
    answerOf(await client.send(new GetObjectLockConfigurationCommand({ Bucket }))).ObjectLockConfiguration;

  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
    aws.s3.createBucket('plain');
  });
  afterEach(() => aws.unplug());

  it('comes with versioning, which stays on', async () => {
    expect(await get()).to.deep.equal({ ObjectLockEnabled: 'Enabled' });
    expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).to.equal('Enabled');
    const suspended = client.send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }),
    );
    await expectRefusal(suspended, {
      name: 'InvalidBucketState',
      status: 409,
      message:
        'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.',
    });
  });

  it('needs versioning on a bucket that exists', async () => {
    await expectRefusal(put({ ObjectLockEnabled: 'Enabled' }, 'plain'), {
      name: 'InvalidBucketState',
      status: 409,
      message: "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
    });
    await expectRefusal(client.send(new GetObjectLockConfigurationCommand({ Bucket: 'plain' })), {
      name: 'ObjectLockConfigurationNotFoundError',
      status: 404,
      message: 'Object Lock configuration does not exist for this bucket',
      members: { BucketName: 'plain' },
    });
    aws.s3.createBucket('versioned', { versioning: 'Enabled' });
    await put({ ObjectLockEnabled: 'Enabled' }, 'versioned');
  });

  for (const [period, until] of [
    [{ Days: 30 }, 30 * 86_400_000],
    [{ Years: 1 }, 365 * 86_400_000],
  ] as const) {
    it(`retains new objects by default for ${JSON.stringify(period)}`, async () => {
      const configuration = {
        ObjectLockEnabled: 'Enabled' as const,
        Rule: { DefaultRetention: { Mode: 'COMPLIANCE' as const, ...period } },
      };
      await put(configuration);
      expect(await get()).to.deep.equal(configuration);
      await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
      const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'k' }));
      expect(head.ObjectLockMode).to.equal('COMPLIANCE');
      const kept = Number(head.ObjectLockRetainUntilDate) - Number(head.LastModified);
      expect(kept).to.be.within(until, until + 86_400_000);
    });
  }

  it('needs a mode and one positive period', async () => {
    const rule = (DefaultRetention: object) => ({
      ObjectLockEnabled: 'Enabled' as const,
      Rule: { DefaultRetention },
    });
    for (const configuration of [
      {},
      { ObjectLockEnabled: 'Enabled' as const, Rule: {} },
      rule({ Days: 1 }),
      rule({ Mode: 'FOREVER', Days: 1 }),
      rule({ Mode: 'GOVERNANCE' }),
      rule({ Mode: 'GOVERNANCE', Days: 1, Years: 1 }),
    ]) {
      expect((await caught(put(configuration))).name, JSON.stringify(configuration)).to.equal('MalformedXML');
    }
    for (const period of [{ Days: 0 }, { Years: -1 }, { Days: 36_501 }, { Years: 101 }]) {
      expect((await caught(put(rule({ Mode: 'GOVERNANCE', ...period })))).name).to.equal('InvalidArgument');
    }
    await put(rule({ Mode: 'GOVERNANCE', Days: 36_500 }));
    await put(rule({ Mode: 'GOVERNANCE', Years: 100 }));
  });

  it('takes no tokens', async () => {
    const error = await caught(
      client.send(
        new PutObjectLockConfigurationCommand({
          Bucket,
          Token: 't',
          ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' },
        }),
      ),
    );
    expect(error.message).to.contain('Token');
    expect(() => aws.unplug()).to.throw('Token');
  });

  it('does not know event holds, and says so', async () => {
    const DefaultRetention = { Mode: 'GOVERNANCE' as const, Days: 1, DefaultEventHold: { Days: 1 } };
    const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled' as const, Rule: { DefaultRetention } };
    const error = await caught(
      new S3Client({}).send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration })),
    );
    expect(error.message).to.contain('PutObjectLockConfiguration: DefaultEventHold is not modelled');
    expect(aws.world.takeProblems()).to.have.lengthOf(1);
  });
});
