import { expect } from 'chai';
import type { Compaction } from '../../src/compaction/handler';
import { body, lambdaContext, sqsRecord } from '../arrange/events';
import { OTHER, publicationScene, type PublicationScene } from '../arrange/publication-scene';
import { compactionRun, RECEIPT, receiptWord, RUN_ID, wordOf } from '../arrange/receipts';
import { wordVector } from '../arrange/snapshots';

const BROKEN_RUN = '0b2f6a7e-5d1c-4f3b-9a68-3c7d2e1f4a50';
const word = wordOf(RECEIPT, 2, 1);

describe('R32: one delta of a batch is damaged (I7, I8)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
    await scene.put(receiptWord(word), compactionRun(RECEIPT), compactionRun(OTHER, BROKEN_RUN));
    await scene.delta('words', `words/delta/${RUN_ID}`, [wordVector(word)]);
    scene.aws.s3.bucket('vectors').put(`words/delta/${BROKEN_RUN}/delta.tar.gz`, 'not an archive');
  });
  afterEach(() => scene.end());

  async function comesBack(compaction: Compaction): Promise<string[]> {
    const Records = [
      sqsRecord('words', body.run('words'), { messageId: 'good' }),
      sqsRecord('words', body.run('words', BROKEN_RUN, OTHER), { messageId: 'broken' }),
    ];
    const { batchItemFailures } = await compaction({ Records }, lambdaContext());
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }

  it('the naive way takes a batch as all or nothing: the good one goes down with it', async () => {
    const ours = scene.compaction();
    const naive: Compaction = async (event, context) => {
      const answer = await ours(event, context);
      if (answer.batchItemFailures.length === 0) return answer;
      const all = (event.Records ?? []).map(({ messageId }) => ({ itemIdentifier: messageId }));
      return { ...answer, batchItemFailures: all };
    };
    expect(await comesBack(naive)).to.deep.equal(['good', 'broken']);
  });

  it('ours publishes the good one, and only the other comes back', async () => {
    expect(await comesBack(scene.compaction())).to.deep.equal(['broken']);
    expect((await scene.published('words'))?.vectors.has(wordVector(word).id)).to.equal(true);
  });
});
