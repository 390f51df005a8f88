import { PurgeQueueCommand, SendMessageCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { sqsWorld } from './sqs-world';

describe('SQS deduplication', () => {
  const sqs = sqsWorld();
  const send = (
    QueueUrl: string,
    MessageBody: string,
    MessageDeduplicationId?: string,
    MessageGroupId = 'g',
  ) =>
    sqs.client.send(
      new SendMessageCommand({ QueueUrl, MessageBody, MessageDeduplicationId, MessageGroupId }),
    );
  const bodies = () => sqs.aws.sqs.queue('q.fifo').bodies();

  it('answers a second send with the first message, and keeps one', async () => {
    const url = await sqs.queue('q.fifo');
    const first = await send(url, 'a', 'id');
    const second = await send(url, 'b', 'id');
    expect(second.MessageId).to.equal(first.MessageId);
    expect(second.SequenceNumber).to.equal(first.SequenceNumber);
    expect(second.MD5OfMessageBody).to.equal('92eb5ffee6ae2fec3ad71c777531578f');
    expect(bodies()).to.deep.equal(['a']);
  });

  it('goes by the body when no id is given, whatever the attributes', async () => {
    const url = await sqs.queue('q.fifo');
    await send(url, 'a');
    const MessageAttributes = { k: { DataType: 'String', StringValue: 'v' } } as const;
    await sqs.send(url, 'a', { MessageGroupId: 'g', MessageAttributes });
    await send(url, 'b');
    expect(bodies()).to.deep.equal(['a', 'b']);
  });

  it('lasts five minutes, also when the message is deleted', async () => {
    const url = await sqs.queue('q.fifo');
    await send(url, 'a');
    await sqs.remove(url, (await sqs.receive(url))[0]);
    await sqs.aws.clock.advance(299_999);
    await send(url, 'a');
    expect(bodies()).to.deep.equal([]);
    await sqs.aws.clock.advance(1);
    await send(url, 'a');
    expect(bodies()).to.deep.equal(['a']);
  });

  it('is not prolonged by a duplicate', async () => {
    const url = await sqs.queue('q.fifo');
    await send(url, 'a');
    await sqs.aws.clock.advance('4m');
    await send(url, 'a');
    await sqs.aws.clock.advance('1m');
    await send(url, 'a');
    expect(bodies()).to.deep.equal(['a', 'a']);
  });

  it('is forgotten by a purge', async () => {
    const url = await sqs.queue('q.fifo');
    await send(url, 'a');
    await sqs.client.send(new PurgeQueueCommand({ QueueUrl: url }));
    await send(url, 'a');
    expect(bodies()).to.deep.equal(['a']);
  });

  it('covers the queue, or each group, as the queue was created, whatever the attribute says later', async () => {
    for (const [scope, other, kept] of [
      ['queue', 'messageGroup', ['a']],
      ['messageGroup', 'queue', ['a', 'a']],
    ] as const) {
      const url = await sqs.queue(`${scope}.fifo`, { DeduplicationScope: scope });
      const change = { QueueUrl: url, Attributes: { DeduplicationScope: other } };
      await sqs.client.send(new SetQueueAttributesCommand(change));
      for (const group of ['g1', 'g2', 'g1']) await send(url, 'a', undefined, group);
      expect(sqs.aws.sqs.queue(`${scope}.fifo`).bodies()).to.deep.equal(kept);
    }
  });

  it('forgets the oldest ids as time goes on', async () => {
    const url = await sqs.queue('q.fifo');
    for (let i = 0; i < 20; i++) {
      await send(url, `m${i}`);
      await sqs.aws.clock.advance('1m');
    }
    const { store } = sqs.aws.world;
    const kept = store
      .diff(store.oldest)
      .filter(({ collection, after }) => collection.startsWith('sqs.deduplication ') && after !== undefined);
    expect(kept.length).to.be.within(5, 6);
  });
});
