import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { describeFiles } from '../../../../src/compaction/snapshot/local-files';
import { encodeManifest, sha256, type Manifest } from '../../../../src/compaction/snapshot/manifest';
import {
  MULTIPART_THRESHOLD_BYTES,
  UploadIncomplete,
  uploadVersion,
} from '../../../../src/compaction/snapshot/upload';
import { BUCKET, lambdaWorld, type LambdaWorld } from '../../../arrange/lambda-world';

const PREFIX = 'words/snapshot/timestamped/v1/';

describe('uploadVersion', () => {
  let world: LambdaWorld;
  let directory: string;
  beforeEach(async () => {
    world = await lambdaWorld();
    directory = await mkdtemp(join(tmpdir(), 'upload-'));
    await writeFile(join(directory, 'a'), 'aa');
    await writeFile(join(directory, 'b'), '');
  });
  afterEach(async () => {
    await rm(directory, { recursive: true });
    world.end();
  });

  async function manifestOf(): Promise<Manifest> {
    const files = await describeFiles(directory);
    const created_at = '2025-10-23T09:00:00.000Z';
    return {
      schema: 1,
      version: 'v1',
      collection: 'words',
      created_at,
      parent_version: null,
      engine: 'file/1',
      files,
      total_bytes: 2,
    };
  }
  const upload = async (): Promise<string> =>
    uploadVersion({ s3: world.clients.s3, name: BUCKET }, PREFIX, directory, await manifestOf(), {
      token: '7',
    });
  const failure = async (): Promise<unknown> =>
    upload().then(
      () => undefined,
      (error: unknown) => error,
    );

  it('puts every file, then the manifest, and answers its hash', async () => {
    const hash = await upload();
    expect(hash).to.equal(sha256(encodeManifest(await manifestOf())));
    const keys = world.aws.calls.entries.flatMap(({ operation, input }) =>
      operation === 'PutObject' ? [input] : [],
    );
    expect(keys).to.have.length(3);
    for (const [index, path] of ['a', 'b', 'manifest.json'].entries())
      expect(keys[index]).to.have.property('Key', PREFIX + path);
    expect(world.aws.s3.bucket(BUCKET).get(`${PREFIX}manifest.json`)?.metadata).to.deep.equal({ token: '7' });
  });

  it('sends the body again when the SDK tries again (R31)', async () => {
    world.aws.faults.on(PutObjectCommand).slowDown().times(2);
    await upload();
    expect(world.aws.s3.bucket(BUCKET).get(`${PREFIX}a`)?.text).to.equal('aa');
  });

  it('fails when the prefix holds something else', async () => {
    world.aws.s3.bucket(BUCKET).put(`${PREFIX}c`, '');
    expect(await failure()).to.be.instanceOf(UploadIncomplete);
  });

  it('fails when a size differs', async () => {
    const Contents = [{ Key: `${PREFIX}a`, Size: 1 }];
    world.s3Mock.on(ListObjectsV2Command).resolves({ Contents });
    expect(await failure()).to.be.instanceOf(UploadIncomplete);
  });

  it('uploads a large file in parts', async () => {
    await writeFile(join(directory, 'c'), Buffer.alloc(MULTIPART_THRESHOLD_BYTES + 1, 1));
    await upload();
    expect(world.aws.s3.bucket(BUCKET).get(`${PREFIX}c`)?.size).to.equal(MULTIPART_THRESHOLD_BYTES + 1);
    expect(world.aws.calls.counts()['S3.UploadPart']).to.equal(2);
  });

  it('leaves no parts behind when one cannot be uploaded', async () => {
    await writeFile(join(directory, 'c'), Buffer.alloc(MULTIPART_THRESHOLD_BYTES + 1, 1));
    world.aws.faults.on(UploadPartCommand, { PartNumber: 2 }).accessDenied();
    expect(await failure()).to.have.property('name', 'AccessDenied');
    expect(world.aws.s3.bucket(BUCKET).uploads()).to.deep.equal([]);
  });
});
