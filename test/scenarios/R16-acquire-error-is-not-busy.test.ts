import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import type { Clients } from '../../src/shared/clients';
import { withAround } from '../arrange/around';
import { labelOfMine, publicationScene, type PublicationScene } from '../arrange/publication-scene';

const anyErrorIsBusy = (clients: Clients): Clients =>
  withAround(clients, 'dynamodb', async (command, next) =>
    command instanceof UpdateItemCommand
      ? next().catch((error: Error) => {
          throw new ConditionalCheckFailedException({ message: error.message, $metadata: {} });
        })
      : next(),
  );

describe('R16: the lock cannot be asked for (I9)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
    scene.aws.faults.on(UpdateItemCommand).throttled().wholeOperation().times(3);
  });
  afterEach(() => scene.end());

  /** Why the lock was not acquired, as the metric says. */
  async function reasons(clients: Clients): Promise<unknown[]> {
    expect(await scene.acknowledged(labelOfMine, { clients })).to.equal(false);
    return scene.aws.cloudwatch
      .metrics('EmbeddingWorkflow')
      .filter(({ name }) => name === 'CompactionLockAcquisitionFailed')
      .map(({ dimensions }) => dimensions['error_type']);
  }

  it('the naive way says "busy", and nobody looks at the table', async () => {
    expect(await reasons(anyErrorIsBusy(scene.clients))).to.deep.equal(['busy']);
  });

  it('ours says what DynamoDB said', async () => {
    expect(await reasons(scene.clients)).to.deep.equal(['ProvisionedThroughputExceededException']);
  });
});
