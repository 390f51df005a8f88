import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { compactCollection } from '../../../src/compaction/compact-collection';
import { fileEngine } from '../../../src/compaction/engine/file-engine';
import type { Parsed } from '../../../src/compaction/parse';
import { pointerKey } from '../../../src/compaction/snapshot/layout';
import type { CompactionMessage } from '../../../src/shared/compaction-message';
import { runItem } from '../../../src/shared/receipt-keys';
import { body } from '../../arrange/events';
import { BUCKET, lambdaWorld, type LambdaWorld } from '../../arrange/lambda-world';
import {
  compactionRun,
  RECEIPT,
  receipt,
  receiptMetadata,
  receiptWord,
  RUN_ID,
  wordLabel,
  wordOf,
} from '../../arrange/receipts';
import { wordVector } from '../../arrange/snapshots';

const word = wordOf(RECEIPT, 1, 1);
const vector = wordVector(word);
const KEY = pointerKey('words');

describe('compactCollection', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
    await world.put(receipt(RECEIPT), receiptMetadata(RECEIPT), receiptWord(word), compactionRun(RECEIPT));
    await world.delta('words', `words/delta/${RUN_ID}`, [vector]);
  });
  afterEach(() => {
    expect(world.leftovers()).to.deep.equal([]);
    world.end();
  });

  async function compact(
    messages: CompactionMessage[],
    env = {},
    remainingMs: number | (() => number) = 300_000,
  ) {
    const parsed = messages.map((message, index): Parsed => ({
      kind: 'parsed',
      messageId: `m${index + 1}`,
      collection: 'words',
      message,
    }));
    const failures = await compactCollection(world.invocation(env, remainingMs), fileEngine, 'words', parsed);
    return Object.fromEntries(failures);
  }
  const versions = async () => (await world.published('words'))?.version;
  const puts = (): number => world.aws.calls.counts()['S3.PutObject'] ?? 0;
  const metadata = async () => (await world.published('words'))?.vectors.get(vector.id);
  const runState = async () => (await world.item(runItem(RECEIPT, RUN_ID)))?.['words_state']?.S;

  it('publishes a first snapshot from a delta and completes the run', async () => {
    expect(await compact([body.run('words')])).to.deep.equal({});
    expect(await metadata()).to.include({ merchant_name: 'Corner Bakery' });
    expect(await runState()).to.equal('COMPLETED');
  });

  it('updates a snapshot, version by version', async () => {
    await compact([body.run('words')]);
    const first = await versions();
    await world.put(wordLabel(word, 'DATE', { status: 'VALID' }));
    expect(await compact([body.label(1, 1)])).to.deep.equal({});
    expect(await metadata()).to.include({ validated_labels: ',DATE,' });
    expect((await world.published('words'))?.manifest.parent_version).to.equal(first);
  });

  it('publishes nothing when nothing changed', async () => {
    await compact([body.run('words')]);
    const before = puts();
    expect(await compact([body.run('words'), body.metadata(), body.label(1, 1)])).to.deep.equal({});
    expect(puts()).to.equal(before);
  });

  it('has nothing to do without a snapshot and without a delta', async () => {
    expect(await compact([body.metadata(), body.label(1, 1)])).to.deep.equal({});
    expect(await versions()).to.equal(undefined);
  });

  it('publishes nothing when the only delta of a new collection cannot be merged', async () => {
    const failures = await compact([
      body.run('words', '0b2f6a7e-5d1c-4f3b-9a68-3c7d2e1f4a50'),
      body.metadata(),
    ]);
    expect(failures['m1']).to.match(/^merge: no objects below/);
    expect(Object.keys(failures)).to.deep.equal(['m1']);
    expect(await versions()).to.equal(undefined);
  });

  it('publishes the rest when one delta cannot be merged (I7)', async () => {
    const failures = await compact([
      body.run('words', '0b2f6a7e-5d1c-4f3b-9a68-3c7d2e1f4a50'),
      body.run('words'),
    ]);
    expect(Object.keys(failures)).to.deep.equal(['m1']);
    expect(await metadata()).to.include({ merchant_name: 'Corner Bakery' });
  });

  it('fails all messages when the lock is busy, at no cost to the snapshot', async () => {
    const expires = { S: '2025-10-23T10:00:00.000Z' };
    await world.put({ PK: { S: 'LOCK#words#snapshot' }, SK: { S: 'LOCK' }, owner: { S: 'other' }, expires });
    expect(await compact([body.run('words'), body.metadata()])).to.deep.equal({
      m1: 'lock_busy',
      m2: 'lock_busy',
    });
    expect(world.aws.calls.counts()).not.to.have.property('S3.GetObject');
  });

  it('fails all messages when the snapshot cannot be read (R47)', async () => {
    world.aws.faults.on(GetObjectCommand, { Key: KEY }).accessDenied();
    expect((await compact([body.metadata()]))['m1']).to.match(/^SnapshotAccessDenied/);
  });

  it('fails all messages when the snapshot cannot be written (R47)', async () => {
    world.aws.faults.on(PutObjectCommand).accessDenied();
    expect((await compact([body.run('words')]))['m1']).to.match(/^AccessDenied/);
    expect([await versions(), await runState()]).to.deep.equal([undefined, 'PENDING']);
  });

  it('begins again with fresh reads when somebody else publishes meanwhile (R12)', async () => {
    await world.snapshot('words', 'v1', [vector]);
    const isPointer = ({ Key }: { Key?: string | undefined }) => Key === KEY;
    world.before(PutObjectCommand, isPointer, async () => {
      await world.put(receiptMetadata(RECEIPT, { merchantName: 'New name' }));
      await world.snapshot('words', 'v2', [vector, wordVector(wordOf(RECEIPT, 9, 9))], 'v1');
    });
    expect(await compact([body.metadata()])).to.deep.equal({});
    const published = await world.published('words');
    expect(published?.manifest.parent_version).to.equal('v2');
    expect([...(published?.vectors.values() ?? [])].map((one) => one?.['merchant_name'])).to.deep.equal([
      'New name',
      'New name',
    ]);
  });

  it('fails all messages after the third time', async () => {
    await world.snapshot('words', 'v0', [vector]);
    for (const version of ['v1', 'v2', 'v3']) {
      world.before(
        PutObjectCommand,
        ({ Key, Body }) => Key === KEY && typeof Body === 'string' && !Body.includes('"version":"v'),
        () => world.snapshot('words', version, [vector]),
      );
    }
    expect(await compact([body.metadata()])).to.deep.equal({ m1: 'drift' });
    expect(await versions()).to.equal('v3');
  });

  it('does not begin without time, and stops when time is up', async () => {
    expect(await compact([body.run('words')], {}, 19_999)).to.deep.equal({ m1: 'no-time' });
    let calls = 0;
    const running = () => ((calls += 1) > 1 ? 14_999 : 300_000);
    expect(await compact([body.run('words')], {}, running)).to.deep.equal({ m1: 'deadline' });
  });

  it('leaves old versions for the next time when there is little left of this one', async () => {
    const env = { KEEP_VERSIONS: '1', RETENTION_GRACE_SECONDS: '0' };
    await world.snapshot('words', '20250101_000000', [vector]);
    let remaining = 300_000;
    world.before(
      PutObjectCommand,
      ({ Key }) => Key === KEY,
      () => (remaining = 14_999),
    );
    expect(await compact([body.metadata()], env, () => remaining)).to.deep.equal({});
    const prefixes = () =>
      new Set(
        world.aws.s3
          .bucket(BUCKET)
          .keys('words/snapshot/timestamped/')
          .map((key) => key.split('/')[3]),
      );
    expect(prefixes()).to.have.property('size', 2);
    await world.put(wordLabel(word, 'DATE', { status: 'VALID' }));
    await world.aws.clock.advance('1s');
    world.before(
      PutObjectCommand,
      ({ Key }) => Key === KEY,
      () => (remaining = 15_000),
    );
    remaining = 300_000;
    expect(await compact([body.label(1, 1, 'DATE')], env, () => remaining)).to.deep.equal({});
    expect(prefixes()).to.have.property('size', 1);
  });

  it('brings a run back that could not be marked, though its vectors are published', async () => {
    world.aws.faults
      .on(UpdateItemCommand, { ExpressionAttributeNames: { '#state': 'words_state' } })
      .accessDenied();
    expect((await compact([body.run('words')]))['m1']).to.match(/^mark run/);
    expect(await metadata()).to.include({ merchant_name: 'Corner Bakery' });
    expect(await compact([body.run('words')])).to.deep.equal({});
    expect(await runState()).to.equal('COMPLETED');
  });

  it('needs no lock for its data to be safe (R04)', async () => {
    expect(await compact([body.run('words')], { LOCK_ENABLED: 'false' })).to.deep.equal({});
    expect(world.aws.s3.bucket(BUCKET).get(KEY)?.text).to.include('"fencing_token":0');
  });
});
