import { ChangeMessageVisibilityCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { refusal, sqsWorld } from './sqs-world';

describe('SQS.ReceiveMessage with a ReceiveRequestAttemptId', () => {
  const sqs = sqsWorld();

  async function queueOf(...bodies: string[]): Promise<string> {
    const url = await sqs.queue('q.fifo');
    for (const body of bodies) await sqs.send(url, body, { MessageGroupId: body });
    return url;
  }
  const attempt = (url: string, ReceiveRequestAttemptId = 'attempt', MaxNumberOfMessages = 2) =>
    sqs.receive(url, {
      ReceiveRequestAttemptId,
      MaxNumberOfMessages,
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    });

  it('returns the same messages and handles, and resets the timeout', async () => {
    const url = await queueOf('a', 'b', 'c');
    const first = await attempt(url);
    await sqs.aws.clock.advance('20s');
    expect(await attempt(url)).to.deep.equal(first);
    await sqs.aws.clock.advance('20s');
    expect(await sqs.bodies(url)).to.deep.equal(['c']);
    expect(await attempt(url)).to.deep.equal(first);
  });

  it('starts anew when the timeout is over', async () => {
    const url = await queueOf('a', 'b', 'c');
    await attempt(url);
    await sqs.aws.clock.advance('30s');
    expect((await attempt(url)).map(({ Body }) => Body)).to.deep.equal(['c', 'a']);
  });

  for (const how of ['deleted', 'changed']) {
    it(`starts anew when one of the messages was ${how}`, async () => {
      const url = await queueOf('a', 'b', 'c');
      const [message] = await attempt(url);
      if (how === 'deleted') await sqs.remove(url, message);
      else {
        const input = { QueueUrl: url, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 60 };
        await sqs.client.send(new ChangeMessageVisibilityCommand(input));
      }
      expect((await attempt(url)).map(({ Body }) => Body)).to.deep.equal(['c']);
    });
  }

  it('starts anew after five minutes', async () => {
    const url = await queueOf('a', 'b', 'c');
    await attempt(url);
    for (let i = 0; i < 14; i++) {
      await sqs.aws.clock.advance('20s');
      expect((await attempt(url)).map(({ Body }) => Body)).to.deep.equal(['a', 'b']);
    }
    await sqs.aws.clock.advance(19_999);
    expect(await attempt(url)).to.have.length(2);
    await sqs.aws.clock.advance(1);
    expect((await attempt(url)).map(({ Body }) => Body)).to.deep.equal(['c']);
  });

  it('keeps attempts apart, and an empty one is none', async () => {
    const url = await queueOf();
    expect(await attempt(url, 'x')).to.deep.equal([]);
    await sqs.send(url, 'a', { MessageGroupId: 'a' });
    expect(await attempt(url, 'x')).to.have.length(1);
    expect(await attempt(url, 'y')).to.deep.equal([]);
  });

  it('refuses an id that is none in a FIFO queue, and takes no notice of it in a standard queue', async () => {
    expect(await refusal(attempt(await queueOf(), 'a b'))).to.equal(
      'InvalidParameterValue: Value a b for parameter ReceiveRequestAttemptId is invalid. Reason: ReceiveRequestAttemptId can only include alphanumeric and punctuation characters. 1 to 128 in length.',
    );
    const standard = await sqs.queue();
    await sqs.send(standard, 'a');
    expect(await attempt(standard)).to.have.length(1);
    expect(await attempt(standard)).to.have.length(0);
  });
});
