import { expect } from 'chai';
import { objectOperations } from '../../fakes/s3/object-operations';
import { s3 } from '../../fakes/s3/service';

describe('S3 table of object operations', () => {
  it('is part of the service', () => {
    const names = objectOperations.map((row) => row.name);
    expect(names).to.include.members([
      'PutObject',
      'GetObject',
      'HeadObject',
      'DeleteObject',
      'DeleteObjects',
      'ListObjectsV2',
      'CopyObject',
    ]);
    expect(s3.operations.map((row) => row.name)).to.include.members(objectOperations.map((row) => row.name));
  });
});
