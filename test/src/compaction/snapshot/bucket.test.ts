import { DeleteObjectsCommand, GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import {
  deletePrefix,
  listDirectories,
  listObjects,
  readText,
  type Bucket,
} from '../../../../src/compaction/snapshot/bucket';
import { BUCKET, lambdaWorld, type LambdaWorld } from '../../../arrange/lambda-world';

describe('bucket', () => {
  let world: LambdaWorld;
  let bucket: Bucket;
  beforeEach(async () => {
    world = await lambdaWorld();
    bucket = { s3: world.clients.s3, name: BUCKET };
  });
  afterEach(() => world.end());

  const put = (...keys: string[]): void => {
    for (const key of keys) world.aws.s3.bucket(BUCKET).put(key, `at ${key}`);
  };

  it('lists all pages of a prefix', async () => {
    put(...Array.from({ length: 1_001 }, (_, index) => `a/${String(index).padStart(4, '0')}`), 'b');
    const objects = await listObjects(bucket, 'a/');
    expect(objects.length).to.equal(1_001);
    expect(objects[1_000]).to.deep.equal({ key: 'a/1000', size: 9 });
  });

  it('lists directories by their names', async () => {
    put('v/1/a', 'v/1/b', 'v/2/a', 'v/file', 'w/3/a');
    expect(await listDirectories(bucket, 'v/')).to.deep.equal(['1', '2']);
    expect(await listDirectories(bucket, 'x/')).to.deep.equal([]);
  });

  it('reads text with its ETag', async () => {
    put('a');
    const { text, etag } = await readText(bucket, 'a');
    expect(text).to.equal('at a');
    expect(etag).to.match(/^"[0-9a-f]{32}"$/);
  });

  it('deletes everything below a prefix, 1,000 at a time', async () => {
    put(...Array.from({ length: 1_001 }, (_, index) => `a/${index}`), 'b');
    expect(await deletePrefix(bucket, 'a/')).to.deep.equal([]);
    expect(world.aws.s3.bucket(BUCKET).keys()).to.deep.equal(['b']);
    expect(world.aws.calls.counts()['S3.DeleteObjects']).to.equal(2);
  });

  it('makes nothing of what S3 leaves out', async () => {
    world.s3Mock.on(ListObjectsV2Command).resolves({ Contents: [{}, { Key: 'a' }], CommonPrefixes: [{}] });
    world.s3Mock.on(GetObjectCommand).resolves({});
    world.s3Mock.on(DeleteObjectsCommand).resolves({ Errors: [{}] });
    expect(await listObjects(bucket, '')).to.deep.equal([{ key: 'a', size: 0 }]);
    expect(await listDirectories(bucket, '')).to.deep.equal([]);
    expect(await readText(bucket, 'a')).to.deep.equal({ text: '', etag: '' });
    expect(await deletePrefix(bucket, '')).to.deep.equal(['']);
    world.s3Mock.on(ListObjectsV2Command).resolves({});
    expect([await listObjects(bucket, ''), await listDirectories(bucket, '')]).to.deep.equal([[], []]);
  });

  it('says which keys S3 did not delete, in an answer that looks well (R29)', async () => {
    put('a/1', 'a/2');
    world.aws.faults.on(DeleteObjectsCommand).failsEntries(['a/2']);
    expect(await deletePrefix(bucket, 'a/')).to.deep.equal(['a/2']);
  });
});
