import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { DanglingPointer, downloadSnapshot } from '../../../../src/compaction/snapshot/download';
import { MANIFEST_FILE, pointerKey, versionPrefix } from '../../../../src/compaction/snapshot/layout';
import { sha256, SnapshotCorrupt } from '../../../../src/compaction/snapshot/manifest';
import { BUCKET, lambdaWorld, type LambdaWorld } from '../../../arrange/lambda-world';
import { RECEIPT, wordOf } from '../../../arrange/receipts';
import { wordVector } from '../../../arrange/snapshots';

const vectors = [wordVector(wordOf(RECEIPT, 1, 1))];

describe('downloadSnapshot', () => {
  let world: LambdaWorld;
  let directory: string;
  beforeEach(async () => {
    world = await lambdaWorld();
    directory = await mkdtemp(join(tmpdir(), 'download-'));
  });
  afterEach(async () => {
    await rm(directory, { recursive: true });
    world.end();
  });

  const bucket = () => ({ s3: world.clients.s3, name: BUCKET });
  const download = (name = 'file/1') => {
    const engine = { name, reads: (other: string) => other === name };
    return downloadSnapshot({ bucket: bucket(), collection: 'words', engine }, directory);
  };
  const failure = async (): Promise<unknown> =>
    download().then(
      () => undefined,
      (error: unknown) => error,
    );
  const objects = () => world.aws.s3.bucket(BUCKET);
  const drop = (version: string, path: string) =>
    world.clients.s3.send(
      new DeleteObjectCommand({ Bucket: BUCKET, Key: versionPrefix('words', version) + path }),
    );

  it('is nothing as long as nothing was published', async () => {
    expect(await download()).to.equal(undefined);
  });

  it('fetches the live version, whole and checked', async () => {
    await world.snapshot('words', 'v1', vectors);
    const downloaded = await download();
    expect(downloaded?.pointer.version).to.equal('v1');
    const text = await readFile(join(directory, 'records.jsonl'), 'utf8');
    expect(JSON.parse(text)).to.have.property('id', vectors[0]?.id);
    const header = await readFile(join(directory, 'collection.json'), 'utf8');
    expect(downloaded).to.include({ files: 2, bytes: text.length + header.length });
  });

  it('fails when a file is not what the manifest says (R23)', async () => {
    await world.snapshot('words', 'v1', vectors);
    objects().put(`${versionPrefix('words', 'v1')}records.jsonl`, 'something else');
    expect(await failure()).to.be.instanceOf(SnapshotCorrupt);
  });

  it('fails when the manifest is not the one the pointer names', async () => {
    await world.snapshot('words', 'v1', vectors);
    objects().put(versionPrefix('words', 'v1') + MANIFEST_FILE, '{}');
    expect(await failure()).to.be.instanceOf(SnapshotCorrupt);
  });

  it('does not open what another engine wrote', async () => {
    await world.snapshot('words', 'v1', vectors);
    const error = await download('file/0').catch((reason: unknown) => reason);
    expect(error)
      .to.be.instanceOf(SnapshotCorrupt)
      .with.property('message')
      .that.includes('file/1, which file/0 cannot read');
  });

  it('fails when objects of the live version are missing: that is no empty snapshot (R20)', async () => {
    await world.snapshot('words', 'v1', vectors);
    await drop('v1', 'records.jsonl');
    expect(await failure()).to.be.instanceOf(DanglingPointer);
    await drop('v1', MANIFEST_FILE);
    expect(await failure()).to.be.instanceOf(DanglingPointer);
  });

  it('starts again when retention takes the version away under it (R22)', async () => {
    await world.snapshot('words', 'v1', vectors);
    const isRecords = ({ Key = '' }) => Key.endsWith('v1/records.jsonl');
    world.before(GetObjectCommand, isRecords, async () => {
      await world.snapshot('words', 'v2', [], 'v1');
      await drop('v1', 'records.jsonl');
    });
    expect((await download())?.pointer.version).to.equal('v2');
    expect(await readFile(join(directory, 'records.jsonl'), 'utf8')).to.equal('');
  });

  it('gives up at once when the pointer has gone as well, or still names the version', async () => {
    await world.snapshot('words', 'v1', vectors);
    await drop('v1', 'records.jsonl');
    const before = world.aws.calls.counts()['S3.GetObject'] ?? 0;
    expect(await failure()).to.be.instanceOf(DanglingPointer);
    // The pointer, the manifest, its two files, and the pointer again.
    expect((world.aws.calls.counts()['S3.GetObject'] ?? 0) - before).to.equal(5);
    const isRecords = ({ Key = '' }) => Key.endsWith('v1/records.jsonl');
    world.before(GetObjectCommand, isRecords, () =>
      world.clients.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: pointerKey('words') })),
    );
    expect(await failure()).to.be.instanceOf(DanglingPointer);
  });

  it('gives up when the versions go away faster than it reads', async () => {
    await world.snapshot('words', 'v0', vectors);
    for (const version of ['v1', 'v2', 'v3']) {
      world.before(
        GetObjectCommand,
        ({ Key = '' }) => Key.endsWith(MANIFEST_FILE),
        async () => {
          await drop(`v${Number(version.slice(1)) - 1}`, 'records.jsonl');
          await world.snapshot('words', version, vectors);
        },
      );
    }
    expect(await failure())
      .to.be.instanceOf(DanglingPointer)
      .with.property('message')
      .that.includes('v2');
  });

  it('takes a legacy version by its listing', async () => {
    objects().put(pointerKey('words'), '20251023_090005');
    objects().put(`${versionPrefix('words', '20251023_090005')}segment/header.bin`, 'abc');
    expect(await download()).to.deep.include({ files: 1, bytes: 3 });
    expect(sha256(await readFile(join(directory, 'segment', 'header.bin')))).to.equal(sha256('abc'));
  });

  it('does not take an empty prefix for a legacy version (R20)', async () => {
    objects().put(pointerKey('words'), '20251023_090005');
    expect(await failure()).to.be.instanceOf(DanglingPointer);
  });

  it('does not write outside its directory', async () => {
    objects().put(pointerKey('words'), '20251023_090005');
    objects().put(`${versionPrefix('words', '20251023_090005')}../../evil`, 'abc');
    expect(await failure()).to.be.instanceOf(SnapshotCorrupt);
  });

  it('lets other errors through', async () => {
    objects().put(pointerKey('words'), '20251023_090005');
    world.aws.faults.on(ListObjectsV2Command).accessDenied();
    expect(await failure()).to.have.property('name', 'AccessDenied');
  });
});
