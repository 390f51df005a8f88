import {
  DeleteBucketOwnershipControlsCommand,
  GetBucketOwnershipControlsCommand,
  PutBucketOwnershipControlsCommand,
  S3Client,
  type OwnershipControlsRule,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { answerOf, caught, expectRefusal } from '../caught';

const Bucket = 'photos';

describe('S3.PutBucketOwnershipControls', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const put = (Rules: OwnershipControlsRule[]) =>
    client.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules } }));
  const get = async () => answerOf(await client.send(new GetBucketOwnershipControlsCommand({ Bucket })));
  const enforced = { OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } };

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  it('is what every bucket has, until it is deleted', async () => {
    expect(await get()).to.deep.equal(enforced);
    await client.send(new DeleteBucketOwnershipControlsCommand({ Bucket }));
    await expectRefusal(get(), {
      name: 'OwnershipControlsNotFoundError',
      status: 404,
      message: 'The bucket ownership controls were not found',
      members: { BucketName: Bucket },
    });
    await put([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
    expect(await get()).to.deep.equal(enforced);
  });

  it('needs one rule that there is', async () => {
    const rule: OwnershipControlsRule = { ObjectOwnership: 'BucketOwnerEnforced' };
    for (const rules of [[], [rule, rule], [{ ObjectOwnership: 'Nobody' as 'ObjectWriter' }]]) {
      expect((await caught(put(rules))).name).to.equal('MalformedXML');
    }
  });

  it('can be that of whoever writes, or of the bucket if it is given everything', async () => {
    for (const ObjectOwnership of ['ObjectWriter', 'BucketOwnerPreferred'] as const) {
      await put([{ ObjectOwnership }]);
      expect(await get()).to.deep.equal({ OwnershipControls: { Rules: [{ ObjectOwnership }] } });
    }
  });
});
