import { ChangeMessageVisibilityCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { sqsWorld } from './sqs-world';

describe('SQS order of delivery', () => {
  const sqs = sqsWorld();

  /** A FIFO queue with messages like 'g1-m1', whose group is the part before the dash. */
  async function groups(names: string, attributes: Record<string, string> = {}): Promise<string> {
    const url = await sqs.queue('q.fifo', attributes);
    for (const name of names.split(' ')) await sendTo(url, name);
    return url;
  }
  const sendTo = (url: string, name: string) =>
    sqs.send(url, name, { MessageGroupId: name.split('-')[0], MessageDeduplicationId: undefined });
  const order = async (url: string, most = 10, timeout?: number) =>
    (await sqs.bodies(url, { MaxNumberOfMessages: most, VisibilityTimeout: timeout })).join(' ');
  const change = (QueueUrl: string, ReceiptHandle: string | undefined, VisibilityTimeout: number) =>
    sqs.client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));

  // The orders that AWS was recorded with.
  it('is the order of sending, again after the timeout', async () => {
    const url = await groups('g1-m1 g1-m2 g1-m3', { VisibilityTimeout: '1' });
    expect(await order(url)).to.equal('g1-m1 g1-m2 g1-m3');
    await sqs.aws.clock.advance('2s');
    expect(await order(url)).to.equal('g1-m1 g1-m2 g1-m3');
  });

  it('takes as many as it can from one group before the next', async () => {
    const url = await groups('g1-m1 g2-m1 g1-m2 g1-m3');
    expect(await order(url)).to.equal('g1-m1 g1-m2 g1-m3 g2-m1');
  });

  it('holds a group while one of its messages is in flight, and puts it behind the others when it comes back', async () => {
    const url = await groups('g1-m1 g1-m2 g1-m3 g1-m4 g2-m1 g3-m1', { VisibilityTimeout: '1' });
    expect(await order(url, 2)).to.equal('g1-m1 g1-m2');
    expect(await order(url, 1)).to.equal('g2-m1');
    await sqs.aws.clock.advance('2s');
    expect(await order(url, 10, 0)).to.equal('g3-m1 g1-m1 g1-m2 g1-m3 g1-m4 g2-m1');
  });

  it('puts what was received with a timeout of 0 behind the others', async () => {
    const url = await groups('g1-m1 g2-m1 g2-m2 g3-m1 g1-m2');
    expect(await order(url, 3, 0)).to.equal('g1-m1 g1-m2 g2-m1');
    expect(await order(url, 10, 0)).to.equal('g3-m1 g1-m1 g1-m2 g2-m1 g2-m2');
  });

  it('delivers a message whose timeout was ended up to the next one in flight', async () => {
    const url = await groups('g1-m1 g1-m2 g2-m1');
    const [first] = await sqs.receive(url, { MaxNumberOfMessages: 2 });
    await change(url, first?.ReceiptHandle, 0);
    expect(await order(url, 3)).to.equal('g2-m1 g1-m1');
  });

  it('delivers a message whose timeout was shortened up to the next one in flight', async () => {
    const url = await groups('g1-m1 g1-m2 g2-m1');
    const [first] = await sqs.receive(url, { MaxNumberOfMessages: 2 });
    await change(url, first?.ReceiptHandle, 1);
    await sqs.aws.clock.advance('2s');
    expect(await order(url, 3)).to.equal('g2-m1 g1-m1');
  });

  it('gives a group the place of its next message when those before it are deleted', async () => {
    const url = await groups('g1-m1 g2-m1 g1-m2 g2-m2 g1-m2 g1-m3 g1-m4 g3-m1');
    for (const message of await sqs.receive(url, { MaxNumberOfMessages: 2 })) await sqs.remove(url, message);
    expect(await order(url)).to.equal('g2-m1 g2-m2 g1-m3 g1-m4 g3-m1');
  });

  it('holds a group until all messages in flight are deleted', async () => {
    const url = await groups('g1-m1 g2-m1 g1-m2 g2-m2 g1-m2 g1-m3 g1-m4 g3-m1');
    const [first] = await sqs.receive(url, { MaxNumberOfMessages: 2 });
    await sqs.remove(url, first);
    expect(await order(url)).to.equal('g2-m1 g2-m2 g3-m1');
  });

  it('is the order of sending when a delay ends', async () => {
    const url = await groups('g1-m1 g1-m2 g1-m3', { DelaySeconds: '2' });
    expect(await order(url)).to.equal('');
    await sqs.aws.clock.advance('3s');
    expect(await order(url, 3)).to.equal('g1-m1 g1-m2 g1-m3');
  });

  it('does not free a group by sending to it', async () => {
    const url = await groups('g1-m1');
    expect(await order(url)).to.equal('g1-m1');
    await sendTo(url, 'g1-m2');
    expect(await order(url)).to.equal('');
  });

  it('frees a group when its message in flight expires', async () => {
    const url = await groups('g1-m1', { VisibilityTimeout: '600', MessageRetentionPeriod: '60' });
    expect(await order(url)).to.equal('g1-m1');
    await sqs.aws.clock.advance('59s');
    await sendTo(url, 'g1-m2');
    expect(await order(url)).to.equal('');
    await sqs.aws.clock.advance('1s');
    expect(await order(url)).to.equal('g1-m2');
  });

  it('is by time in a standard queue, whatever the group (fair queues)', async () => {
    const url = await sqs.queue();
    for (const body of ['a-1', 'b-1', 'a-2']) await sqs.send(url, body, { MessageGroupId: body[0] });
    expect(await order(url, 1, 0)).to.equal('a-1');
    expect(await order(url)).to.equal('b-1 a-2 a-1');
  });

  it('follows a new delay of a FIFO queue for messages that are in it, and not those that were received', async () => {
    const url = await groups('g1-m1 g2-m1');
    await sqs.receive(url, { VisibilityTimeout: 5 });
    const setDelay = (DelaySeconds: string) =>
      sqs.client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { DelaySeconds } }));
    await setDelay('60');
    expect(await order(url, 10, 0)).to.equal('');
    await sqs.aws.clock.advance('5s');
    expect(await order(url, 10, 0)).to.equal('g1-m1');
    await setDelay('4');
    expect(await order(url, 10, 0)).to.equal('g2-m1 g1-m1');
  });
});
