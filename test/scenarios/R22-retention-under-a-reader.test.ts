import { DeleteObjectCommand, GetObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import type { Clients } from '../../src/shared/clients';
import { BUCKET } from '../arrange/lambda-world';
import { staleExpectation } from '../arrange/naive';
import { labelOfMine, MINE, publicationScene, type PublicationScene } from '../arrange/publication-scene';
import { wordVector } from '../arrange/snapshots';

const RECORDS = 'words/snapshot/timestamped/20250101_000000/records.jsonl';

describe('R22: retention takes a version away while it is downloaded (I1, I12)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
  });
  afterEach(() => scene.end());

  /** A newer version is published and the old one deleted before its second file is asked for. */
  function disturbed(clients: Clients): Promise<boolean> {
    const isRecords = ({ Key }: { Key?: string | undefined }) => Key === RECORDS;
    scene.before(GetObjectCommand, isRecords, async () => {
      await scene.snapshot('words', 'v2', [wordVector(MINE, { text: 'new' })], '20250101_000000');
      await scene.clients.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: RECORDS }));
    });
    return scene.acknowledged(labelOfMine, { clients });
  }

  it('the naive way gives up', async () => {
    expect(await disturbed(staleExpectation(scene.clients))).to.equal(false);
  });

  it('ours goes on with its successor', async () => {
    expect(await disturbed(scene.clients)).to.equal(true);
    const published = await scene.published('words');
    expect(published?.manifest.parent_version).to.equal('v2');
    expect(published?.vectors.get(wordVector(MINE).id)).to.include({
      text: 'new',
      validated_labels: ',DATE,',
    });
  });
});
