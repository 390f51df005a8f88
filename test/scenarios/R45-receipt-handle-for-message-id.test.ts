import { expect } from 'chai';
import { deploy, type Deployment, type DeploymentOptions } from '../arrange/deployment';
import { sendPoison } from '../arrange/poison';

describe('R45: one message of a batch has failed (I7, I8)', () => {
  let world: Deployment;
  afterEach(() => world.end());

  async function deadLetters(compaction?: NonNullable<DeploymentOptions['compaction']>): Promise<number> {
    world = await deploy(compaction === undefined ? {} : { compaction });
    sendPoison(world);
    await world.settle();
    return world.deadLetters().length;
  }

  it('the naive way reports its receipt handle: to Lambda the whole batch has failed, and dies with it', async () => {
    const handles: DeploymentOptions['compaction'] = (given) => {
      const ours = given.compaction();
      return async (event, context) => {
        const { batchItemFailures } = await ours(event, context);
        const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
        return {
          batchItemFailures: event.Records.filter(({ messageId }) => failed.has(messageId)).map(
            ({ receiptHandle }) => ({ itemIdentifier: receiptHandle }),
          ),
        };
      };
    };
    expect(await deadLetters(handles)).to.equal(2);
  });

  it('ours reports its message id', async () => {
    expect(await deadLetters()).to.equal(1);
  });
});
