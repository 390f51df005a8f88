import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  CollectionMissing,
  DimensionMismatch,
  EngineStateError,
  type EngineFactory,
  type SnapshotEngine,
  type VectorRecord,
} from '../../src/compaction/engine/snapshot-engine';

const vector = (
  id: string,
  metadata: VectorRecord['metadata'] = { image_id: 'a', receipt_id: 1 },
): VectorRecord => ({
  id,
  embedding: Float32Array.of(1, 0.5, -2),
  metadata: metadata ?? null,
});

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** What every engine must do: Chroma's semantics, as measured against its server. */
export function engineContract(factory: EngineFactory): void {
  describe(`SnapshotEngine contract: ${factory.name}`, function () {
    this.timeout(60_000);
    let directory: string;
    /** Closed after each test: a server lives as long as its engine. */
    let opened: SnapshotEngine[];
    const engines: Pick<EngineFactory, 'open'> = {
      async open(...given) {
        const one = await factory.open(...given);
        opened.push(one);
        return one;
      },
    };
    let engine: SnapshotEngine;
    beforeEach(async () => {
      opened = [];
      directory = await mkdtemp(join(tmpdir(), 'engine-'));
      engine = await engines.open(directory, { collection: 'words', create: true });
      await engine.upsert([vector('c'), vector('a'), vector('b', { image_id: 'a', receipt_id: 2 })]);
    });
    afterEach(async () => {
      for (const one of opened) await one.close();
      await rm(directory, { recursive: true });
    });

    const reopened = async (): Promise<SnapshotEngine> => {
      await engine.close();
      return engines.open(directory, { collection: 'words' });
    };
    const metadataOf = async (id: string, from = engine) => (await from.get([id])).get(id)?.metadata;

    it('keeps records over close and open', async () => {
      const again = await reopened();
      expect(await again.count()).to.equal(3);
      const records: VectorRecord[] = [];
      for await (const record of again.all()) records.push(record);
      expect(records.map(({ id }) => id)).to.deep.equal(['a', 'b', 'c']);
      expect([...(records[0]?.embedding ?? [])]).to.deep.equal([1, 0.5, -2]);
    });

    it('answers the records that exist', async () => {
      expect([...(await engine.get(['b', 'x', 'a'])).keys()]).to.have.members(['a', 'b']);
    });

    it('finds the vectors of a receipt, both conditions met', async () => {
      expect(await engine.findIds({ image_id: 'a', receipt_id: 1 })).to.deep.equal(['a', 'c']);
      expect(await engine.findIds({ image_id: 'b', receipt_id: 1 })).to.deep.equal([]);
    });

    it('merges metadata: other keys stay, null and unset remove (R70)', async () => {
      await engine.patchMetadata([{ id: 'a', set: { text: 'x', label_status: 'validated' }, unset: [] }]);
      await engine.patchMetadata([
        { id: 'a', set: { text: null, count: 2 }, unset: ['label_status', 'never'] },
      ]);
      expect(await metadataOf('a')).to.deep.equal({ image_id: 'a', receipt_id: 1, count: 2 });
      expect(await metadataOf('a', await reopened())).to.deep.equal({
        image_id: 'a',
        receipt_id: 1,
        count: 2,
      });
    });

    it('has null for metadata without any key', async () => {
      await engine.patchMetadata([{ id: 'a', set: {}, unset: ['image_id', 'receipt_id'] }]);
      expect(await metadataOf('a', await reopened())).to.equal(null);
    });

    it('ignores patches of missing records, and says so', async () => {
      const patches = ['a', 'x'].map((id) => ({ id, set: { text: 'y' }, unset: [] }));
      expect(await engine.patchMetadata(patches)).to.deep.equal({ patched: ['a'], missing: ['x'] });
      expect(await engine.count()).to.equal(3);
    });

    it('upserts: the embedding is replaced, metadata are merged, a document stays', async () => {
      await engine.upsert([{ ...vector('a', { text: 'old' }), document: 'doc' }]);
      await engine.upsert([{ id: 'a', embedding: Float32Array.of(9, 9, 9), metadata: { count: 1 } }]);
      const again = await reopened();
      expect((await again.get(['a'])).get('a')).to.deep.equal({
        metadata: { image_id: 'a', receipt_id: 1, text: 'old', count: 1 },
        document: 'doc',
      });
      for await (const { id, embedding } of again.all())
        if (id === 'a') expect([...embedding]).to.deep.equal([9, 9, 9]);
    });

    it('takes embeddings of one length only, and then none of the call', async () => {
      const wrong = { id: 'e', embedding: Float32Array.of(1, 2) };
      expect(await failureOf(engine.upsert([vector('d'), wrong]))).to.be.instanceOf(DimensionMismatch);
      expect(await engine.count()).to.equal(3);
    });

    it('takes no empty embedding', async () => {
      const empty = await engines.open(join(directory, 'other'), { collection: 'lines', create: true });
      expect(await failureOf(empty.upsert([{ id: 'a', embedding: new Float32Array(0) }]))).to.be.instanceOf(
        DimensionMismatch,
      );
    });

    it('deletes what exists', async () => {
      expect(await engine.delete(['a', 'x'])).to.deep.equal(['a']);
      expect(await (await reopened()).count()).to.equal(2);
    });

    it('says on close whether the content changed, also the second time', async () => {
      const again = await reopened();
      await again.patchMetadata([{ id: 'a', set: { text: 'x' }, unset: [] }]);
      await again.patchMetadata([{ id: 'a', set: {}, unset: ['text'] }]);
      expect([await again.close(), await again.close()]).to.deep.equal([
        { changed: false },
        { changed: false },
      ]);
      const changing = await engines.open(directory, { collection: 'words' });
      await changing.delete(['a']);
      expect(await changing.close()).to.deep.equal({ changed: true });
    });

    it('is of no use after close', async () => {
      await engine.close();
      expect(await failureOf(engine.count())).to.be.instanceOf(EngineStateError);
      expect(await failureOf(engine.delete(['a']))).to.be.instanceOf(EngineStateError);
    });

    it('refuses writes when opened to read', async () => {
      await engine.close();
      const reader = await engines.open(directory, { collection: 'words', readOnly: true });
      expect(await reader.count()).to.equal(3);
      expect([...(await reader.get(['a'])).keys()]).to.deep.equal(['a']);
      expect(await reader.findIds({ image_id: 'a', receipt_id: 2 })).to.deep.equal(['b']);
      const ids: string[] = [];
      for await (const { id } of reader.all()) ids.push(id);
      expect(ids).to.deep.equal(['a', 'b', 'c']);
      const patch = { id: 'a', set: { text: 'x' }, unset: [] };
      for (const write of [
        () => reader.upsert([vector('d')]),
        () => reader.patchMetadata([patch]),
        () => reader.delete(['a']),
      ])
        expect(await failureOf(write())).to.be.instanceOf(EngineStateError);
      expect(await reader.close()).to.deep.equal({ changed: false });
    });

    it('makes a collection only when asked to', async () => {
      const nowhere = join(directory, 'nowhere');
      expect(await failureOf(engines.open(nowhere, { collection: 'words' }))).to.be.instanceOf(
        CollectionMissing,
      );
      const created = await engines.open(nowhere, { collection: 'words', create: true });
      expect(await created.close()).to.deep.equal({ changed: true });
      expect(await (await engines.open(nowhere, { collection: 'words' })).count()).to.equal(0);
    });
  });
}
