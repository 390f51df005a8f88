import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  type PutObjectCommandInput,
  type ServerSideEncryptionRule,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { expectRefusal } from '../caught';

const Bucket = 'photos';
const object = { Bucket, Key: 'a' };
const ID = '134f2428-cec1-4b25-a1ae-9048164dba47';
const ARN = `arn:aws:kms:us-east-1:000000000000:key/${ID}`;
const MD5 = `"${createHash('md5').update('x').digest('hex')}"`;

describe('S3 with keys of KMS', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const put = (more: Partial<PutObjectCommandInput> = {}) =>
    client.send(new PutObjectCommand({ ...object, Body: 'x', ...more }));
  const get = () => client.send(new GetObjectCommand(object));
  const kms = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: ID } as const;
  const setDefault = (rule: ServerSideEncryptionRule) =>
    client.send(
      new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }),
    );

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  it('shows the key by its ARN, on every answer about the object', async () => {
    const shown = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: ARN };
    const written = await put(kms);
    expect(written).to.deep.include(shown);
    expect(written).to.not.have.any.keys('BucketKeyEnabled', 'SSEKMSEncryptionContext');
    expect(written.ETag)
      .to.match(/^"[0-9a-f]{32}"$/)
      .and.not.to.equal(MD5);
    expect(await get()).to.deep.include({ ...shown, ETag: written.ETag });
    expect(await client.send(new HeadObjectCommand(object))).to.deep.include(shown);
    const dsse = await put({
      ServerSideEncryption: 'aws:kms:dsse',
      SSEKMSKeyId: ARN,
      BucketKeyEnabled: true,
    });
    expect(dsse).to.deep.include({ ServerSideEncryption: 'aws:kms:dsse', SSEKMSKeyId: ARN });
    expect(dsse).to.not.have.property('BucketKeyEnabled');
  });

  it('uses the key that AWS manages where none is named, and keeps the context', async () => {
    const SSEKMSEncryptionContext = Buffer.from('{"department":"x"}').toString('base64');
    const answer = await put({
      ServerSideEncryption: 'aws:kms',
      SSEKMSEncryptionContext,
      BucketKeyEnabled: true,
    });
    expect(answer).to.deep.include({ SSEKMSEncryptionContext, BucketKeyEnabled: true });
    expect(answer.SSEKMSKeyId).to.equal(aws.kms.key('alias/aws/s3').arn);
    const read = await get();
    expect(read).to.deep.include({ BucketKeyEnabled: true });
    expect(read).to.not.have.property('SSEKMSEncryptionContext');
  });

  for (const [what, more, message, ArgumentName, ArgumentValue] of [
    [
      'another method',
      { ServerSideEncryption: 'ROT13' },
      'The encryption method specified is not supported',
      'x-amz-server-side-encryption',
      'ROT13',
    ],
    [
      'a key without a method',
      { SSEKMSKeyId: ID },
      'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id',
      ID,
    ],
    [
      'a key for the keys of S3',
      { ServerSideEncryption: 'AES256', SSEKMSKeyId: ID },
      'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id',
      ID,
    ],
    [
      'a context that is no JSON',
      { ...kms, SSEKMSEncryptionContext: 'eHg=' },
      'The header x-amz-server-side-encryption-context shall be Base64-encoded UTF-8 string holding JSON',
      'x-amz-server-side-encryption-context',
      'eHg=',
    ],
    [
      'a context that is a list',
      { ...kms, SSEKMSEncryptionContext: 'W10=' },
      'The header x-amz-server-side-encryption-context shall be Base64-encoded UTF-8 string holding JSON',
      'x-amz-server-side-encryption-context',
      'W10=',
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const refusal = {
        name: 'InvalidArgument',
        status: 400,
        message,
        members: { ArgumentName, ArgumentValue },
      };
      const input: object = more;
      await expectRefusal(put(input), refusal);
      expect(aws.s3.bucket(Bucket).size).to.equal(0);
    });
  }

  const refused = (name: string, message: string) => ({ name: `KMS.${name}`, status: 400, message });

  it('refuses keys that cannot be, are elsewhere, or are not there', async () => {
    const by = (SSEKMSKeyId: string) => put({ ...kms, SSEKMSKeyId });
    await expectRefusal(by('fake-key-id'), refused('NotFoundException', "Invalid keyId 'fake-key-id'"));
    await expectRefusal(
      by(ARN.replace('us-east-1', 'eu-west-1')),
      refused('NotFoundException', 'Invalid arn eu-west-1'),
    );
    aws.kms.key(ID).remove();
    const missing = refused('NotFoundException', `Key '${ARN}' does not exist`);
    await expectRefusal(by(ID), missing);
    await expectRefusal(by(ARN), missing);
    aws.kms.key(ARN).enable();
    await by('alias/photos');
  });

  it('refuses to write and to read by a key that does not work', async () => {
    await put(kms);
    const key = aws.kms.key(ARN);
    key.disable();
    const disabled = refused('DisabledException', `${ARN} is disabled.`);
    await expectRefusal(put(kms), disabled);
    await expectRefusal(get(), disabled);
    await expectRefusal(
      client.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: 'photos/a' })),
      disabled,
    );
    await client.send(new HeadObjectCommand(object));
    key.scheduleDeletion();
    await expectRefusal(get(), refused('KMSInvalidStateException', `${ARN} is pending deletion.`));
    key.enable();
    await get();
  });

  it("a bucket's default counts where the request says nothing", async () => {
    await setDefault({
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: ID },
      BucketKeyEnabled: true,
    });
    expect(await put()).to.deep.include({
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: ARN,
      BucketKeyEnabled: true,
    });
    expect(await put({ ServerSideEncryption: 'AES256' })).to.deep.include({
      ServerSideEncryption: 'AES256',
      ETag: MD5,
    });
    const own = await put({ ServerSideEncryption: 'aws:kms', BucketKeyEnabled: false });
    expect(own.SSEKMSKeyId).to.equal(aws.kms.key('alias/aws/s3').arn);
    expect(own).to.not.have.property('BucketKeyEnabled');
    expect(await put({ ServerSideEncryption: 'aws:kms' })).to.deep.include({ BucketKeyEnabled: true });
  });

  it('a copy is encrypted as its target asks for, not as its source was', async () => {
    const { ETag } = await put(kms);
    const copy = (more: object = {}) =>
      client.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: 'photos/a', ...more }));
    const open = await copy();
    expect(open).to.deep.include({ ServerSideEncryption: 'AES256' });
    expect(open.CopyObjectResult?.ETag).to.equal(MD5);
    const closed = await copy(kms);
    expect(closed).to.deep.include({ SSEKMSKeyId: ARN });
    expect([MD5, ETag]).to.not.include(closed.CopyObjectResult?.ETag);
    const again = await client.send(new CopyObjectCommand({ ...object, CopySource: 'photos/a', ...kms }));
    expect(again.CopyObjectResult?.ETag).to.not.equal(ETag);
  });

  it('an upload is encrypted as it began', async () => {
    const SSEKMSEncryptionContext = Buffer.from('{"a":"b"}').toString('base64');
    const { UploadId, ...begun } = await client.send(
      new CreateMultipartUploadCommand({
        ...object,
        ...kms,
        SSEKMSEncryptionContext,
        BucketKeyEnabled: true,
      }),
    );
    const shown = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: ARN, BucketKeyEnabled: true };
    expect(begun).to.deep.include({ ...shown, SSEKMSEncryptionContext });
    const part = await client.send(new UploadPartCommand({ ...object, UploadId, PartNumber: 1, Body: 'x' }));
    expect(part).to.deep.include(shown);
    expect(part.ETag).to.not.equal(MD5);
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: part.ETag }] };
    const done = await client.send(
      new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload }),
    );
    expect(done).to.deep.include(shown);
    expect(await get()).to.deep.include(shown);
  });

  it('a bucket may block customers from bringing their own keys', async () => {
    await setDefault({ BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } });
    const own = { SSECustomerAlgorithm: 'AES256', SSECustomerKey: 'k'.repeat(32) };
    await expectRefusal(put(own), { name: 'AccessDenied', status: 403, message: 'Access Denied' });
    await put();
    await setDefault({ BlockedEncryptionTypes: { EncryptionType: ['NONE'] } });
    await put(own);
  });
});
