import { PutObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { staleExpectation } from '../arrange/naive';
import {
  isPointer,
  labelOfMine,
  labelOfTheirs,
  publicationScene,
  type PublicationScene,
} from '../arrange/publication-scene';

const env = { LOCK_ENABLED: 'false' };

describe('R12: another writer was faster (I11)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
    scene.before(PutObjectCommand, isPointer, async () => {
      const given = { env: { ...scene.env, ...env } };
      expect(await scene.acknowledged(labelOfTheirs, given)).to.equal(true);
    });
  });
  afterEach(() => scene.end());

  it('the naive way goes on comparing with the old pointer, and can only fail', async () => {
    const given = { env: { ...scene.env, ...env }, clients: staleExpectation(scene.clients) };
    expect(await scene.acknowledged(labelOfMine, given)).to.equal(false);
    expect(await scene.labels()).to.deep.equal([undefined, ',TAX,']);
  });

  it('ours begins again from what the other has published, within the same invocation', async () => {
    expect(await scene.acknowledged(labelOfMine, { env: { ...scene.env, ...env } })).to.equal(true);
    expect(await scene.labels()).to.deep.equal([',DATE,', ',TAX,']);
  });
});
