import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws, type IdentityApi } from '../../../fakes';
import { answerOf, caught, expectBodyless, expectRefusal } from '../caught';

const Bucket = 'photos';
const OTHER = '111122223333';

describe('permissions of S3', () => {
  let aws: FakeAws;
  let reader: IdentityApi;
  let client: S3Client;

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.bucket(Bucket).put('a', 'x');
    reader = aws.iam.user('reader');
    client = new S3Client({ credentials: reader.credentials });
  });
  afterEach(() => aws.unplug());

  const refusal = (
    action: string,
    resource: string,
    why = `because no identity-based policy allows the ${action} action`,
  ) => ({
    name: 'AccessDenied',
    status: 403,
    message: `User: arn:aws:iam::000000000000:user/reader is not authorized to perform: ${action} on resource: "${resource}" ${why}`,
  });
  const get = (Key: string) => client.send(new GetObjectCommand({ Bucket, Key }));
  const allow = (action: string, resource = 'arn:aws:s3:::photos/*') => reader.allow(action, resource);

  describe('a key that is not there', () => {
    const absent = refusal('s3:ListBucket', 'arn:aws:s3:::photos');
    beforeEach(() => void allow('s3:Get*'));

    it('is AccessDenied for who may not list the bucket', async () => {
      await get('a');
      await expectRefusal(get('b'), absent);
      await expectBodyless(client.send(new HeadObjectCommand({ Bucket, Key: 'b' })), 403);
      await expectRefusal(
        client.send(new GetObjectAttributesCommand({ Bucket, Key: 'b', ObjectAttributes: ['ETag'] })),
        absent,
      );
    });

    it('is NoSuchKey for who may', async () => {
      allow('s3:ListBucket', 'arn:aws:s3:::photos');
      expect((await caught(get('b'))).name).to.equal('NoSuchKey');
      await expectBodyless(client.send(new HeadObjectCommand({ Bucket, Key: 'b' })), 404);
    });

    it('may depend on its prefix', async () => {
      reader.allow('s3:ListBucket', '*', { condition: { StringLike: { 's3:prefix': 'in/*' } } });
      expect((await caught(get('in/b'))).name).to.equal('NoSuchKey');
      await expectRefusal(get('b'), absent);
    });

    it('counts for versions and sources of copies, too', async () => {
      aws.s3.createBucket('kept', { versioning: 'Enabled' });
      const { versionId } = aws.s3.bucket('kept').put('a', 'x');
      const read = (VersionId: string) =>
        client.send(new GetObjectCommand({ Bucket: 'kept', Key: 'a', VersionId }));
      reader.allow(['s3:GetObjectVersion', 's3:PutObject']);
      await read(versionId);
      await expectRefusal(read('x'.repeat(32)), refusal('s3:ListBucket', 'arn:aws:s3:::kept'));
      expect(
        (await caught(client.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId: 'v' })))).name,
      ).to.equal('InvalidArgument');
      expect(
        (await caught(client.send(new GetObjectCommand({ Bucket, Key: 'b', VersionId: 'null' })))).name,
      ).to.equal('AccessDenied');
      await expectRefusal(
        client.send(new CopyObjectCommand({ Bucket, Key: 'c', CopySource: 'photos/b' })),
        absent,
      );
    });

    it('traps who takes 404 for the only answer', async () => {
      const naive = (Key: string): Promise<boolean> =>
        client.send(new HeadObjectCommand({ Bucket, Key })).then(
          () => true,
          () => false,
        );
      const careful = (Key: string): Promise<boolean> =>
        client.send(new HeadObjectCommand({ Bucket, Key })).then(
          () => true,
          (error: unknown) => {
            if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return false;
            throw error;
          },
        );
      aws.iam.user('reader').deny('s3:GetObject', 'arn:aws:s3:::photos/a');
      expect(await naive('a')).to.equal(false);
      expect((await caught(careful('a')))['$metadata']).to.deep.include({ httpStatusCode: 403 });
      allow('s3:ListBucket', 'arn:aws:s3:::photos');
      expect(await careful('b')).to.equal(false);
    });
  });

  it('a bucket that is not there is NoSuchBucket for everybody', async () => {
    expect((await caught(client.send(new ListObjectsV2Command({ Bucket: 'none' })))).name).to.equal(
      'NoSuchBucket',
    );
    await expectBodyless(client.send(new HeadBucketCommand({ Bucket: 'none' })), 404);
    await expectBodyless(client.send(new HeadBucketCommand({ Bucket })), 403);
  });

  it('what has no resource is named without one, and a new bucket has no policy to ask', async () => {
    await expectRefusal(client.send(new ListBucketsCommand({})), {
      name: 'AccessDenied',
      status: 403,
      message:
        'User: arn:aws:iam::000000000000:user/reader is not authorized to perform: s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action',
    });
    await expectRefusal(
      client.send(new CreateBucketCommand({ Bucket: 'fresh' })),
      refusal('s3:CreateBucket', 'arn:aws:s3:::fresh'),
    );
    reader.allow('s3:*');
    await client.send(new CreateBucketCommand({ Bucket: 'fresh' }));
    expect((await client.send(new ListBucketsCommand({}))).Buckets).to.have.length(2);
  });

  it('each entry of DeleteObjects is refused alone', async () => {
    aws.s3.bucket(Bucket).put('b', 'x');
    allow('s3:DeleteObject', 'arn:aws:s3:::photos/a');
    const Objects = [{ Key: 'a' }, { Key: 'b' }];
    const answer = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(answerOf(answer)).to.deep.equal({
      Deleted: [{ Key: 'a' }],
      Errors: [
        {
          Key: 'b',
          Code: 'AccessDenied',
          Message: refusal('s3:DeleteObject', 'arn:aws:s3:::photos/b').message,
        },
      ],
    });
    expect(aws.s3.bucket(Bucket).keys()).to.deep.equal(['b']);
  });

  it('a copy needs its source, its target and, for tags, both again', async () => {
    const copy = (more: object = {}) =>
      client.send(new CopyObjectCommand({ Bucket, Key: 'c', CopySource: 'photos/a', ...more }));
    const [source, target] = ['arn:aws:s3:::photos/a', 'arn:aws:s3:::photos/c'];
    await expectRefusal(copy(), refusal('s3:GetObject', source));
    allow('s3:GetObject');
    await expectRefusal(copy(), refusal('s3:PutObject', target));
    allow('s3:PutObject');
    await copy();
    aws.s3.bucket(Bucket).put('a', 'x', { Tagging: 'k=v' });
    await expectRefusal(copy(), refusal('s3:GetObjectTagging', source));
    allow('s3:GetObjectTagging');
    await expectRefusal(copy(), refusal('s3:PutObjectTagging', target));
    await copy({ TaggingDirective: 'REPLACE' });
  });

  it('a governed object needs s3:BypassGovernanceRetention to be deleted', async () => {
    const admin = new S3Client({});
    await admin.send(new CreateBucketCommand({ Bucket: 'locked', ObjectLockEnabledForBucket: true }));
    const { versionId: VersionId } = aws.s3.bucket('locked').put('a', 'x', {
      ObjectLockMode: 'GOVERNANCE',
      ObjectLockRetainUntilDate: new Date('2099-01-01T00:00:00Z'),
    });
    const remove = () =>
      client.send(
        new DeleteObjectCommand({ Bucket: 'locked', Key: 'a', VersionId, BypassGovernanceRetention: true }),
      );
    reader.allow('s3:DeleteObjectVersion');
    await expectRefusal(remove(), refusal('s3:BypassGovernanceRetention', 'arn:aws:s3:::locked/a'));
    reader.allow('s3:BypassGovernanceRetention');
    await remove();
  });

  it('the tags of an object can decide', async () => {
    aws.s3.bucket(Bucket).put('secret', 'x', { Tagging: 'level=top' });
    allow('s3:GetObject');
    reader.deny('s3:GetObject', '*', {
      condition: { StringEquals: { 's3:ExistingObjectTag/level': 'top' } },
    });
    await get('a');
    await expectRefusal(
      get('secret'),
      refusal(
        's3:GetObject',
        'arn:aws:s3:::photos/secret',
        'with an explicit deny in an identity-based policy',
      ),
    );
  });

  describe('across accounts', () => {
    let theirs: IdentityApi;
    let other: S3Client;
    const read = () => other.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    const bare = { name: 'AccessDenied', status: 403, message: 'Access Denied' };
    beforeEach(() => {
      theirs = aws.iam.user('al', { accountId: OTHER });
      other = new S3Client({ credentials: theirs.credentials });
    });

    it('both the bucket and the caller must allow, and the answer tells nothing', async () => {
      await expectRefusal(read(), bare);
      aws.s3.bucket(Bucket).allow('s3:GetObject', { principal: OTHER });
      await expectRefusal(read(), bare);
      theirs.allow('s3:GetObject', 'arn:aws:s3:::photos/*');
      await read();
    });

    it('a public policy of a bucket that restricts them does not reach that far', async () => {
      theirs.allow('s3:*');
      const admin = new S3Client({});
      const block = (RestrictPublicBuckets: boolean) =>
        admin.send(
          new PutPublicAccessBlockCommand({
            Bucket,
            PublicAccessBlockConfiguration: { RestrictPublicBuckets },
          }),
        );
      await block(false);
      const Statement = {
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::photos/*',
      };
      await admin.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Statement }) }));
      await read();
      await get('a');
      await block(true);
      await expectRefusal(read(), bare);
      await get('a');
    });

    it('a bucket of another account is theirs: its name is taken, its owner may do everything', async () => {
      aws.s3.createBucket('theirs', { accountId: OTHER });
      await expectRefusal(new S3Client({}).send(new ListObjectsV2Command({ Bucket: 'theirs' })), bare);
      await expectRefusal(new S3Client({}).send(new CreateBucketCommand({ Bucket: 'theirs' })), {
        name: 'BucketAlreadyExists',
        status: 409,
        message:
          'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
        members: { BucketName: 'theirs' },
      });
      theirs.allow('s3:*');
      await other.send(new PutObjectCommand({ Bucket: 'theirs', Key: 'k', Body: 'x' }));
      expect((await other.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).to.deep.equal([
        'theirs',
      ]);
    });
  });
});
