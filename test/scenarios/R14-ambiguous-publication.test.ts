import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { staleExpectation } from '../arrange/naive';
import { labelOfMine, POINTER, publicationScene, type PublicationScene } from '../arrange/publication-scene';
import { brokenRun } from '../arrange/rejection';
import { sweepCompaction } from '../arrange/swept-compaction';

describe('R14: the pointer is written and the answer is lost (I3)', function () {
  this.timeout(60_000);

  it('the naive way judges by the pointer it knows: refused for ever, though its version is live', async () => {
    const sweep = sweepCompaction({
      adapt: staleExpectation,
      faults: ['answerLost'],
      keepGoing: false,
      redeliver: false,
    });
    expect(await brokenRun(sweep))
      .to.include('never succeeded')
      .and.to.include('answerLost');
  });

  it('ours reads the pointer again before it judges', async () => {
    expect(await sweepCompaction({ faults: ['answerLost'] })).to.include({ complete: true, failures: 0 });
  });

  describe('in particular', () => {
    let scene: PublicationScene;
    beforeEach(async () => {
      scene = await publicationScene();
    });
    afterEach(() => scene.end());

    it('once, so that the SDK asks again and meets its own write', async () => {
      scene.aws.faults.on(PutObjectCommand, { Key: POINTER }).answerLost();
      expect(await scene.acknowledged(labelOfMine)).to.equal(true);
      expect(await scene.labels()).to.deep.equal([',DATE,', undefined]);
      expect(scene.logged('pointer write is unclear, reading it again')).to.equal(true);
      expect(scene.versions()).to.have.length(2);
    });

    it('at every attempt', async () => {
      scene.aws.faults.on(PutObjectCommand, { Key: POINTER }).timesOut().afterCommit().wholeOperation();
      expect(await scene.acknowledged(labelOfMine)).to.equal(true);
      expect(await scene.labels()).to.deep.equal([',DATE,', undefined]);
    });

    it('and the pointer cannot be read: the message comes back, and finds its work done', async () => {
      scene.aws.faults.on(PutObjectCommand, { Key: POINTER }).timesOut().afterCommit().wholeOperation();
      scene.aws.faults.on(GetObjectCommand, { Key: POINTER }).slowDown().wholeOperation().after(1);
      expect(await scene.acknowledged(labelOfMine)).to.equal(false);
      const version = (await scene.published('words'))?.version;
      expect(await scene.acknowledged(labelOfMine)).to.equal(true);
      expect((await scene.published('words'))?.version).to.equal(version);
    });
  });
});
