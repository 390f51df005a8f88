import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  type ReplicationRule,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';

const Bucket = 'photos';

describe('S3 replication', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const rule = (members: Partial<ReplicationRule> = {}, destination = 'copies'): ReplicationRule => ({
    Priority: 1,
    Filter: {},
    Status: 'Enabled',
    DeleteMarkerReplication: { Status: 'Disabled' },
    Destination: { Bucket: `arn:aws:s3:::${destination}` },
    ...members,
  });
  const configure = (...Rules: ReplicationRule[]) =>
    client.send(
      new PutBucketReplicationCommand({
        Bucket,
        ReplicationConfiguration: { Role: 'arn:aws:iam::000000000000:role/r', Rules },
      }),
    );
  const put = async (Key: string, Body = 'x', more: object = {}) =>
    (await client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }))).VersionId;
  const status = async (Key: string, bucket = Bucket) =>
    (await client.send(new HeadObjectCommand({ Bucket: bucket, Key }))).ReplicationStatus;
  const copies = (name = 'copies') => aws.s3.bucket(name);

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    for (const name of [Bucket, 'copies', 'others']) aws.s3.createBucket(name, { versioning: 'Enabled' });
  });
  afterEach(() => aws.unplug());

  it('brings a version to the other bucket in a quarter of an hour, with its id and its age', async () => {
    await configure(rule());
    const VersionId = await put('a', 'x', { Metadata: { m: '1' }, Tagging: 't=1' });
    await aws.clock.advance(15 * 60_000 - 1);
    expect(await status('a')).to.equal('PENDING');
    expect(copies().keys()).to.deep.equal([]);
    await aws.clock.advance(1);
    expect(await status('a')).to.equal('COMPLETED');
    expect(await status('a', 'copies')).to.equal('REPLICA');
    const [source, replica] = [aws.s3.bucket(Bucket).get('a'), copies().get('a')];
    expect(replica).to.deep.equal(source);
    expect(replica?.versionId).to.equal(VersionId);
  });

  it('is about all ways to make a version, and only about new ones', async () => {
    await put('before');
    await configure(rule());
    await client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/before` }));
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'big' }));
    const upload = { Bucket, Key: 'big', UploadId };
    const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x' }));
    const Parts = [{ PartNumber: 1, ETag }];
    await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    await aws.clock.advance('15m');
    expect(copies().keys()).to.deep.equal(['big', 'copy']);
    expect(await status('before')).to.equal(undefined);
  });

  it('goes by the filter, the status, and the priority', async () => {
    await configure(
      rule({ ID: 'logs', Filter: { Prefix: 'logs/' } }),
      rule({ ID: 'tag', Priority: 2, Filter: { Tag: { Key: 'keep', Value: 'yes' } } }, 'others'),
      rule({ ID: 'off', Priority: 3, Status: 'Disabled' }),
      rule({
        ID: 'cold',
        Priority: 4,
        Filter: { And: { Prefix: 'logs/cold/', Tags: [{ Key: 'keep', Value: 'yes' }] } },
        Destination: { Bucket: 'arn:aws:s3:::copies', StorageClass: 'GLACIER_IR' },
      }),
    );
    await put('logs/a');
    await put('data/a');
    await put('data/b', 'x', { Tagging: 'keep=yes' });
    await put('logs/cold/a', 'x', { Tagging: 'keep=yes' });
    await aws.clock.advance('15m');
    expect(copies().keys()).to.deep.equal(['logs/a', 'logs/cold/a']);
    expect(copies().get('logs/cold/a')?.storageClass).to.equal('GLACIER_IR');
    expect(copies().get('logs/a')?.storageClass).to.equal('STANDARD');
    expect(copies('others').keys()).to.deep.equal(['data/b', 'logs/cold/a']);
  });

  it('brings delete markers where a rule says so, or is of the old kind', async () => {
    for (const [members, expected] of [
      [{}, 1],
      [{ DeleteMarkerReplication: { Status: 'Enabled' } }, 2],
    ] as const) {
      await configure(rule(members));
      await put('a');
      await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
      await aws.clock.advance('15m');
      expect(copies().versions('a')).to.have.lengthOf(expected + (expected === 2 ? 1 : 0));
      expect(copies().versions('a')[0]?.isDeleteMarker).to.equal(expected === 2);
    }
    const { Filter: _f, Priority: _p, DeleteMarkerReplication: _d, ...old } = rule({}, 'others');
    await configure({ ...old, Prefix: '' });
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'b' }));
    await aws.clock.advance('15m');
    expect(copies('others').versions('b')[0]?.isDeleteMarker).to.equal(true);
  });

  it('never brings what is deleted for good before, nor a replica any further', async () => {
    await configure(rule());
    const VersionId = await put('a');
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId }));
    await aws.clock.advance('15m');
    expect(copies().versions('a')).to.deep.equal([]);
  });

  it('fails where the other bucket keeps no versions any more', async () => {
    await configure(rule());
    await put('a');
    const suspended = { Bucket: 'copies', VersioningConfiguration: { Status: 'Suspended' as const } };
    await client.send(new PutBucketVersioningCommand(suspended));
    await aws.clock.advance('15m');
    expect(await status('a')).to.equal('FAILED');
    expect(copies().keys()).to.deep.equal([]);
  });

  it('leaves what is encrypted by KMS, unless the rule may decrypt it', async () => {
    const SseKmsEncryptedObjects = { Status: 'Enabled' as const };
    const criteria = { SourceSelectionCriteria: { SseKmsEncryptedObjects } };
    await configure(rule({ ID: 'a' }), rule({ ID: 'b', Priority: 2, ...criteria }, 'others'));
    await put('a', 'x', { ServerSideEncryption: 'aws:kms' });
    await aws.clock.advance('15m');
    expect([copies().keys(), copies('others').keys()]).to.deep.equal([[], ['a']]);
  });

  it('is told to who listens at the other bucket', async () => {
    await configure(rule());
    const LambdaFunctionConfigurations = [
      {
        LambdaFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
        Events: ['s3:ObjectCreated:*' as const],
      },
    ];
    const NotificationConfiguration = { LambdaFunctionConfigurations };
    await client.send(
      new PutBucketNotificationConfigurationCommand({
        SkipDestinationValidation: true,
        Bucket: 'copies',
        NotificationConfiguration,
      }),
    );
    await put('a');
    await aws.clock.advance('15m');
    expect(copies().notifications()).to.have.lengthOf(1);
  });

  it('is no backup for who deletes right after he wrote: naive and careful', async () => {
    await configure(rule());
    /** Trusts the answer of PutObject. */
    const naive = async () => {
      const VersionId = await put('a');
      await client.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId }));
    };
    const careful = async () => {
      const VersionId = await put('a');
      while ((await status('a')) !== 'COMPLETED') await new Promise((resolve) => setTimeout(resolve, 60_000));
      await client.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId }));
    };
    await naive();
    await aws.clock.advance('1h');
    expect(copies().keys()).to.deep.equal([]);
    await careful();
    expect(copies().keys()).to.deep.equal(['a']);
  });
});
