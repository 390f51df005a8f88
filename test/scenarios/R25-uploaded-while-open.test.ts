import { expect } from 'chai';
import { fileEngine } from '../../src/compaction/engine/file-engine';
import type { EngineFactory } from '../../src/compaction/engine/snapshot-engine';
import { labelOfMine, publicationScene, type PublicationScene } from '../arrange/publication-scene';

/** The files are uploaded before the database has let go of them. */
const leftOpen: EngineFactory = {
  ...fileEngine,
  reads: (engine) => fileEngine.reads(engine),
  async open(directory, options) {
    return { ...(await fileEngine.open(directory, options)), close: async () => ({ changed: true }) };
  },
};

describe('R25: the files of a database are whole only when it is closed (I1, I3)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
  });
  afterEach(() => scene.end());

  it('the naive way uploads an open database: what it published lacks what it did', async () => {
    expect(await scene.acknowledged(labelOfMine, { engines: leftOpen })).to.equal(true);
    expect(scene.versions()).to.have.length(2);
    expect(await scene.labels()).to.deep.equal([undefined, undefined]);
  });

  it('ours closes it before the first byte is read', async () => {
    expect(await scene.acknowledged(labelOfMine, { engines: fileEngine })).to.equal(true);
    expect(await scene.labels()).to.deep.equal([',DATE,', undefined]);
  });
});
