import { DeleteQueueCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { redriveTo, sqsWorld } from './sqs-world';

describe('SQS dead-letter queues', () => {
  const sqs = sqsWorld();

  async function pipe(maxReceiveCount: number | string = 1, suffix = '') {
    const dlq = await sqs.queue(`dlq${suffix}`);
    const RedrivePolicy = redriveTo(`dlq${suffix}`, maxReceiveCount);
    const url = await sqs.queue(`q${suffix}`, { RedrivePolicy, VisibilityTimeout: '0' });
    return { url, dlq };
  }

  for (const count of [1, 2, '3']) {
    it(`get a message at receive number ${Number(count) + 1} for maxReceiveCount ${count}`, async () => {
      const { url, dlq } = await pipe(count);
      await sqs.send(url, 'x');
      for (let i = 0; i < Number(count); i++) expect(await sqs.bodies(url)).to.deep.equal(['x']);
      expect(await sqs.counts(dlq)).to.deep.equal([0, 0, 0]);
      expect(await sqs.bodies(url)).to.deep.equal([]);
      expect(await sqs.counts(url)).to.deep.equal([0, 0, 0]);
      expect(await sqs.counts(dlq)).to.deep.equal([1, 0, 0]);
    });
  }

  it('keep identity, contents, send time and receive count, and add where a message came from', async () => {
    const { url, dlq } = await pipe();
    const sent = sqs.aws.clock.now();
    const MessageAttributes = { k: { DataType: 'String', StringValue: 'v' } } as const;
    const id = await sqs.send(url, 'x', { MessageAttributes });
    await sqs.aws.clock.advance('5s');
    await sqs.receive(url);
    await sqs.aws.clock.advance('5s');
    await sqs.receive(url);
    const [message] = await sqs.receive(dlq, { AttributeNames: ['All'], MessageAttributeNames: ['All'] });
    expect(message).to.deep.include({ MessageId: id, Body: 'x', MessageAttributes });
    expect(message?.Attributes).to.include({
      ApproximateReceiveCount: '2',
      ApproximateFirstReceiveTimestamp: String(sent + 5_000),
      SentTimestamp: String(sent),
      DeadLetterQueueSourceArn: 'arn:aws:sqs:us-east-1:000000000000:q',
    });
  });

  it('count the retention of a standard message from its first send', async () => {
    await sqs.queue('dlq', { MessageRetentionPeriod: '60' });
    const url = await sqs.queue('q', { RedrivePolicy: redriveTo('dlq'), VisibilityTimeout: '0' });
    for (const body of ['old', 'young']) {
      await sqs.send(url, body);
      await sqs.aws.clock.advance('30s');
    }
    await sqs.bodies(url);
    await sqs.bodies(url);
    expect(sqs.aws.sqs.queue('dlq').bodies()).to.deep.equal(['young']);
    await sqs.aws.clock.advance('30s');
    expect(sqs.aws.sqs.queue('dlq').bodies()).to.deep.equal([]);
  });

  it('start the retention of a FIFO message anew, and deduplicate by its id', async () => {
    await sqs.queue('dlq.fifo', { MessageRetentionPeriod: '60' });
    const url = await sqs.queue('q.fifo', { RedrivePolicy: redriveTo('dlq.fifo'), VisibilityTimeout: '0' });
    const id = await sqs.send(url, 'x', { MessageGroupId: 'g' });
    await sqs.aws.clock.advance('59s');
    await sqs.bodies(url);
    await sqs.bodies(url);
    const queue = sqs.aws.sqs.queue('dlq.fifo');
    expect(queue.messages()[0]).to.include({ deduplicationId: id, groupId: 'g', receiveCount: 1 });
    await sqs.aws.clock.advance(59_999);
    expect(queue.bodies()).to.deep.equal(['x']);
    await sqs.aws.clock.advance(1);
    expect(queue.bodies()).to.deep.equal([]);
  });

  it('let a FIFO group go on', async () => {
    const { url, dlq } = await pipe(1, '.fifo');
    for (const body of ['a', 'b', 'c']) await sqs.send(url, body, { MessageGroupId: 'g' });
    expect(await sqs.bodies(url, { MaxNumberOfMessages: 1 })).to.deep.equal(['a']);
    expect(await sqs.bodies(url, { MaxNumberOfMessages: 2 })).to.deep.equal(['b', 'c']);
    await sqs.bodies(url);
    expect(await sqs.bodies(dlq, { VisibilityTimeout: 30 })).to.deep.equal(['a', 'b', 'c']);
  });

  it('do not count against the maximum of a receive', async () => {
    const { url } = await pipe();
    for (const body of ['a', 'b']) await sqs.send(url, body);
    await sqs.bodies(url);
    await sqs.send(url, 'c');
    expect(await sqs.bodies(url, { MaxNumberOfMessages: 1 })).to.deep.equal(['c']);
    expect(sqs.aws.sqs.queue('dlq').bodies()).to.deep.equal(['a', 'b']);
  });

  it('count receives anew for a dead-letter queue of their own', async () => {
    await sqs.queue('last');
    await sqs.queue('dlq', { RedrivePolicy: redriveTo('last', 2), VisibilityTimeout: '0' });
    const url = await sqs.queue('q', { RedrivePolicy: redriveTo('dlq', 3), VisibilityTimeout: '0' });
    await sqs.send(url, 'x');
    for (let i = 0; i < 4; i++) await sqs.receive(url);
    for (let i = 0; i < 3; i++) await sqs.receive('dlq');
    const [message] = await sqs.receive('last', { AttributeNames: ['All'] });
    expect(message?.Attributes?.ApproximateReceiveCount).to.equal('6');
    expect(message?.Attributes?.DeadLetterQueueSourceArn).to.match(/:dlq$/);
  });

  it('leave the message in its queue when they are deleted', async () => {
    const { url, dlq } = await pipe();
    await sqs.send(url, 'x');
    await sqs.client.send(new DeleteQueueCommand({ QueueUrl: dlq }));
    for (let i = 0; i < 3; i++) expect(await sqs.bodies(url)).to.deep.equal(['x']);
  });

  it('wake a long poll', async () => {
    const { url, dlq } = await pipe();
    await sqs.send(url, 'x');
    await sqs.receive(url);
    const poll = sqs.bodies(dlq, { WaitTimeSeconds: 20 });
    await sqs.receive(url);
    expect(await poll).to.deep.equal(['x']);
  });
});
