import { expect } from 'chai';
import { parseReceiptHandle, receiptHandle } from '../../fakes/sqs/receipt-handle';
import { sqsWorld } from './sqs-world';

describe('SQS receipt handles', () => {
  const sqs = sqsWorld();

  it('are new with every receive', async () => {
    const url = await sqs.queue('q', { VisibilityTimeout: '0' });
    await sqs.send(url, 'x');
    const handles = [];
    for (let i = 0; i < 5; i++) handles.push((await sqs.receive(url))[0]?.ReceiptHandle);
    expect(new Set(handles).size).to.equal(5);
  });

  it('stand for one delivery of one message', async () => {
    await sqs.queue();
    const queue = queueEntry();
    const receipt = { sequence: 12, receipt: 345 };
    expect(parseReceiptHandle(queue, receiptHandle(queue, receipt))).to.deep.equal(receipt);
  });

  it('are refused when anything about them is changed', async () => {
    await sqs.queue();
    const queue = queueEntry();
    const handle = receiptHandle(queue, { sequence: 1, receipt: 2 });
    for (const changed of [
      `${handle} `,
      handle.slice(1),
      handle.toLowerCase(),
      '',
      btoa(`${queue.id}/01/2`),
    ]) {
      expect(() => parseReceiptHandle(queue, changed)).to.throw('is not a valid receipt handle');
    }
  });

  function queueEntry() {
    const found = sqs.aws.world.store.changesSince(sqs.aws.world.store.oldest);
    const change = found.find(({ collection }) => collection.name === 'sqs.queues');
    return change?.after as Parameters<typeof parseReceiptHandle>[0];
  }
});
