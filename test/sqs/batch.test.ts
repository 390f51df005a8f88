import { DeleteMessageBatchCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { sqsWorld } from './sqs-world';

describe('SQS batches under faults', () => {
  const sqs = sqsWorld();
  const Entries = ['a', 'b', 'c'].map((Id) => ({ Id, MessageBody: Id }));
  const sendAll = async () =>
    sqs.client.send(new SendMessageBatchCommand({ QueueUrl: await sqs.queue(), Entries }));

  it('fail the entries that a rule names by position or Id, and do the others', async () => {
    sqs.aws.faults.on(SendMessageBatchCommand).failsEntries([0, 'c']);
    const { Successful, Failed } = await sendAll();
    expect(Successful?.map(({ Id }) => Id)).to.deep.equal(['b']);
    const Message = 'We encountered an internal error. Please try again.';
    expect(Failed).to.deep.equal([
      { Id: 'a', SenderFault: false, Code: 'InternalError', Message },
      { Id: 'c', SenderFault: false, Code: 'InternalError', Message },
    ]);
    expect(sqs.aws.sqs.queue('q').bodies()).to.deep.equal(['b']);
  });

  it('fail all entries with the code and the blame that a rule gives', async () => {
    sqs.aws.faults
      .on(SendMessageBatchCommand)
      .failsEntries('all', { code: 'InvalidMessageContents', senderFault: true });
    const { Successful, Failed } = await sendAll();
    expect(Successful).to.deep.equal([]);
    expect(Failed?.map(({ Code, SenderFault }) => [Code, SenderFault])).to.deep.equal(
      Array.from({ length: 3 }, () => ['InvalidMessageContents', true]),
    );
  });

  it('keep a message whose deletion failed', async () => {
    await sendAll();
    const messages = await sqs.receive('q', { MaxNumberOfMessages: 10 });
    sqs.aws.faults.on(DeleteMessageBatchCommand).failsEntries(['1']);
    const { Failed } = await sqs.client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: 'q',
        Entries: messages.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle })),
      }),
    );
    expect(Failed?.map(({ Id }) => Id)).to.deep.equal(['1']);
    expect(sqs.aws.sqs.queue('q').bodies()).to.deep.equal(['b']);
  });
});
