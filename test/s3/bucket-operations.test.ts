import { expect } from 'chai';
import { bucketOperations } from '../../fakes/s3/bucket-operations';
import { s3 } from '../../fakes/s3/service';

describe('S3 table of bucket operations', () => {
  it('is part of the service', () => {
    const names = bucketOperations.map((row) => row.name);
    expect(names).to.include.members([
      'CreateBucket',
      'HeadBucket',
      'DeleteBucket',
      'ListBuckets',
      'GetBucketLocation',
    ]);
    expect(s3.operations.map((row) => row.name)).to.include.members(bucketOperations.map((row) => row.name));
  });
});
