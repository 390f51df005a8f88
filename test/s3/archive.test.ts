import { GetObjectCommand, HeadObjectCommand, RestoreObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { expectRefusal } from './caught';

const object = { Bucket: 'photos', Key: 'k' };
const MIDNIGHT = 86_400_000;

describe('S3 archived objects', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const shown = async () => (await client.send(new HeadObjectCommand(object))).Restore;
  const refused = () =>
    expectRefusal(client.send(new GetObjectCommand(object)), {
      name: 'InvalidObjectState',
      status: 403,
      message: "The operation is not valid for the object's storage class",
      members: { StorageClass: 'GLACIER' },
    });

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.bucket('photos').put('k', 'x', { StorageClass: 'GLACIER' });
  });
  afterEach(() => aws.unplug());

  it('can be read from the end of a restore until its copy expires at midnight', async () => {
    await refused();
    expect(await shown()).to.equal(undefined);
    await client.send(new RestoreObjectCommand({ ...object, RestoreRequest: { Days: 1 } }));
    expect(await shown()).to.equal('ongoing-request="true"');
    await aws.clock.advance('4h');
    await refused();
    await aws.clock.advance('1h');
    const expiry = new Date(Math.ceil((aws.clock.now() + MIDNIGHT) / MIDNIGHT) * MIDNIGHT);
    expect(await shown()).to.equal(`ongoing-request="false", expiry-date="${expiry.toUTCString()}"`);
    expect((await client.send(new GetObjectCommand(object))).StorageClass).to.equal('GLACIER');
    await aws.clock.advance('2d');
    await refused();
    expect(await shown()).to.equal(undefined);
  });
});
