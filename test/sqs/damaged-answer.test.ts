import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { FakeMisuse } from '../../fakes/kernel/errors';
import { failure, sqsWorld } from './sqs-world';

describe('SQS: damaged answers', () => {
  const sqs = sqsWorld();

  it('of SendMessage fail with a plain error, though the message is there', async () => {
    const url = await sqs.queue();
    sqs.aws.faults.on(SendMessageCommand).damaged();
    const error = await failure(sqs.send(url, 'x'));
    expect([error.name, error.message]).to.deep.equal(['Error', 'InvalidChecksumError']);
    expect(Object.keys(error)).to.deep.equal([]);
    expect(sqs.aws.sqs.queue('q').bodies()).to.deep.equal(['x']);
  });

  it('of SendMessageBatch name the messages that were sent', async () => {
    const QueueUrl = await sqs.queue();
    const Entries = ['a', 'b'].map((Id) => ({ Id, MessageBody: Id }));
    sqs.aws.faults.on(SendMessageBatchCommand).damaged();
    const { message } = await failure(sqs.client.send(new SendMessageBatchCommand({ QueueUrl, Entries })));
    const ids = (await sqs.receive(QueueUrl, { MaxNumberOfMessages: 10 })).map(({ MessageId }) => MessageId);
    expect(message).to.equal(`Invalid MD5 checksum on messages: ${ids.join(', ')}`);
  });

  it('of ReceiveMessage leave the messages in flight, and are not retried', async () => {
    const url = await sqs.queue();
    const id = await sqs.send(url, 'x');
    sqs.aws.faults.on(ReceiveMessageCommand).damaged();
    const error = await failure(sqs.receive(url));
    expect(error.message).to.equal(`Invalid MD5 checksum on messages: ${id}`);
    expect(error['$metadata']).to.equal(undefined);
    expect(await sqs.counts(url)).to.deep.equal([0, 0, 1]);
    await sqs.aws.clock.advance('30s');
    const [again] = await sqs.receive(url, { MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    expect(again?.Attributes).to.deep.equal({ ApproximateReceiveCount: '2' });
  });

  it('without a body in them pass', async () => {
    const url = await sqs.queue();
    sqs.aws.faults.on(ReceiveMessageCommand).damaged();
    expect(await sqs.receive(url)).to.deep.equal([]);
  });

  it('give way to the error of the service', async () => {
    sqs.aws.faults.on(SendMessageCommand).damaged();
    expect((await failure(sqs.send('nowhere', 'x'))).name).to.equal('QueueDoesNotExist');
  });

  it('are not noticed where the SDK checks no digest', () => {
    expect(() => sqs.aws.faults.on(DeleteMessageCommand).damaged()).to.throw(
      FakeMisuse,
      'The answer of SQS.DeleteMessage cannot arrive damaged: the SDK checks no digest of it.',
    );
  });
});
