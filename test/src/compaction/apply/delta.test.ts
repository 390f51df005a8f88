import { expect } from 'chai';
import type { ApplyContext } from '../../../../src/compaction/apply/apply-context';
import { DeltaError, locate, readDelta, upsertAll } from '../../../../src/compaction/apply/delta';
import { UnsafeArchive } from '../../../../src/compaction/apply/unpack';
import type { MergeTarget } from '../../../../src/compaction/plan';
import { fileEngine } from '../../../../src/compaction/engine/file-engine';
import { CollectionUnreadable, type EngineFactory } from '../../../../src/compaction/engine/snapshot-engine';
import { applyContext } from '../../../arrange/apply-world';
import { BUCKET, lambdaWorld, type LambdaWorld } from '../../../arrange/lambda-world';
import { RECEIPT, RUN_ID, wordOf } from '../../../arrange/receipts';
import { wordVector } from '../../../arrange/snapshots';

const PREFIX = 'words/delta/run';
const OTHER_RUN = '0b2f6a7e-5d1c-4f3b-9a68-3c7d2e1f4a50';
const target = (prefix = PREFIX, runId = RUN_ID): MergeTarget => ({
  key: RECEIPT,
  runId,
  prefix,
  messageIds: new Set(['m1']),
});
const one = wordVector(wordOf(RECEIPT, 1, 1), { text: 'Brot' });
const two = wordVector(wordOf(RECEIPT, 1, 2));

describe('readDelta', () => {
  let world: LambdaWorld;
  let context: ApplyContext;
  beforeEach(async () => {
    world = await lambdaWorld();
    context = await applyContext(world, 'words');
  });
  afterEach(() => world.end());

  const read = async (given = target()) => (await readDelta(context, given)).map(({ id }) => id);
  const failure = async (given = target()): Promise<unknown> => read(given).catch((error: unknown) => error);

  it('reads the records of a run', async () => {
    await world.delta('words', PREFIX, [one]);
    const [record] = await readDelta(context, target());
    expect(record).to.deep.include({ id: one.id, metadata: one.metadata });
    expect([...(record?.embedding ?? [])]).to.deep.equal(one.embedding);
  });

  it('opens it to read, and closes it', async () => {
    await world.delta('words', PREFIX, [one]);
    const seen: unknown[] = [];
    const engines: EngineFactory = {
      ...fileEngine,
      reads: (name) => fileEngine.reads(name),
      async open(directory, options) {
        seen.push(options);
        const engine = await fileEngine.open(directory, options);
        return { ...engine, close: () => (seen.push('closed'), engine.close()) };
      },
    };
    await readDelta({ ...context, engines }, target());
    expect(seen).to.deep.equal([{ collection: 'words', readOnly: true }, 'closed']);
  });

  it('reads an empty delta', async () => {
    await world.delta('words', PREFIX, []);
    expect(await read()).to.deep.equal([]);
  });

  it('keeps the deltas of two runs apart (R30)', async () => {
    await world.delta('words', PREFIX, [one]);
    await world.delta('words', 'words/delta/other', [two]);
    expect(await read()).to.deep.equal([one.id]);
    expect(await read(target('words/delta/other', OTHER_RUN))).to.deep.equal([two.id]);
  });

  it('follows S3 addresses', async () => {
    await world.delta('words', PREFIX, [one]);
    expect(await read(target(`s3://${BUCKET}/${PREFIX}/`))).to.deep.equal([one.id]);
  });

  it('fails when there is nothing', async () => {
    expect(await failure())
      .to.be.instanceOf(DeltaError)
      .with.property('message', 'no objects below words/delta/run/');
  });

  it('reads a packed delta, which comes before loose files', async () => {
    await world.delta('words', PREFIX, [two]);
    await world.packedDelta('words', PREFIX, [one]);
    expect(await read()).to.deep.equal([one.id]);
  });

  it('keeps the packed deltas of two runs apart (R30)', async () => {
    await world.packedDelta('words', PREFIX, [one]);
    await world.packedDelta('words', 'words/delta/other', [two]);
    expect(await read()).to.deep.equal([one.id]);
    expect(await read(target('words/delta/other', OTHER_RUN))).to.deep.equal([two.id]);
  });

  it('refuses a packed delta that is none', async () => {
    world.aws.s3.bucket(BUCKET).put(`${PREFIX}/delta.tar.gz`, 'x');
    expect(await failure()).to.be.instanceOf(UnsafeArchive);
  });

  it('refuses paths that leave the directory', async () => {
    world.aws.s3.bucket(BUCKET).put(`${PREFIX}/../../evil`, 'x');
    expect(await failure())
      .to.be.instanceOf(DeltaError)
      .with.property('message')
      .that.includes('would leave the directory');
  });

  it("refuses another collection's delta", async () => {
    await world.delta('lines', PREFIX, []);
    expect(await failure()).to.be.instanceOf(CollectionUnreadable);
  });

  it('refuses vectors that belong to nothing', async () => {
    await world.delta('words', PREFIX, [{ ...one, id: 'IMAGE#a' }]);
    expect(await failure())
      .to.be.instanceOf(DeltaError)
      .with.property('message')
      .that.includes('not the id of a line or word');
  });
});

describe('upsertAll', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
  });
  afterEach(() => world.end());

  const records = Array.from({ length: 501 }, (_, index) => ({
    id: `v${index}`,
    embedding: Float32Array.of(index),
  }));

  it('puts all of them, 250 at a time', async () => {
    const { engine } = await applyContext(world, 'words');
    const sizes: number[] = [];
    await upsertAll(
      { ...engine, upsert: (slice) => (sizes.push(slice.length), engine.upsert(slice)) },
      records,
    );
    expect([sizes, await engine.count()]).to.deep.equal([[250, 250, 1], 501]);
  });

  it('notices what did not arrive (R33)', async () => {
    const { engine } = await applyContext(world, 'words');
    const error = await upsertAll(
      { ...engine, upsert: (slice) => engine.upsert(slice.slice(1)) },
      records,
    ).catch((reason: unknown) => reason);
    expect(error)
      .to.be.instanceOf(DeltaError)
      .with.property('message', '3 of 501 vectors are missing after the merge');
  });
});

describe('locate', () => {
  it('finds bucket and prefix', async () => {
    const world = await lambdaWorld();
    const own = { s3: world.clients.s3, name: 'own' };
    expect(locate(own, 'a/b')).to.deep.equal({ bucket: own, prefix: 'a/b/' });
    expect(locate(own, 's3://other/a/b//')).to.deep.equal({
      bucket: { ...own, name: 'other' },
      prefix: 'a/b/',
    });
    world.end();
  });
});
