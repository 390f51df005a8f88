import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import type { Clients } from '../../src/shared/clients';
import { withAround } from '../arrange/around';
import { unconditionalPointer } from '../arrange/naive';
import { rejection } from '../arrange/rejection';
import {
  isPointer,
  labelOfMine,
  MINE,
  publicationScene,
  type PublicationScene,
} from '../arrange/publication-scene';
import { wordVector } from '../arrange/snapshots';

/** Cleaning up, it keeps the highest ids: once it has written the pointer it does not look at it again. */
function byIdAlone(clients: Clients): Clients {
  let published = false;
  return withAround(clients, 's3', async (command, next) => {
    if (command instanceof PutObjectCommand && isPointer(command.input)) published = true;
    else if (command instanceof GetObjectCommand && isPointer(command.input) && published)
      return { Body: { transformToString: async () => 'zzzz' }, ETag: '""' };
    return next();
  });
}

describe('R21: a slow writer publishes, and cleans up (I3, I12)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
  });
  afterEach(() => scene.end());

  /** While A is about to write the pointer, others publish four versions. */
  function slowly(clients: Clients): Promise<boolean> {
    scene.before(PutObjectCommand, isPointer, async () => {
      for (const version of ['1', '2', '3', '4']) {
        await scene.snapshot('words', `20251024T00000000${version}Z-0000000001-00000000`, [wordVector(MINE)]);
        await new Promise((resolve) => void setTimeout(resolve, 10));
      }
    });
    const env = { ...scene.env, LOCK_ENABLED: 'false', RETENTION_GRACE_SECONDS: '0' };
    return scene.acknowledged(labelOfMine, { clients, env });
  }

  it('the naive way keeps the four highest ids: the version it has just published is gone', async () => {
    expect(await slowly(unconditionalPointer(byIdAlone(scene.clients)))).to.equal(true);
    expect(await rejection(scene.published('words'))).to.have.property('name', 'NoSuchKey');
  });

  it('ours keeps what the pointer names, and everything newer', async () => {
    expect(await slowly(scene.clients)).to.equal(true);
    expect((await scene.published('words'))?.manifest.parent_version).to.match(/^20251024T000000004/);
  });

  it('ours keeps the live version also when it alone may stay', async () => {
    const env = { ...scene.env, KEEP_VERSIONS: '1', RETENTION_GRACE_SECONDS: '0' };
    await scene.acknowledged(labelOfMine, { env });
    expect(await scene.labels()).to.deep.equal([',DATE,', undefined]);
    expect(scene.versions()).to.deep.equal([(await scene.published('words'))?.version]);
  });
});
