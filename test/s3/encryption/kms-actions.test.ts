import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws, type IdentityApi } from '../../../fakes';
import { caught, expectRefusal } from '../caught';

const Bucket = 'photos';
const object = { Bucket, Key: 'a' };
const ARN = 'arn:aws:kms:us-east-1:000000000000:key/134f2428-cec1-4b25-a1ae-9048164dba47';
const kms = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: ARN } as const;

describe('permissions on keys of KMS', () => {
  let aws: FakeAws;
  let user: IdentityApi;
  let client: S3Client;
  const admin = new S3Client({});
  const refusal = (action: string) => ({
    name: 'AccessDenied',
    status: 403,
    message: `User: arn:aws:iam::000000000000:user/jo is not authorized to perform: ${action} on resource: ${ARN} because no identity-based policy allows the ${action} action`,
  });
  const put = (more: object = kms) => client.send(new PutObjectCommand({ ...object, Body: 'x', ...more }));
  const get = (more: object = {}) => client.send(new GetObjectCommand({ ...object, ...more }));

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
    user = aws.iam.user('jo');
    user.allow('s3:*');
    client = new S3Client({ credentials: user.credentials });
  });
  afterEach(() => aws.unplug());

  it('writing needs kms:GenerateDataKey, reading kms:Decrypt, and looking neither', async () => {
    await expectRefusal(put(), refusal('kms:GenerateDataKey'));
    user.allow('kms:GenerateDataKey', ARN);
    await put();
    await client.send(new HeadObjectCommand(object));
    await expectRefusal(get(), refusal('kms:Decrypt'));
    const copy = () => client.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: 'photos/a' }));
    await expectRefusal(copy(), refusal('kms:Decrypt'));
    user.allow('kms:Decrypt', ARN);
    await get();
    await copy();
  });

  it('the default of the bucket counts, the key that AWS manages and keys of S3 and customers need nothing', async () => {
    await put({ ServerSideEncryption: 'aws:kms' });
    await get();
    const byDefault = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: ARN } as const;
    await admin.send(
      new PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: byDefault }] },
      }),
    );
    await expectRefusal(put({}), refusal('kms:GenerateDataKey'));
    await put({ ServerSideEncryption: 'AES256' });
    await put({ SSECustomerAlgorithm: 'AES256', SSECustomerKey: 'k'.repeat(32) });
  });

  it('an upload in parts needs both', async () => {
    const begin = () => client.send(new CreateMultipartUploadCommand({ ...object, ...kms }));
    user.allow('kms:GenerateDataKey');
    await expectRefusal(begin(), refusal('kms:Decrypt'));
    const { UploadId } = await admin.send(new CreateMultipartUploadCommand({ ...object, ...kms }));
    const part = client.send(new UploadPartCommand({ ...object, UploadId, PartNumber: 1, Body: 'x' }));
    await expectRefusal(part, refusal('kms:Decrypt'));
    user.allow('kms:Decrypt');
    await begin();
  });

  it('goes by the version that is read', async () => {
    aws.s3.createBucket('kept', { versioning: 'Enabled' });
    const first = aws.s3.bucket('kept').put('a', 'x', kms).versionId;
    const second = aws.s3.bucket('kept').put('a', 'x').versionId;
    const read = (VersionId?: string) => get({ Bucket: 'kept', VersionId });
    await read();
    await read(second);
    await expectRefusal(read(first), refusal('kms:Decrypt'));
    expect((await caught(read('x'.repeat(32)))).name).to.equal('NoSuchVersion');
  });

  it('is among what a call needed', async () => {
    await admin.send(new PutObjectCommand({ ...object, Body: 'x', ...kms }));
    const [entry] = aws.calls.entries;
    const actions = entry === undefined ? [] : aws.iam.requiredActions(entry).map(({ action }) => action);
    expect(actions).to.deep.equal(['s3:PutObject', 'kms:GenerateDataKey']);
  });
});
