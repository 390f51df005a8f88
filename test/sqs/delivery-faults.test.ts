import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { refusal, sqsWorld } from './sqs-world';

describe('SQS delivery under faults', () => {
  const sqs = sqsWorld();

  async function queueOf(...bodies: string[]): Promise<string> {
    const url = await sqs.queue();
    for (const body of bodies) await sqs.send(url, body);
    return url;
  }

  it('is doubled: the same message again with another handle, also after a delete', async () => {
    const url = await queueOf('a', 'b');
    sqs.aws.faults.on(ReceiveMessageCommand).duplicates();
    const first = await sqs.receive(url, { MaxNumberOfMessages: 10 });
    expect(first.map(({ Body }) => Body)).to.deep.equal(['a', 'b']);
    for (const message of first) await sqs.remove(url, message);
    const again = await sqs.receive(url, { MaxNumberOfMessages: 10, AttributeNames: ['All'] });
    expect(again.map(({ MessageId }) => MessageId)).to.deep.equal([first[0]?.MessageId]);
    expect(again[0]?.ReceiptHandle).to.not.equal(first[0]?.ReceiptHandle);
    expect(again[0]?.Attributes?.ApproximateReceiveCount).to.equal('2');
    await sqs.remove(url, again[0]);
    expect(await sqs.counts(url)).to.deep.equal([0, 0, 0]);
  });

  it('is doubled for as many messages as asked for', async () => {
    const url = await queueOf('a', 'b', 'c');
    sqs.aws.faults.on(ReceiveMessageCommand).duplicates(2);
    await sqs.bodies(url);
    expect(await sqs.bodies(url)).to.deep.equal(['a', 'b']);
  });

  it('is less than there is, or nothing', async () => {
    const url = await queueOf('a', 'b', 'c');
    sqs.aws.faults.on(ReceiveMessageCommand).deliversAtMost(2);
    expect(await sqs.bodies(url)).to.deep.equal(['a', 'b']);
    sqs.aws.faults.on(ReceiveMessageCommand).deliversAtMost(0);
    expect(await sqs.bodies(url)).to.deep.equal([]);
    expect(await sqs.bodies(url)).to.deep.equal(['c']);
  });

  it('is less also from a FIFO queue', async () => {
    const url = await sqs.queue('q.fifo');
    for (const body of ['a', 'b']) await sqs.send(url, body, { MessageGroupId: 'g' });
    sqs.aws.faults.on(ReceiveMessageCommand).deliversAtMost(1);
    expect(await sqs.bodies(url)).to.deep.equal(['a']);
  });

  it('is in another order, the same for the same seed', async () => {
    const names = Array.from({ length: 10 }, (_, i) => `m${i}`);
    const url = await queueOf(...names);
    sqs.aws.faults.on(ReceiveMessageCommand).reorders().times(2);
    const bodies = await sqs.bodies(url, { VisibilityTimeout: 0 });
    expect(bodies).to.have.members(names);
    expect(bodies).to.not.deep.equal(names);
    expect(await sqs.bodies(url, { MaxNumberOfMessages: 3 })).to.have.length(3);
  });

  for (const fault of ['duplicates', 'reorders'] as const) {
    it(`does not know ${fault} for a FIFO queue`, async () => {
      const url = await sqs.queue('q.fifo');
      sqs.aws.faults.on(ReceiveMessageCommand)[fault]();
      expect(await refusal(sqs.receive(url))).to.contain(
        `FakeMisuse: ReceiveMessage: ${fault}() struck the FIFO queue`,
      );
      expect(sqs.aws.world.takeProblems().map(String).join()).to.contain('keeps its order');
    });
  }

  it('knows them for receives only', () => {
    expect(() => sqs.aws.faults.on(SendMessageCommand).duplicates()).to.throw(
      'SQS.SendMessage cannot follow deliver: it delivers no messages.',
    );
  });
});
