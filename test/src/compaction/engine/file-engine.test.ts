import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { fileEngine } from '../../../../src/compaction/engine/file-engine';
import { CollectionUnreadable } from '../../../../src/compaction/engine/snapshot-engine';

describe('fileEngine', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'file-engine-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('writes nothing before close, then two files', async () => {
    const engine = await fileEngine.open(directory, { collection: 'words', create: true });
    await engine.upsert([{ id: 'a', embedding: Float32Array.of(1) }]);
    expect(await readdir(directory)).to.deep.equal([]);
    await engine.close();
    expect((await readdir(directory)).toSorted()).to.deep.equal(['collection.json', 'records.jsonl']);
    expect(await readFile(join(directory, 'collection.json'), 'utf8')).to.equal(
      '{"name":"words","dimension":1,"format":1}\n',
    );
  });

  it('leaves files alone that say the same', async () => {
    await (await fileEngine.open(directory, { collection: 'words', create: true })).close();
    const before = (await stat(join(directory, 'records.jsonl'))).mtimeMs;
    await (await fileEngine.open(directory, { collection: 'words' })).close();
    expect((await stat(join(directory, 'records.jsonl'))).mtimeMs).to.equal(before);
  });

  it('reads what it has written itself', () => {
    const names = [fileEngine.name, 'file/0', 'chroma/1.3.4'];
    expect(names.filter((name) => fileEngine.reads(name))).to.deep.equal(['file/1']);
  });

  it('refuses the files of another collection', async () => {
    await (await fileEngine.open(directory, { collection: 'words', create: true })).close();
    const error = await fileEngine
      .open(directory, { collection: 'lines', create: true })
      .catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(CollectionUnreadable);
    expect(error).to.have.property('message').that.includes('holds words, not lines');
  });
});
