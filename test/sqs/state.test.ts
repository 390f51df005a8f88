import { expect } from 'chai';
import { Store } from '../../fakes/kernel/store';
import { createState } from '../../fakes/sqs/state';
import { sqsWorld } from './sqs-world';

describe('SQS state', () => {
  const sqs = sqsWorld();

  it('has collections of its own for every queue', () => {
    const state = createState(new Store(() => 0));
    const [one, two] = [state.messagesOf({ arn: 'a' }), state.messagesOf({ arn: 'b' })];
    expect(state.messagesOf({ arn: 'a' })).to.equal(one);
    expect(one.places.name).to.not.equal(two.places.name);
  });

  it('goes back to a mark: messages, groups, deduplication, counters', async () => {
    const url = await sqs.queue('q.fifo');
    await sqs.send(url, 'a', { MessageGroupId: 'g' });
    const mark = sqs.aws.mark();
    await sqs.send(url, 'b', { MessageGroupId: 'g' });
    const [message] = await sqs.receive(url);
    await sqs.remove(url, message);
    sqs.aws.restore(mark);
    expect(await sqs.counts(url)).to.deep.equal([1, 0, 0]);
    await sqs.send(url, 'b', { MessageGroupId: 'g' });
    expect(await sqs.bodies(url)).to.deep.equal(['a', 'b']);
  });

  it('is empty after a reset', async () => {
    await sqs.queue();
    await sqs.send('q', 'x');
    sqs.aws.reset();
    expect(sqs.aws.sqs.queueNames()).to.deep.equal([]);
    await sqs.queue();
    expect(await sqs.counts('q')).to.deep.equal([0, 0, 0]);
  });
});
