import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetBucketTaggingCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  RestoreObjectCommand,
  S3Client,
  type OptionalObjectAttributes,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { expectRefusal } from './caught';

const Bucket = 'photos';

describe('S3 listings that show restores', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const asked = { Bucket, OptionalObjectAttributes: ['RestoreStatus' as const] };
  const listed = async () => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command(asked));
    return Contents.map(({ Key, RestoreStatus }) => [Key, RestoreStatus]);
  };
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    aws.s3.bucket(Bucket).put('a', 'x', { StorageClass: 'GLACIER' });
    aws.s3.bucket(Bucket).put('b', 'x');
    await client.send(new RestoreObjectCommand({ Bucket, Key: 'a', RestoreRequest: { Days: 2 } }));
  });
  afterEach(() => aws.unplug());

  it('say that one is under way, until when it lasts, and nothing when it is over', async () => {
    expect(await listed()).to.deep.equal([
      ['a', { IsRestoreInProgress: true }],
      ['b', undefined],
    ]);
    await aws.clock.advance('5h');
    const done = { IsRestoreInProgress: false, RestoreExpiryDate: new Date('2026-01-04T00:00:00Z') };
    expect(await listed()).to.deep.equal([
      ['a', done],
      ['b', undefined],
    ]);
    await aws.clock.advance('3d');
    expect(await listed()).to.deep.equal([
      ['a', undefined],
      ['b', undefined],
    ]);
  });

  it('are all three, and only when they are asked', async () => {
    const status = { IsRestoreInProgress: true };
    expect((await client.send(new ListObjectsCommand(asked))).Contents?.[0]?.RestoreStatus).to.deep.equal(
      status,
    );
    const { Versions } = await client.send(new ListObjectVersionsCommand(asked));
    expect(Versions?.[0]?.RestoreStatus).to.deep.equal(status);
    for (const attributes of [undefined, []] as (OptionalObjectAttributes[] | undefined)[]) {
      const input = { Bucket, ...(attributes === undefined ? {} : { OptionalObjectAttributes: attributes }) };
      const { Contents } = await client.send(new ListObjectsV2Command(input));
      expect(Contents?.[0]).to.not.have.property('RestoreStatus');
    }
  });

  it('know no other attribute', async () => {
    const other = { Bucket, OptionalObjectAttributes: ['Colour' as 'RestoreStatus'] };
    await expectRefusal(client.send(new ListObjectsV2Command(other)), {
      name: 'InvalidArgument',
      status: 400,
      message: 'Invalid attribute name specified.',
      members: { ArgumentName: 'x-amz-optional-object-attributes', ArgumentValue: 'Colour' },
    });
  });
});

describe('S3 members of directory buckets and of newer features', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.bucket(Bucket).put('a', 'x');
  });
  afterEach(() => aws.unplug());
  const notImplemented = (Header: string) => ({
    name: 'NotImplemented',
    status: 501,
    message: 'A header you provided implies functionality that is not implemented',
    members: { Header },
  });

  it('are refused by general purpose buckets, and nothing has happened', async () => {
    const append = client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'y', WriteOffsetBytes: 1 }));
    await expectRefusal(append, notImplemented('x-amz-write-offset-bytes'));
    expect(aws.s3.bucket(Bucket).get('a')?.text).to.equal('x');
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'b' }));
    const IfMatchInitiatedTime = new Date(0);
    const abort = { Bucket, Key: 'b', UploadId, IfMatchInitiatedTime };
    await expectRefusal(
      client.send(new AbortMultipartUploadCommand(abort)),
      notImplemented('x-amz-if-match-initiated-time'),
    );
    expect(aws.s3.bucket(Bucket).uploads()).to.have.lengthOf(1);
  });

  it('may say what becomes of annotations: there are none', async () => {
    const copy = (AnnotationDirective: string) =>
      client.send(
        new CopyObjectCommand({
          Bucket,
          Key: 'b',
          CopySource: `${Bucket}/a`,
          AnnotationDirective: AnnotationDirective as 'COPY',
        }),
      );
    await copy('COPY');
    await copy('EXCLUDE');
    await expectRefusal(copy('MOVE'), {
      name: 'InvalidArgument',
      status: 400,
      message: 'Unknown annotation directive.',
      members: { ArgumentName: 'x-amz-object-annotation-directive', ArgumentValue: 'MOVE' },
    });
  });

  it('are tags that a bucket is made with', async () => {
    const Tags = [{ Key: 'team', Value: 'photos' }];
    await client.send(new CreateBucketCommand({ Bucket: 'tagged', CreateBucketConfiguration: { Tags } }));
    const { TagSet } = await client.send(new GetBucketTaggingCommand({ Bucket: 'tagged' }));
    expect(TagSet).to.deep.equal(Tags);
  });
});
