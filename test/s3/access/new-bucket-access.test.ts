import {
  CreateBucketCommand,
  GetBucketAclCommand,
  GetBucketOwnershipControlsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { caught, expectRefusal } from '../caught';

const Bucket = 'photos';

describe('S3.CreateBucket with access', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const create = (more: object) => client.send(new CreateBucketCommand({ Bucket, ...more }));

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
  });
  afterEach(() => aws.unplug());

  it('takes an ownership, and with it an ACL', async () => {
    await create({ ObjectOwnership: 'BucketOwnerPreferred', ACL: 'log-delivery-write' });
    const controls = await client.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    expect(controls.OwnershipControls?.Rules).to.deep.equal([{ ObjectOwnership: 'BucketOwnerPreferred' }]);
    expect((await client.send(new GetBucketAclCommand({ Bucket }))).Grants).to.have.length(3);
  });

  for (const ObjectOwnership of ['', 'RandomValue']) {
    it(`refuses the ownership '${ObjectOwnership}'`, async () => {
      await expectRefusal(create({ ObjectOwnership }), {
        name: 'InvalidArgument',
        status: 400,
        message: `Invalid x-amz-object-ownership header: ${ObjectOwnership}`,
        members: { ArgumentName: 'x-amz-object-ownership' },
      });
    });
  }

  it('refuses an ACL that cannot count, and one that is public', async () => {
    const refusal = {
      name: 'InvalidBucketAclWithObjectOwnership',
      status: 400,
      message: "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    };
    await expectRefusal(create({ ACL: 'public-read' }), refusal);
    await expectRefusal(
      create({ ACL: 'authenticated-read', ObjectOwnership: 'BucketOwnerEnforced' }),
      refusal,
    );
    const open = await caught(create({ ACL: 'public-read', ObjectOwnership: 'ObjectWriter' }));
    expect(open.message).to.contain('s3:CreateBucket').and.to.contain('BlockPublicAcls');
    expect(aws.s3.buckets()).to.deep.equal([]);
    await create({ ACL: 'private' });
  });
});
