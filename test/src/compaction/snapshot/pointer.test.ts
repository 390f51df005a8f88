import { GetObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import type { Bucket } from '../../../../src/compaction/snapshot/bucket';
import { pointerKey } from '../../../../src/compaction/snapshot/layout';
import { SnapshotCorrupt } from '../../../../src/compaction/snapshot/manifest';
import {
  decodePointer,
  putPointer,
  readPointer,
  SnapshotAccessDenied,
} from '../../../../src/compaction/snapshot/pointer';
import { BUCKET, lambdaWorld, type LambdaWorld } from '../../../arrange/lambda-world';

const next = {
  version: 'v1',
  manifestSha256: 'abc',
  fencingToken: 7,
  publishedAt: '2025-10-23T09:00:00.000Z',
};

describe('pointer', () => {
  let world: LambdaWorld;
  let bucket: Bucket;
  beforeEach(async () => {
    world = await lambdaWorld();
    bucket = { s3: world.clients.s3, name: BUCKET };
  });
  afterEach(() => world.end());

  const nameOfFailure = async (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'none',
      (error: unknown) => (error instanceof Error ? error.name : error),
    );

  it('is absent at first, and reading creates nothing (R26)', async () => {
    expect(await readPointer(bucket, 'words')).to.equal(undefined);
    expect(world.aws.s3.bucket(BUCKET).keys()).to.deep.equal([]);
  });

  it('comes back as it was put', async () => {
    await putPointer(bucket, 'words', next, undefined);
    expect(await readPointer(bucket, 'words')).to.deep.include({ version: 'v1', manifestSha256: 'abc' });
    expect(JSON.parse(world.aws.s3.bucket(BUCKET).get(pointerKey('words'))?.text ?? '')).to.deep.equal({
      version: 'v1',
      manifest_sha256: 'abc',
      fencing_token: 7,
      published_at: '2025-10-23T09:00:00.000Z',
    });
  });

  it('is created once only', async () => {
    await putPointer(bucket, 'words', next, undefined);
    expect(await nameOfFailure(putPointer(bucket, 'words', { ...next, version: 'v2' }, undefined))).to.equal(
      'PreconditionFailed',
    );
  });

  it('moves only while it is as it was read (R01, R10)', async () => {
    await putPointer(bucket, 'words', next, undefined);
    const read = await readPointer(bucket, 'words');
    await putPointer(bucket, 'words', { ...next, version: 'v2' }, read);
    expect(await nameOfFailure(putPointer(bucket, 'words', { ...next, version: 'v3' }, read))).to.equal(
      'PreconditionFailed',
    );
    expect(await readPointer(bucket, 'words')).to.have.property('version', 'v2');
  });

  it('is not absent because reading fails (R11)', async () => {
    world.aws.faults.on(GetObjectCommand).slowDown().wholeOperation();
    expect(await nameOfFailure(readPointer(bucket, 'words'))).to.equal('SlowDown');
  });

  it('is not absent because reading is denied (R27)', async () => {
    world.aws.faults.on(GetObjectCommand).accessDenied();
    const error = await readPointer(bucket, 'words').catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(SnapshotAccessDenied);
    expect(error).to.have.property('message').that.includes('s3:ListBucket');
  });
});

describe('decodePointer', () => {
  it('takes the legacy form', () => {
    expect(decodePointer(' 20251023_090005\n', '"e"')).to.deep.equal({
      version: '20251023_090005',
      etag: '"e"',
    });
  });

  for (const text of ['', '{', '{}', '{"version":7}', '{"version":"../x"}', 'a/b', 'a b', '..']) {
    it(`finds no version in ${JSON.stringify(text)}`, () => {
      expect(() => decodePointer(text, '"e"')).to.throw(SnapshotCorrupt, 'the pointer');
    });
  }
});
