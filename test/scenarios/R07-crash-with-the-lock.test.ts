import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { labelOfMine, publicationScene, type PublicationScene } from '../arrange/publication-scene';

describe('R07: a process dies while it holds the lock (I11)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
  });
  afterEach(() => scene.end());

  /** Whether the next delivery, four minutes later, gets on. */
  async function nextDelivery(env: Record<string, string> = {}): Promise<boolean> {
    const given = { env: { ...scene.env, ...env } };
    scene.aws.faults.on(UpdateItemCommand).crashes('after');
    const died = await scene.aws.run('compaction', () => scene.acknowledged(labelOfMine, given));
    expect(died.kind).to.equal('crashed');
    await scene.aws.clock.advance('4m');
    return scene.acknowledged(labelOfMine, given);
  }

  it('the naive lease of a quarter of an hour, for a job of seconds: the others bounce', async () => {
    expect(await nextDelivery({ LOCK_DURATION_MINUTES: '15' })).to.equal(false);
  });

  it('ours ends after three minutes without a beat, and its row expires for DynamoDB a day later', async () => {
    expect(await nextDelivery()).to.equal(true);
    const row = await scene.item({ pk: 'LOCK#words#snapshot', sk: 'LOCK' });
    expect(row?.['time_to_live']).to.have.property('N');
  });
});
