import { RestoreObjectCommand, S3Client, type RestoreRequest } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { caught, expectRefusal } from './caught';

const object = { Bucket: 'photos', Key: 'k' };

describe('S3.RestoreObject', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const restore = (RestoreRequest?: RestoreRequest) =>
    client.send(new RestoreObjectCommand({ ...object, RestoreRequest }));
  const arrange = (StorageClass: 'GLACIER' | 'DEEP_ARCHIVE' | 'STANDARD') =>
    aws.s3.bucket('photos').put('k', 'x', { StorageClass });

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    arrange('GLACIER');
  });
  afterEach(() => aws.unplug());

  it('is under way once, and may be asked for again when it is done', async () => {
    await restore({ Days: 1, Tier: 'Expedited' });
    await expectRefusal(restore({ Days: 1 }), {
      name: 'RestoreAlreadyInProgress',
      status: 409,
      message: 'Object restore is already in progress',
    });
    await aws.clock.advance('5m');
    await restore({ Days: 2 });
    await restore({ Days: 3 });
  });

  it('is for archived objects, by the tiers that they have', async () => {
    arrange('STANDARD');
    await expectRefusal(restore({ Days: 1 }), {
      name: 'InvalidObjectState',
      status: 403,
      message: "Restore is not allowed for the object's current storage class",
      members: { StorageClass: 'STANDARD' },
    });
    arrange('DEEP_ARCHIVE');
    const expedited = restore({ Days: 1, GlacierJobParameters: { Tier: 'Expedited' } });
    expect((await caught(expedited)).name).to.equal('InvalidArgument');
    await restore({ Days: 1, GlacierJobParameters: { Tier: 'Bulk' } });
  });

  it('needs a number of days, and does nothing but restore', async () => {
    for (const request of [undefined, {}, { Days: 0 }, { Days: 1, Tier: 'Fast' as 'Bulk' }]) {
      expect((await caught(restore(request))).name).to.equal('MalformedXML');
    }
    expect((await caught(restore({ Days: 1, Type: 'SELECT' }))).message).to.contain('Type');
    expect(() => aws.unplug()).to.throw('Type');
  });
});
