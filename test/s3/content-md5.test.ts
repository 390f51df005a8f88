import { createHash } from 'node:crypto';
import * as sdk from '@aws-sdk/client-s3';
import { PutBucketPolicyCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { s3 } from '../../fakes/s3/service';
import { caught, expectRefusal } from './caught';

const Bucket = 'configured';
const md5Of = (text: string | Uint8Array) => createHash('md5').update(text).digest('base64');

/** Which operations take it: API reference of each. Not PutBucketLifecycleConfiguration, say. */
const OPERATIONS: Record<string, object> = {
  PutBucketAcl: { AccessControlPolicy: { Grants: [] } },
  PutBucketCors: { CORSConfiguration: { CORSRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }] } },
  PutBucketEncryption: { ServerSideEncryptionConfiguration: { Rules: [] } },
  PutBucketLogging: { BucketLoggingStatus: {} },
  PutBucketOwnershipControls: { OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } },
  PutBucketPolicy: { Policy: '{}' },
  PutBucketReplication: { ReplicationConfiguration: { Role: 'arn:aws:iam::000000000000:role/r', Rules: [] } },
  PutBucketRequestPayment: { RequestPaymentConfiguration: { Payer: 'Requester' } },
  PutBucketTagging: { Tagging: { TagSet: [] } },
  PutBucketVersioning: { VersioningConfiguration: { Status: 'Enabled' } },
  PutBucketWebsite: { WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } } },
  PutObjectAcl: { Key: 'k', ACL: 'private' },
  PutObjectLegalHold: { Key: 'k', LegalHold: { Status: 'ON' } },
  PutObjectLockConfiguration: { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } },
  PutObjectRetention: { Key: 'k', Retention: {} },
  PutObjectTagging: { Key: 'k', Tagging: { TagSet: [] } },
  PutPublicAccessBlock: { PublicAccessBlockConfiguration: {} },
};

describe('S3.ContentMD5', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const send = (operation: string, input: object): Promise<object> => {
    const Command = Reflect.get(sdk, `${operation}Command`) as new (given: object) => never;
    return client.send(new Command(input));
  };
  const invalid = (given: string) => ({
    name: 'InvalidDigest',
    status: 400,
    message: 'The Content-MD5 you specified was invalid.',
    members: { 'Content-MD5': given },
  });

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket).put('k', 'x');
  });
  afterEach(() => aws.unplug());

  it('is taken by every operation that sends a document and knows the header', () => {
    const taking = s3.operations.filter(
      ({ members }) => members.includes('ContentMD5') && !members.includes('Body'),
    );
    expect(taking.map(({ name }) => name).toSorted()).to.deep.equal(Object.keys(OPERATIONS).toSorted());
  });

  for (const [operation, input] of Object.entries(OPERATIONS)) {
    it(`is refused by ${operation} before anything else of the document, if it is none`, async () => {
      const given = { Bucket, ...input, ContentMD5: 'nonsense' };
      await expectRefusal(send(operation, given), invalid('nonsense'));
      await expectRefusal(send(operation, { ...given, Bucket: 'nowhere' }), {
        name: 'NoSuchBucket',
        status: 404,
        message: 'The specified bucket does not exist',
        members: { BucketName: 'nowhere' },
      });
      expect((await caught(send(operation, { ...input, ContentMD5: 'nonsense' }))).message).to.equal(
        'No value provided for input HTTP label: Bucket.',
      );
    });
  }

  it('is checked after the label of the key, which the SDK needs', async () => {
    const error = await caught(
      send('PutObjectTagging', { Bucket, Tagging: { TagSet: [] }, ContentMD5: 'nonsense' }),
    );
    expect(error.message).to.equal('No value provided for input HTTP label: Key.');
  });

  it('is looked at only by the owner that is expected', async () => {
    const input = { Bucket, Tagging: { TagSet: [] }, ContentMD5: '!', ExpectedBucketOwner: '999999999999' };
    await expectRefusal(send('PutBucketTagging', input), {
      name: 'AccessDenied',
      status: 403,
      message: 'Access Denied',
    });
  });

  it('is base64 of sixteen bytes: no more, no less, and nothing else', async () => {
    const put = (ContentMD5: string) =>
      client.send(
        new PutBucketVersioningCommand({
          Bucket,
          VersioningConfiguration: { Status: 'Enabled' },
          ContentMD5,
        }),
      );
    const bytes = (count: number) => Buffer.alloc(count, 7).toString('base64');
    for (const given of ['', bytes(15), bytes(17), `${bytes(16)}\n`, createHash('md5').digest('hex')]) {
      await expectRefusal(put(given), invalid(given));
    }
    expect(await send('GetBucketVersioning', { Bucket })).to.not.have.property('Status');
    await put(bytes(16));
    expect(await send('GetBucketVersioning', { Bucket })).to.include({ Status: 'Enabled' });
  });

  it('is compared with a policy, whose text is what the SDK sends', async () => {
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:DeleteObject',
          Resource: `arn:aws:s3:::${Bucket}/é`,
        },
      ],
    });
    const put = (ContentMD5: string) =>
      client.send(new PutBucketPolicyCommand({ Bucket, Policy, ContentMD5 }));
    await expectRefusal(put(md5Of('{}')), {
      name: 'BadDigest',
      status: 400,
      message: 'The Content-MD5 you specified did not match what we received.',
      members: { ExpectedDigest: md5Of('{}'), CalculatedDigest: md5Of(Policy) },
    });
    expect((await caught(send('GetBucketPolicy', { Bucket }))).name).to.equal('NoSuchBucketPolicy');
    await put(md5Of(Policy));
    expect(await send('GetBucketPolicy', { Bucket })).to.include({ Policy });
  });
});
