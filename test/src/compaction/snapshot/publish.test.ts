import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectsCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { NO_LEASE, type Lease } from '../../../../src/compaction/lock/lease';
import { pointerKey } from '../../../../src/compaction/snapshot/layout';
import { readPointer, type Pointer } from '../../../../src/compaction/snapshot/pointer';
import { publishSnapshot, type PublishOutcome } from '../../../../src/compaction/snapshot/publish';
import { collectionFiles } from '../../../arrange/snapshots';
import { BUCKET, lambdaWorld, START, type LambdaWorld } from '../../../arrange/lambda-world';

const VERSION = '20251023T090000000Z-0000000007-88888888';

describe('publishSnapshot', () => {
  let world: LambdaWorld;
  let directory: string;
  beforeEach(async () => {
    world = await lambdaWorld();
    directory = await mkdtemp(join(tmpdir(), 'publish-'));
    for (const [path, text] of collectionFiles('words', [])) await writeFile(join(directory, path), text);
  });
  afterEach(async () => {
    await rm(directory, { recursive: true });
    world.end();
  });

  const bucket = () => ({ s3: world.clients.s3, name: BUCKET });
  const lease: Lease = { ...NO_LEASE, fencingToken: 7 };
  const publish = (
    given: { lease?: Lease; parent?: Pointer | undefined; remainingMs?: number } = {},
  ): Promise<PublishOutcome> =>
    publishSnapshot(world.invocation({}, given.remainingMs ?? 300_000), {
      bucket: bucket(),
      collection: 'words',
      directory,
      engine: 'file/1',
      parent: given.parent,
      lease: given.lease ?? lease,
    });
  const keys = () => world.aws.s3.bucket(BUCKET).keys();

  it('uploads a version and points to it', async () => {
    expect(await publish()).to.deep.equal({ kind: 'published', version: VERSION });
    const published = await world.published('words');
    expect(published?.manifest).to.deep.include({
      schema: 1,
      version: VERSION,
      collection: 'words',
      created_at: new Date(START).toISOString(),
      parent_version: null,
      engine: 'file/1',
    });
    expect(keys()).to.have.length(4);
  });

  it('names the version it was made from (I2)', async () => {
    await world.snapshot('words', 'v1', []);
    const parent = await readPointer(bucket(), 'words');
    await publish({ parent });
    expect((await world.published('words'))?.manifest.parent_version).to.equal('v1');
  });

  it('leaves nothing behind when the pointer has moved on', async () => {
    await world.snapshot('words', 'v1', []);
    const before = keys();
    expect(await publish()).to.deep.equal({ kind: 'drift' });
    expect(keys()).to.deep.equal(before);
    expect(world.logs.map(({ message }) => message)).to.deep.equal([
      'pointer write is unclear, reading it again',
    ]);
  });

  it('uploads nothing when the lease has ended', async () => {
    expect(await publish({ lease: { ...lease, isHeld: () => false } })).to.deep.equal({ kind: 'lost-lock' });
    expect(keys()).to.deep.equal([]);
  });

  it('uploads nothing when there is no time', async () => {
    expect(await publish({ remainingMs: 9_999 })).to.deep.equal({ kind: 'no-time' });
    expect(keys()).to.deep.equal([]);
  });

  it('takes its upload back when the lock is lost meanwhile', async () => {
    expect(await publish({ lease: { ...lease, validate: () => Promise.resolve(false) } })).to.deep.equal({
      kind: 'lost-lock',
    });
    expect(keys()).to.deep.equal([]);
  });

  it('takes its upload back when it fails', async () => {
    world.aws.faults.on(PutObjectCommand).accessDenied().after(1);
    const error = await publish().catch((reason: unknown) => reason);
    expect(error).to.have.property('name', 'AccessDenied');
    expect(keys()).to.deep.equal([]);
  });

  for (const [what, arm] of [
    ['are denied', () => world.aws.faults.on(DeleteObjectsCommand).accessDenied()],
    ['fail one by one', () => world.aws.faults.on(DeleteObjectsCommand).failsEntries('all')],
  ] as const) {
    it(`lives with a version that stays because deletions ${what}`, async () => {
      arm();
      expect(await publish({ lease: { ...lease, validate: () => Promise.resolve(false) } })).to.deep.equal({
        kind: 'lost-lock',
      });
      expect(keys()).to.have.length(3);
      expect(world.logs).to.have.length(1);
    });
  }

  it('never removes a version that may be live: its pointer write was answered by nobody', async () => {
    const Key = pointerKey('words');
    world.aws.faults.on(PutObjectCommand, { Key }).timesOut().afterCommit().wholeOperation();
    world.aws.faults.on(GetObjectCommand, { Key }).accessDenied();
    const error = await publish().catch((reason: unknown) => reason);
    expect(error).to.have.property('name', 'SnapshotAccessDenied');
    expect((await world.published('words'))?.version).to.equal(VERSION);
  });
});
