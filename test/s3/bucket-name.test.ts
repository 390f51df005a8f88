import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { requireBucketName } from '../../fakes/s3/bucket-name';
import { expectRefusal } from './caught';

describe('S3 bucket names', () => {
  let aws: FakeAws;
  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
  });
  afterEach(() => aws.unplug());

  const good = ['abc', 'a'.repeat(63), '1-2', 'my.bucket-1', '1.2.3.4a', 'xn-abc'];
  for (const name of good) it(`may be ${name}`, () => requireBucketName(name));

  const bad = [
    'ab',
    'a'.repeat(64),
    'Photos',
    'my_bucket',
    '-abc',
    'abc-',
    '.abc',
    'a..b',
    '192.168.5.4',
    'xn--abc',
    'sthree-abc',
    'amzn-s3-demo-abc',
    'abc-s3alias',
    'abc--ol-s3',
    'abc.mrap',
    'abc--x-s3',
    'abc--table-s3',
  ];
  for (const name of bad) {
    it(`may not be ${name}`, async () => {
      await expectRefusal(new S3Client({}).send(new CreateBucketCommand({ Bucket: name })), {
        name: 'InvalidBucketName',
        status: 400,
        message: 'The specified bucket is not valid.',
        members: { BucketName: name },
      });
      expect(aws.s3.buckets()).to.deep.equal([]);
    });
  }
});
