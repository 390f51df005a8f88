import {
  DeleteQueueCommand,
  ListDeadLetterSourceQueuesCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { redriveTo, refusal, sqsWorld } from './sqs-world';

describe('SQS.ListDeadLetterSourceQueues', () => {
  const sqs = sqsWorld();
  const list = (MaxResults?: number, NextToken?: string) =>
    sqs.client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: 'dlq', MaxResults, NextToken }));
  const names = async () => (await list()).queueUrls?.map((url) => url.split('/').at(-1));

  it('lists the queues that name this one, also when there are none', async () => {
    await sqs.queue('dlq');
    expect(await names()).to.deep.equal([]);
    for (const name of ['b', 'a']) await sqs.queue(name, { RedrivePolicy: redriveTo('dlq') });
    await sqs.queue('dlq2');
    await sqs.queue('c', { RedrivePolicy: redriveTo('dlq2') });
    expect(await names()).to.deep.equal(['a', 'b']);
  });

  it('follows changed policies and deleted queues', async () => {
    await sqs.queue('dlq');
    for (const name of ['a', 'b', 'c']) await sqs.queue(name, { RedrivePolicy: redriveTo('dlq') });
    await sqs.client.send(
      new SetQueueAttributesCommand({ QueueUrl: 'a', Attributes: { RedrivePolicy: '' } }),
    );
    await sqs.client.send(new DeleteQueueCommand({ QueueUrl: 'b' }));
    expect(await names()).to.deep.equal(['c']);
  });

  it('goes page by page when a maximum is given', async () => {
    await sqs.queue('dlq');
    for (const name of ['a', 'b', 'c']) await sqs.queue(name, { RedrivePolicy: redriveTo('dlq') });
    const first = await list(2);
    expect(first.queueUrls).to.have.length(2);
    const last = await list(2, first.NextToken);
    expect(last.queueUrls).to.have.length(1);
    expect(last.NextToken).to.equal(undefined);
  });

  it('refuses an unknown queue', async () => {
    expect(await refusal(list())).to.equal('QueueDoesNotExist: The specified queue does not exist.');
  });
});
