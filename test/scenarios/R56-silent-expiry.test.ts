import { SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { deploy, type Deployment } from '../arrange/deployment';
import { sendPoison } from '../arrange/poison';

const DAYS = 86_400;

describe('R56: a message dies days after it was sent (I8)', () => {
  let world: Deployment;
  afterEach(() => world.end());

  /** It waits almost four days, then dies; what is in the dead-letter queue a day later. */
  async function found(retentionSeconds: number): Promise<string[]> {
    world = await deploy({ maxReceiveCount: 1, queueSource: { enabled: false } });
    await world.clients.sqs.send(
      new SetQueueAttributesCommand({
        QueueUrl: world.queues.words.deadLetterUrl,
        Attributes: { MessageRetentionPeriod: String(retentionSeconds) },
      }),
    );
    sendPoison(world);
    await world.aws.clock.advance('95h');
    for (const { UUID } of world.aws.lambda.eventSourceMappings())
      world.aws.lambda.updateEventSourceMapping({ UUID, Enabled: true });
    await world.settle();
    expect(world.deadLetters()).to.deep.equal(['{']);
    await world.aws.clock.advance('24h');
    return world.deadLetters();
  }

  it('the naive dead-letter queue keeps messages as long as the queue does, and counts from the day they were sent', async () => {
    expect(await found(4 * DAYS)).to.deep.equal([]);
  });

  it('ours keeps them for 14 days', async () => {
    expect(await found(14 * DAYS)).to.deep.equal(['{']);
  });
});
