import { PutBucketAnalyticsConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { fakeAws } from '../../../fakes';

describe('S3.PutBucketAnalyticsConfiguration: its analysis', () => {
  it('needs no export', async () => {
    const aws = fakeAws({ seed: 1 });
    aws.s3.createBucket('photos');
    const AnalyticsConfiguration = { Id: 'a', StorageClassAnalysis: {} };
    await new S3Client({}).send(
      new PutBucketAnalyticsConfigurationCommand({ Bucket: 'photos', Id: 'a', AnalyticsConfiguration }),
    );
    aws.unplug();
  });
});
