import { expect } from 'chai';
import { sqsWorld } from './sqs-world';

describe('SQS messages as received', () => {
  const sqs = sqsWorld();

  it('have four system attributes in a standard queue', async () => {
    const url = await sqs.queue();
    const sent = sqs.aws.clock.now();
    await sqs.send(url, 'x');
    await sqs.aws.clock.advance('5s');
    await sqs.receive(url, { VisibilityTimeout: 0 });
    await sqs.aws.clock.advance('5s');
    const [message] = await sqs.receive(url, { MessageSystemAttributeNames: ['All'] });
    const { SenderId, ...attributes } = message?.Attributes ?? {};
    expect(SenderId).to.match(/^AIDA[A-Z0-9]{17}$/);
    expect(attributes).to.deep.equal({
      ApproximateFirstReceiveTimestamp: String(sent + 5_000),
      ApproximateReceiveCount: '2',
      SentTimestamp: String(sent),
    });
  });

  it('have no Attributes unless asked for', async () => {
    const url = await sqs.queue();
    await sqs.send(url, 'x');
    expect(Object.keys((await sqs.receive(url))[0] ?? {})).to.deep.equal([
      'MessageId',
      'ReceiptHandle',
      'MD5OfBody',
      'Body',
    ]);
  });

  it('have what both lists of names ask for', async () => {
    const url = await sqs.queue();
    await sqs.send(url, 'x', { MessageGroupId: 'tenant' });
    const [message] = await sqs.receive(url, {
      AttributeNames: ['All'],
      MessageSystemAttributeNames: ['SenderId'],
    });
    expect(Object.keys(message?.Attributes ?? {})).to.have.members([
      'SenderId',
      'SentTimestamp',
      'ApproximateReceiveCount',
      'ApproximateFirstReceiveTimestamp',
      'MessageGroupId',
    ]);
  });

  it('have sequence number, group and deduplication id in a FIFO queue, and the trace header if one was sent', async () => {
    const url = await sqs.queue('q.fifo');
    const MessageSystemAttributes = {
      AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1' },
    } as const;
    await sqs.send(url, 'test', { MessageGroupId: 'g', MessageSystemAttributes });
    const [message] = await sqs.receive(url, { AttributeNames: ['All'] });
    expect(message?.Attributes).to.include({
      MessageGroupId: 'g',
      MessageDeduplicationId: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      AWSTraceHeader: 'Root=1',
    });
    expect(message?.Attributes?.SequenceNumber).to.match(/^\d{20}$/);
  });

  it('have nothing for the SequenceNumber of a standard queue', async () => {
    const url = await sqs.queue();
    await sqs.send(url, 'x');
    const [message] = await sqs.receive(url, { MessageSystemAttributeNames: ['SequenceNumber'] });
    expect(message).to.not.have.property('Attributes');
  });

  it('have the digest of the attributes that are returned, and none without them', async () => {
    const url = await sqs.queue('q', { VisibilityTimeout: '0' });
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    const MessageAttributes = { 'Help.Me': text('Me'), Hello: text('There'), General: text('Kenobi') };
    await sqs.send(url, 'msg', { MessageAttributes });
    const digest = async (...MessageAttributeNames: string[]) =>
      (await sqs.receive(url, { MessageAttributeNames }))[0];
    expect(await digest('All')).to.deep.include({
      MD5OfMessageAttributes: '4c360f3fdafd970e05fae2f149d997f5',
      MessageAttributes,
    });
    expect((await digest('Hello', 'General'))?.MD5OfMessageAttributes).to.equal(
      'fca026605781cb4126a1e9044df24232',
    );
    expect(await digest('Foo.*')).to.not.have.any.keys('MD5OfMessageAttributes', 'MessageAttributes');
  });
});
