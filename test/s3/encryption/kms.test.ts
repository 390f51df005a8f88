import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws } from '../../../fakes';
import { AWS_MANAGED_KEY } from '../../../fakes/s3/encryption/kms';

const Bucket = 'photos';

describe('requireKmsKey', () => {
  it('looks for the key where the bucket is', async () => {
    const aws = fakeAws({ seed: 1 });
    try {
      aws.s3.createBucket(Bucket, { region: 'eu-west-1' });
      const put = new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', ServerSideEncryption: 'aws:kms' });
      const { SSEKMSKeyId } = await new S3Client({ region: 'eu-west-1' }).send(put);
      expect(SSEKMSKeyId).to.equal(aws.kms.key(AWS_MANAGED_KEY).arn.replace('us-east-1', 'eu-west-1'));
    } finally {
      aws.unplug();
    }
  });
});
