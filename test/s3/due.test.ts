import {
  GetBucketVersioningCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';

const Bucket = 'photos';

describe('S3 versioning that arrives late', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const version = (Status: 'Enabled' | 'Suspended') =>
    client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
  const put = async (Body: string) =>
    (await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body }))).VersionId;
  const status = async () => (await client.send(new GetBucketVersioningCommand({ Bucket }))).Status;
  const texts = () =>
    aws.s3
      .bucket(Bucket)
      .versions('k')
      .map(({ object }) => object?.text);

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  it('loses what is overwritten before, and keeps what is overwritten after', async () => {
    aws.faults.on(PutBucketVersioningCommand).arrivesLate('15m');
    await version('Enabled');
    expect(await put('1')).to.equal(undefined);
    expect(await put('2')).to.equal(undefined);
    await aws.clock.advance(15 * 60_000 - 1);
    expect(await status()).to.equal(undefined);
    await aws.clock.advance(1);
    expect(await status()).to.equal('Enabled');
    expect(await put('3')).to.match(/^.{32}$/);
    expect(texts()).to.deep.equal(['3', '2']);
  });

  it('is overtaken by a change that arrives at once', async () => {
    aws.faults.on(PutBucketVersioningCommand).arrivesLate('15m');
    await version('Enabled');
    await version('Suspended');
    await aws.clock.advance('1h');
    expect(await status()).to.equal('Suspended');
  });

  it('shows to who looks at the bucket, too', async () => {
    aws.faults.on(PutBucketVersioningCommand).arrivesLate('15m');
    await version('Enabled');
    await put('1');
    await aws.clock.advance('15m');
    aws.s3.bucket(Bucket).put('k', '2');
    expect(texts()).to.deep.equal(['2', '1']);
  });

  it('costs the first version of who writes at once, not of who waits until it shows', async () => {
    /** Believes that the bucket keeps versions as soon as it was told to. */
    const naive = async () => {
      await version('Enabled');
      await put('1');
      await put('2');
    };
    const careful = async () => {
      await version('Enabled');
      while ((await status()) !== 'Enabled') await new Promise((resolve) => setTimeout(resolve, 60_000));
      await put('1');
      await put('2');
    };
    aws.faults.on(PutBucketVersioningCommand).arrivesLate('15m').times(2);
    const mark = aws.mark();
    await naive();
    expect(texts()).to.deep.equal(['2']);
    aws.restore(mark);
    await careful();
    expect(texts()).to.deep.equal(['2', '1']);
  });
});
