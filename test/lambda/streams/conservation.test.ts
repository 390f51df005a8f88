import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import fc from 'fast-check';
import { elementsOf, membersOf, parseJson } from '../../../fakes/kernel/json';
import { lambdaWorld, type LambdaWorld } from '../world';

interface Event {
  readonly Records: readonly {
    readonly dynamodb: {
      readonly SequenceNumber: string;
      readonly NewImage: { readonly id: { readonly S: string }; readonly n: { readonly N: string } };
    };
  }[];
}

type Trouble = 'none' | 'fails' | 'throws' | 'crashes';
type Move =
  | { readonly kind: 'put'; readonly key: string }
  | { readonly kind: 'split' }
  | { readonly kind: 'serve' };

interface Plan {
  readonly batchSize: number;
  readonly parallelizationFactor: number;
  readonly maximumRetryAttempts: number;
  readonly bisect: boolean;
  readonly report: boolean;
  /** Seconds. */
  readonly batchingWindow: number;
  readonly moves: readonly Move[];
  /** What becomes of the handler's records, one after the other. */
  readonly troubles: readonly Trouble[];
  readonly strikes: readonly {
    readonly strike: 'throttled' | 'redelivered' | 'late';
    readonly after: number;
  }[];
}

const plans: fc.Arbitrary<Plan> = fc.record({
  batchSize: fc.integer({ min: 1, max: 6 }),
  parallelizationFactor: fc.constantFrom(1, 1, 2, 5),
  maximumRetryAttempts: fc.integer({ min: 0, max: 3 }),
  bisect: fc.boolean(),
  report: fc.boolean(),
  batchingWindow: fc.constantFrom(0, 0, 5),
  moves: fc.array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({ kind: fc.constant('put' as const), key: fc.constantFrom('a', 'b', 'c', 'd') }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('split' as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('serve' as const) }) },
    ),
    { minLength: 1, maxLength: 25 },
  ),
  troubles: fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constant('none' as const) },
      { weight: 2, arbitrary: fc.constant('fails' as const) },
      { weight: 1, arbitrary: fc.constant('throws' as const) },
      { weight: 1, arbitrary: fc.constant('crashes' as const) },
    ),
    { maxLength: 30 },
  ),
  strikes: fc.array(
    fc.record({ strike: fc.constantFrom('throttled', 'redelivered', 'late'), after: fc.nat(4) }),
    { maxLength: 3 },
  ),
});

function arm({ lambda }: LambdaWorld, { strike, after }: Plan['strikes'][number]): void {
  const faults = lambda.faults('work');
  const kinds = {
    throttled: () => faults.throttled(),
    redelivered: () => faults.redelivers(),
    late: () => faults.arrivesLate('30s'),
  };
  kinds[strike]().after(after).optional();
}

interface Handled {
  readonly key: string;
  readonly n: number;
}

/** Runs a plan. @returns the fates that records met */
async function run(w: LambdaWorld, plan: Plan): Promise<Set<string>> {
  await w.table();
  w.aws.s3.createBucket('lost');
  /** In the order in which they were handled first. */
  const handled: Handled[] = [];
  const inHand = new Set<string>();
  const shared: string[] = [];
  let record = 0;
  w.lambda.function('work', async (event: Event) => {
    const keys = new Set(event.Records.map(({ dynamodb }) => dynamodb.NewImage.id.S));
    for (const key of keys) {
      if (inHand.has(key)) shared.push(key);
      inHand.add(key);
    }
    try {
      for (const { dynamodb } of event.Records) {
        const { id, n } = dynamodb.NewImage;
        const trouble = plan.troubles[record++] ?? 'none';
        if (trouble === 'throws') throw new Error('no');
        if (trouble === 'crashes') w.aws.faults.on(GetItemCommand).crashes('before').for('work').optional();
        await w.dynamodb.send(new GetItemCommand({ TableName: 'orders', Key: { id } }));
        if (trouble === 'fails' && plan.report) {
          return { batchItemFailures: [{ itemIdentifier: dynamodb.SequenceNumber }] };
        }
        const one = { key: id.S, n: Number(n.N) };
        if (!handled.some((before) => before.key === one.key && before.n === one.n)) handled.push(one);
      }
      return { batchItemFailures: [] };
    } finally {
      for (const key of keys) inHand.delete(key);
    }
  });
  w.lambda.eventSource({
    table: 'orders',
    function: 'work',
    batchSize: plan.batchSize,
    parallelizationFactor: plan.parallelizationFactor,
    maximumRetryAttempts: plan.maximumRetryAttempts,
    bisectBatchOnFunctionError: plan.bisect,
    reportBatchItemFailures: plan.report,
    maximumBatchingWindow: plan.batchingWindow * 1_000,
    onFailure: { bucket: 'lost' },
  });
  for (const strike of plan.strikes) arm(w, strike);

  const written: Handled[] = [];
  for (const move of plan.moves) {
    if (move.kind === 'split') w.aws.dynamodb.table('orders').splitShards();
    else if (move.kind === 'serve') await serve(w, inHand, shared);
    else {
      const one = { key: move.key, n: written.length };
      written.push(one);
      const Item = { id: { S: one.key }, n: { N: `${one.n}` } };
      await w.dynamodb.send(new PutItemCommand({ TableName: 'orders', Item }));
    }
  }
  for (;;) {
    await serve(w, inHand, shared);
    const { nextDueAt } = await w.lambda.settle({ until: w.aws.clock.now() });
    if (nextDueAt === undefined) break;
    await w.aws.clock.advance(nextDueAt - w.aws.clock.now());
  }

  const givenUp = lost(w);
  const same = (a: Handled) => (b: Handled) => a.key === b.key && a.n === b.n;
  for (const one of written) {
    const fate = [handled.some(same(one)), givenUp.some(same(one))];
    expect(fate.includes(true), `${one.key} ${one.n} is neither handled nor given up`).to.equal(true);
  }
  expect(handled.length + givenUp.length).to.be.at.least(written.length);
  for (const key of ['a', 'b', 'c', 'd']) {
    const order = handled.filter((one) => one.key === key).map(({ n }) => n);
    expect(order, `the order of ${key}`).to.deep.equal(order.toSorted((a, b) => a - b));
  }
  return new Set([...(handled.length > 0 ? ['handled'] : []), ...(givenUp.length > 0 ? ['given up'] : [])]);
}

async function serve(w: LambdaWorld, inHand: Set<string>, shared: readonly string[]): Promise<void> {
  while ((await w.lambda.step()) !== undefined) {
    // A process that died has let go of what it had.
    inHand.clear();
    expect(shared, 'keys in two invocations at once').to.deep.equal([]);
  }
}

/** The records that the on-failure destination was told about. */
function lost(w: LambdaWorld): Handled[] {
  const bucket = w.aws.s3.bucket('lost');
  return bucket.keys().flatMap((key) => {
    const payload = membersOf(parseJson(bucket.get(key)?.text ?? 'null'))?.['payload'];
    const records = elementsOf(membersOf(parseJson(String(payload)))?.['Records']) ?? [];
    return records.map((record) => {
      const image = membersOf(membersOf(membersOf(record)?.['dynamodb'])?.['NewImage']);
      return {
        key: String(membersOf(image?.['id'])?.['S']),
        n: Number(membersOf(image?.['n'])?.['N']),
      };
    });
  });
}

describe('Lambda: conservation of stream records', function () {
  this.timeout(60_000);

  it('every record is handled or given up, in the order of its item, one batch of an item at a time', async () => {
    const fates = new Set<string>();
    const property = fc.asyncProperty(plans, async (plan) => {
      const w = lambdaWorld({ seed: 1, time: 'virtual' });
      try {
        for (const fate of await run(w, plan)) fates.add(fate);
      } finally {
        w.aws.unplug();
      }
    });
    await fc.assert(property, { seed: 1, numRuns: 150 });
    expect(fates).to.deep.equal(new Set(['handled', 'given up']));
  });
});
