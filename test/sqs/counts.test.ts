import { SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { countsAt } from '../../fakes/sqs/counts';
import { sqs as service } from '../../fakes/sqs/service';
import { sqsWorld } from './sqs-world';

describe('SQS counters', () => {
  const sqs = sqsWorld();

  it('are known for any later moment without a call, and looking changes nothing', async () => {
    const url = await sqs.queue('q', { MessageRetentionPeriod: '60' });
    for (const DelaySeconds of [0, 0, 10]) await sqs.send(url, 'x', { DelaySeconds });
    await sqs.receive(url, { VisibilityTimeout: 20 });
    const { world } = sqs.aws;
    const state = world.state(service);
    const queue = state.queues.get('arn:aws:sqs:us-east-1:000000000000:q');
    const mark = world.store.mark();
    const start = sqs.aws.clock.now();
    const seen = [0, 9_999, 10_000, 19_999, 20_000, 59_999, 60_000].map((ms) => {
      if (queue === undefined) throw new Error('no queue');
      const { visible, delayed, inFlight } = countsAt(state, queue, start + ms);
      return [visible, delayed, inFlight];
    });
    expect(seen).to.deep.equal([
      [1, 1, 1],
      [1, 1, 1],
      [2, 0, 1],
      [2, 0, 1],
      [3, 0, 0],
      [3, 0, 0],
      [0, 0, 0],
    ]);
    expect(world.store.mark()).to.equal(mark);
  });

  it('leave out what expires while it is delayed or in flight', async () => {
    const url = await sqs.queue('q', { MessageRetentionPeriod: '600' });
    await sqs.send(url, 'in flight');
    await sqs.receive(url, { VisibilityTimeout: 600 });
    await sqs.send(url, 'delayed', { DelaySeconds: 900 });
    expect(await sqs.counts(url)).to.deep.equal([0, 1, 1]);
    await sqs.aws.clock.advance('61s');
    const change = { QueueUrl: url, Attributes: { MessageRetentionPeriod: '60' } };
    await sqs.client.send(new SetQueueAttributesCommand(change));
    expect(await sqs.counts(url)).to.deep.equal([0, 0, 0]);
    await sqs.send(url, 'next');
    expect(await sqs.counts(url)).to.deep.equal([1, 0, 0]);
  });
});
