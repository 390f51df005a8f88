import {
  GetObjectCommand,
  HeadObjectCommand,
  S3Client,
  UploadPartCopyCommand,
  CreateMultipartUploadCommand,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { caught } from './caught';

describe('keys of S3 that vanish', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const object = { Bucket: 'photos', Key: 'a/ä b' };
  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket('photos', { versioning: 'Enabled' });
    aws.s3.bucket('photos').put(object.Key, 'x');
  });
  afterEach(() => aws.unplug());

  it('are deleted as everybody deletes: a version stays where there are versions', async () => {
    aws.faults.on(HeadObjectCommand).vanishes();
    expect((await caught(client.send(new HeadObjectCommand(object)))).name).to.equal('NotFound');
    const [marker, version] = aws.s3.bucket('photos').versions(object.Key);
    expect([marker?.isDeleteMarker, version?.object?.text]).to.deep.equal([true, 'x']);
    const VersionId = version?.versionId;
    const read = await client.send(new GetObjectCommand({ ...object, VersionId }));
    expect(await read.Body?.transformToString()).to.equal('x');
  });

  it('are the encoded source of a copied part', async () => {
    const at = { Bucket: 'photos', Key: 'big' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(at));
    aws.faults.on(UploadPartCopyCommand).vanishes();
    const CopySource = `photos/${encodeURIComponent(object.Key)}`;
    const part = client.send(new UploadPartCopyCommand({ ...at, UploadId, PartNumber: 1, CopySource }));
    expect(await caught(part)).to.include({ name: 'NoSuchKey', Key: object.Key });
  });
});
