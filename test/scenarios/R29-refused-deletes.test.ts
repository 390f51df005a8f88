import { DeleteObjectsCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import type { Clients } from '../../src/shared/clients';
import { withAround } from '../arrange/around';
import {
  labelOfMine,
  labelOfTheirs,
  publicationScene,
  type PublicationScene,
} from '../arrange/publication-scene';

/** Looks at the status alone, which is 200. */
const statusOnly = (clients: Clients): Clients =>
  withAround(clients, 's3', async (command, next) => {
    const answer = await next();
    return command instanceof DeleteObjectsCommand ? {} : answer;
  });

describe('R29: DeleteObjects answers 200, and has deleted only some (I9, I12)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
    scene.aws.faults.on(DeleteObjectsCommand).failsEntries('all');
  });
  afterEach(() => scene.end());

  /** How often the metric of failed retention was counted. */
  async function noticed(clients: Clients): Promise<number> {
    const env = { ...scene.env, KEEP_VERSIONS: '1', RETENTION_GRACE_SECONDS: '0' };
    expect(await scene.acknowledged(labelOfMine, { env, clients })).to.equal(true);
    expect(scene.versions()).to.include('20250101_000000');
    return scene.aws.cloudwatch
      .metrics('EmbeddingWorkflow')
      .filter(({ name }) => name === 'CompactionRetentionError').length;
  }

  it('the naive way never learns that versions pile up', async () => {
    expect(await noticed(statusOnly(scene.clients))).to.equal(0);
  });

  it('ours counts it, and the next publication removes what stayed', async () => {
    expect(await noticed(scene.clients)).to.equal(1);
    const env = { ...scene.env, KEEP_VERSIONS: '1', RETENTION_GRACE_SECONDS: '0' };
    expect(await scene.acknowledged(labelOfTheirs, { env })).to.equal(true);
    expect(scene.versions()).to.not.include('20250101_000000');
  });
});
