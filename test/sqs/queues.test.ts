import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { redriveTo, refusal, sqsWorld } from './sqs-world';

describe('SQS.CreateQueue', () => {
  const sqs = sqsWorld();
  const create = (Attributes?: Record<string, string>) =>
    sqs.client.send(new CreateQueueCommand({ QueueName: 'q', Attributes }));
  const set = (Attributes: Record<string, string>) =>
    sqs.client.send(new SetQueueAttributesCommand({ QueueUrl: 'q', Attributes }));

  it('answers with the URL of the queue', async () => {
    expect((await create()).QueueUrl).to.equal('https://sqs.us-east-1.amazonaws.com/000000000000/q');
  });

  it('finds the queue when no given attribute differs from what it is now', async () => {
    const { QueueUrl } = await create({ VisibilityTimeout: '5' });
    await set({ VisibilityTimeout: '7', DelaySeconds: '1' });
    expect((await create()).QueueUrl).to.equal(QueueUrl);
    expect((await create({ VisibilityTimeout: '07', DelaySeconds: '1' })).QueueUrl).to.equal(QueueUrl);
  });

  it('refuses the name of a queue with another value, and names the first', async () => {
    await create();
    expect(
      await refusal(create({ DelaySeconds: '0', VisibilityTimeout: '5', MaximumMessageSize: '1024' })),
    ).to.equal(
      'QueueNameExists: A queue already exists with the same name and a different value for attribute VisibilityTimeout',
    );
    expect(await refusal(create({ Policy: '{}' }))).to.match(/for attribute Policy$/);
  });

  it('gives the queue its tags', async () => {
    await sqs.client.send(new CreateQueueCommand({ QueueName: 'q', tags: { a: '1' } }));
    expect((await sqs.client.send(new ListQueueTagsCommand({ QueueUrl: 'q' }))).Tags).to.deep.equal({
      a: '1',
    });
  });

  it('makes queues of one name in two regions', async () => {
    await create();
    const europe = new SQSClient({ region: 'eu-west-1' });
    const { QueueUrl } = await europe.send(new CreateQueueCommand({ QueueName: 'q' }));
    expect(QueueUrl).to.equal('https://sqs.eu-west-1.amazonaws.com/000000000000/q');
    await sqs.send('q', 'x');
    expect(await refusal(sqs.send(QueueUrl ?? '', 'x'))).to.match(/^QueueDoesNotExist/);
    expect(sqs.aws.sqs.queue('arn:aws:sqs:eu-west-1:000000000000:q').bodies()).to.deep.equal([]);
  });
});

describe('SQS.DeleteQueue', () => {
  const sqs = sqsWorld();
  const remove = (QueueUrl: string) => sqs.client.send(new DeleteQueueCommand({ QueueUrl }));

  it('deletes a queue with its messages', async () => {
    const url = await sqs.queue();
    await sqs.send(url, 'x');
    await remove(url);
    expect(await refusal(sqs.receive(url))).to.match(/^QueueDoesNotExist/);
    expect(await refusal(remove(url))).to.equal('QueueDoesNotExist: The specified queue does not exist.');
  });

  it('blocks the name for 60 seconds', async () => {
    const url = await sqs.queue();
    await sqs.send(url, 'x');
    const [message] = await sqs.receive(url);
    await remove(url);
    await sqs.aws.clock.advance(59_999);
    expect(await refusal(sqs.queue())).to.equal(
      'QueueDeletedRecently: You must wait 60 seconds after deleting a queue before you can create another with the same name.',
    );
    await sqs.aws.clock.advance(1);
    expect(await sqs.queue()).to.equal(url);
    expect(await sqs.counts(url)).to.deep.equal([0, 0, 0]);
    expect(await refusal(sqs.remove(url, message))).to.match(/^ReceiptHandleIsInvalid/);
  });

  it('does not refuse a dead-letter queue whose source is gone', async () => {
    await sqs.queue('dlq');
    await sqs.queue('q', { RedrivePolicy: redriveTo('dlq') });
    await remove('dlq');
    await remove('q');
    expect(sqs.aws.sqs.queueNames()).to.deep.equal([]);
  });
});

describe('SQS.GetQueueUrl', () => {
  const sqs = sqsWorld();
  const get = (QueueName: string, QueueOwnerAWSAccountId?: string) =>
    sqs.client.send(new GetQueueUrlCommand({ QueueName, QueueOwnerAWSAccountId }));

  it('finds a queue by its name, and by its owner', async () => {
    const url = await sqs.queue();
    expect((await get('q')).QueueUrl).to.equal(url);
    expect((await get('q', '000000000000')).QueueUrl).to.equal(url);
  });

  it('refuses an unknown name or owner', async () => {
    await sqs.queue();
    expect(await refusal(get('Q'))).to.equal('QueueDoesNotExist: The specified queue does not exist.');
    expect(await refusal(get('q', '111111111111'))).to.match(/^QueueDoesNotExist/);
  });
});

describe('SQS.ListQueues', () => {
  const sqs = sqsWorld();
  const list = (input: ConstructorParameters<typeof ListQueuesCommand>[0] = {}) =>
    sqs.client.send(new ListQueuesCommand(input));

  it('has no QueueUrls when there are none', async () => {
    await sqs.queue('a');
    expect(await list({ QueueNamePrefix: 'b' })).to.not.have.property('QueueUrls');
  });

  it('lists by name, of one region, by prefix', async () => {
    for (const name of ['b1', 'a', 'b2', 'c']) await sqs.queue(name);
    await new SQSClient({ region: 'us-east-2' }).send(new CreateQueueCommand({ QueueName: 'b3' }));
    expect((await list()).QueueUrls?.map((url) => url.split('/').at(-1))).to.deep.equal([
      'a',
      'b1',
      'b2',
      'c',
    ]);
    expect((await list({ QueueNamePrefix: 'b' })).QueueUrls).to.have.length(2);
  });

  it('goes page by page when a maximum is given', async () => {
    for (const name of ['a', 'b', 'c']) await sqs.queue(name);
    const first = await list({ MaxResults: 2 });
    const last = await list({ MaxResults: 2, NextToken: first.NextToken });
    expect([...(first.QueueUrls ?? []), ...(last.QueueUrls ?? [])]).to.deep.equal((await list()).QueueUrls);
    expect(last.NextToken).to.equal(undefined);
    expect((await list({ MaxResults: 3 })).NextToken).to.equal(undefined);
  });
});
