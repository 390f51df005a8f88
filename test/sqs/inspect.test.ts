import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { sqsWorld } from './sqs-world';

describe('aws.sqs', () => {
  const sqs = sqsWorld();

  it('finds a queue by name, URL or ARN', async () => {
    const url = await sqs.queue();
    const arn = 'arn:aws:sqs:us-east-1:000000000000:q';
    for (const name of ['q', url, arn]) {
      const queue = sqs.aws.sqs.queue(name);
      expect([queue.url, queue.arn]).to.deep.equal([url, arn]);
    }
  });

  it('names the queues there are when it finds none', async () => {
    expect(() => sqs.aws.sqs.queue('q')).to.throw(
      "aws.sqs.queue('q'): there is no such queue in us-east-1. Queues: none.",
    );
    await sqs.queue('a');
    expect(() => sqs.aws.sqs.queue('q')).to.throw('Queues: a.');
    expect(() => sqs.aws.sqs.queue('http://x/1/q')).to.throw('there is no such queue');
    sqs.aws.sqs.createQueue('q', { region: 'eu-west-1' });
    expect(() => sqs.aws.sqs.queue('q')).to.throw(
      'Queues: arn:aws:sqs:eu-west-1:000000000000:q (by its URL or ARN), a.',
    );
  });

  it('creates queues without a client, FIFO by their name', () => {
    const { aws } = sqs;
    const dead = aws.sqs.createQueue('dead');
    const options = {
      attributes: {
        VisibilityTimeout: 60,
        RedrivePolicy: { deadLetterTargetArn: dead.arn, maxReceiveCount: 3 },
      },
      tags: { team: 'a' },
    } as const;
    const jobs = aws.sqs.createQueue('jobs', options);
    const fifo = aws.sqs.createQueue('jobs.fifo', { attributes: { ContentBasedDeduplication: true } });
    jobs.send('a');
    fifo.send('b', { MessageGroupId: 'g' });
    expect([jobs.bodies(), fifo.bodies(), aws.sqs.queueNames()]).to.deep.equal([
      ['a'],
      ['b'],
      ['dead', 'jobs', 'jobs.fifo'],
    ]);
    expect(aws.calls.entries).to.have.length(0);
  });

  it('creates them with the attributes that a client then reads', async () => {
    const { url, arn } = sqs.aws.sqs.createQueue('far', {
      attributes: { DelaySeconds: 5 },
      region: 'eu-west-1',
    });
    expect([url, arn]).to.deep.equal([
      'https://sqs.eu-west-1.amazonaws.com/000000000000/far',
      'arn:aws:sqs:eu-west-1:000000000000:far',
    ]);
    const client = new SQSClient({ region: 'eu-west-1' });
    const ask = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['DelaySeconds'] });
    expect((await client.send(ask)).Attributes).to.deep.equal({ DelaySeconds: '5' });
  });

  it('does not create what is there, nor what CreateQueue refuses', () => {
    const { aws } = sqs;
    aws.sqs.createQueue('jobs');
    expect(() => aws.sqs.createQueue('jobs')).to.throw("aws.sqs.createQueue('jobs'): it exists already.");
    expect(() => aws.sqs.createQueue('no spaces')).to.throw(/Can only include alphanumeric/);
    expect(() => aws.sqs.createQueue('slow', { attributes: { DelaySeconds: 901 } })).to.throw(/DelaySeconds/);
    expect(aws.sqs.queueNames()).to.deep.equal(['jobs']);
  });

  it('shows every message with its state', async () => {
    const url = await sqs.queue();
    for (const [body, DelaySeconds] of [
      ['a', 0],
      ['b', 0],
      ['c', 5],
    ] as const) {
      await sqs.send(url, body, { DelaySeconds });
    }
    await sqs.receive(url);
    const queue = sqs.aws.sqs.queue('q');
    const shown = queue.messages().map(({ body, state, receiveCount }) => [body, state, receiveCount]);
    expect(shown).to.deep.equal([
      ['a', 'inFlight', 1],
      ['b', 'visible', 0],
      ['c', 'delayed', 0],
    ]);
    expect(queue.bodies()).to.deep.equal(['a', 'b', 'c']);
    expect(queue.counts).to.deep.equal({ visible: 1, delayed: 1, inFlight: 1 });
  });

  it('does not show what has expired, and changes nothing by looking', async () => {
    const url = await sqs.queue('q', { MessageRetentionPeriod: '60' });
    await sqs.send(url, 'a');
    await sqs.aws.clock.advance('60s');
    const mark = sqs.aws.world.store.mark();
    expect(sqs.aws.sqs.queue('q').bodies()).to.deep.equal([]);
    expect(sqs.aws.sqs.queue('q').counts).to.deep.equal({ visible: 0, delayed: 0, inFlight: 0 });
    expect(sqs.aws.world.store.mark()).to.equal(mark);
  });

  it('sends without a client, and without a call', async () => {
    const url = await sqs.queue('q.fifo');
    const calls = sqs.aws.calls.entries.length;
    const id = sqs.aws.sqs.queue(url).send('a', { MessageGroupId: 'g' });
    expect(sqs.aws.calls.entries.length).to.equal(calls);
    const [message] = await sqs.receive(url);
    expect([message?.MessageId, message?.Body]).to.deep.equal([id, 'a']);
    expect(() => sqs.aws.sqs.queue(url).send('b')).to.throw('MessageGroupId');
  });

  it('wakes a long poll with what it sends', async () => {
    const url = await sqs.queue();
    const poll = sqs.bodies(url, { WaitTimeSeconds: 20 });
    await sqs.client.send(new CreateQueueCommand({ QueueName: 'other' }));
    sqs.aws.sqs.queue('q').send('x');
    expect(await poll).to.deep.equal(['x']);
  });

  it('sends to a queue of another region by its ARN', async () => {
    await new SQSClient({ region: 'eu-west-1' }).send(new CreateQueueCommand({ QueueName: 'q' }));
    const queue = sqs.aws.sqs.queue('arn:aws:sqs:eu-west-1:000000000000:q');
    queue.send('x');
    expect(queue.bodies()).to.deep.equal(['x']);
  });
});
