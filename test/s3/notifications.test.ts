import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { coversEvent } from '../../fakes/s3/notifications';

const QueueArn = 'arn:aws:sqs:us-east-1:000000000000:inbox';

interface Record {
  readonly eventName: string;
  readonly eventVersion: string;
  readonly s3: {
    readonly object: { readonly key: string; readonly size?: number; readonly sequencer?: string };
  };
}

type Texts = Readonly<{ [name: string]: string }>;
interface Event {
  readonly responseElements: Texts;
  readonly userIdentity: Texts;
  readonly s3: {
    readonly object: { readonly sequencer?: string };
    readonly bucket: { readonly ownerIdentity: Texts };
  };
}

describe('S3 notifications', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const Bucket = 'photos';

  async function configure(bucket: string, prefix = '', suffix = ''): Promise<void> {
    const FilterRules = [
      { Name: 'prefix' as const, Value: prefix },
      { Name: 'suffix' as const, Value: suffix },
    ];
    const rule = {
      Id: 'rule',
      QueueArn,
      Events: [
        's3:ObjectCreated:*' as const,
        's3:ObjectRemoved:*' as const,
        's3:ObjectTagging:*' as const,
        's3:ObjectAcl:Put' as const,
      ],
      Filter: { Key: { FilterRules } },
    };
    const NotificationConfiguration = { QueueConfigurations: [rule] };
    await client.send(
      new PutBucketNotificationConfigurationCommand({
        SkipDestinationValidation: true,
        Bucket: bucket,
        NotificationConfiguration,
      }),
    );
  }
  async function allowAcls(bucket: string): Promise<void> {
    await client.send(
      new PutBucketOwnershipControlsCommand({
        Bucket: bucket,
        OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
      }),
    );
    await client.send(
      new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration: {} }),
    );
  }
  const records = (bucket = Bucket): Record[] =>
    aws.s3
      .bucket(bucket)
      .notifications()
      .flatMap((notification) =>
        'Records' in notification.message ? (notification.message.Records as Record[]) : [],
      );

  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual', start: Date.UTC(2026, 1, 21) });
    aws.s3.createBucket(Bucket);
    aws.s3.createBucket('versioned', { versioning: 'Enabled' });
  });
  afterEach(() => aws.unplug());

  it('are worded as S3 words them, with nothing else in them', async () => {
    await configure(Bucket);
    await client.send(new PutObjectCommand({ Bucket, Key: 'a@b c', Body: 'something' }));
    const [record] = records();
    const { responseElements, userIdentity, s3, ...rest } = record as unknown as Event;
    expect(rest).to.deep.equal({
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'us-east-1',
      eventTime: '2026-02-21T00:00:00.000Z',
      eventName: 'ObjectCreated:Put',
      requestParameters: { sourceIPAddress: '127.0.0.1' },
    });
    const { sequencer, ...object } = s3.object;
    const { ownerIdentity, ...bucket } = s3.bucket;
    expect({ ...s3, object, bucket }).to.deep.equal({
      s3SchemaVersion: '1.0',
      configurationId: 'rule',
      bucket: { name: Bucket, arn: 'arn:aws:s3:::photos' },
      object: { key: 'a%40b+c', size: 9, eTag: '437b930db84b8079c2dd804a71936b5f' },
    });
    expect(sequencer).to.match(/^[0-9A-F]{18}$/);
    expect(ownerIdentity).to.have.all.keys('principalId');
    expect(ownerIdentity['principalId']).to.match(/^A[0-9A-F]{13}$/);
    expect(userIdentity).to.have.all.keys('principalId');
    expect(userIdentity['principalId']).to.match(/^AWS:AIDA[0-9A-F]{17}$/);
    expect(responseElements).to.have.all.keys('x-amz-request-id', 'x-amz-id-2');
    expect(responseElements['x-amz-request-id']).to.match(/^[0-9A-F]{16}$/);
  });

  for (const [what, act, eventName] of [
    [
      'tags',
      (at: { Bucket: string; Key: string }) =>
        client.send(new PutObjectTaggingCommand({ ...at, Tagging: { TagSet: [] } })),
      'ObjectTagging:Put',
    ],
    [
      'the access control list',
      (at: { Bucket: string; Key: string }) =>
        client.send(new PutObjectAclCommand({ ...at, ACL: 'authenticated-read' })),
      'ObjectAcl:Put',
    ],
  ] as const) {
    it(`of ${what} say which object it is, and neither its size nor the order`, async () => {
      const at = { Bucket: 'versioned', Key: 'k' };
      await allowAcls('versioned');
      const { VersionId } = await client.send(new PutObjectCommand({ ...at, Body: 'something' }));
      await configure('versioned');
      await act(at);
      const [record] = records('versioned') as unknown as Event[];
      expect(record).to.include({ eventName, eventVersion: '2.3' });
      expect(record?.s3.object).to.deep.equal({
        key: 'k',
        eTag: '437b930db84b8079c2dd804a71936b5f',
        versionId: VersionId,
      });
    });
  }

  it('do not come of an access control list that changes nothing', async () => {
    await allowAcls(Bucket);
    const put = (ACL: 'private' | 'authenticated-read') =>
      client.send(new PutObjectAclCommand({ Bucket, Key: 'k', ACL }));
    await client.send(new PutObjectCommand({ Bucket, Key: 'k' }));
    await configure(Bucket);
    for (const acl of ['private', 'authenticated-read', 'authenticated-read', 'private'] as const)
      await put(acl);
    expect(records().map(({ eventName }) => eventName)).to.deep.equal(['ObjectAcl:Put', 'ObjectAcl:Put']);
  });

  it('come of every change of an object, in order', async () => {
    await configure(Bucket);
    const Key = 'k';
    await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    await client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/${Key}` }));
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const { ETag } = await client.send(
      new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'big' }),
    );
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
    await client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet: [] } }));
    await client.send(new DeleteObjectTaggingCommand({ Bucket, Key }));
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'copy' }, { Key: 'none' }] } }),
    );
    expect(
      records().map((record) => [record.eventName, record.s3.object.key, record.s3.object.size]),
    ).to.deep.equal([
      ['ObjectCreated:Put', 'k', 1],
      ['ObjectCreated:Copy', 'copy', 1],
      ['ObjectCreated:CompleteMultipartUpload', 'k', 3],
      ['ObjectTagging:Put', 'k', undefined],
      ['ObjectTagging:Delete', 'k', undefined],
      ['ObjectRemoved:Delete', 'k', undefined],
      ['ObjectRemoved:Delete', 'copy', undefined],
    ]);
    const tagging = records()[3];
    expect(tagging?.eventVersion).to.equal('2.3');
    expect(tagging?.s3.object).to.not.have.property('sequencer');
    const sequencers = records().flatMap((record) => record.s3.object.sequencer ?? []);
    expect(sequencers).to.deep.equal(sequencers.toSorted());
  });

  it('name the version, and tell a marker from a deletion', async () => {
    await configure('versioned');
    const at = { Bucket: 'versioned', Key: 'k' };
    const { VersionId } = await client.send(new PutObjectCommand(at));
    const marker = await client.send(new DeleteObjectCommand(at));
    await client.send(new DeleteObjectCommand({ ...at, VersionId }));
    expect(
      records('versioned').map((record) => [record.eventName, Reflect.get(record.s3.object, 'versionId')]),
    ).to.deep.equal([
      ['ObjectCreated:Put', VersionId],
      ['ObjectRemoved:DeleteMarkerCreated', marker.VersionId],
      ['ObjectRemoved:Delete', VersionId],
    ]);
  });

  it('come only of keys that the rule matches, and of buckets that have one', async () => {
    await configure(Bucket, 'in/', '.jpg');
    for (const Key of ['in/a.jpg', 'in/a.png', 'out/a.jpg'])
      await client.send(new PutObjectCommand({ Bucket, Key }));
    await client.send(new PutObjectCommand({ Bucket: 'versioned', Key: 'in/a.jpg' }));
    expect(records().map((record) => record.s3.object.key)).to.deep.equal(['in/a.jpg']);
    expect(aws.s3.bucket('versioned').notifications()).to.deep.equal([]);
  });

  it('do not come of calls that fail', async () => {
    await configure(Bucket);
    aws.faults.on(PutObjectCommand).accessDenied();
    await client.send(new PutObjectCommand({ Bucket, Key: 'k' })).catch(() => undefined);
    expect(records()).to.deep.equal([]);
  });

  it('are asked for by name or by kind', () => {
    expect(coversEvent('s3:ObjectCreated:*', 's3:ObjectCreated:Put')).to.equal(true);
    expect(coversEvent('s3:ObjectCreated:Put', 's3:ObjectCreated:Put')).to.equal(true);
    expect(coversEvent('s3:ObjectCreated:Put', 's3:ObjectCreated:Copy')).to.equal(false);
    expect(coversEvent('s3:ObjectRemoved:*', 's3:ObjectCreated:Put')).to.equal(false);
  });
});
