import { DeleteMessageBatchCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import fc from 'fast-check';
import { lambdaWorld, type LambdaWorld } from './world';

interface Event {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

type Trouble = 'none' | 'fails' | 'throws';
type Strike =
  | 'receiveLost'
  | 'receiveRefused'
  | 'nothingReceived'
  | 'deleteLost'
  | 'deleteRefused'
  | 'firstDeleteFails';

interface Plan {
  readonly fifo: boolean;
  readonly batchSize: number;
  /** The group of every message that is sent. */
  readonly groups: readonly string[];
  /** What becomes of the handler's records, one after the other. */
  readonly troubles: readonly Trouble[];
  /** What strikes Lambda's own calls, and how many of them pass before. */
  readonly strikes: readonly { readonly strike: Strike; readonly after: number }[];
}

const plans: fc.Arbitrary<Plan> = fc.record({
  fifo: fc.boolean(),
  batchSize: fc.integer({ min: 1, max: 10 }),
  groups: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 15 }),
  troubles: fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constant('none' as const) },
      { weight: 2, arbitrary: fc.constant('fails' as const) },
      { weight: 1, arbitrary: fc.constant('throws' as const) },
    ),
    { maxLength: 30 },
  ),
  strikes: fc.array(
    fc.record({
      strike: fc.constantFrom<Strike>(
        'receiveLost',
        'receiveRefused',
        'nothingReceived',
        'deleteLost',
        'deleteRefused',
        'firstDeleteFails',
      ),
      after: fc.nat(4),
    }),
    { maxLength: 4 },
  ),
});

function arm({ aws }: LambdaWorld, { strike, after }: Plan['strikes'][number]): void {
  const receives = aws.faults.on(ReceiveMessageCommand);
  const deletes = aws.faults.on(DeleteMessageBatchCommand);
  const rules = {
    receiveLost: () => receives.answerLost(),
    receiveRefused: () => receives.throttled(),
    nothingReceived: () => receives.deliversAtMost(0),
    deleteLost: () => deletes.answerLost(),
    deleteRefused: () => deletes.serverError(),
    firstDeleteFails: () => deletes.failsEntries([0]),
  };
  rules[strike]().for('aws:lambda').after(after).optional();
}

/** Runs a plan and looks at the world after every step. */
async function run(w: LambdaWorld, plan: Plan): Promise<void> {
  const suffix = plan.fifo ? '.fifo' : '';
  const fifo: Record<string, string> = plan.fifo
    ? { FifoQueue: 'true', ContentBasedDeduplication: 'true' }
    : {};
  await w.queue(`dead${suffix}`, fifo);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: w.arn(`dead${suffix}`), maxReceiveCount: 4 });
  await w.queue(`jobs${suffix}`, { ...fifo, RedrivePolicy });
  const [jobs, dead] = [w.aws.sqs.queue(`jobs${suffix}`), w.aws.sqs.queue(`dead${suffix}`)];
  const sent = plan.groups.map((group, i) => jobs.send(`${group} ${i}`, { MessageGroupId: group }));
  const handled = new Map<string, string>();
  let record = 0;
  w.lambda.function('work', async (event: Event) => {
    const failed: string[] = [];
    const stopped = new Set<string>();
    for (const { messageId, body } of event.Records) {
      const group = body.charAt(0);
      const trouble = stopped.has(group) ? 'fails' : (plan.troubles[record++] ?? 'none');
      if (trouble === 'throws') throw new Error('no');
      if (trouble === 'none') {
        if (!handled.has(messageId)) handled.set(messageId, body);
        continue;
      }
      failed.push(messageId);
      if (plan.fifo) stopped.add(group);
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  });
  w.lambda.eventSource({
    queue: `jobs${suffix}`,
    function: 'work',
    batchSize: plan.batchSize,
    reportBatchItemFailures: true,
  });
  for (const strike of plan.strikes) arm(w, strike);

  const conserved = (): void => {
    const places = [...jobs.messages(), ...dead.messages()].map(({ messageId }) => messageId);
    expect(new Set(places).size, 'a message in two places').to.equal(places.length);
    const gone = sent.filter((id) => !places.includes(id));
    expect(
      gone.filter((id) => !handled.has(id)),
      'gone, and never handled',
    ).to.deep.equal([]);
    const { visible, delayed, inFlight } = jobs.counts;
    expect(visible + delayed + inFlight, 'what the queue counts').to.equal(jobs.messages().length);
  };
  conserved();
  for (;;) {
    while ((await w.lambda.step()) !== undefined) conserved();
    const { nextDueAt } = await w.lambda.settle({ until: w.aws.clock.now() });
    if (nextDueAt === undefined) break;
    await w.aws.clock.advance(nextDueAt - w.aws.clock.now());
    conserved();
  }
  expect(jobs.messages(), 'left behind').to.deep.equal([]);
  if (!plan.fifo) return;
  for (const group of ['a', 'b', 'c']) {
    const order = [...handled.values()]
      .filter((body) => body.startsWith(group))
      .map((body) => Number(body.slice(2)));
    expect(order, `the order of group ${group}`).to.deep.equal(order.toSorted((a, b) => a - b));
  }
}

describe('Lambda: conservation of messages', () => {
  it('every message is in one place, none is lost, and FIFO groups keep their order', async () => {
    const property = fc.asyncProperty(plans, async (plan) => {
      const w = lambdaWorld({ seed: 1, time: 'virtual' });
      try {
        await run(w, plan);
      } finally {
        w.aws.unplug();
      }
    });
    await fc.assert(property, { seed: 1, numRuns: 60 });
  });
});
