import { PutBucketIntelligentTieringConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { fakeAws, type FakeAws } from '../../../fakes';
import { expectRefusal } from '../caught';

describe('S3.PutBucketIntelligentTieringConfiguration: its days', () => {
  let aws: FakeAws;
  const put = (AccessTier: 'ARCHIVE_ACCESS' | 'DEEP_ARCHIVE_ACCESS', Days: number) =>
    new S3Client({}).send(
      new PutBucketIntelligentTieringConfigurationCommand({
        Bucket: 'photos',
        Id: 'a',
        IntelligentTieringConfiguration: { Id: 'a', Status: 'Enabled', Tierings: [{ AccessTier, Days }] },
      }),
    );

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket('photos');
  });
  afterEach(() => aws.unplug());

  for (const [tier, least] of [
    ['ARCHIVE_ACCESS', 90],
    ['DEEP_ARCHIVE_ACCESS', 180],
  ] as const) {
    it(`are ${least} to 730 for ${tier}`, async () => {
      await put(tier, least);
      await put(tier, 730);
      for (const days of [least - 1, 731]) {
        await expectRefusal(put(tier, days), {
          name: 'InvalidArgument',
          status: 400,
          message: `The number of days for ${tier} must be between ${least} and 730`,
          members: { ArgumentName: 'Days', ArgumentValue: String(days) },
        });
      }
    });
  }
});
