import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, FakeMisuse, type FakeAws } from '../../../fakes';

const Bucket = 'photos';

describe('aws.iam', () => {
  let aws: FakeAws;
  const get = (client: S3Client, Key = 'a') => client.send(new GetObjectCommand({ Bucket, Key }));
  const outcome = async (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'allowed',
      (error: Error) => error.message,
    );
  const denied = (arn: string, action: string, resource: string): string =>
    `User: ${arn} is not authorized to perform: ${action} on resource: "${resource}" because no identity-based policy allows the ${action} action`;

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.bucket(Bucket).put('a', 'x');
  });
  afterEach(() => aws.unplug());

  it('lets everybody do everything until something is stated', async () => {
    expect(await outcome(get(new S3Client({})))).to.equal('allowed');
    expect(
      await outcome(get(new S3Client({ credentials: { accessKeyId: 'x', secretAccessKey: 'y' } }))),
    ).to.equal('allowed');
  });

  it('a user may do nothing, then what it is allowed; everybody else goes on', async () => {
    const reader = aws.iam.user('reader');
    const client = new S3Client({ credentials: reader.credentials });
    expect(await outcome(get(client))).to.equal(denied(reader.arn, 's3:GetObject', 'arn:aws:s3:::photos/a'));
    const allowed = reader.allow('s3:GetObject', 'arn:aws:s3:::photos/*');
    expect(await outcome(get(client))).to.equal('allowed');
    expect(await outcome(get(new S3Client({})))).to.equal('allowed');
    allowed.detach();
    expect(await outcome(get(client))).to.contain('not authorized');
  });

  it('the default caller may do everything but what it is denied, or only what it is allowed', async () => {
    const client = new S3Client({});
    const arn = 'arn:aws:iam::000000000000:user/test';
    const rule = aws.iam.deny(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::photos/a');
    expect(await outcome(get(client))).to.equal(
      `User: ${arn} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::photos/a" with an explicit deny in an identity-based policy`,
    );
    expect(await outcome(client.send(new ListObjectsV2Command({ Bucket })))).to.equal('allowed');
    rule.detach();
    aws.iam.allow('s3:Get*');
    expect(await outcome(get(client))).to.equal('allowed');
    expect(await outcome(client.send(new ListObjectsV2Command({ Bucket })))).to.equal(
      denied(arn, 's3:ListBucket', 'arn:aws:s3:::photos'),
    );
  });

  it('takes whole documents, and says what is wrong with them', async () => {
    const user = aws.iam.user('jo', { keys: { 'aws:SourceIp': '203.0.113.9' } });
    const client = new S3Client({ credentials: user.credentials });
    const Condition = { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } };
    const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Condition };
    const policy = user.attach({ Version: '2012-10-17', Statement: [statement] });
    expect(await outcome(get(client))).to.equal('allowed');
    policy.detach();
    user.attach(
      JSON.stringify({
        Statement: { ...statement, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      }),
    );
    expect(await outcome(get(client))).to.contain('not authorized');
    expect(() => user.attach({})).to.throw(FakeMisuse, 'aws.iam.attach(): Missing required field Statement');
    expect(() => user.allow([])).to.throw(FakeMisuse, 'aws.iam.allow(): Invalid policy syntax.');
    expect(() => aws.iam.user('x', { accountId: '12' })).to.throw(FakeMisuse, 'twelve digits');
  });

  it('lets changes take their time', async () => {
    const user = aws.iam.user('jo');
    const client = new S3Client({ credentials: user.credentials });
    const rule = user.allow('s3:GetObject').after('30s');
    expect(await outcome(get(client))).to.contain('not authorized');
    await aws.clock.advance('29s');
    expect(await outcome(get(client))).to.contain('not authorized');
    await aws.clock.advance('1s');
    expect(await outcome(get(client))).to.equal('allowed');
    rule.detach('30s');
    await aws.clock.advance('29s');
    expect(await outcome(get(client))).to.equal('allowed');
    await aws.clock.advance('1s');
    expect(await outcome(get(client))).to.contain('not authorized');
  });

  it('a role is what clients of its task call as, unless they have credentials of their own', async () => {
    const role = aws.iam.role('worker', { task: 'orders' });
    role.allow('s3:PutObject');
    const ran = await aws.run('orders', () => outcome(get(new S3Client({}))));
    expect(ran).to.deep.include({
      value: denied(
        'arn:aws:sts::000000000000:assumed-role/worker/orders',
        's3:GetObject',
        'arn:aws:s3:::photos/a',
      ),
    });
    const put = () => outcome(new S3Client({}).send(new PutObjectCommand({ Bucket, Key: 'b', Body: 'x' })));
    expect(await aws.run('orders', put)).to.deep.include({ value: 'allowed' });
    const own = new S3Client({ credentials: aws.iam.user('al').credentials });
    expect(await aws.run('orders', () => outcome(get(own)))).to.deep.include({
      value: denied('arn:aws:iam::000000000000:user/al', 's3:GetObject', 'arn:aws:s3:::photos/a'),
    });
    expect(aws.iam.role('worker').arn).to.equal('arn:aws:sts::000000000000:assumed-role/worker/session');
  });

  it('takes credentials of your own choice', async () => {
    const credentials = { accessKeyId: 'AKIAMINE', secretAccessKey: 'secret' };
    const user = aws.iam.user('jo', { credentials });
    expect(user.credentials).to.deep.equal(credentials);
    expect(await outcome(get(new S3Client({ credentials })))).to.contain('user/jo is not authorized');
  });

  it('is part of what marks come back to, and of what a reset empties', async () => {
    const client = new S3Client({});
    const mark = aws.mark();
    aws.iam.deny('s3:*');
    expect(await outcome(get(client))).to.contain('explicit deny');
    aws.restore(mark);
    expect(await outcome(get(client))).to.equal('allowed');
    const user = aws.iam.user('jo');
    aws.reset();
    aws.s3.bucket(Bucket).put('a', 'x');
    const own = new S3Client({ credentials: user.credentials });
    expect(await outcome(get(own))).to.equal('allowed');
    user.deny('s3:*');
    expect(await outcome(get(own))).to.contain('explicit deny');
  });

  it('tells which actions a call needed', async () => {
    const client = new S3Client({});
    await get(client);
    await client.send(new PutObjectCommand({ Bucket, Key: 'b', Body: 'x', Tagging: 'a=1' }));
    const needed = aws.calls.entries.map((entry) =>
      aws.iam.requiredActions(entry).map(({ action, resource }) => `${action} ${resource}`),
    );
    expect(needed).to.deep.equal([
      ['s3:GetObject arn:aws:s3:::photos/a'],
      ['s3:PutObject arn:aws:s3:::photos/b', 's3:PutObjectTagging arn:aws:s3:::photos/b'],
    ]);
    const [entry] = aws.calls.entries;
    if (entry === undefined) throw new Error('no entry');
    expect(() => aws.iam.requiredActions({ ...entry, operation: 'Nothing' })).to.throw(
      FakeMisuse,
      'S3.Nothing',
    );
  });
});
