import { Readable } from 'node:stream';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import type { Clients } from '../../src/shared/clients';
import { withAround } from '../arrange/around';
import { labelOfMine, publicationScene, type PublicationScene } from '../arrange/publication-scene';

const streaming = (clients: Clients): Clients =>
  withAround(clients, 's3', (command, next) => {
    if (command instanceof PutObjectCommand && Buffer.isBuffer(command.input.Body)) {
      command.input.ContentLength = command.input.Body.length;
      command.input.Body = Readable.from([command.input.Body]);
    }
    return next();
  });

describe('R31: one attempt of an upload fails (I1)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
    scene.aws.faults.on(PutObjectCommand).serverError();
  });
  afterEach(() => scene.end());

  it('the naive body is a stream, which the SDK cannot send again: the whole cycle fails', async () => {
    expect(await scene.acknowledged(labelOfMine, { clients: streaming(scene.clients) })).to.equal(false);
  });

  it('ours is a buffer: the SDK tries again', async () => {
    expect(await scene.acknowledged(labelOfMine)).to.equal(true);
    expect(await scene.labels()).to.deep.equal([',DATE,', undefined]);
  });
});
