import { expect } from 'chai';
import { fileEngine } from '../../src/compaction/engine/file-engine';
import type { EngineFactory, SnapshotEngine } from '../../src/compaction/engine/snapshot-engine';
import { body } from '../arrange/events';
import { MINE, OTHER, publicationScene, THEIRS, type PublicationScene } from '../arrange/publication-scene';
import { compactionRun, RECEIPT, receiptWord, RUN_ID, wordOf } from '../arrange/receipts';
import { wordVector } from '../arrange/snapshots';

const SECOND_RUN = '0b2f6a7e-5d1c-4f3b-9a68-3c7d2e1f4a50';
const [first, second] = [wordOf(RECEIPT, 2, 1), wordOf(OTHER, 2, 1)];

/** All deltas are unpacked into one directory, and what is open there is opened no second time. */
function oneDirectory(): EngineFactory {
  let delta: Promise<SnapshotEngine> | undefined;
  return {
    ...fileEngine,
    reads: (engine) => fileEngine.reads(engine),
    open: (directory, options) =>
      options.readOnly === true
        ? (delta ??= fileEngine
            .open(directory, options)
            .then((engine) => ({ ...engine, close: async () => ({ changed: false }) })))
        : fileEngine.open(directory, options),
  };
}

describe('R30: two deltas in one batch (I1)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
    await scene.put(receiptWord(first), receiptWord(second));
    for (const [key, run, word] of [
      [RECEIPT, RUN_ID, first],
      [OTHER, SECOND_RUN, second],
    ] as const) {
      await scene.put(compactionRun(key, run));
      await scene.delta('words', `words/delta/${run}`, [wordVector(word)]);
    }
  });
  afterEach(() => scene.end());

  async function merged(engines: EngineFactory): Promise<number | undefined> {
    const runs = [body.run('words'), body.run('words', SECOND_RUN, OTHER)];
    expect(await scene.acknowledged(runs, { engines })).to.equal(true);
    return (await scene.published('words'))?.vectors.size;
  }

  it('the naive way merges the first one twice', async () => {
    expect(await merged(oneDirectory())).to.equal([MINE, THEIRS, first].length);
  });

  it('ours has a directory for each', async () => {
    expect(await merged(fileEngine)).to.equal([MINE, THEIRS, first, second].length);
  });
});
