import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectAclCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws } from '../../../fakes';
import { caught } from '../caught';

const Bucket = 'photos';

describe('the ACL of an upload', () => {
  it('is asked for when it begins, and is the object’s in the end', async () => {
    const aws = fakeAws({ seed: 1 });
    try {
      const client = new S3Client({});
      await client.send(new CreateBucketCommand({ Bucket, ObjectOwnership: 'ObjectWriter' }));
      const object = { Bucket, Key: 'a' };
      const begin = (ACL: 'aws-exec-read' | 'public-read') =>
        client.send(new CreateMultipartUploadCommand({ ...object, ACL }));
      expect((await caught(begin('public-read'))).message).to.contain('BlockPublicAcls');
      const { UploadId } = await begin('aws-exec-read');
      const { ETag } = await client.send(
        new UploadPartCommand({ ...object, UploadId, PartNumber: 1, Body: 'x' }),
      );
      const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
      await client.send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload }));
      expect((await client.send(new GetObjectAclCommand(object))).Grants).to.have.length(2);
    } finally {
      aws.unplug();
    }
  });
});
