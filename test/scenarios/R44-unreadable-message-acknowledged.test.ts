import { expect } from 'chai';
import { deploy, type Deployment, type DeploymentOptions } from '../arrange/deployment';
import { sendPoison } from '../arrange/poison';

describe('R44: a message that nobody can read, among good ones (I1, I8)', () => {
  let world: Deployment;
  afterEach(() => world.end());

  /** What is left: in the dead-letter queues, and waiting. */
  async function leftOver(compaction?: NonNullable<DeploymentOptions['compaction']>): Promise<unknown> {
    world = await deploy(compaction === undefined ? {} : { compaction });
    sendPoison(world);
    await world.settle();
    return { dead: world.deadLetters(), waiting: world.waiting() };
  }

  it('the naive way skips it, and so acknowledges it: it is gone', async () => {
    const skipping: DeploymentOptions['compaction'] = (given) => {
      const ours = given.compaction();
      return async (event, context) => {
        const Records = event.Records.filter(({ body }) => body.startsWith('{"'));
        return ours({ Records }, context);
      };
    };
    expect(await leftOver(skipping)).to.deep.equal({ dead: [], waiting: [0, 0] });
  });

  it('ours reports it and only it: it ends in the dead-letter queue', async () => {
    expect(await leftOver()).to.deep.equal({ dead: ['{'], waiting: [0, 0] });
  });
});
