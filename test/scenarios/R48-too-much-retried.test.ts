import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import type { Compaction } from '../../src/compaction/handler';
import { body, lambdaContext, sqsRecord } from '../arrange/events';
import { publicationScene, type PublicationScene } from '../arrange/publication-scene';

const LABELS = { ':prefix': { S: 'RECEIPT#00002#LINE#00001#WORD#00001#LABEL#' } };

describe('R48: the labels of one word cannot be read (I7)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
    scene.aws.faults.on(QueryCommand, { ExpressionAttributeValues: LABELS }).accessDenied();
  });
  afterEach(() => scene.end());

  async function comesBack(compaction: Compaction): Promise<string[]> {
    const Records = [1, 2, 3].map((word) =>
      sqsRecord('words', body.label(1, word), { messageId: `word ${word}` }),
    );
    const { batchItemFailures } = await compaction({ Records }, lambdaContext());
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }

  it('the naive way brings back every message of the image', async () => {
    const ours = scene.compaction();
    const imageOf = (text: string) =>
      (JSON.parse(text) as { entity_data: { image_id: string } }).entity_data.image_id;
    const naive: Compaction = async (event, context) => {
      const answer = await ours(event, context);
      const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      const records = event.Records ?? [];
      const images = new Set(
        records.filter(({ messageId }) => failed.has(messageId)).map((one) => imageOf(one.body)),
      );
      const batchItemFailures = records
        .filter((one) => images.has(imageOf(one.body)))
        .map(({ messageId }) => ({ itemIdentifier: messageId }));
      return { ...answer, batchItemFailures };
    };
    expect(await comesBack(naive)).to.have.length(3);
  });

  it('ours brings back the message of that word', async () => {
    expect(await comesBack(scene.compaction())).to.deep.equal(['word 1']);
  });
});
