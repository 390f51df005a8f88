import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answerOf, caught, expectRefusal } from './caught';

const Bucket = 'photos';

describe('S3.PutBucketPolicy', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const put = (policy: string) => client.send(new PutBucketPolicyCommand({ Bucket, Policy: policy }));
  const get = async () => answerOf(await client.send(new GetBucketPolicyCommand({ Bucket })));
  const statement = (Effect: string) => ({
    Effect,
    Principal: '*',
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::photos/*',
  });
  const none = {
    name: 'NoSuchBucketPolicy',
    status: 404,
    message: 'The bucket policy does not exist',
    members: { BucketName: Bucket },
  };

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  it('keeps the text as it is, until it is deleted', async () => {
    await expectRefusal(get(), none);
    const policy = `{ "Version": "2012-10-17", "Statement": [${JSON.stringify(statement('Allow'))}] }`;
    await put(policy);
    expect(await get()).to.deep.equal({ Policy: policy });
    const one = JSON.stringify({ Statement: statement('Allow') });
    await put(one);
    expect(await get()).to.deep.equal({ Policy: one });
    await client.send(new DeleteBucketPolicyCommand({ Bucket }));
    await client.send(new DeleteBucketPolicyCommand({ Bucket }));
    await expectRefusal(get(), none);
  });

  for (const [policy, message] of [
    ['', "Policies must be valid JSON and the first byte must be '{'"],
    ['random', "Policies must be valid JSON and the first byte must be '{'"],
    ['[]', "Policies must be valid JSON and the first byte must be '{'"],
    ['{', "Policies must be valid JSON and the first byte must be '{'"],
    ['{}', 'Missing required field Statement'],
  ] as const) {
    it(`refuses ${JSON.stringify(policy)}`, async () => {
      await expectRefusal(put(policy), { name: 'MalformedPolicy', status: 400, message });
    });
  }

  it('does not model statements that deny', async () => {
    const error = await caught(put(JSON.stringify({ Statement: [statement('Allow'), statement('Deny')] })));
    expect(error.message).to.contain('a statement that denies is not modelled');
    expect(() => aws.unplug()).to.throw('denies');
  });
});
