import { expect } from 'chai';
import { uploadOperations } from '../../fakes/s3/upload-operations';
import { s3 } from '../../fakes/s3/service';

describe('S3 table of upload operations', () => {
  it('is part of the service', () => {
    const names = uploadOperations.map((row) => row.name);
    expect(names).to.include.members(['CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload']);
    expect(s3.operations.map((row) => row.name)).to.include.members(uploadOperations.map((row) => row.name));
  });
});
