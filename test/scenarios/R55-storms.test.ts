import { PutObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import type { Compaction } from '../../src/compaction/handler';
import { body, lambdaContext, sqsRecord } from '../arrange/events';
import { isPointer, publicationScene, type PublicationScene } from '../arrange/publication-scene';
import { RECEIPT, receiptWord, wordLabel, wordOf } from '../arrange/receipts';
import { wordVector } from '../arrange/snapshots';

const WORDS = Array.from({ length: 20 }, (_, index) => wordOf(RECEIPT, 1, index + 1));

describe('R55: all words of a receipt get a label (I11)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
    for (const word of WORDS) await scene.put(receiptWord(word), wordLabel(word, 'TAX', { status: 'VALID' }));
    await scene.snapshot(
      'words',
      'v1',
      WORDS.map((word) => wordVector(word)),
    );
  });
  afterEach(() => scene.end());

  /** How many snapshots it takes. */
  async function publications(compaction: Compaction): Promise<number> {
    const before = scene.aws.calls.entries.length;
    const Records = WORDS.map(({ lineId, wordId }) =>
      sqsRecord('words', body.label(lineId, wordId, 'TAX'), { messageId: `word ${wordId}` }),
    );
    expect((await compaction({ Records }, lambdaContext())).batchItemFailures).to.deep.equal([]);
    return scene.aws.calls.entries
      .slice(before)
      .filter(
        ({ operation, input }) =>
          `${operation}Command` === PutObjectCommand.name && isPointer(input as object),
      ).length;
  }

  it('the naive way makes a cycle of every message', async () => {
    const ours = scene.compaction();
    const naive: Compaction = async ({ Records = [] }, context) => {
      for (const record of Records.slice(1)) await ours({ Records: [record] }, context);
      return ours({ Records: Records.slice(0, 1) }, context);
    };
    expect(await publications(naive)).to.equal(20);
  });

  it('ours makes one of the batch', async () => {
    expect(await publications(scene.compaction())).to.equal(1);
  });
});
