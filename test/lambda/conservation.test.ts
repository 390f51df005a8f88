import { DeleteMessageBatchCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import fc from 'fast-check';
import { lambdaWorld, type LambdaWorld } from './world';

interface Event {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

type Trouble = 'none' | 'fails' | 'throws' | 'crashes';
type Strike =
  | 'receiveLost'
  | 'receiveRefused'
  | 'nothingReceived'
  | 'deleteLost'
  | 'deleteRefused'
  | 'firstDeleteFails'
  | 'throttled'
  | 'redelivered';

interface Plan {
  readonly fifo: boolean;
  readonly batchSize: number;
  /** Batches that may be under way at once. */
  readonly concurrency: number;
  /** Minutes that the queue keeps its messages. */
  readonly retention: number;
  /** Where messages go that were received four times; without it they stay until they expire. */
  readonly deadLetterQueue: boolean;
  /** Every message that is sent: its group, and seconds until it is visible (standard queues). */
  readonly messages: readonly { readonly group: string; readonly delay: number }[];
  /** What becomes of the handler's records, one after the other. */
  readonly troubles: readonly Trouble[];
  /** What strikes Lambda's own calls, and how many of them pass before. */
  readonly strikes: readonly { readonly strike: Strike; readonly after: number }[];
}

const STRIKES: readonly Strike[] = [
  'receiveLost',
  'receiveRefused',
  'nothingReceived',
  'deleteLost',
  'deleteRefused',
  'firstDeleteFails',
  'throttled',
  'redelivered',
];

const troubles = fc.oneof(
  { weight: 4, arbitrary: fc.constant('none' as const) },
  { weight: 2, arbitrary: fc.constant('fails' as const) },
  { weight: 1, arbitrary: fc.constant('throws' as const) },
  { weight: 1, arbitrary: fc.constant('crashes' as const) },
);

const plans: fc.Arbitrary<Plan> = fc.record({
  fifo: fc.boolean(),
  batchSize: fc.integer({ min: 1, max: 10 }),
  concurrency: fc.constantFrom(1, 1, 3),
  retention: fc.constantFrom(1, 2, 60),
  deadLetterQueue: fc.boolean(),
  messages: fc.array(
    fc.record({ group: fc.constantFrom('a', 'b', 'c'), delay: fc.constantFrom(0, 0, 10, 100) }),
    { minLength: 1, maxLength: 15 },
  ),
  troubles: fc.array(troubles, { maxLength: 30 }),
  strikes: fc.array(fc.record({ strike: fc.constantFrom(...STRIKES), after: fc.nat(4) }), { maxLength: 4 }),
});

function arm({ aws, lambda }: LambdaWorld, { strike, after }: Plan['strikes'][number]): void {
  const receives = aws.faults.on(ReceiveMessageCommand);
  const deletes = aws.faults.on(DeleteMessageBatchCommand);
  const calls = {
    receiveLost: () => receives.answerLost(),
    receiveRefused: () => receives.throttled(),
    nothingReceived: () => receives.deliversAtMost(0),
    deleteLost: () => deletes.answerLost(),
    deleteRefused: () => deletes.serverError(),
    firstDeleteFails: () => deletes.failsEntries([0]),
  };
  if (strike === 'throttled') lambda.faults('work').throttled().after(after).optional();
  else if (strike === 'redelivered') lambda.faults('work').redelivers().after(after).optional();
  else calls[strike]().for('aws:lambda').after(after).optional();
}

/** Runs a plan and looks at the world after every step. */
async function run(w: LambdaWorld, plan: Plan): Promise<Set<string>> {
  const suffix = plan.fifo ? '.fifo' : '';
  const fifo: Record<string, string> = plan.fifo
    ? { FifoQueue: 'true', ContentBasedDeduplication: 'true' }
    : {};
  await w.queue(`dead${suffix}`, fifo);
  await w.queue(`done${suffix}`, fifo);
  await w.queue(`jobs${suffix}`, {
    ...fifo,
    MessageRetentionPeriod: `${plan.retention * 60}`,
    ...(plan.deadLetterQueue
      ? {
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: w.arn(`dead${suffix}`),
            maxReceiveCount: 4,
          }),
        }
      : {}),
  });
  const [jobs, dead] = [w.aws.sqs.queue(`jobs${suffix}`), w.aws.sqs.queue(`dead${suffix}`)];
  const handled = new Map<string, string>();
  const inHand = new Set<string>();
  const shared: string[] = [];
  let record = 0;
  w.lambda.function('work', async (event: Event) => {
    const failed: string[] = [];
    const stopped = new Set<string>();
    const groups = new Set(event.Records.map(({ body }) => body.charAt(0)));
    for (const group of groups) {
      if (plan.fifo && inHand.has(group)) shared.push(group);
      inHand.add(group);
    }
    try {
      for (const { messageId, body } of event.Records) {
        const group = body.charAt(0);
        const trouble = stopped.has(group) ? 'fails' : (plan.troubles[record++] ?? 'none');
        if (trouble === 'throws') throw new Error('no');
        const input = { QueueUrl: `done${suffix}`, MessageBody: body };
        if (trouble === 'crashes')
          w.aws.faults.on(SendMessageCommand).crashes('before').for('work').optional();
        await w.sqs.send(new SendMessageCommand(plan.fifo ? { ...input, MessageGroupId: group } : input));
        if (trouble === 'none') {
          if (!handled.has(messageId)) handled.set(messageId, body);
          continue;
        }
        failed.push(messageId);
        if (plan.fifo) stopped.add(group);
      }
      return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
    } finally {
      for (const group of groups) inHand.delete(group);
    }
  });
  const { concurrency } = plan;
  w.lambda.eventSource({
    queue: `jobs${suffix}`,
    function: 'work',
    batchSize: plan.batchSize,
    reportBatchItemFailures: true,
    ...(concurrency > 1 ? { maximumConcurrency: concurrency } : {}),
  });
  for (const strike of plan.strikes) arm(w, strike);
  const sentAt = w.aws.clock.now();
  const sent = plan.messages.map(({ group, delay }, i) => {
    const more = plan.fifo ? {} : { DelaySeconds: delay };
    return jobs.send(`${group} ${i}`, { MessageGroupId: group, ...more });
  });

  const fates = new Set<string>();
  /** Every message is in exactly one place, and what is gone was handled or had its time. */
  const conserved = (): void => {
    const [inJobs, inDead] = [jobs, dead].map((queue) => queue.messages().map(({ messageId }) => messageId));
    const places = [...(inJobs ?? []), ...(inDead ?? [])];
    expect(new Set(places).size, 'a message in two places').to.equal(places.length);
    expect(shared, 'groups in two invocations at once').to.deep.equal([]);
    const expired = w.aws.clock.now() >= sentAt + plan.retention * 60_000;
    for (const id of sent) {
      if (inDead?.includes(id) === true) fates.add('dead-lettered');
      if (places.includes(id)) continue;
      expect(handled.has(id) || expired, 'gone, not handled and not expired').to.equal(true);
      fates.add(handled.has(id) ? 'deleted' : 'expired');
    }
    const { visible, delayed, inFlight } = jobs.counts;
    expect(visible + delayed + inFlight, 'what the queue counts').to.equal(inJobs?.length);
    for (const [name, count] of Object.entries({ visible, delayed, inFlight }))
      if (count > 0) fates.add(name);
  };
  conserved();
  for (;;) {
    while ((await w.lambda.step()) !== undefined) {
      // A process that died has let go of what it had.
      inHand.clear();
      conserved();
    }
    const { nextDueAt } = await w.lambda.settle({ until: w.aws.clock.now() });
    if (nextDueAt === undefined) break;
    await w.aws.clock.advance(nextDueAt - w.aws.clock.now());
    conserved();
  }
  expect(jobs.messages(), 'left behind').to.deep.equal([]);
  if (!plan.fifo) return fates;
  for (const group of ['a', 'b', 'c']) {
    const order = [...handled.values()]
      .filter((body) => body.startsWith(group))
      .map((body) => Number(body.slice(2)));
    expect(order, `the order of group ${group}`).to.deep.equal(order.toSorted((a, b) => a - b));
  }
  return fates;
}

describe('Lambda: conservation of messages', function () {
  this.timeout(60_000);

  it('every message is in one place, none is lost, and FIFO groups keep their order', async () => {
    const fates = new Set<string>();
    const property = fc.asyncProperty(plans, async (plan) => {
      const w = lambdaWorld({ seed: 1, time: 'virtual' });
      try {
        for (const fate of await run(w, plan)) fates.add(fate);
      } finally {
        w.aws.unplug();
      }
    });
    await fc.assert(property, { seed: 1, numRuns: 120 });
    // The plans reach every fate that a message can have.
    expect([...fates].toSorted()).to.deep.equal([
      'dead-lettered',
      'delayed',
      'deleted',
      'expired',
      'inFlight',
      'visible',
    ]);
  });
});
