import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { expectBodyless, expectRefusal } from './caught';

const Bucket = 'photos';
const Key = 'k';

describe('S3 versions', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const put = async (Body: string) =>
    (await client.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId;
  const get = async (VersionId?: string) => {
    const answer = await client.send(new GetObjectCommand({ Bucket, Key, ...(VersionId && { VersionId }) }));
    return [await answer.Body?.transformToString(), answer.VersionId];
  };
  const suspend = () =>
    client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }));

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket, { versioning: 'Enabled' });
  });
  afterEach(() => aws.unplug());

  it('are all kept, each under an id of its own', async () => {
    const first = await put('v1');
    const second = await put('v2');
    expect(first).to.match(/^[A-Za-z0-9._]{32}$/);
    expect(second).to.not.equal(first);
    expect(await get()).to.deep.equal(['v2', second]);
    expect(await get(first)).to.deep.equal(['v1', first]);
    expect(await client.send(new HeadObjectCommand({ Bucket, Key, VersionId: first }))).to.include({
      VersionId: first,
    });
  });

  it('written while suspended replace the null version, and PutObject does not name it', async () => {
    const first = await put('v1');
    await suspend();
    expect(await put('n1')).to.equal(undefined);
    expect(await put('n2')).to.equal(undefined);
    expect(await get()).to.deep.equal(['n2', 'null']);
    expect(await get('null')).to.deep.equal(['n2', 'null']);
    expect(await get(first)).to.deep.equal(['v1', first]);
    expect(aws.s3.bucket(Bucket).versions(Key)).to.have.length(2);
  });

  it('hide behind a delete marker', async () => {
    const first = await put('v1');
    const { VersionId } = await client.send(new DeleteObjectCommand({ Bucket, Key }));
    const error = await expectRefusal(get(), {
      name: 'NoSuchKey',
      status: 404,
      message: 'The specified key does not exist.',
      members: { Key },
    });
    expect(error['$response']).to.have.nested.property('headers.x-amz-delete-marker', 'true');
    expect(error['$response']).to.have.nested.property('headers.x-amz-version-id', VersionId);
    expect(await get(first)).to.deep.equal(['v1', first]);
    await expectRefusal(get(VersionId), {
      name: 'MethodNotAllowed',
      status: 405,
      message: 'The specified method is not allowed against this resource.',
      members: { Method: 'GET', ResourceType: 'DeleteMarker' },
    });
    const head = await expectBodyless(client.send(new HeadObjectCommand({ Bucket, Key, VersionId })), 405);
    expect(head['$response']).to.have.nested.property('headers.allow', 'DELETE');
    await expectBodyless(client.send(new HeadObjectCommand({ Bucket, Key })), 404);
  });

  it('that never were are told from ids that cannot be', async () => {
    const VersionId = 'a'.repeat(32);
    await put('v1');
    await expectRefusal(get(VersionId), {
      name: 'NoSuchVersion',
      status: 404,
      message: 'The specified version does not exist.',
      members: { Key, VersionId },
    });
    await expectRefusal(get('null'), {
      name: 'NoSuchVersion',
      status: 404,
      message: 'The specified version does not exist.',
      members: { Key, VersionId: 'null' },
    });
    await expectRefusal(get('short'), {
      name: 'InvalidArgument',
      status: 400,
      message: 'Invalid version id specified',
      members: { ArgumentName: 'versionId', ArgumentValue: 'short' },
    });
  });

  it('keep a bucket from being deleted, markers too', async () => {
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    await expectRefusal(client.send(new DeleteBucketCommand({ Bucket })), {
      name: 'BucketNotEmpty',
      status: 409,
      message: 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
      members: { BucketName: Bucket },
    });
    const [marker] = aws.s3.bucket(Bucket).versions(Key);
    await client.send(new DeleteObjectCommand({ Bucket, Key, VersionId: marker?.versionId }));
    await client.send(new DeleteBucketCommand({ Bucket }));
  });

  it('take If-None-Match: * when the current one is a delete marker', async () => {
    await put('v1');
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    await client.send(new PutObjectCommand({ Bucket, Key, Body: 'v2', IfNoneMatch: '*' }));
    expect((await get())[0]).to.equal('v2');
  });

  it('come back with restore()', async () => {
    await put('v1');
    const mark = aws.mark();
    await put('v2');
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    aws.restore(mark);
    expect((await get())[0]).to.equal('v1');
    expect(aws.s3.bucket(Bucket).versions(Key)).to.have.length(1);
  });
});
