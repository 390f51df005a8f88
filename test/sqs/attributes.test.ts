import {
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  type QueueAttributeName,
} from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { redriveTo, refusal, sqsWorld } from './sqs-world';

describe('SQS.GetQueueAttributes', () => {
  const sqs = sqsWorld();
  const get = async (QueueUrl: string, ...AttributeNames: string[]) =>
    sqs.client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: AttributeNames as QueueAttributeName[] }),
    );
  const standard = () => ({
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesDelayed: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
    CreatedTimestamp: String(Math.floor(sqs.aws.clock.now() / 1_000)),
    LastModifiedTimestamp: String(Math.floor(sqs.aws.clock.now() / 1_000)),
    DelaySeconds: '0',
    MaximumMessageSize: '1048576',
    MessageRetentionPeriod: '345600',
    QueueArn: 'arn:aws:sqs:us-east-1:000000000000:q',
    ReceiveMessageWaitTimeSeconds: '0',
    SqsManagedSseEnabled: 'true',
    VisibilityTimeout: '30',
  });

  it('shows the attributes of a new standard queue', async () => {
    expect((await get(await sqs.queue(), 'All')).Attributes).to.deep.equal(standard());
  });

  it('shows four more of a FIFO queue', async () => {
    const url = await sqs.queue('q.fifo', { ContentBasedDeduplication: 'false' });
    expect((await get(url, 'All')).Attributes).to.deep.equal({
      ...standard(),
      QueueArn: 'arn:aws:sqs:us-east-1:000000000000:q.fifo',
      ContentBasedDeduplication: 'false',
      DeduplicationScope: 'queue',
      FifoQueue: 'true',
      FifoThroughputLimit: 'perQueue',
    });
  });

  it('shows what was asked for, and nothing for nothing or for what the queue does not have', async () => {
    const url = await sqs.queue();
    expect((await get(url, 'DelaySeconds', 'Policy')).Attributes).to.deep.equal({ DelaySeconds: '0' });
    expect(await get(url)).to.not.have.property('Attributes');
    expect(await get(url, 'Policy')).to.not.have.property('Attributes');
  });

  it('refuses an unknown name', async () => {
    expect(await refusal(get(await sqs.queue(), 'All', 'delaySeconds'))).to.equal(
      'InvalidAttributeName: Unknown Attribute delaySeconds.',
    );
  });

  it('counts delayed and in-flight messages apart', async () => {
    const url = await sqs.queue();
    for (const DelaySeconds of [0, 0, 0, 5]) await sqs.send(url, 'x', { DelaySeconds });
    await sqs.receive(url, { VisibilityTimeout: 5 });
    await sqs.receive(url, { VisibilityTimeout: 6 });
    expect(await sqs.counts(url)).to.deep.equal([1, 1, 2]);
    await sqs.aws.clock.advance('5s');
    expect(await sqs.counts(url)).to.deep.equal([3, 0, 1]);
    await sqs.aws.clock.advance('1s');
    expect(await sqs.counts(url)).to.deep.equal([4, 0, 0]);
  });

  it('counts FIFO messages behind one in flight as visible', async () => {
    const url = await sqs.queue('q.fifo');
    for (const body of ['a', 'b', 'c']) await sqs.send(url, body, { MessageGroupId: 'g' });
    await sqs.receive(url);
    expect(await sqs.counts(url)).to.deep.equal([2, 0, 1]);
  });
});

describe('SQS.SetQueueAttributes', () => {
  const sqs = sqsWorld();
  const set = (Attributes: Record<string, string>, QueueUrl = 'q') =>
    sqs.client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  const read = async (name: string, QueueUrl = 'q') => {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
    return ((await sqs.client.send(command)).Attributes as Record<string, string> | undefined)?.[name];
  };

  it('notes when the queue was changed', async () => {
    await sqs.queue();
    const created = await read('CreatedTimestamp');
    await sqs.aws.clock.advance('10s');
    await set({ DelaySeconds: '1' });
    expect(await read('CreatedTimestamp')).to.equal(created);
    expect(await read('LastModifiedTimestamp')).to.equal(String(Number(created) + 10));
  });

  it('changes nothing when one of several values is refused', async () => {
    await sqs.queue();
    expect(await refusal(set({ DelaySeconds: '1', VisibilityTimeout: '43201' }))).to.equal(
      'InvalidAttributeValue: Invalid value for the parameter VisibilityTimeout.',
    );
    expect(await read('DelaySeconds')).to.equal('0');
  });

  it('deletes a policy with an empty text', async () => {
    await sqs.queue('dlq');
    await sqs.queue('q', { Policy: '{"Statement":[]}', RedrivePolicy: redriveTo('dlq', '5') });
    expect(await read('Policy')).to.equal('{"Statement":[]}');
    expect(await read('RedrivePolicy')).to.equal(redriveTo('dlq', '5'));
    await set({ Policy: '', RedrivePolicy: '' });
    expect([await read('Policy'), await read('RedrivePolicy')]).to.deep.equal([undefined, undefined]);
  });

  it('keeps a redrive policy whose target is gone when something else changes', async () => {
    await sqs.queue('dlq');
    await sqs.queue('q', { RedrivePolicy: redriveTo('dlq') });
    await set({ RedriveAllowPolicy: '{"redrivePermission":"denyAll"}' }, 'dlq');
    await set({ DelaySeconds: '1' });
    expect(await read('RedrivePolicy')).to.equal(redriveTo('dlq'));
  });

  it('does not delay again what is in a standard queue', async () => {
    const url = await sqs.queue();
    await sqs.send(url, 'x');
    await set({ DelaySeconds: '60' });
    expect(await sqs.counts(url)).to.deep.equal([1, 0, 0]);
  });

  it('delays what is in a FIFO queue anew, for as long as it is young', async () => {
    const url = await sqs.queue('q.fifo', { DelaySeconds: '60' });
    for (const body of ['old', 'young']) {
      await sqs.send(url, body, { MessageGroupId: body });
      await sqs.aws.clock.advance('20s');
    }
    expect(await sqs.counts(url)).to.deep.equal([0, 2, 0]);
    await set({ DelaySeconds: '30' }, 'q.fifo');
    expect(await sqs.counts(url)).to.deep.equal([1, 1, 0]);
    await set({ DelaySeconds: '0' }, 'q.fifo');
    expect(await sqs.bodies(url)).to.have.members(['old', 'young']);
  });

  it('needs attributes, and a queue', async () => {
    expect(await refusal(set({ DelaySeconds: '1' }))).to.match(/^QueueDoesNotExist/);
    await sqs.queue();
    expect(await refusal(set({}))).to.equal(
      'MissingParameter: The request must contain the parameter Attributes.',
    );
  });
});
