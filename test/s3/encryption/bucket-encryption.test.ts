import {
  DeleteBucketEncryptionCommand,
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  PutBucketEncryptionCommand,
  PutBucketOwnershipControlsCommand,
  S3Client,
  type OwnershipControlsRule,
  type ServerSideEncryptionRule,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { answerOf, caught, expectRefusal } from '../caught';

const Bucket = 'photos';

describe('S3 defaults of buckets', () => {
  let aws: FakeAws;
  const client = new S3Client({});

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  describe('S3.PutBucketOwnershipControls', () => {
    const put = (Rules: OwnershipControlsRule[]) =>
      client.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules } }));

    it('is what every bucket has', async () => {
      await put([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
      const answer = answerOf(await client.send(new GetBucketOwnershipControlsCommand({ Bucket })));
      expect(answer).to.deep.equal({
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      });
    });

    it('needs one rule that there is', async () => {
      const rule: OwnershipControlsRule = { ObjectOwnership: 'BucketOwnerEnforced' };
      for (const rules of [[], [rule, rule], [{ ObjectOwnership: 'Nobody' as 'ObjectWriter' }]]) {
        expect((await caught(put(rules))).name).to.equal('MalformedXML');
      }
    });

    it('does not model ACLs', async () => {
      expect((await caught(put([{ ObjectOwnership: 'ObjectWriter' }]))).message).to.contain(
        'ObjectOwnership ObjectWriter',
      );
      expect(() => aws.unplug()).to.throw('ObjectWriter');
    });
  });

  describe('S3.PutBucketEncryption', () => {
    const put = (Rules: ServerSideEncryptionRule[]) =>
      client.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
    const get = async () =>
      (await client.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration
        ?.Rules;
    const aes = { SSEAlgorithm: 'AES256' } as const;

    it('is by the keys of S3, with a bucket key if asked for', async () => {
      const rule = (BucketKeyEnabled: boolean) => [
        { ApplyServerSideEncryptionByDefault: aes, BucketKeyEnabled },
      ];
      expect(await get()).to.deep.equal(rule(false));
      await put(rule(true));
      expect(await get()).to.deep.equal(rule(true));
      await client.send(new DeleteBucketEncryptionCommand({ Bucket }));
      expect(await get()).to.deep.equal(rule(false));
      await put([{ ApplyServerSideEncryptionByDefault: aes }]);
      expect(await get()).to.deep.equal(rule(false));
    });

    it('refuses what is malformed, and a KMS key for the keys of S3', async () => {
      const rule = { ApplyServerSideEncryptionByDefault: aes };
      const none = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'ROT13' as 'AES256' } };
      for (const rules of [[], [rule, rule], [{}], [none]]) {
        expect((await caught(put(rules))).name).to.equal('MalformedXML');
      }
      await expectRefusal(put([{ ApplyServerSideEncryptionByDefault: { ...aes, KMSMasterKeyID: 'key' } }]), {
        name: 'InvalidArgument',
        status: 400,
        message:
          'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
        members: { ArgumentName: 'ApplyServerSideEncryptionByDefault' },
      });
    });

    it('does not model KMS', async () => {
      const kms = put([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }]);
      expect((await caught(kms)).message).to.contain('SSEAlgorithm aws:kms');
      const blocked = put([{ ApplyServerSideEncryptionByDefault: aes, BlockedEncryptionTypes: {} }]);
      expect((await caught(blocked)).message).to.contain('BlockedEncryptionTypes');
      expect(() => aws.unplug()).to.throw('aws:kms');
    });
  });
});
