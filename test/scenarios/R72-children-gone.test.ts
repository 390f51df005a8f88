import { expect } from 'chai';
import { fileEngine } from '../../src/compaction/engine/file-engine';
import type { EngineFactory } from '../../src/compaction/engine/snapshot-engine';
import { receiptItem, wordItem } from '../../src/shared/receipt-keys';
import { blindEngine } from '../arrange/blind-engine';
import { body } from '../arrange/events';
import { MINE, publicationScene, THEIRS, type PublicationScene } from '../arrange/publication-scene';
import { RECEIPT } from '../arrange/receipts';
import { wordVector } from '../arrange/snapshots';

describe('R72: a receipt is deleted after its words (I6)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
    await scene.remove(wordItem(MINE), receiptItem(RECEIPT));
  });
  afterEach(() => scene.end());

  async function vectors(engines: EngineFactory): Promise<string[]> {
    expect(await scene.acknowledged(body.receiptGone(), { engines })).to.equal(true);
    return [...((await scene.published('words'))?.vectors.keys() ?? [])];
  }

  it('the naive way asks DynamoDB for the words, where there are none: their vectors stay', async () => {
    expect(await vectors(blindEngine)).to.include(wordVector(MINE).id);
  });

  it('ours asks the vectors as well', async () => {
    expect(await vectors(fileEngine)).to.deep.equal([wordVector(THEIRS).id]);
  });
});
