import { DeleteObjectCommand, GetObjectCommand, NoSuchKey } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { versionPrefix } from '../../src/compaction/snapshot/layout';
import type { Clients } from '../../src/shared/clients';
import { withAround } from '../arrange/around';
import { body } from '../arrange/events';
import { BUCKET } from '../arrange/lambda-world';
import { unconditionalPointer } from '../arrange/naive';
import {
  isPointer,
  MINE,
  POINTER,
  publicationScene,
  type PublicationScene,
} from '../arrange/publication-scene';
import { compactionRun, RECEIPT, RUN_ID } from '../arrange/receipts';
import { wordVector } from '../arrange/snapshots';

/** A version without objects is an empty snapshot, it thinks. */
const emptyIsNothing = (clients: Clients): Clients =>
  withAround(clients, 's3', (command, next) => {
    if (command instanceof GetObjectCommand && isPointer(command.input))
      throw new NoSuchKey({ message: 'no files', $metadata: {} });
    return next();
  });

describe('R20: the pointer names a version without objects (I1, I3)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
    for (const key of scene.aws.s3.bucket(BUCKET).keys(versionPrefix('words', '20250101_000000'))) {
      await scene.clients.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key }));
    }
    await scene.put(compactionRun(RECEIPT));
    await scene.delta('words', `words/delta/${RUN_ID}`, [wordVector(MINE)]);
  });
  afterEach(() => scene.end());

  it('the naive way publishes the next delta as the whole collection', async () => {
    const clients = unconditionalPointer(emptyIsNothing(scene.clients));
    expect(await scene.acknowledged(body.run('words'), { clients })).to.equal(true);
    expect([...((await scene.published('words'))?.vectors.keys() ?? [])]).to.deep.equal([
      wordVector(MINE).id,
    ]);
  });

  it('ours refuses: the message comes back, and somebody has to look', async () => {
    expect(await scene.acknowledged(body.run('words'))).to.equal(false);
    expect(scene.aws.s3.bucket(BUCKET).get(POINTER)?.text).to.include('"20250101_000000"');
    const errors = scene.logs.map(({ exception }) => JSON.stringify(exception ?? ''));
    expect(errors.some((text) => text.includes('DanglingPointer'))).to.equal(true);
  });
});
