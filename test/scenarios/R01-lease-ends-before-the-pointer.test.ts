import { PutObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { unconditionalPointer } from '../arrange/naive';
import {
  isPointer,
  labelOfMine,
  labelOfTheirs,
  publicationScene,
  type PublicationScene,
} from '../arrange/publication-scene';

describe('R01: the lease ends between the last check and the pointer write (I1, I2, I4)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
  });
  afterEach(() => scene.end());

  /** A is held before its pointer write until its lease is over and B has published. */
  async function race(clients = scene.clients): Promise<{ a: boolean; b: boolean }> {
    let b = false;
    scene.before(PutObjectCommand, isPointer, async () => {
      await scene.put({
        PK: { S: 'LOCK#words#snapshot' },
        SK: { S: 'LOCK' },
        fencing_token: { N: '1' },
        expires: { S: '' },
      });
      b = await scene.acknowledged(labelOfTheirs, { clients });
    });
    return { a: await scene.acknowledged(labelOfMine, { clients }), b };
  }

  it('the naive way writes the pointer unconditionally: both acknowledged, one effect gone', async () => {
    expect(await race(unconditionalPointer(scene.clients))).to.deep.equal({ a: true, b: true });
    expect(await scene.labels()).to.deep.equal([',DATE,', undefined]);
  });

  it('ours is refused: the message comes back, and then both effects are there', async () => {
    expect(await race()).to.deep.equal({ a: false, b: true });
    expect(await scene.labels()).to.deep.equal([undefined, ',TAX,']);
    expect(await scene.acknowledged(labelOfMine)).to.equal(true);
    expect(await scene.labels()).to.deep.equal([',DATE,', ',TAX,']);
  });
});
