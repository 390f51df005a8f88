import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { BUCKET } from '../arrange/lambda-world';
import {
  labelOfMine,
  MINE,
  POINTER,
  publicationScene,
  THEIRS,
  type PublicationScene,
} from '../arrange/publication-scene';
import { wordVector } from '../arrange/snapshots';

describe('R23: a file of the snapshot is not what was published (I3)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
    await scene.snapshot('words', 'v1', [wordVector(MINE, { text: 'Bread' }), wordVector(THEIRS)]);
    const Key = 'words/snapshot/timestamped/v1/records.jsonl';
    const { Body } = await scene.clients.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    const damaged = ((await Body?.transformToString()) ?? '').replace('Bread', 'Bwead');
    await scene.clients.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: damaged }));
  });
  afterEach(() => scene.end());

  it('the naive snapshot has no hashes: the damage is built upon and published again', async () => {
    await scene.clients.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: POINTER, Body: 'v1' }));
    await scene.clients.s3.send(
      new DeleteObjectCommand({ Bucket: BUCKET, Key: 'words/snapshot/timestamped/v1/manifest.json' }),
    );
    expect(await scene.acknowledged(labelOfMine)).to.equal(true);
    expect((await scene.published('words'))?.vectors.get(wordVector(MINE).id)).to.include({ text: 'Bwead' });
  });

  it('ours compares every byte with the manifest, and the manifest with the pointer', async () => {
    expect(await scene.acknowledged(labelOfMine)).to.equal(false);
    const errors = scene.logs.map(({ exception }) => JSON.stringify(exception ?? ''));
    expect(errors.some((text) => text.includes('SHA-256'))).to.equal(true);
    expect(scene.versions()).to.deep.equal(['20250101_000000', 'v1']);
  });
});
