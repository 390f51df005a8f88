import { StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { redriveTo, sqsWorld } from './sqs-world';

describe('SQS message move tasks in time', () => {
  const sqs = sqsWorld();

  async function start(messages: number, MaxNumberOfMessagesPerSecond?: number, suffix = ''): Promise<void> {
    await sqs.queue(`dlq${suffix}`);
    const RedrivePolicy = redriveTo(`dlq${suffix}`);
    const url = await sqs.queue(`q${suffix}`, { RedrivePolicy, VisibilityTimeout: '0' });
    for (let i = 0; i < messages; i++) {
      await sqs.send(url, `m${i}`, suffix === '' ? {} : { MessageGroupId: 'g' });
      await sqs.receive(url);
      await sqs.receive(url);
    }
    const SourceArn = `arn:aws:sqs:us-east-1:000000000000:dlq${suffix}`;
    await sqs.client.send(new StartMessageMoveTaskCommand({ SourceArn, MaxNumberOfMessagesPerSecond }));
  }
  const left = () => sqs.aws.sqs.queue('dlq').counts.visible;

  it('move the first message at once and then one per interval', async () => {
    await start(4, 2);
    const seen = [left()];
    for (let i = 0; i < 6; i++) {
      await sqs.aws.clock.advance(250);
      seen.push(left());
    }
    expect(seen).to.deep.equal([3, 3, 2, 2, 1, 1, 0]);
  });

  it('move 500 messages per second without a rate of their own', async () => {
    await start(3);
    await sqs.aws.clock.advance(3);
    expect(left()).to.equal(1);
    await sqs.aws.clock.advance(1);
    expect(left()).to.equal(0);
  });

  it('wake a long poll on the destination when a message falls due', async () => {
    await start(2, 1);
    await sqs.receive('q', { VisibilityTimeout: 600 });
    const began = sqs.aws.clock.now();
    expect(await sqs.bodies('q', { WaitTimeSeconds: 20 })).to.deep.equal(['m1']);
    expect(sqs.aws.clock.now() - began).to.equal(1_000);
  });

  it('keep the order of a FIFO group', async () => {
    await start(3, undefined, '.fifo');
    await sqs.aws.clock.advance('1s');
    expect(await sqs.bodies('q.fifo')).to.deep.equal(['m0', 'm1', 'm2']);
  });

  it('leave messages that are being worked on', async () => {
    await start(3, 1);
    await sqs.receive('dlq', { VisibilityTimeout: 600 });
    await sqs.aws.clock.advance('10s');
    expect(sqs.aws.sqs.queue('dlq').counts).to.deep.equal({ visible: 0, delayed: 0, inFlight: 1 });
  });
});
