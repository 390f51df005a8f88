import { DeleteMessageBatchCommand, DeleteMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { failure, refusal, sqsWorld } from './sqs-world';

describe('SQS.DeleteMessage', () => {
  const sqs = sqsWorld();

  it('deletes a message, and again without an error', async () => {
    const url = await sqs.queue();
    await sqs.send(url, 'x');
    const [message] = await sqs.receive(url);
    for (let i = 0; i < 3; i++) await sqs.remove(url, message);
    expect(await sqs.counts(url)).to.deep.equal([0, 0, 0]);
  });

  it('takes any handle of the message in a standard queue, also after the timeout', async () => {
    const url = await sqs.queue();
    await sqs.send(url, 'x');
    const [first] = await sqs.receive(url, { VisibilityTimeout: 1 });
    await sqs.aws.clock.advance('2s');
    const [second] = await sqs.receive(url);
    expect(second?.ReceiptHandle).to.not.equal(first?.ReceiptHandle);
    await sqs.remove(url, first);
    expect(await sqs.counts(url)).to.deep.equal([0, 0, 0]);
    await sqs.remove(url, second);
  });

  for (const when of ['has run out', 'has run out and the message was received again']) {
    it(`refuses a handle of a FIFO queue whose timeout ${when}`, async () => {
      const url = await sqs.queue('q.fifo');
      await sqs.send(url, 'x', { MessageGroupId: 'g' });
      const [message] = await sqs.receive(url, { VisibilityTimeout: 1 });
      await sqs.aws.clock.advance('1s');
      if (when.endsWith('again')) await sqs.receive(url);
      expect(await refusal(sqs.remove(url, message))).to.equal(
        `InvalidParameterValue: Value ${message?.ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
      );
      expect(sqs.aws.sqs.queue('q.fifo').bodies()).to.deep.equal(['x']);
    });
  }

  it('deletes a FIFO message until the last millisecond of its timeout, and again without an error', async () => {
    const url = await sqs.queue('q.fifo');
    await sqs.send(url, 'x', { MessageGroupId: 'g' });
    const [message] = await sqs.receive(url, { VisibilityTimeout: 1 });
    await sqs.aws.clock.advance(999);
    await sqs.remove(url, message);
    await sqs.aws.clock.advance('1m');
    await sqs.remove(url, message);
    expect(sqs.aws.sqs.queue('q.fifo').bodies()).to.deep.equal([]);
  });

  it('says nothing about a message that has expired', async () => {
    const url = await sqs.queue('q.fifo', { MessageRetentionPeriod: '60' });
    await sqs.send(url, 'x', { MessageGroupId: 'g' });
    const [message] = await sqs.receive(url, { VisibilityTimeout: 1 });
    await sqs.aws.clock.advance('60s');
    await sqs.remove(url, message);
  });

  it('refuses what is no handle, and a handle of another queue', async () => {
    const [one, two] = [await sqs.queue('one'), await sqs.queue('two')];
    await sqs.send(one, 'x');
    const [message] = await sqs.receive(one);
    for (const handle of ['garbage', message?.ReceiptHandle]) {
      const call = sqs.client.send(new DeleteMessageCommand({ QueueUrl: two, ReceiptHandle: handle }));
      const error = await failure(call);
      expect(`${error.name}: ${error.message}`).to.equal(
        `ReceiptHandleIsInvalid: The input receipt handle "${handle}" is not a valid receipt handle.`,
      );
      expect(error['$metadata']).to.include({ httpStatusCode: 404 });
    }
  });

  it('needs a handle', async () => {
    const call = sqs.client.send(
      new DeleteMessageCommand({ QueueUrl: await sqs.queue(), ReceiptHandle: '' }),
    );
    expect(await refusal(call)).to.equal(
      'MissingParameter: The request must contain the parameter ReceiptHandle.',
    );
  });
});

describe('SQS.DeleteMessageBatch', () => {
  const sqs = sqsWorld();

  it('deletes what it can and names what it cannot', async () => {
    const url = await sqs.queue();
    await sqs.send(url, 'x');
    const [message] = await sqs.receive(url);
    const { Successful, Failed } = await sqs.client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: url,
        Entries: [
          { Id: 'bad', ReceiptHandle: 'garbage' },
          { Id: 'good', ReceiptHandle: message?.ReceiptHandle },
        ],
      }),
    );
    expect(Successful).to.deep.equal([{ Id: 'good' }]);
    expect(Failed).to.deep.equal([
      {
        Id: 'bad',
        SenderFault: true,
        Code: 'ReceiptHandleIsInvalid',
        Message: 'The input receipt handle "garbage" is not a valid receipt handle.',
      },
    ]);
    expect(await sqs.counts(url)).to.deep.equal([0, 0, 0]);
  });

  it('checks the batch before its entries', async () => {
    const url = await sqs.queue();
    const batch = (Entries: { Id: string; ReceiptHandle: string }[]) =>
      refusal(sqs.client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries })));
    const entry = (Id: string) => ({ Id, ReceiptHandle: 'h' });
    expect(await batch([])).to.equal(
      'EmptyBatchRequest: There should be at least one DeleteMessageBatchRequestEntry in the request.',
    );
    expect(await batch([entry('a'), entry('a')])).to.equal('BatchEntryIdsNotDistinct: Id a repeated.');
  });
});
