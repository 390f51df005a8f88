import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect } from 'chai';
import { fakeAws } from '../../../fakes';

it('takes an upload by a presigned URL for a minute', async () => {
  const aws = fakeAws();
  try {
    aws.s3.createBucket('uploads');
    const user = aws.iam.user('web');
    user.allow('s3:PutObject', 'arn:aws:s3:::uploads/*');
    const s3 = new S3Client({ region: 'us-east-1', credentials: user.credentials });
    const put = new PutObjectCommand({ Bucket: 'uploads', Key: 'a.txt' });
    const url = await getSignedUrl(s3, put, { expiresIn: 60 });

    const stored = await aws.s3.fetch(url, { method: 'PUT', body: 'hello' }); // a WHATWG Response
    expect(stored.status).to.equal(200);
    expect(aws.s3.bucket('uploads').get('a.txt')?.text).to.equal('hello');

    await aws.clock.advance('61s');
    const late = await aws.s3.fetch(url, { method: 'PUT', body: 'again' });
    expect(late.status).to.equal(403);
    expect(await late.text()).to.contain('<Message>Request has expired</Message>');
  } finally {
    aws.unplug();
  }
});
