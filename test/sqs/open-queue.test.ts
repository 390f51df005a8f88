import { StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { redriveTo, sqsWorld } from './sqs-world';

describe('SQS calls that come later', () => {
  const sqs = sqsWorld();

  it('first let move tasks do what was due before them, so a new message stands behind', async () => {
    await sqs.queue('dlq.fifo');
    const url = await sqs.queue('q.fifo', { RedrivePolicy: redriveTo('dlq.fifo'), VisibilityTimeout: '0' });
    for (const body of ['a', 'b']) await sqs.send(url, body, { MessageGroupId: 'g' });
    await sqs.bodies(url);
    await sqs.bodies(url);
    await sqs.client.send(
      new StartMessageMoveTaskCommand({
        SourceArn: 'arn:aws:sqs:us-east-1:000000000000:dlq.fifo',
        MaxNumberOfMessagesPerSecond: 1,
      }),
    );
    await sqs.aws.clock.advance('5s');
    await sqs.send(url, 'c', { MessageGroupId: 'g' });
    expect(await sqs.bodies(url)).to.deep.equal(['a', 'b', 'c']);
  });

  it('drop what has expired before them', async () => {
    const url = await sqs.queue('q', { MessageRetentionPeriod: '60' });
    await sqs.send(url, 'old');
    await sqs.aws.clock.advance('60s');
    await sqs.send(url, 'new');
    expect(await sqs.bodies(url)).to.deep.equal(['new']);
  });
});
