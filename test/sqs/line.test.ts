import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import * as fc from 'fast-check';
import sinon from 'sinon';
import { fakeAws } from '../../fakes';
import { Collection } from '../../fakes/kernel/collection';
import type { QueuedMessage } from '../../fakes/sqs/inspect';
import { sqs as service } from '../../fakes/sqs/service';
import { redriveTo } from './sqs-world';

type Step =
  | { readonly do: 'send'; readonly group: string; readonly delay: number }
  | { readonly do: 'receive'; readonly most: number; readonly timeout: number; readonly from: 'q' | 'dlq' }
  | { readonly do: 'delete'; readonly which: number }
  | { readonly do: 'change'; readonly which: number; readonly timeout: number }
  | { readonly do: 'wait'; readonly ms: number };

const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('send' as const),
        group: fc.constantFrom('a', 'a', 'b'),
        delay: fc.constantFrom(0, 0, 1, 5),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('receive' as const),
        most: fc.constantFrom(1, 2, 2, 3, 10),
        timeout: fc.constantFrom(0, 1, 5, 30),
        from: fc.constantFrom('q' as const, 'q' as const, 'dlq' as const),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), which: fc.nat({ max: 3 }) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('change' as const),
        which: fc.nat({ max: 3 }),
        timeout: fc.constantFrom(0, 2, 10),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('wait' as const),
        ms: fc.constantFrom(1, 999, 1_000, 4_000, 31_000),
      }),
    },
  ),
  { maxLength: 60, size: 'max' },
);

/** Plays steps on a queue with a dead-letter queue and checks after each that nothing is lost, doubled or out of order. */
async function play(fifo: boolean, script: readonly Step[]): Promise<void> {
  const aws = fakeAws({ seed: 1, time: 'virtual' });
  try {
    const client = new SQSClient({});
    const suffix = fifo ? '.fifo' : '';
    const shared = { MessageRetentionPeriod: '60', ...(fifo ? { FifoQueue: 'true' } : {}) };
    const RedrivePolicy = redriveTo(`dlq${suffix}`, 2);
    await client.send(new CreateQueueCommand({ QueueName: `dlq${suffix}`, Attributes: shared }));
    await client.send(
      new CreateQueueCommand({ QueueName: `q${suffix}`, Attributes: { ...shared, RedrivePolicy } }),
    );
    const held: { url: string; handle: string | undefined; body: string }[] = [];
    const sent = new Map<string, number>();
    const deleted = new Set<string>();
    const dead = new Set<string>();
    const inspect = (name: string) => aws.sqs.queue(`${name}${suffix}`);

    for (const step of script) {
      const before = [...inspect('q').messages(), ...inspect('dlq').messages()];
      if (step.do === 'send') {
        const body = `m${sent.size}`;
        const ids = fifo ? { MessageDeduplicationId: body } : { DelaySeconds: step.delay };
        await client.send(
          new SendMessageCommand({
            QueueUrl: `q${suffix}`,
            MessageBody: body,
            MessageGroupId: step.group,
            ...ids,
          }),
        );
        sent.set(body, aws.clock.now());
      } else if (step.do === 'receive') {
        const url = `${step.from}${suffix}`;
        const input = { QueueUrl: url, MaxNumberOfMessages: step.most, VisibilityTimeout: step.timeout };
        const { Messages = [] } = await client.send(new ReceiveMessageCommand(input));
        for (const { Body = '', ReceiptHandle } of Messages)
          held.push({ url, handle: ReceiptHandle, body: Body });
        const bodies = Messages.map(({ Body = '' }) => Body);
        if (fifo) expectGroupOrder(bodies, before, inspect(step.from).messages());
        expect(
          bodies.every((body) => !deleted.has(body)),
          'a deleted message was delivered',
        ).to.equal(true);
      } else if (step.do === 'wait') await aws.clock.advance(step.ms);
      else {
        const target = held.at(-1 - step.which);
        if (target === undefined) continue;
        const handle = { QueueUrl: target.url, ReceiptHandle: target.handle };
        const call =
          step.do === 'delete'
            ? client.send(new DeleteMessageCommand(handle))
            : client.send(new ChangeMessageVisibilityCommand({ ...handle, VisibilityTimeout: step.timeout }));
        const done = await call.then(
          () => true,
          () => false,
        );
        const was = before.find(({ body }) => body === target.body);
        const inItsQueue = inspectBefore(before, target.body, target.url, suffix) && was !== undefined;
        if (step.do === 'delete' && done && inItsQueue) deleted.add(target.body);
      }
      expectConserved(aws, suffix, sent, deleted, dead);
    }
  } finally {
    aws.unplug();
  }
}

/** Whether a message was still in the queue that a handle belongs to: it may have moved to the dead-letter queue. */
function inspectBefore(before: readonly QueuedMessage[], body: string, url: string, suffix: string): boolean {
  const message = before.find((candidate) => candidate.body === body);
  return (message?.deadLetterSourceArn === undefined) === (url === `q${suffix}`);
}

/** Of every group, a receive takes the first of the messages that are left, in their order. */
function expectGroupOrder(
  bodies: readonly string[],
  before: readonly QueuedMessage[],
  after: readonly QueuedMessage[],
) {
  const groupOf = new Map(before.map(({ body, groupId }) => [body, groupId]));
  for (const group of new Set(groupOf.values())) {
    const taken = bodies.filter((body) => groupOf.get(body) === group);
    const left = after.filter(({ groupId }) => groupId === group).map(({ body }) => body);
    expect(taken, `group ${group}`).to.deep.equal(left.slice(0, taken.length));
  }
}

/** Every message that was sent is in exactly one place, and counters and indexes agree with the messages. */
function expectConserved(
  aws: ReturnType<typeof fakeAws>,
  suffix: string,
  sent: ReadonlyMap<string, number>,
  deleted: ReadonlySet<string>,
  dead: Set<string>,
): void {
  const now = aws.clock.now();
  const there: string[] = [];
  for (const name of [`q${suffix}`, `dlq${suffix}`]) {
    const queue = aws.sqs.queue(name);
    const messages = queue.messages();
    there.push(...messages.map(({ body }) => body));
    if (name.startsWith('dlq')) for (const { body } of messages) dead.add(body);
    const tally = { visible: 0, delayed: 0, inFlight: 0 };
    for (const { state } of messages) tally[state]++;
    expect(queue.counts, `counts of ${name}`).to.deep.equal(tally);

    const state = aws.world.state(service).messagesOf(queue);
    expect(state.places.size, 'places').to.equal(state.messages.size);
    expect(state.ages.size, 'ages').to.equal(state.messages.size);
    expect(state.groups.size, 'groups').to.equal(suffix === '' ? 0 : state.messages.size);
    const groups = new Set(Array.from(state.messages.entries(), ([, { groupId }]) => groupId));
    expect(state.heads.size, 'heads').to.equal(suffix === '' ? 0 : groups.size);
  }
  expect(new Set(there).size, 'a message is in two places').to.equal(there.length);
  for (const [body, sentAt] of sent) {
    // A FIFO queue's dead letters start their retention anew, so their end is not known here.
    const expired = now >= sentAt + 60_000;
    if (suffix !== '' && dead.has(body)) continue;
    expect(there.includes(body), `${body} at ${now - sentAt} ms`).to.equal(!deleted.has(body) && !expired);
  }
}

describe('SQS conservation', () => {
  for (const fifo of [false, true]) {
    it(`holds in a ${fifo ? 'FIFO' : 'standard'} queue for any sequence of calls`, async () => {
      await fc.assert(
        fc.asyncProperty(steps, (script) => play(fifo, script)),
        { numRuns: 60, seed: 1 },
      );
    }).timeout(30_000);
  }
});

describe('SQS work per call', () => {
  /** What a call reads and writes: entries walked, looked up and changed. */
  function counted(work: () => unknown): number {
    let visited = 0;
    const original = sinon.createSandbox();
    original.replace(
      Collection.prototype,
      'get',
      new Proxy(Reflect.get(Collection.prototype, 'get'), {
        apply(get, self, [key]) {
          visited++;
          return Reflect.apply(get, self, [key]);
        },
      }),
    );
    original.replace(
      Collection.prototype,
      'entries',
      new Proxy(Reflect.get(Collection.prototype, 'entries'), {
        *apply(entries, self, [range]) {
          for (const entry of Reflect.apply(entries, self, [range])) {
            visited++;
            yield entry;
          }
        },
      }),
    );
    try {
      work();
    } finally {
      original.restore();
    }
    return visited;
  }

  for (const fifo of [false, true]) {
    it(`does not grow with the messages in a ${fifo ? 'FIFO' : 'standard'} queue`, async () => {
      const aws = fakeAws({ seed: 1, time: 'virtual' });
      try {
        const client = new SQSClient({});
        const QueueName = fifo ? 'q.fifo' : 'q';
        const Attributes = fifo ? { FifoQueue: 'true', ContentBasedDeduplication: 'true' } : {};
        await client.send(new CreateQueueCommand({ QueueName, Attributes }));
        const { operations } = service;
        const context = {
          state: aws.world.state(service),
          now: aws.clock.now(),
          ids: aws.world.ids,
          rng: aws.world.rng,
          region: 'us-east-1',
          accountId: '000000000000',
          operation: '',
          startedAt: aws.clock.now(),
          advice: {},
        };
        const run = (name: string, input: object) =>
          operations
            .find((row) => row.name === name)
            ?.execute(context, { QueueUrl: QueueName, ...input } as never) as {
            Messages: { ReceiptHandle: string }[];
          };
        const measured: number[][] = [];
        let sent = 0;
        for (const size of [100, 10_000]) {
          for (; sent < size; sent++)
            run('SendMessage', { MessageBody: `m${sent}`, MessageGroupId: `g${sent % 97}` });
          let handle = '';
          measured.push([
            counted(() => run('SendMessage', { MessageBody: `more${size}`, MessageGroupId: 'more' })),
            counted(() => (handle = run('ReceiveMessage', {}).Messages[0]?.ReceiptHandle ?? '')),
            counted(() => run('ChangeMessageVisibility', { ReceiptHandle: handle, VisibilityTimeout: 60 })),
            counted(() => run('GetQueueAttributes', { AttributeNames: ['All'] })),
            counted(() => run('DeleteMessage', { ReceiptHandle: handle })),
            counted(() => run('ReceiveMessage', { MaxNumberOfMessages: 10 })),
          ]);
        }
        const [small = [], large = []] = measured;
        expect(
          large.every((visited, i) => visited <= (small[i] ?? 0) + 4),
          JSON.stringify(measured),
        ).to.equal(true);
        expect(Math.max(...large), JSON.stringify(measured)).to.be.lessThan(100);
      } finally {
        aws.unplug();
      }
    }).timeout(20_000);
  }
});
