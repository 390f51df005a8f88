import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { failure, refusal, sqsWorld } from './sqs-world';

describe('SQS.PurgeQueue', () => {
  const sqs = sqsWorld();
  const purge = (QueueUrl: string) => sqs.client.send(new PurgeQueueCommand({ QueueUrl }));

  it('deletes visible, delayed and in-flight messages', async () => {
    const url = await sqs.queue();
    for (const DelaySeconds of [0, 0, 5]) await sqs.send(url, 'x', { DelaySeconds });
    const [message] = await sqs.receive(url);
    await purge(url);
    expect(await sqs.counts(url)).to.deep.equal([0, 0, 0]);
    await sqs.aws.clock.advance('30s');
    expect(await sqs.bodies(url)).to.deep.equal([]);
    await sqs.remove(url, message);
  });

  it('leaves a queue that works', async () => {
    const url = await sqs.queue('q.fifo');
    await sqs.send(url, 'a', { MessageGroupId: 'g' });
    await sqs.receive(url);
    await purge(url);
    await sqs.send(url, 'b', { MessageGroupId: 'g' });
    expect(await sqs.bodies(url)).to.deep.equal(['b']);
  });

  it('is refused within 60 seconds', async () => {
    const url = await sqs.queue();
    await purge(url);
    await sqs.aws.clock.advance(59_999);
    const error = await failure(purge(url));
    expect([error.name, error.message, error['Code']]).to.deep.equal([
      'PurgeQueueInProgress',
      'Only one PurgeQueue operation on q is allowed every 60 seconds.',
      'AWS.SimpleQueueService.PurgeQueueInProgress',
    ]);
    expect(error['$metadata']).to.include({ httpStatusCode: 403 });
    await sqs.aws.clock.advance(1);
    await purge(url);
  });

  it('refuses an unknown queue', async () => {
    expect(await refusal(purge('q'))).to.equal('QueueDoesNotExist: The specified queue does not exist.');
  });
});
