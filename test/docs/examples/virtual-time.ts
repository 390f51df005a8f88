import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import { fakeAws } from '../../../fakes';

it('waits twelve hours in milliseconds', async () => {
  const aws = fakeAws({ time: 'virtual', start: new Date('2026-01-01T00:00:00Z') });
  try {
    const sqs = new SQSClient({});
    const { QueueUrl } = await sqs.send(
      new CreateQueueCommand({ QueueName: 'slow', Attributes: { VisibilityTimeout: '43200' } }),
    );
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'work' }));
    await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    await sleep(12 * 3_600_000 - 1_000); // the handler's own timers are the world's as well
    const again = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    expect(again.Messages?.[0]?.Body).to.equal('work');
    expect(new Date().toISOString()).to.equal('2026-01-01T12:00:00.000Z');
  } finally {
    aws.unplug();
  }
});
