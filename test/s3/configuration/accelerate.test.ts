import {
  GetBucketAccelerateConfigurationCommand,
  PutBucketAccelerateConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { answerOf, caught, expectRefusal } from '../caught';

describe('S3.PutBucketAccelerateConfiguration', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const put = (Status: string | undefined, Bucket = 'photos') =>
    client.send(
      new PutBucketAccelerateConfigurationCommand({ Bucket, AccelerateConfiguration: { Status } as object }),
    );
  const get = async () =>
    answerOf(await client.send(new GetBucketAccelerateConfigurationCommand({ Bucket: 'photos' })));

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket('photos');
    aws.s3.createBucket('photos.example');
  });
  afterEach(() => aws.unplug());

  it('is nothing at first, then what was put', async () => {
    expect(await get()).to.deep.equal({});
    await put('Enabled');
    expect(await get()).to.deep.equal({ Status: 'Enabled' });
    await put('Suspended');
    expect(await get()).to.deep.equal({ Status: 'Suspended' });
  });

  it('knows two states', async () => {
    for (const status of ['enabled', 'Random', undefined]) {
      expect((await caught(put(status))).name).to.equal('MalformedXML');
    }
  });

  it('is not for names with periods', async () => {
    await expectRefusal(put('Enabled', 'photos.example'), {
      name: 'InvalidRequest',
      status: 400,
      message: 'S3 Transfer Acceleration is not supported for buckets with periods (.) in their names',
    });
  });
});
