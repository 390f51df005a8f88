import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { answerOf, caught, expectRefusal } from '../caught';

const Bucket = 'photos';

describe('S3.PutBucketPolicy', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const put = (policy: string) => client.send(new PutBucketPolicyCommand({ Bucket, Policy: policy }));
  const get = async () => answerOf(await client.send(new GetBucketPolicyCommand({ Bucket })));
  const read = () => client.send(new GetObjectCommand({ Bucket, Key: 'a' }));
  const unblock = () =>
    client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: {} }));
  const statement = (Effect: string, Principal: unknown = '*') => ({
    Effect,
    Principal,
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::photos/*',
  });
  const policyOf = (...Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
  const none = {
    name: 'NoSuchBucketPolicy',
    status: 404,
    message: 'The bucket policy does not exist',
    members: { BucketName: Bucket },
  };

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
    aws.s3.bucket(Bucket).put('a', 'x');
  });
  afterEach(() => aws.unplug());

  it('keeps the text as it is, until it is deleted', async () => {
    await expectRefusal(get(), none);
    await unblock();
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

  it('counts from the next call on', async () => {
    await put(policyOf(statement('Deny')));
    await expectRefusal(read(), {
      name: 'AccessDenied',
      status: 403,
      message:
        'User: arn:aws:iam::000000000000:user/test is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::photos/a" with an explicit deny in a resource-based policy',
    });
    await client.send(new DeleteBucketPolicyCommand({ Bucket }));
    await read();
  });

  const resource = (Resource: unknown) => policyOf({ ...statement('Deny'), Resource });
  const action = (Action: unknown) => policyOf({ ...statement('Deny'), Action });
  for (const [policy, message] of [
    ['', "Policies must be valid JSON and the first byte must be '{'"],
    ['random', "Policies must be valid JSON and the first byte must be '{'"],
    ['[]', "Policies must be valid JSON and the first byte must be '{'"],
    ['{', "Policies must be valid JSON and the first byte must be '{'"],
    ['{}', 'Missing required field Statement'],
    [policyOf({ ...statement('Deny'), Principal: undefined }), 'Missing required field Principal'],
    [resource('arn:aws:s3:::others/*'), 'Policy has invalid resource'],
    [resource('arn:aws:s3:::photosalbum'), 'Policy has invalid resource'],
    [resource(['arn:aws:s3:::photos', 'arn:aws:s3:::other*']), 'Policy has invalid resource'],
    [action('sqs:SendMessage'), 'Policy has invalid action'],
    [action(['s3:Get*', 's3']), 'Policy has invalid action'],
  ] as const) {
    it(`refuses ${policy.slice(0, 120)}: ${message}`, async () => {
      await expectRefusal(put(policy), { name: 'MalformedPolicy', status: 400, message });
    });
  }

  for (const policy of [
    resource(['arn:aws:s3:::photos', 'arn:aws:s3:::photos/a']),
    resource('*'),
    resource('arn:aws:s3:::pho*'),
    resource('arn:aws:s3:::photos/a*'),
    action(['s3:*', '*']),
  ]) {
    it(`takes ${policy}`, async () => void (await put(policy)));
  }

  it('refuses what is longer than 20 KB', async () => {
    const long = (bytes: number): string => {
      const policy = policyOf(statement('Deny'));
      return policy + ' '.repeat(bytes - policy.length);
    };
    await put(long(20_480));
    await expectRefusal(put(long(20_481)), {
      name: 'MalformedPolicy',
      status: 400,
      message: 'Normalized policy document exceeds the maximum allowed size of 20480 bytes.',
    });
  });

  it('refuses a public policy where the bucket blocks them, as every new bucket does', async () => {
    await expectRefusal(put(policyOf(statement('Allow'))), {
      name: 'AccessDenied',
      status: 403,
      message:
        'User: arn:aws:iam::000000000000:user/test is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::photos" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.',
    });
    await put(policyOf(statement('Allow', { AWS: '111122223333' })));
    await unblock();
    await put(policyOf(statement('Allow')));
  });

  it('is a matter of the account that owns the bucket', async () => {
    await unblock();
    await put(policyOf({ ...statement('Allow'), Action: 's3:*', Resource: ['arn:aws:s3:::photos'] }));
    const other = new S3Client({ credentials: aws.iam.root('111122223333').credentials });
    const refusal = (Method: string) => ({
      name: 'MethodNotAllowed',
      status: 405,
      message: 'The specified method is not allowed against this resource.',
      members: { Method, ResourceType: 'BUCKETPOLICY' },
    });
    await expectRefusal(other.send(new GetBucketPolicyCommand({ Bucket })), refusal('GET'));
    await expectRefusal(
      other.send(new PutBucketPolicyCommand({ Bucket, Policy: policyOf(statement('Deny')) })),
      refusal('PUT'),
    );
    await expectRefusal(other.send(new DeleteBucketPolicyCommand({ Bucket })), refusal('DELETE'));
  });

  it('never keeps the root user of the owner from mending it', async () => {
    await put(policyOf({ ...statement('Deny'), Action: 's3:*', Resource: '*' }));
    expect((await caught(get())).name).to.equal('AccessDenied');
    const root = new S3Client({ credentials: aws.iam.root('000000000000').credentials });
    expect((await caught(root.send(new GetObjectCommand({ Bucket, Key: 'a' })))).name).to.equal(
      'AccessDenied',
    );
    await root.send(new GetBucketPolicyCommand({ Bucket }));
    await root.send(new DeleteBucketPolicyCommand({ Bucket }));
    await read();
  });

  it('may count late, and so may its end', async () => {
    aws.faults.on(PutBucketPolicyCommand).arrivesLate('30s');
    await put(policyOf(statement('Deny')));
    expect(await get()).to.have.property('Policy');
    await read();
    await aws.clock.advance('30s');
    expect((await caught(read())).name).to.equal('AccessDenied');
    aws.faults.on(DeleteBucketPolicyCommand).arrivesLate('30s');
    await client.send(new DeleteBucketPolicyCommand({ Bucket }));
    await expectRefusal(get(), none);
    expect((await caught(read())).name).to.equal('AccessDenied');
    await aws.clock.advance('30s');
    await read();
  });

  it('counts as it did, while a later change of a change is under way', async () => {
    await put(policyOf(statement('Deny')));
    aws.faults.on(PutBucketPolicyCommand).arrivesLate('30s').times(2);
    await put(policyOf({ ...statement('Deny'), Action: 's3:PutObject' }));
    await put(policyOf({ ...statement('Deny'), Action: 's3:ListBucket' }));
    expect((await caught(read())).name).to.equal('AccessDenied');
    await aws.clock.advance('30s');
    await read();
  });
});

describe('S3.GetBucketPolicyStatus', () => {
  it('tells whether the policy makes the bucket public', async () => {
    const aws = fakeAws({ seed: 1 });
    try {
      const client = new S3Client({});
      aws.s3.createBucket(Bucket);
      const status = async () =>
        (await client.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus?.IsPublic;
      expect((await caught(status())).name).to.equal('NoSuchBucketPolicy');
      await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: {} }));
      for (const [Principal, expected] of [
        ['*', true],
        [{ AWS: '111122223333' }, false],
      ] as const) {
        const Statement = {
          Effect: 'Allow',
          Principal,
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::photos/*',
        };
        await client.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Statement }) }));
        expect(await status()).to.equal(expected);
      }
    } finally {
      aws.unplug();
    }
  });
});
