import { HeadObjectCommand, NotFound, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws } from '../../../fakes';

/** Stores a receipt once. What is forbidden is no answer to "is it there?". */
async function store(s3: S3Client, Key: string): Promise<void> {
  try {
    await s3.send(new HeadObjectCommand({ Bucket: 'receipts', Key }));
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    await s3.send(new PutObjectCommand({ Bucket: 'receipts', Key, Body: 'paid' }));
  }
}

it('needs s3:ListBucket to be told that a receipt is not there', async () => {
  const aws = fakeAws();
  try {
    aws.s3.createBucket('receipts');
    const role = aws.iam.role('worker'); // may do nothing yet
    role.allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::receipts/*');
    const s3 = new S3Client({ credentials: role.credentials });
    const refused = await store(s3, '1').catch((error: unknown) => error);
    expect(refused).to.have.nested.property('$metadata.httpStatusCode', 403); // S3's answer without s3:ListBucket
    role.allow('s3:ListBucket', 'arn:aws:s3:::receipts');
    await store(s3, '1');
    expect(aws.s3.bucket('receipts').keys()).to.deep.equal(['1']);
  } finally {
    aws.unplug();
  }
});
