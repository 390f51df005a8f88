import {
  DeleteBucketWebsiteCommand,
  GetBucketWebsiteCommand,
  PutBucketWebsiteCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';

const Bucket = 'photos';

describe('a configuration that arrives late', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const put = (Suffix: string) =>
    client.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration: { IndexDocument: { Suffix } } }));
  const suffix = () =>
    client.send(new GetBucketWebsiteCommand({ Bucket })).then(
      ({ IndexDocument }) => IndexDocument?.Suffix,
      (error: Error) => error.name,
    );

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  it('is seen when its time has come, not a millisecond earlier', async () => {
    aws.faults.on(PutBucketWebsiteCommand).arrivesLate('1m');
    await put('a');
    await aws.clock.advance(59_999);
    expect(await suffix()).to.equal('NoSuchWebsiteConfiguration');
    await aws.clock.advance(1);
    expect(await suffix()).to.equal('a');
  });

  it('leaves what was there until then, also where it takes it away', async () => {
    await put('a');
    aws.faults.on(DeleteBucketWebsiteCommand).arrivesLate('1m');
    await client.send(new DeleteBucketWebsiteCommand({ Bucket }));
    expect(await suffix()).to.equal('a');
    await aws.clock.advance('1m');
    expect(await suffix()).to.equal('NoSuchWebsiteConfiguration');
  });

  it('replaces one that has not arrived', async () => {
    aws.faults.on(PutBucketWebsiteCommand).arrivesLate('1m').times(2);
    await put('a');
    await aws.clock.advance('30s');
    await put('b');
    await aws.clock.advance('30s');
    expect(await suffix()).to.equal('NoSuchWebsiteConfiguration');
    await aws.clock.advance('30s');
    expect(await suffix()).to.equal('b');
    await put('c');
    expect(await suffix()).to.equal('c');
  });

  it('fools who reads it back at once, not who waits for it', async () => {
    /** Believes that a configuration is there once it was put. */
    const naive = async () => {
      await put('a');
      return (await client.send(new GetBucketWebsiteCommand({ Bucket }))).IndexDocument?.Suffix;
    };
    /** Asks until the configuration shows. */
    const careful = async () => {
      await put('a');
      for (;;) {
        const seen = await suffix();
        if (seen === 'a') return seen;
        await new Promise((resolve) => setTimeout(resolve, 5_000));
      }
    };
    aws.faults.on(PutBucketWebsiteCommand).arrivesLate('20s').times(2);
    expect(await naive().catch((error: Error) => error.name)).to.equal('NoSuchWebsiteConfiguration');
    await client.send(new DeleteBucketWebsiteCommand({ Bucket }));
    expect(await careful()).to.equal('a');
  });
});
