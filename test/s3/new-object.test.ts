import { GetObjectCommand, PutObjectCommand, S3Client, type PutObjectCommandInput } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { expectRefusal } from './caught';

const Bucket = 'photos';
const Key = 'k';

describe('S3 new objects', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const put = (input: Partial<PutObjectCommandInput>) =>
    client.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ...input }));

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  for (const StorageClass of [
    'REDUCED_REDUNDANCY',
    'STANDARD_IA',
    'ONEZONE_IA',
    'INTELLIGENT_TIERING',
    'GLACIER_IR',
  ] as const) {
    it(`may be ${StorageClass}`, async () => {
      await put({ StorageClass });
      expect(await client.send(new GetObjectCommand({ Bucket, Key }))).to.include({ StorageClass });
    });
  }

  for (const StorageClass of ['OUTPOSTS', 'SNOW', 'EXPRESS_ONEZONE', 'COLD' as 'SNOW']) {
    it(`may not be ${StorageClass}`, async () => {
      await expectRefusal(put({ StorageClass: StorageClass as 'SNOW' }), {
        name: 'InvalidStorageClass',
        status: 400,
        message: 'The storage class you specified is not valid',
        members: { StorageClassRequested: StorageClass },
      });
    });
  }

  it('take the ACLs that say what the bucket says, and no other', async () => {
    await put({ ACL: 'private' });
    await put({ ACL: 'bucket-owner-full-control' });
    await expectRefusal(put({ ACL: 'public-read' }), {
      name: 'AccessControlListNotSupported',
      status: 400,
      message: 'The bucket does not allow ACLs',
    });
    await expectRefusal(put({ ACL: 'fakeacl' as 'private' }), {
      name: 'InvalidArgument',
      status: 400,
      message: 'UnknownError',
      members: { ArgumentName: 'x-amz-acl', ArgumentValue: 'fakeacl' },
    });
  });
});
