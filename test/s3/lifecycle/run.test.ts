import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  S3Client,
  type Event,
  type LifecycleRule,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { caught } from '../caught';

const Bucket = 'photos';

describe('S3 lifecycles', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const put = (...rules: Omit<LifecycleRule, 'Status'>[]) =>
    client.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: { Rules: rules.map((rule) => ({ Status: 'Enabled', Filter: {}, ...rule })) },
      }),
    );
  const version = (Status: 'Enabled' | 'Suspended') =>
    client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
  const bucket = () => aws.s3.bucket(Bucket);
  const shown = (key: string) =>
    bucket()
      .versions(key)
      .map(({ isDeleteMarker, object }) => (isDeleteMarker ? 'marker' : object?.text));
  /** A day is as long as it is; tests begin at noon. */
  const days = (count: number) => aws.clock.advance(count * 86_400_000);
  const iso = () => new Date(aws.clock.now()).toISOString();

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual', start: Date.UTC(2026, 0, 1, 12) });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  describe('of objects', () => {
    it('delete at the midnight after the days are over', async () => {
      bucket().put('a', 'x');
      await put({ Expiration: { Days: 1 } });
      await aws.clock.advance('35h');
      await aws.clock.advance(59 * 60_000 + 59_999);
      expect(iso()).to.equal('2026-01-02T23:59:59.999Z');
      await client.send(new HeadObjectCommand({ Bucket, Key: 'a' }));
      await aws.clock.advance(1);
      expect((await caught(client.send(new GetObjectCommand({ Bucket, Key: 'a' })))).name).to.equal(
        'NoSuchKey',
      );
      expect((await client.send(new ListObjectsV2Command({ Bucket }))).KeyCount).to.equal(0);
    });

    it('round a midnight up as well', async () => {
      await aws.clock.advance('12h');
      bucket().put('a', 'x');
      await put({ Expiration: { Days: 1 } });
      await days(1.999);
      expect(bucket().keys()).to.deep.equal(['a']);
      await days(0.001);
      expect(bucket().keys()).to.deep.equal([]);
    });

    it('delete what was there before the rule at the first midnight after it', async () => {
      bucket().put('a', 'x');
      await days(10);
      await put({ Expiration: { Days: 1 } });
      expect(bucket().keys()).to.deep.equal(['a']);
      await days(0.5);
      expect(bucket().keys()).to.deep.equal([]);
    });

    it('delete at a date, and what comes later at its first midnight', async () => {
      await put({ Expiration: { Date: new Date('2026-01-05T00:00:00Z') } });
      bucket().put('a', 'x');
      await days(3.499);
      expect(bucket().keys()).to.deep.equal(['a']);
      await days(0.001);
      expect(bucket().keys()).to.deep.equal([]);
      bucket().put('b', 'x');
      await days(0.9);
      expect(bucket().keys()).to.deep.equal(['b']);
      await days(0.1);
      expect(bucket().keys()).to.deep.equal([]);
    });

    it('go by the filter', async () => {
      bucket().put('logs/a', 'x');
      bucket().put('data/a', 'x');
      bucket().put('data/tagged', 'x', { Tagging: 'keep=no&other=1' });
      bucket().put('data/large', 'x'.repeat(11));
      await put(
        { Filter: { Prefix: 'logs/' }, Expiration: { Days: 1 } },
        { Filter: { Tag: { Key: 'keep', Value: 'no' } }, Expiration: { Days: 1 } },
        { Filter: { ObjectSizeGreaterThan: 10 }, Expiration: { Days: 1 } },
        { Filter: { Prefix: 'data/' }, Expiration: { Days: 5 }, Status: 'Disabled' } as never,
      );
      await days(30);
      expect(bucket().keys()).to.deep.equal(['data/a']);
    });

    it('let the shortest time win', async () => {
      bucket().put('a', 'x');
      await put({ Expiration: { Days: 9 } }, { Expiration: { Days: 2 } }, { Expiration: { Days: 5 } });
      await days(2.5);
      expect(bucket().keys()).to.deep.equal([]);
    });

    it('begin anew when an object is overwritten', async () => {
      bucket().put('a', 'x');
      await put({ Expiration: { Days: 2 } });
      await days(2);
      bucket().put('a', 'y');
      await days(2.4);
      expect(bucket().get('a')?.text).to.equal('y');
      await days(0.1);
      expect(bucket().keys()).to.deep.equal([]);
    });

    it('are carried out by whatever call comes first, only once a day', async () => {
      for (let i = 0; i < 10; i++) bucket().put(`k${i}`, 'x');
      await put({ Filter: { Prefix: 'k0' }, Expiration: { Days: 1 } });
      await days(2);
      const before = aws.mark();
      await client.send(new HeadObjectCommand({ Bucket, Key: 'k1' }));
      expect(aws.diff(before).map(({ collection, key }) => [collection, key])).to.deep.equal([
        ['s3.lifecycleRuns', Bucket],
        [`s3.objects.${Bucket}`, 'k0'],
      ]);
      const after = aws.mark();
      await client.send(new HeadObjectCommand({ Bucket, Key: 'k1' }));
      expect(aws.diff(after)).to.deep.equal([]);
    });
  });

  describe('of versions', () => {
    beforeEach(() => version('Enabled'));

    it('put a delete marker on the current version, as of midnight', async () => {
      bucket().put('a', 'x');
      await put({ Expiration: { Days: 1 } });
      await days(5);
      expect(shown('a')).to.deep.equal(['marker', 'x']);
      expect(bucket().versions('a')[0]?.lastModified.toISOString()).to.equal('2026-01-03T00:00:00.000Z');
    });

    it('remove noncurrent versions so many days after they became noncurrent', async () => {
      bucket().put('a', '1');
      await days(1);
      bucket().put('a', '2');
      await days(1);
      bucket().put('a', '3');
      await put({ NoncurrentVersionExpiration: { NoncurrentDays: 2 } });
      await days(2.4);
      expect(shown('a')).to.deep.equal(['3', '2']);
      await days(0.1);
      expect(shown('a')).to.deep.equal(['3']);
      await days(100);
      expect(shown('a')).to.deep.equal(['3']);
    });

    it('keep as many newer noncurrent versions as they say', async () => {
      for (const text of ['1', '2', '3', '4']) bucket().put('a', text);
      await put({ NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 2 } });
      await days(9);
      expect(shown('a')).to.deep.equal(['4', '3', '2']);
    });

    it('go all the way down when nobody looked for long', async () => {
      bucket().put('a', 'x');
      await put(
        { Expiration: { Days: 1 } },
        { NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
        {
          Expiration: { ExpiredObjectDeleteMarker: true },
        },
      );
      await days(3.4);
      expect(shown('a')).to.deep.equal(['marker', 'x']);
      await days(100);
      expect(shown('a')).to.deep.equal([]);
    });

    it('leave a lonely delete marker unless they say so', async () => {
      await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
      await put({ NoncurrentVersionExpiration: { NoncurrentDays: 1 } });
      await days(9);
      expect(shown('a')).to.deep.equal(['marker']);
      await put({ Expiration: { ExpiredObjectDeleteMarker: true } });
      await days(0.5);
      expect(shown('a')).to.deep.equal([]);
    });

    it('remove a delete marker only when it is alone', async () => {
      bucket().put('a', 'x');
      await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
      await put({ Expiration: { ExpiredObjectDeleteMarker: true } });
      await days(9);
      expect(shown('a')).to.deep.equal(['marker', 'x']);
    });

    it('replace the null version while versioning is suspended', async () => {
      await version('Suspended');
      bucket().put('a', 'x');
      await put({ Expiration: { Days: 1 } });
      await days(2);
      expect(bucket().versions('a')).to.have.lengthOf(1);
      expect(bucket().versions('a')[0]).to.include({ isDeleteMarker: true, versionId: 'null' });
    });

    it('do not apply to markers by tag or size', async () => {
      await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
      await put(
        { Filter: { ObjectSizeGreaterThan: 0 }, Expiration: { Days: 1 } },
        { Filter: { ObjectSizeLessThan: 9 }, Expiration: { Days: 1 } },
        { Filter: { Tag: { Key: 'k', Value: 'v' } }, Expiration: { Days: 1 } },
      );
      await days(9);
      expect(shown('a')).to.deep.equal(['marker']);
    });
  });

  describe('of locked versions', () => {
    beforeEach(async () => {
      const { CreateBucketCommand } = await import('@aws-sdk/client-s3');
      await client.send(new CreateBucketCommand({ Bucket: 'locked', ObjectLockEnabledForBucket: true }));
      await client.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket: 'locked',
          LifecycleConfiguration: {
            Rules: [
              {
                Status: 'Enabled',
                Filter: {},
                Expiration: { Days: 1 },
                NoncurrentVersionExpiration: { NoncurrentDays: 1 },
              },
            ],
          },
        }),
      );
    });

    it('wait for the end of the retention, to the midnight after it', async () => {
      await client.send(
        new PutObjectCommand({
          Bucket: 'locked',
          Key: 'a',
          Body: 'x',
          ObjectLockMode: 'COMPLIANCE',
          ObjectLockRetainUntilDate: new Date('2026-01-10T06:00:00Z'),
        }),
      );
      const count = () => aws.s3.bucket('locked').versions('a').length;
      await days(9.49);
      expect(count()).to.equal(2);
      await days(0.01);
      // The delete marker, now alone and old enough, goes with it.
      expect(count()).to.equal(0);
    });

    it('never come while there is a legal hold', async () => {
      aws.s3.bucket('locked').put('a', 'x');
      const hold = (Status: 'ON' | 'OFF') =>
        client.send(
          new PutObjectLegalHoldCommand({ Bucket: 'locked', Key: 'a', VersionId, LegalHold: { Status } }),
        );
      const VersionId = aws.s3.bucket('locked').versions('a')[0]?.versionId;
      await hold('ON');
      await days(99);
      expect(aws.s3.bucket('locked').versions('a')).to.have.lengthOf(2);
      await hold('OFF');
      await days(0.5);
      expect(aws.s3.bucket('locked').versions('a')).to.have.lengthOf(0);
    });
  });

  it('give uploads up', async () => {
    const begin = (Key: string) => client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    await begin('tmp/a');
    await begin('b');
    await put({ Filter: { Prefix: 'tmp/' }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 } });
    await days(2.4);
    expect(bucket().uploads()).to.have.lengthOf(2);
    await days(0.1);
    expect(
      bucket()
        .uploads()
        .map(({ key }) => key),
    ).to.deep.equal(['b']);
  });

  describe('of storage classes', () => {
    const storageClass = async () =>
      (await client.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).StorageClass ?? 'STANDARD';
    const large = () => bucket().put('a', 'x'.repeat(128 * 1024));

    it('go down step by step, and the object is as old as it was', async () => {
      large();
      await put({
        Transitions: [
          { Days: 30, StorageClass: 'STANDARD_IA' },
          { Days: 60, StorageClass: 'GLACIER' },
        ],
        Expiration: { Days: 90 },
      });
      const { lastModified } = bucket().get('a') ?? {};
      const seen: string[] = [];
      for (const day of [30.4, 0.1, 29.9, 0.1]) {
        await days(day);
        seen.push(await storageClass());
      }
      expect(seen).to.deep.equal(['STANDARD', 'STANDARD_IA', 'STANDARD_IA', 'GLACIER']);
      expect(bucket().get('a')?.lastModified).to.deep.equal(lastModified);
      expect((await caught(client.send(new GetObjectCommand({ Bucket, Key: 'a' })))).name).to.equal(
        'InvalidObjectState',
      );
      await days(30);
      expect(bucket().keys()).to.deep.equal([]);
    });

    it('never go up, and take the cheaper of two at once', async () => {
      large();
      await put(
        { Transitions: [{ Days: 1, StorageClass: 'GLACIER' }] },
        { Transitions: [{ Days: 1, StorageClass: 'GLACIER_IR' }] },
        {
          Transitions: [{ Days: 30, StorageClass: 'STANDARD_IA' }],
        },
      );
      await days(99);
      expect(await storageClass()).to.equal('GLACIER');
    });

    it('leave small objects, unless the rule or the configuration says otherwise', async () => {
      const transition = { Transitions: [{ Days: 1, StorageClass: 'GLACIER_IR' as const }] };
      bucket().put('a', 'x'.repeat(128 * 1024 - 1));
      await put(transition);
      await days(9);
      expect(await storageClass()).to.equal('STANDARD');
      await put({ ...transition, Filter: { ObjectSizeGreaterThan: 1 } });
      await days(1);
      expect(await storageClass()).to.equal('GLACIER_IR');
      bucket().put('a', 'x');
      await client.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket,
          TransitionDefaultMinimumObjectSize: 'varies_by_storage_class',
          LifecycleConfiguration: {
            Rules: [
              { Status: 'Enabled', Filter: {}, ...transition },
              { Status: 'Enabled', Filter: {}, Transitions: [{ Days: 4, StorageClass: 'DEEP_ARCHIVE' }] },
            ],
          },
        }),
      );
      await days(3);
      expect(await storageClass()).to.equal('STANDARD');
      await days(3);
      expect(await storageClass()).to.equal('DEEP_ARCHIVE');
    });

    it('of noncurrent versions go by when they became noncurrent', async () => {
      await version('Enabled');
      for (const text of ['1', '2', '3']) bucket().put('a', text.repeat(128 * 1024));
      await put({
        NoncurrentVersionTransitions: [
          { NoncurrentDays: 3, StorageClass: 'GLACIER', NewerNoncurrentVersions: 1 },
        ],
      });
      const classes = () =>
        bucket()
          .versions('a')
          .map(({ object }) => object?.storageClass);
      await days(3.4);
      expect(classes()).to.deep.equal(['STANDARD', 'STANDARD', 'STANDARD']);
      await days(0.1);
      expect(classes()).to.deep.equal(['STANDARD', 'STANDARD', 'GLACIER']);
    });
  });

  describe('are reported', () => {
    const notifications = async (...events: string[]) => {
      await client.send(
        new PutBucketNotificationConfigurationCommand({
          SkipDestinationValidation: true,
          Bucket,
          NotificationConfiguration: {
            LambdaFunctionConfigurations: [
              {
                Id: 'n',
                LambdaFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
                Events: events as Event[],
              },
            ],
          },
        }),
      );
    };
    const records = () =>
      bucket()
        .notifications()
        .map(({ message }) => (message as { Records: [Record<string, unknown>] }).Records[0]);

    it('as expirations, by S3 itself, at midnight', async () => {
      await notifications('s3:LifecycleExpiration:*', 's3:ObjectRemoved:*');
      bucket().put('a', 'x');
      await put({ Expiration: { Days: 1 } });
      await days(5);
      const [record, ...others] = records();
      expect(others).to.deep.equal([]);
      expect(record).to.include({
        eventVersion: '2.3',
        eventName: 'LifecycleExpiration:Delete',
        eventTime: '2026-01-03T00:00:00.000Z',
      });
      expect(record?.['userIdentity']).to.deep.equal({ principalId: 's3.amazonaws.com' });
      expect(record?.['requestParameters']).to.deep.equal({ sourceIPAddress: 's3.amazonaws.com' });
      expect(record).to.not.have.property('lifecycleEventData');
    });

    it('as delete markers', async () => {
      await version('Enabled');
      await notifications('s3:LifecycleExpiration:DeleteMarkerCreated');
      bucket().put('a', 'x');
      await put({ Expiration: { Days: 1 }, NoncurrentVersionExpiration: { NoncurrentDays: 9 } });
      await days(5);
      expect(records().map((record) => record['eventName'])).to.deep.equal([
        'LifecycleExpiration:DeleteMarkerCreated',
      ]);
      const { s3 } = records()[0] as { s3: { object: { versionId: string } } };
      expect(s3.object.versionId).to.equal(bucket().versions('a')[0]?.versionId);
    });

    it('as transitions, with the new class', async () => {
      await notifications('s3:LifecycleTransition');
      bucket().put('a', 'x'.repeat(128 * 1024));
      await put({ Transitions: [{ Days: 1, StorageClass: 'GLACIER' }] });
      await days(9);
      const [record] = records();
      expect(record).to.include({ eventName: 'LifecycleTransition', eventVersion: '2.3' });
      expect(record?.['lifecycleEventData']).to.deep.equal({
        transitionEventData: { destinationStorageClass: 'GLACIER' },
      });
      expect((record as { s3: { object: object } }).s3.object).to.include({ key: 'a', size: 128 * 1024 });
    });
  });
});
