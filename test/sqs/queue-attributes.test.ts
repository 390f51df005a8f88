import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { refusal, sqsWorld } from './sqs-world';

const SSE =
  'InvalidAttributeName: You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.';

describe('SQS queue attributes', () => {
  const sqs = sqsWorld();
  const set = (Attributes: Record<string, string>, QueueUrl = 'q') =>
    sqs.client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  const read = async (QueueUrl = 'q') => {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
    return ((await sqs.client.send(command)).Attributes ?? {}) as Record<string, string>;
  };

  const ranges: readonly (readonly [name: string, least: number, most: number])[] = [
    ['DelaySeconds', 0, 900],
    ['MaximumMessageSize', 1_024, 1_048_576],
    ['MessageRetentionPeriod', 60, 1_209_600],
    ['ReceiveMessageWaitTimeSeconds', 0, 20],
    ['VisibilityTimeout', 0, 43_200],
    ['KmsDataKeyReusePeriodSeconds', 60, 86_400],
  ];
  for (const [name, least, most] of ranges) {
    it(`take ${least} to ${most} for ${name}`, async () => {
      await sqs.queue();
      for (const value of [least, most]) {
        await set({ [name]: String(value) });
        expect((await read())[name]).to.equal(String(value));
      }
      for (const value of [least - 1, most + 1, 'x', '', '1.5', ' 100']) {
        expect(await refusal(set({ [name]: String(value) }))).to.equal(
          `InvalidAttributeValue: Invalid value for the parameter ${name}.`,
        );
      }
    });
  }

  it('are unknown beyond the documented ones, and the computed ones cannot be set', async () => {
    await sqs.queue();
    for (const name of ['Unknown', 'QueueArn', 'ApproximateNumberOfMessages', 'All', '__proto__x']) {
      expect(await refusal(set({ [name]: '1' }))).to.equal(
        `InvalidAttributeName: Unknown Attribute ${name}.`,
      );
    }
  });

  const fifoOnly: readonly (readonly [string, string, string])[] = [
    ['FifoQueue', 'true', 'Unknown Attribute FifoQueue.'],
    ['FifoQueue', 'false', 'Unknown Attribute FifoQueue.'],
    ['ContentBasedDeduplication', 'true', 'Unknown Attribute ContentBasedDeduplication.'],
    [
      'DeduplicationScope',
      'queue',
      'You can specify the DeduplicationScope only when FifoQueue is set to true.',
    ],
    [
      'FifoThroughputLimit',
      'perQueue',
      'You can specify the FifoThroughputLimit only when FifoQueue is set to true.',
    ],
  ];
  for (const [name, value, answer] of fifoOnly) {
    it(`do not include ${name} = ${value} in a standard queue`, async () => {
      await sqs.queue();
      expect(await refusal(set({ [name]: value }))).to.equal(`InvalidAttributeName: ${answer}`);
    });
  }

  it('do not include FifoQueue = false at creation', async () => {
    const command = new CreateQueueCommand({ QueueName: 'q', Attributes: { FifoQueue: 'false' } });
    expect(await refusal(sqs.client.send(command))).to.equal(
      'InvalidAttributeName: Unknown Attribute FifoQueue.',
    );
  });

  it('leave a FIFO queue what it is', async () => {
    await sqs.queue('q.fifo');
    await set({ FifoQueue: 'true' }, 'q.fifo');
    expect(await refusal(set({ FifoQueue: 'false' }, 'q.fifo'))).to.equal(
      'InvalidAttributeValue: Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.',
    );
  });

  it('take True for true, and no other words', async () => {
    await sqs.queue('q.fifo', { ContentBasedDeduplication: 'True' });
    expect((await read('q.fifo'))['ContentBasedDeduplication']).to.equal('true');
    for (const [name, value] of [
      ['ContentBasedDeduplication', 'yes'],
      ['DeduplicationScope', 'Queue'],
      ['FifoThroughputLimit', 'all'],
    ] as const) {
      expect(await refusal(set({ [name]: value }, 'q.fifo'))).to.equal(
        `InvalidAttributeValue: Invalid value for the parameter ${name}.`,
      );
    }
  });

  it('allow throughput per group only with deduplication per group', async () => {
    await sqs.queue('q.fifo');
    const throughput = { FifoThroughputLimit: 'perMessageGroupId' };
    expect(await refusal(set(throughput, 'q.fifo'))).to.match(
      /^InvalidParameterValue: The perMessageGroupId value/,
    );
    await set({ ...throughput, DeduplicationScope: 'messageGroup' }, 'q.fifo');
    expect(await read('q.fifo')).to.include({ ...throughput, DeduplicationScope: 'messageGroup' });
  });

  it('have one kind of encryption', async () => {
    await sqs.queue();
    expect(await refusal(set({ KmsMasterKeyId: 'k', SqsManagedSseEnabled: 'true' }))).to.equal(SSE);
    await set({ KmsMasterKeyId: 'k', KmsDataKeyReusePeriodSeconds: '60' });
    expect(await read()).to.include({
      KmsMasterKeyId: 'k',
      SqsManagedSseEnabled: 'false',
      KmsDataKeyReusePeriodSeconds: '60',
    });
    await set({ KmsMasterKeyId: '', KmsDataKeyReusePeriodSeconds: '300' });
    const attributes = await read();
    expect(attributes['SqsManagedSseEnabled']).to.equal('false');
    expect(attributes).to.not.have.any.keys('KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds');
    await set({ KmsMasterKeyId: 'k' });
    await set({ SqsManagedSseEnabled: 'true' });
    expect(await read()).to.not.have.property('KmsMasterKeyId');
  });

  it('need JSON for a policy', async () => {
    await sqs.queue();
    expect(await refusal(set({ Policy: '{' }))).to.equal(
      'InvalidAttributeValue: Invalid value for the parameter Policy.',
    );
  });
});
