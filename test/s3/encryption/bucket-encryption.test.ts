import {
  DeleteBucketEncryptionCommand,
  GetBucketEncryptionCommand,
  PutBucketEncryptionCommand,
  S3Client,
  type ServerSideEncryptionRule,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { caught, expectRefusal } from '../caught';

const Bucket = 'photos';

describe('S3.PutBucketEncryption', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const put = (Rules: ServerSideEncryptionRule[]) =>
    client.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
  const get = async () =>
    (await client.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration?.Rules;
  const aes = { SSEAlgorithm: 'AES256' } as const;
  const rule = (byDefault: object, BucketKeyEnabled = false, more: object = {}) => [
    { ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled, ...more },
  ];

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  it('is by the keys of S3, with a bucket key if asked for', async () => {
    expect(await get()).to.deep.equal(rule(aes));
    await put([{ ApplyServerSideEncryptionByDefault: aes, BucketKeyEnabled: true }]);
    expect(await get()).to.deep.equal(rule(aes, true));
    await client.send(new DeleteBucketEncryptionCommand({ Bucket }));
    expect(await get()).to.deep.equal(rule(aes));
    await put([{ ApplyServerSideEncryptionByDefault: aes }]);
    expect(await get()).to.deep.equal(rule(aes));
  });

  it('is by a key of KMS, which nobody looks for yet', async () => {
    const kms = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'fake-key-id' } as const;
    await put([{ ApplyServerSideEncryptionByDefault: kms, BucketKeyEnabled: true }]);
    expect(await get()).to.deep.equal(rule(kms, true));
    await put([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms:dsse' } }]);
    expect(await get()).to.deep.equal(rule({ SSEAlgorithm: 'aws:kms:dsse' }));
  });

  it('blocks kinds of encryption, with or without another default', async () => {
    await put([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' }, BucketKeyEnabled: true }]);
    await put([{ BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }]);
    const blocked = (type: string) => ({ BlockedEncryptionTypes: { EncryptionType: [type] } });
    expect(await get()).to.deep.equal(rule({ SSEAlgorithm: 'aws:kms' }, true, blocked('SSE-C')));
    await put([{ ApplyServerSideEncryptionByDefault: aes }]);
    expect(await get()).to.deep.equal(rule(aes, false, blocked('SSE-C')));
    await put([{ BlockedEncryptionTypes: { EncryptionType: ['NONE'] }, BucketKeyEnabled: true }]);
    expect(await get()).to.deep.equal(rule(aes, true, blocked('NONE')));
  });

  it('refuses what is malformed, and a KMS key for the keys of S3', async () => {
    const one = { ApplyServerSideEncryptionByDefault: aes };
    const blocking = (types: string[]) => ({ BlockedEncryptionTypes: { EncryptionType: types as 'NONE'[] } });
    const none = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'ROT13' as 'AES256' } };
    const malformed = [
      [],
      [one, one],
      [{}],
      [none],
      [blocking([])],
      [blocking(['SSE-X'])],
      [blocking(['SSE-C', 'NONE'])],
      [{ BlockedEncryptionTypes: {} }],
    ];
    for (const rules of malformed) expect((await caught(put(rules))).name).to.equal('MalformedXML');
    await expectRefusal(put([{ ApplyServerSideEncryptionByDefault: { ...aes, KMSMasterKeyID: 'key' } }]), {
      name: 'InvalidArgument',
      status: 400,
      message:
        'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
      members: { ArgumentName: 'ApplyServerSideEncryptionByDefault' },
    });
    expect(await get()).to.deep.equal(rule(aes));
  });
});
