import { expect } from 'chai';
import { fileEngine } from '../../src/compaction/engine/file-engine';
import type { EngineFactory } from '../../src/compaction/engine/snapshot-engine';
import { labelItem } from '../../src/shared/receipt-keys';
import { labelOfMine, MINE, publicationScene, type PublicationScene } from '../arrange/publication-scene';
import { wordLabel } from '../arrange/receipts';
import { wordVector } from '../arrange/snapshots';

/** Leaves out what is empty, and trusts that it goes away: an update merges. */
const byOmission: EngineFactory = {
  ...fileEngine,
  reads: (engine) => fileEngine.reads(engine),
  async open(directory, options) {
    const engine = await fileEngine.open(directory, options);
    return {
      ...engine,
      patchMetadata: (patches) =>
        engine.patchMetadata(
          patches.map(({ id, set }) => ({
            id,
            set: Object.fromEntries(Object.entries(set).filter(([, value]) => value !== '')),
            unset: [],
          })),
        ),
    };
  },
};

describe('R70: a label changes from valid to invalid, and goes (I6)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
  });
  afterEach(() => scene.end());

  /** The label fields of the word after each of the changes. */
  async function afterEachChange(engines: EngineFactory): Promise<unknown[]> {
    const seen: unknown[] = [];
    const look = async (): Promise<void> => {
      expect(await scene.acknowledged(labelOfMine, { engines })).to.equal(true);
      const metadata = (await scene.published('words'))?.vectors.get(wordVector(MINE).id) ?? {};
      const { label_status, validated_labels, invalid_labels } = metadata;
      seen.push([label_status, validated_labels, invalid_labels]);
    };
    await look();
    await scene.put(wordLabel(MINE, 'DATE', { status: 'INVALID' }));
    await look();
    await scene.put(wordLabel(MINE, 'TIME', { status: 'VALID' }));
    await scene.remove(labelItem(MINE, 'DATE'));
    await look();
    await scene.remove(labelItem(MINE, 'TIME'));
    await look();
    return seen;
  }

  it('the naive way omits what is empty: the label is valid and invalid at once, and stays', async () => {
    expect(await afterEachChange(byOmission)).to.deep.equal([
      ['validated', ',DATE,', undefined],
      ['unvalidated', ',DATE,', ',DATE,'],
      ['validated', ',TIME,', ',DATE,'],
      ['validated', ',TIME,', ',DATE,'],
    ]);
  });

  it('ours sets and removes all six fields together', async () => {
    expect(await afterEachChange(fileEngine)).to.deep.equal([
      ['validated', ',DATE,', ''],
      ['unvalidated', '', ',DATE,'],
      ['validated', ',TIME,', ''],
      [undefined, undefined, undefined],
    ]);
  });
});
