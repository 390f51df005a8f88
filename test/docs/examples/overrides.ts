import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws } from '../../../fakes';

it('lets an answer of the test win over the fake, and falls back to it', async () => {
  const aws = fakeAws();
  try {
    const s3 = new S3Client({});
    aws.s3.bucket('receipts').put('a', 'x');
    aws.s3.mock?.on(ListObjectsV2Command).resolvesOnce({ KeyCount: 1000 });
    const list = new ListObjectsV2Command({ Bucket: 'receipts' });
    expect((await s3.send(list)).KeyCount).to.equal(1000);
    expect((await s3.send(list)).KeyCount).to.equal(1);
    expect(aws.s3.mock?.commandCalls(ListObjectsV2Command)).to.have.length(2);
  } finally {
    aws.unplug();
  }
});
