import { PutBucketInventoryConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { caught, expectRefusal } from '../caught';
import { DOCUMENTS } from './documents';

describe('S3.PutBucketInventoryConfiguration: its answers', () => {
  let aws: FakeAws;
  const put = (Id: string, changes: object) =>
    new S3Client({}).send(
      new PutBucketInventoryConfigurationCommand({
        Bucket: 'photos',
        Id: 'a',
        InventoryConfiguration: { ...DOCUMENTS.Inventory.document, Id, ...changes } as never,
      }),
    );
  const to = (Bucket: string) => ({ Destination: { S3BucketDestination: { Bucket, Format: 'CSV' } } });

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket('photos');
  });
  afterEach(() => aws.unplug());

  it('come in order: the schema, the id, the destination', async () => {
    expect((await caught(put('b', { Schedule: {}, ...to('reports') }))).name).to.equal('MalformedXML');
    await expectRefusal(put('b', to('reports')), {
      name: 'IdMismatch',
      status: 400,
      message: 'Document ID does not match the specified configuration ID.',
    });
    for (const arn of ['reports', 'arn:aws:s3:::', 'arn:aws:sqs:::reports']) {
      await expectRefusal(put('a', to(arn)), {
        name: 'InvalidS3DestinationBucket',
        status: 400,
        message: 'Invalid bucket ARN.',
      });
    }
    await put('a', { ...to('arn:aws-cn:s3:::reports'), OptionalFields: undefined });
  });
});
