import { expect } from 'chai';
import type { Compaction } from '../../src/compaction/handler';
import { body, lambdaContext, sqsRecord } from '../arrange/events';
import { publicationScene, type PublicationScene } from '../arrange/publication-scene';

describe('R46: one message cannot be read, and the lock of the others is busy (I1)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
    const expires = { S: new Date(Date.now() + 60_000).toISOString() };
    await scene.put({ PK: { S: 'LOCK#words#snapshot' }, SK: { S: 'LOCK' }, owner: { S: 'B' }, expires });
  });
  afterEach(() => scene.end());

  async function reported(compaction: Compaction): Promise<string[]> {
    const Records = [
      sqsRecord('words', body.metadata(), { messageId: 'unknown', attributes: { source: 'somebody' } }),
      sqsRecord('words', body.metadata(), { messageId: 'busy' }),
    ];
    const { batchItemFailures } = await compaction({ Records }, lambdaContext());
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }

  it('the naive way returns as soon as a collection has failed: the other message is acknowledged', async () => {
    const ours = scene.compaction();
    const naive: Compaction = async ({ Records = [] }, context) => {
      const readable = Records.filter(
        ({ messageAttributes }) => messageAttributes['collection'] !== undefined,
      );
      const answer = await ours({ Records: readable }, context);
      if (answer.batchItemFailures.length > 0) return answer;
      const rest = Records.filter((record) => !readable.includes(record));
      return ours({ Records: rest }, context);
    };
    expect(await reported(naive)).to.deep.equal(['busy']);
  });

  it('ours reports both', async () => {
    expect(await reported(scene.compaction())).to.deep.equal(['unknown', 'busy']);
  });
});
