import {
  DeleteQueueCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  type ReceiveMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { sqs as service } from '../../fakes/sqs/service';
import { failure, refusal, sqsWorld } from './sqs-world';

describe('SQS.ReceiveMessage', () => {
  const sqs = sqsWorld();

  it('has no Messages when there are none', async () => {
    const { $metadata, ...output } = await sqs.client.send(
      new ReceiveMessageCommand({ QueueUrl: await sqs.queue() }),
    );
    expect(output).to.deep.equal({});
    expect($metadata.httpStatusCode).to.equal(200);
  });

  it("returns one message unless told otherwise, and hides it for the queue's timeout", async () => {
    const url = await sqs.queue('q', { VisibilityTimeout: '7' });
    for (const body of ['a', 'b', 'c']) await sqs.send(url, body);
    expect((await sqs.receive(url)).map(({ Body }) => Body)).to.deep.equal(['a']);
    expect(await sqs.bodies(url)).to.deep.equal(['b', 'c']);
    await sqs.aws.clock.advance(6_999);
    expect(await sqs.bodies(url)).to.deep.equal([]);
    await sqs.aws.clock.advance(1);
    expect(await sqs.bodies(url)).to.deep.equal(['a', 'b', 'c']);
  });

  it('takes the timeout of the queue at the time of the receive, or its own', async () => {
    const url = await sqs.queue();
    for (const body of ['a', 'b', 'c']) await sqs.send(url, body);
    await sqs.receive(url);
    const change = { QueueUrl: url, Attributes: { VisibilityTimeout: '1' } };
    await sqs.client.send(new SetQueueAttributesCommand(change));
    await sqs.receive(url);
    await sqs.receive(url, { VisibilityTimeout: 2 });
    await sqs.aws.clock.advance('1s');
    expect(await sqs.counts(url)).to.deep.equal([1, 0, 2]);
    await sqs.aws.clock.advance('1s');
    expect(await sqs.counts(url)).to.deep.equal([2, 0, 1]);
  });

  it('returns no more than ten, and those it leaves stay visible', async () => {
    const url = await sqs.queue();
    for (let i = 0; i < 12; i++) await sqs.send(url, `m${i}`);
    expect(await sqs.bodies(url)).to.have.length(10);
    expect(await sqs.counts(url)).to.deep.equal([2, 0, 10]);
  });

  const range = 'Reason: Must be >= 0 and <= 20, if provided.';
  const refused: readonly (readonly [Partial<ReceiveMessageCommandInput>, string])[] = [
    [
      { MaxNumberOfMessages: 0 },
      'Value 0 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
    ],
    [
      { MaxNumberOfMessages: 11, WaitTimeSeconds: 21 },
      'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
    ],
    [{ WaitTimeSeconds: 21 }, `Value 21 for parameter WaitTimeSeconds is invalid. ${range}`],
    [{ WaitTimeSeconds: -1 }, `Value -1 for parameter WaitTimeSeconds is invalid. ${range}`],
    [
      { VisibilityTimeout: 43_201 },
      'Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if provided.',
    ],
  ];
  for (const [input, answer] of refused) {
    it(`refuses ${JSON.stringify(input)}`, async () => {
      expect(await refusal(sqs.receive(await sqs.queue(), input))).to.equal(
        `InvalidParameterValue: ${answer}`,
      );
    });
  }

  it('refuses attribute names that nobody knows, and takes those of queues for nothing', async () => {
    const url = await sqs.queue();
    await sqs.send(url, 'x');
    const unknown = sqs.receive(url, { AttributeNames: ['Sent' as 'All'] });
    expect(await refusal(unknown)).to.equal('InvalidAttributeName: Unknown Attribute Sent.');
    const [message] = await sqs.receive(url, { AttributeNames: ['VisibilityTimeout'] });
    expect(message?.Attributes).to.equal(undefined);
  });

  it('forgets messages whose retention is over, in flight or not', async () => {
    const url = await sqs.queue('q', { MessageRetentionPeriod: '60', VisibilityTimeout: '59' });
    await sqs.send(url, 'a');
    await sqs.send(url, 'b');
    await sqs.receive(url);
    await sqs.aws.clock.advance(59_999);
    expect(await sqs.counts(url)).to.deep.equal([2, 0, 0]);
    await sqs.receive(url);
    await sqs.aws.clock.advance(1);
    expect(await sqs.counts(url)).to.deep.equal([0, 0, 0]);
    expect(await sqs.bodies(url)).to.deep.equal([]);
  });

  it('follows a shorter retention for messages that are in the queue', async () => {
    const url = await sqs.queue();
    await sqs.send(url, 'x');
    await sqs.aws.clock.advance('61s');
    const change = { QueueUrl: url, Attributes: { MessageRetentionPeriod: '60' } };
    await sqs.client.send(new SetQueueAttributesCommand(change));
    expect(await sqs.bodies(url)).to.deep.equal([]);
  });
});

describe('SQS.ReceiveMessage, long polling', () => {
  const sqs = sqsWorld();
  const now = () => sqs.aws.clock.now();

  it('answers as soon as a message is there, not when there are as many as asked for', async () => {
    const url = await sqs.queue();
    const poll = sqs.bodies(url, { WaitTimeSeconds: 20, VisibilityTimeout: 0 });
    await sqs.send(url, 'x');
    expect(await poll).to.deep.equal(['x']);
  });

  it('gives up when its time is over', async () => {
    const url = await sqs.queue();
    const began = now();
    expect(await sqs.bodies(url, { WaitTimeSeconds: 20 })).to.deep.equal([]);
    expect(now() - began).to.equal(20_000);
  });

  it('waits as long as the queue says, and not at all for 0', async () => {
    const url = await sqs.queue('q', { ReceiveMessageWaitTimeSeconds: '5' });
    const began = now();
    await sqs.receive(url, { WaitTimeSeconds: 0 });
    expect(now() - began).to.equal(0);
    await sqs.receive(url);
    expect(now() - began).to.equal(5_000);
  });

  const timed: readonly (readonly [string, (url: string) => Promise<unknown>, number])[] = [
    ['a delay ends', (url) => sqs.send(url, 'x', { DelaySeconds: 3 }), 3_000],
    [
      'a visibility timeout ends',
      async (url) => {
        await sqs.send(url, 'x');
        await sqs.receive(url, { VisibilityTimeout: 4 });
      },
      4_000,
    ],
  ];
  for (const [what, prepare, ms] of timed) {
    it(`answers when ${what}`, async () => {
      const url = await sqs.queue();
      await prepare(url);
      const began = now();
      expect(await sqs.bodies(url, { WaitTimeSeconds: 20 })).to.deep.equal(['x']);
      expect(now() - began).to.equal(ms);
    });
  }

  it('answers when a message is given back, or a FIFO group is freed', async () => {
    const url = await sqs.queue('q.fifo');
    for (const body of ['a', 'b']) await sqs.send(url, body, { MessageGroupId: 'g' });
    const [message] = await sqs.receive(url);
    const poll = sqs.bodies(url, { WaitTimeSeconds: 20 });
    await sqs.remove(url, message);
    expect(await poll).to.deep.equal(['b']);
  });

  it('gives each message to one of several polls', async () => {
    const url = await sqs.queue();
    const polls = [1, 2, 3].map(() => sqs.bodies(url, { WaitTimeSeconds: 20 }));
    for (const body of ['a', 'b']) await sqs.send(url, body);
    expect((await Promise.all(polls)).flat()).to.have.members(['a', 'b']);
  });

  it('ends with an error when the queue is deleted, and goes on when it is purged', async () => {
    const url = await sqs.queue();
    const began = now();
    const poll = sqs.receive(url, { WaitTimeSeconds: 20 });
    await sqs.client.send(new PurgeQueueCommand({ QueueUrl: url }));
    const answer = refusal(poll);
    await sqs.client.send(new DeleteQueueCommand({ QueueUrl: url }));
    expect(await answer).to.equal('QueueDoesNotExist: The specified queue does not exist.');
    expect(now() - began).to.equal(0);
  });

  it('ends when the caller aborts', async () => {
    const url = await sqs.queue();
    const abort = new AbortController();
    const command = new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 });
    const answer = refusal(sqs.client.send(command, { abortSignal: abort.signal }));
    abort.abort();
    expect(await answer).to.equal('AbortError: Request aborted');
  });

  it('is not woken by a receive that takes the message away', async () => {
    const url = await sqs.queue();
    await sqs.send(url, 'x', { DelaySeconds: 1 });
    const polls = [sqs.bodies(url, { WaitTimeSeconds: 5 }), sqs.bodies(url, { WaitTimeSeconds: 5 })];
    expect((await Promise.all(polls)).flat()).to.deep.equal(['x']);
  });
});

describe('SQS.ReceiveMessage, messages in flight', () => {
  const sqs = sqsWorld();

  /** A queue with three visible messages that counts so many in flight: receiving them would take minutes. */
  async function counting(name: string, inFlight: number): Promise<string> {
    const url = await sqs.queue(name);
    for (const MessageGroupId of ['a', 'b', 'c']) await sqs.send(url, MessageGroupId, { MessageGroupId });
    const arn = `arn:aws:sqs:us-east-1:000000000000:${name}`;
    const { progress } = sqs.aws.world.state(service);
    progress.put(arn, { next: 100, delayed: 0, inFlight, countedAt: sqs.aws.clock.now() });
    return url;
  }

  it('are at most 120,000 in a standard queue: a short poll beyond is refused', async () => {
    const url = await counting('q', 119_999);
    expect(await sqs.receive(url)).to.have.length(1);
    const error = await failure(sqs.receive(url));
    expect([error.name, (error['$metadata'] as Record<string, unknown>)['httpStatusCode']]).to.deep.equal([
      'OverLimit',
      403,
    ]);
    await sqs.aws.clock.advance('30s');
    expect(await sqs.receive(url)).to.have.length(1);
  });

  it('make a long poll find nothing until one of them is visible again', async () => {
    const url = await counting('q', 119_999);
    await sqs.receive(url, { VisibilityTimeout: 5 });
    const began = sqs.aws.clock.now();
    expect(await sqs.bodies(url, { WaitTimeSeconds: 2 })).to.deep.equal([]);
    expect(await sqs.bodies(url, { WaitTimeSeconds: 20, MaxNumberOfMessages: 1 })).to.have.length(1);
    expect(sqs.aws.clock.now() - began).to.equal(5_000);
  });

  it('make any poll of a FIFO queue find nothing', async () => {
    const url = await counting('q.fifo', 120_000);
    expect(await sqs.bodies(url)).to.deep.equal([]);
  });
});
