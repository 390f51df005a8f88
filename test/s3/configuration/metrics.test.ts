import { PutBucketMetricsConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws } from '../../../fakes';
import { caught } from '../caught';

describe('S3.PutBucketMetricsConfiguration: its bucket', () => {
  it('must exist', async () => {
    const aws = fakeAws({ seed: 1 });
    const input = { Bucket: 'none', Id: 'a', MetricsConfiguration: { Id: 'a' } };
    const error = await caught(new S3Client({}).send(new PutBucketMetricsConfigurationCommand(input)));
    expect(error.name).to.equal('NoSuchBucket');
    aws.unplug();
  });
});
