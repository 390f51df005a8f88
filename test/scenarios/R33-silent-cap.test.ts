import { expect } from 'chai';
import type { Compaction } from '../../src/compaction/handler';
import { body, lambdaContext, sqsRecord } from '../arrange/events';
import { publicationScene, type PublicationScene } from '../arrange/publication-scene';
import { compactionRun, RECEIPT, receiptWord, wordOf } from '../arrange/receipts';
import { wordVector } from '../arrange/snapshots';

const RUNS = Array.from({ length: 20 }, (_, index) => ({
  runId: `0b2f6a7e-5d1c-4f3b-9a68-3c7d2e1f4a${String(10 + index)}`,
  word: wordOf(RECEIPT, 10 + index, 1),
}));

describe('R33: twenty deltas in one batch (I1)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
    for (const { runId, word } of RUNS) {
      await scene.put(receiptWord(word), compactionRun(RECEIPT, runId));
      await scene.delta('words', `words/delta/${runId}`, [wordVector(word)]);
    }
  });
  afterEach(() => scene.end());

  /** Vectors that came in, and messages that come back: together they are what was sent. */
  async function accountedFor(compaction: Compaction): Promise<number> {
    const before = (await scene.published('words'))?.vectors.size ?? 0;
    const Records = RUNS.map(({ runId }) =>
      sqsRecord('words', body.run('words', runId), { messageId: runId }),
    );
    const { batchItemFailures } = await compaction({ Records }, lambdaContext());
    return ((await scene.published('words'))?.vectors.size ?? 0) - before + batchItemFailures.length;
  }

  it('the naive way handles the first ten and reports success', async () => {
    const ours = scene.compaction();
    const naive: Compaction = ({ Records = [] }, context) => ours({ Records: Records.slice(0, 10) }, context);
    expect(await accountedFor(naive)).to.equal(10);
  });

  it('ours handles all', async () => {
    expect(await accountedFor(scene.compaction())).to.equal(20);
  });
});
