import { expect } from 'chai';
import { configurationOperations } from '../../../fakes/s3/configuration/configuration-operations';

describe('S3 operations on configurations', () => {
  it('may arrive late where they put or delete the only one of a bucket', () => {
    const late = configurationOperations.filter((row) => row.advice.includes('late')).map((row) => row.name);
    expect(late).to.have.members([
      'PutBucketLifecycleConfiguration',
      'DeleteBucketLifecycle',
      'PutBucketWebsite',
      'DeleteBucketWebsite',
      'PutBucketLogging',
      'PutBucketReplication',
      'DeleteBucketReplication',
      'PutBucketAccelerateConfiguration',
    ]);
  });
});
