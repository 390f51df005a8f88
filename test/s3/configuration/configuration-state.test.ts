import { PutBucketWebsiteCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws } from '../../../fakes';

describe('S3 configurations', () => {
  it('show in the diff of a world, by bucket', async () => {
    const aws = fakeAws({ seed: 1 });
    aws.s3.createBucket('photos');
    const mark = aws.mark();
    const WebsiteConfiguration = { IndexDocument: { Suffix: 'i' } };
    await new S3Client({}).send(new PutBucketWebsiteCommand({ Bucket: 'photos', WebsiteConfiguration }));
    expect(aws.diff(mark)).to.deep.equal([
      {
        collection: 's3.website',
        key: 'photos',
        before: undefined,
        after: { document: WebsiteConfiguration },
      },
    ]);
    aws.unplug();
  });
});
