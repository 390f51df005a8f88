import { expect } from 'chai';
import { createStreamProcessor } from '../../src/stream-processor/handler';
import { deploy, type Deployment, type DeploymentOptions } from '../arrange/deployment';
import { createFailureQueue, FAILURES, poisonItem, poisonKey } from '../arrange/stream-failures';

describe('R59: the images of a stream record cannot be read (I1, I8)', () => {
  let world: Deployment;
  afterEach(() => world.end());

  /** How many records are given up, and told about. */
  async function told(options: DeploymentOptions = {}): Promise<number> {
    const streamSource = { onFailure: { queue: FAILURES } };
    world = await deploy({ arrange: createFailureQueue, streamSource, ...options });
    await world.put(poisonItem());
    await world.remove(poisonKey);
    await world.settle();
    return world.aws.sqs
      .queue(FAILURES)
      .bodies()
      .map((text) => (JSON.parse(text) as { DDBStreamBatchInfo: { batchSize: number } }).DDBStreamBatchInfo)
      .reduce((sum, { batchSize }) => sum + batchSize, 0);
  }

  it('the naive way takes what it cannot read for "nothing changed"', async () => {
    const skipping: DeploymentOptions['stream'] = (given) => {
      const ours = createStreamProcessor(given.runtime());
      return async (event, context) => ({ ...(await ours(event, context)), batchItemFailures: [] });
    };
    expect(await told({ stream: skipping })).to.equal(0);
  });

  it('ours fails the record: insert and removal are in the failure destination', async () => {
    expect(await told()).to.equal(2);
  });
});
