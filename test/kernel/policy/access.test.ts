import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, NotSupportedByFake, type FakeAws } from '../../../fakes';

const Bucket = 'photos';
const START = Date.UTC(2026, 0, 1);

describe('access of a call', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const get = () => client.send(new GetObjectCommand({ Bucket, Key: 'a' }));
  const outcome = async (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'allowed',
      (error: Error) => error.name,
    );

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual', start: START });
    aws.s3.bucket(Bucket).put('a', 'x');
  });
  afterEach(() => aws.unplug());

  for (const [condition, allowed] of [
    [{ DateEquals: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } }, true],
    [{ NumericEquals: { 'aws:EpochTime': START / 1000 } }, true],
    [{ StringEquals: { 'aws:PrincipalAccount': '000000000000' } }, true],
    [{ StringEquals: { 'aws:PrincipalAccount': '111122223333' } }, false],
    [{ ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::000000000000:user/test' } }, true],
    [{ StringEquals: { 'aws:PrincipalType': 'User' } }, true],
    [{ StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }, true],
    [{ StringEquals: { 'aws:ResourceAccount': '000000000000' } }, true],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, true],
    [{ IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }, true],
    [{ StringLike: { 'aws:userid': 'AIDA*' } }, true],
    [{ StringEquals: { 'aws:username': 'test' } }, true],
    [{ StringEquals: { 'aws:username': 'jo' } }, false],
  ] as const) {
    it(`knows ${JSON.stringify(condition)}: ${allowed}`, async () => {
      aws.iam.allow('s3:GetObject', '*', { condition });
      expect(await outcome(get())).to.equal(allowed ? 'allowed' : 'AccessDenied');
    });
  }

  it('names a role by its own ARN in conditions, and by its session in messages', async () => {
    const role = aws.iam.role('worker', { task: 'worker' });
    role.allow('s3:GetObject', '*', {
      condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::000000000000:role/worker' } },
    });
    expect(await aws.run('worker', () => outcome(get()))).to.deep.include({ value: 'allowed' });
    role.deny('s3:GetObject', '*', { condition: { StringEquals: { 'aws:PrincipalType': 'AssumedRole' } } });
    expect(await aws.run('worker', () => outcome(get()))).to.deep.include({ value: 'AccessDenied' });
  });

  it('refuses before anything is done, and the journal shows it', async () => {
    aws.iam.deny('s3:PutObject');
    expect(await outcome(client.send(new PutObjectCommand({ Bucket, Key: 'b', Body: 'x' })))).to.equal(
      'AccessDenied',
    );
    expect(aws.s3.bucket(Bucket).keys()).to.deep.equal(['a']);
    expect(aws.calls.toText()).to.contain('S3.PutObject').and.to.contain('AccessDenied: User:');
  });

  it('comes after a fault that strikes before the work, and before one that follows it', async () => {
    aws.iam.deny('s3:GetObject');
    aws.faults.on(GetObjectCommand).serverError().wholeOperation();
    expect(await outcome(get())).to.equal('InternalError');
    aws.faults.on(GetObjectCommand).connectionReset().afterCommit().wholeOperation();
    expect(await outcome(get())).to.equal('TimeoutError');
    expect(await outcome(get())).to.equal('AccessDenied');
  });

  it('belongs to the account of the caller', async () => {
    const other = new S3Client({ credentials: aws.iam.root('111122223333').credentials });
    expect((await other.send(new ListBucketsCommand({}))).Buckets).to.deep.equal([]);
    expect((await client.send(new ListBucketsCommand({}))).Buckets).to.have.length(1);
  });

  it('refuses callers of other accounts where they are not modelled', async () => {
    const { credentials } = aws.iam.root('111122223333');
    const error = await new DynamoDBClient({ credentials })
      .send(new ListTablesCommand({}))
      .catch((e: unknown) => e);
    expect(error).to.be.instanceOf(NotSupportedByFake);
    expect(() => aws.unplug()).to.throw(
      'a caller of another account (arn:aws:iam::111122223333:root) of DynamoDB',
    );
  });
});
