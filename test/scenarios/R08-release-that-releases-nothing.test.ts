import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import type { Clients } from '../../src/shared/clients';
import { withAround } from '../arrange/around';
import { labelOfMine, publicationScene, type PublicationScene } from '../arrange/publication-scene';

const BEAT = {
  UpdateExpression: 'SET expires = :expires, time_to_live = :ttl, heartbeat = :now, GSI1SK = :gsi1sk',
};

/** Having lost heart, it forgets the lock: there is nothing to release, it thinks. */
const forgetful = (clients: Clients): Clients =>
  withAround(clients, 'dynamodb', async (command, next) => {
    const releases =
      command instanceof UpdateItemCommand && command.input.UpdateExpression?.includes('REMOVE #owner');
    return releases === true ? {} : next();
  });

describe('R08: three beats in a row fail (I4, I11)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
    scene.aws.faults.on(UpdateItemCommand, BEAT).throttled().wholeOperation().times(3);
    scene.aws.faults
      .on(GetObjectCommand, { Key: 'words/snapshot/timestamped/20250101_000000/records.jsonl' })
      .delayed('2m');
  });
  afterEach(() => scene.end());

  /** The holder gives up; whether the next one can begin at once. */
  async function next(clients: Clients): Promise<boolean> {
    expect(await scene.acknowledged(labelOfMine, { clients })).to.equal(false);
    return scene.acknowledged(labelOfMine);
  }

  it('the naive way forgets the lock, and its row blocks the others until it ends', async () => {
    expect(await next(forgetful(scene.clients))).to.equal(false);
  });

  it('ours stops publishing, and releases what is still its own', async () => {
    expect(await next(scene.clients)).to.equal(true);
    expect(scene.logged('the lock is lost')).to.equal(true);
  });
});
