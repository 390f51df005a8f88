import { expect } from 'chai';
import type { Compaction } from '../../src/compaction/handler';
import { fileEngine } from '../../src/compaction/engine/file-engine';
import { downloadSnapshot } from '../../src/compaction/snapshot/download';
import { body, lambdaContext, sqsRecord } from '../arrange/events';
import { BUCKET } from '../arrange/lambda-world';
import { publicationScene, type PublicationScene } from '../arrange/publication-scene';

describe('R75: two invocations of one queue, one of which finds the lock busy (I11)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
    const expires = { S: new Date(Date.now() + 60_000).toISOString() };
    await scene.put({ PK: { S: 'LOCK#words#snapshot' }, SK: { S: 'LOCK' }, owner: { S: 'B' }, expires });
  });
  afterEach(() => scene.end());

  /** Calls to S3, and ms until the loser gives up. */
  async function cost(compaction: Compaction): Promise<{ downloads: number; ms: number }> {
    const [calls, begun] = [scene.aws.calls.entries.length, Date.now()];
    const answer = await compaction({ Records: [sqsRecord('words', body.metadata())] }, lambdaContext());
    expect(answer.batchItemFailures).to.have.length(1);
    const downloads = scene.aws.calls.entries.slice(calls).filter(({ service }) => service === 'S3').length;
    return { downloads, ms: Date.now() - begun };
  }

  it('the naive way downloads before it asks for the lock', async () => {
    const ours = scene.compaction();
    const naive: Compaction = async (event, context) => {
      const source = {
        bucket: { s3: scene.clients.s3, name: BUCKET },
        collection: 'words',
        engine: fileEngine,
      } as const;
      await downloadSnapshot(source, `${scene.env['WORK_DIRECTORY']}/early`);
      return ours(event, context);
    };
    expect((await cost(naive)).downloads).to.be.greaterThan(0);
  });

  it('ours asks first, three times within a second', async () => {
    const { downloads, ms } = await cost(scene.compaction());
    expect(downloads).to.equal(0);
    expect(ms).to.be.within(1, 1_000);
  });
});
