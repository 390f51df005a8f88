import { ChangeMessageVisibilityBatchCommand, ChangeMessageVisibilityCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { refusal, sqsWorld } from './sqs-world';

describe('SQS.ChangeMessageVisibility', () => {
  const sqs = sqsWorld();
  const change = (QueueUrl: string, ReceiptHandle: string | undefined, VisibilityTimeout: number) =>
    sqs.client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));

  async function received(name = 'q', attributes = {}) {
    const url = await sqs.queue(name, attributes);
    await sqs.send(url, 'x', name.endsWith('.fifo') ? { MessageGroupId: 'g' } : {});
    const [message] = await sqs.receive(url);
    return { url, handle: message?.ReceiptHandle };
  }

  it('shows a message at once for 0', async () => {
    const { url, handle } = await received();
    await change(url, handle, 0);
    expect(await sqs.bodies(url)).to.deep.equal(['x']);
  });

  it('hides a message for another time, counted from now', async () => {
    const { url, handle } = await received();
    await sqs.aws.clock.advance('20s');
    await change(url, handle, 30);
    await sqs.aws.clock.advance(29_999);
    expect(await sqs.bodies(url)).to.deep.equal([]);
    await sqs.aws.clock.advance(1);
    expect(await sqs.bodies(url)).to.deep.equal(['x']);
  });

  it('is forgotten at the next receive', async () => {
    const { url, handle } = await received();
    await change(url, handle, 1);
    await sqs.aws.clock.advance('1s');
    await sqs.receive(url);
    await sqs.aws.clock.advance(29_999);
    expect(await sqs.bodies(url)).to.deep.equal([]);
  });

  it('hides a message of a standard queue again after its timeout', async () => {
    const { url, handle } = await received();
    await sqs.aws.clock.advance('30s');
    expect(await sqs.counts(url)).to.deep.equal([1, 0, 0]);
    await change(url, handle, 5);
    expect(await sqs.counts(url)).to.deep.equal([0, 0, 1]);
  });

  it('refuses a handle of a FIFO queue after its timeout', async () => {
    const { url, handle } = await received('q.fifo');
    await sqs.aws.clock.advance('30s');
    expect(await refusal(change(url, handle, 5))).to.equal(
      `InvalidParameterValue: Value ${handle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
    );
  });

  for (const how of ['deleted', 'expired']) {
    it(`refuses a message that is ${how}`, async () => {
      const { url, handle } = await received('q', { MessageRetentionPeriod: '60' });
      if (how === 'deleted') await sqs.remove(url, { ReceiptHandle: handle });
      else await sqs.aws.clock.advance('60s');
      expect(await refusal(change(url, handle, 5))).to.equal(
        `InvalidParameterValue: Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
      );
    });
  }

  it('goes up to twelve hours from the receive, over all extensions', async () => {
    const { url, handle } = await received();
    await sqs.aws.clock.advance('20s');
    await change(url, handle, 43_180);
    expect(await refusal(change(url, handle, 43_181))).to.equal(
      'InvalidParameterValue: Value 43181 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]',
    );
  });

  for (const seconds of [-1, 43_201, 1.5]) {
    it(`refuses ${seconds} seconds`, async () => {
      const { url, handle } = await received();
      expect(await refusal(change(url, handle, seconds))).to.equal(
        `InvalidParameterValue: Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if provided.`,
      );
    });
  }

  it('needs a handle of this queue, and a timeout', async () => {
    const url = await sqs.queue();
    expect(await refusal(change(url, '', 1))).to.equal(
      'MissingParameter: The request must contain the parameter ReceiptHandle.',
    );
    expect(await refusal(change(url, 'INVALID', 1))).to.match(/^ReceiptHandleIsInvalid: /);
    const command = new ChangeMessageVisibilityCommand({
      QueueUrl: url,
      ReceiptHandle: 'h',
      VisibilityTimeout: undefined,
    });
    expect(await refusal(sqs.client.send(command))).to.equal(
      'MissingParameter: The request must contain the parameter VisibilityTimeout.',
    );
  });
});

describe('SQS.ChangeMessageVisibilityBatch', () => {
  const sqs = sqsWorld();

  it('changes what it can and names what it cannot', async () => {
    const url = await sqs.queue();
    await sqs.send(url, 'x');
    const [message] = await sqs.receive(url);
    const batch = new ChangeMessageVisibilityBatchCommand({
      QueueUrl: url,
      Entries: [
        { Id: 'none', ReceiptHandle: message?.ReceiptHandle },
        { Id: 'good', ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 0 },
      ],
    });
    const { Successful, Failed } = await sqs.client.send(batch);
    expect(Successful).to.deep.equal([{ Id: 'good' }]);
    expect(Failed?.[0]).to.include({ Id: 'none', Code: 'MissingParameter' });
    expect(await sqs.bodies(url)).to.deep.equal(['x']);
  });

  it('refuses an empty batch', async () => {
    const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: await sqs.queue(), Entries: [] });
    expect(await refusal(sqs.client.send(command))).to.equal(
      'EmptyBatchRequest: There should be at least one ChangeMessageVisibilityBatchRequestEntry in the request.',
    );
  });
});
