import { expect } from 'chai';
import type { Effect } from '../../../fakes/kernel/faults';
import type { Compaction } from '../../../src/compaction/handler';
import { runItem, wordItem } from '../../../src/shared/receipt-keys';
import { body, lambdaContext, sqsRecord } from '../../arrange/events';
import { lambdaWorld, type LambdaWorld } from '../../arrange/lambda-world';
import {
  compactionRun,
  RECEIPT,
  receipt,
  receiptMetadata,
  receiptWord,
  RUN_ID,
  wordLabel,
  wordOf,
} from '../../arrange/receipts';
import { wordVector } from '../../arrange/snapshots';

const [kept, gone] = [wordOf(RECEIPT, 1, 1), wordOf(RECEIPT, 1, 2)];

const MESSAGES = [
  sqsRecord('words', body.run('words'), { messageId: 'run' }),
  sqsRecord('words', body.metadata(), { messageId: 'place' }),
  sqsRecord('words', body.label(1, 1), { messageId: 'label' }),
  sqsRecord('words', body.wordGone(1, 2), { messageId: 'gone' }),
];

/** What can go wrong with any call: nothing done, or all done and nobody told, or the process dies. */
const EFFECTS: Readonly<Record<string, Effect>> = {
  'is refused': { kind: 'service', fault: 'accessDenied', applied: false },
  'is done, then fails in the service': { kind: 'service', fault: 'serverError', applied: true },
  'is done, but the answer never comes': { kind: 'transport', fault: 'timeout', applied: true },
  'is not reached by the process, which dies before': { kind: 'crash', applied: false },
  'is the last thing the process does': { kind: 'crash', applied: true },
};

/** Strikes one whole call of the compaction, whatever the SDK does about it. */
const ONCE = {
  caller: 'compaction',
  level: 'operation',
  times: 1,
  probability: 1,
  until: Number.MAX_SAFE_INTEGER,
  optional: false,
} as const;

interface Call {
  readonly service: string;
  readonly operation: string;
  /** Calls of the operation that come before. */
  readonly after: number;
}

async function arrange(): Promise<LambdaWorld> {
  const world = await lambdaWorld();
  await world.put(
    receipt(RECEIPT),
    receiptMetadata(RECEIPT),
    receiptWord(kept),
    receiptWord(gone),
    compactionRun(RECEIPT),
  );
  await world.put(wordLabel(kept, 'DATE', { status: 'VALID' }));
  await world.remove(wordItem(gone));
  await world.snapshot('words', '20250101_000000', [wordVector(gone, { address: 'old' })]);
  await world.delta('words', `words/delta/${RUN_ID}`, [wordVector(kept), wordVector(gone)]);
  return world;
}

/** One delivery of these messages; answers those that come back. */
async function deliver(
  world: LambdaWorld,
  compaction: Compaction,
  ids: ReadonlySet<string>,
): Promise<Set<string>> {
  const Records = MESSAGES.filter(({ messageId }) => ids.has(messageId));
  const outcome = await world.aws.run('compaction', () => compaction({ Records }, lambdaContext()));
  if (outcome.kind !== 'returned') return new Set(ids);
  return new Set(outcome.value.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
}

/** Until nothing comes back; the visibility timeout passes between deliveries. */
async function deliverAll(world: LambdaWorld): Promise<number> {
  let waiting = new Set(MESSAGES.map(({ messageId }) => messageId));
  for (let deliveries = 1; deliveries <= 4; deliveries += 1) {
    waiting = await deliver(world, world.compaction(), waiting);
    if (waiting.size === 0) return deliveries;
    await world.aws.clock.advance('15m');
  }
  throw new Error(`${[...waiting].join()} never succeeds`);
}

async function expectDone(world: LambdaWorld): Promise<void> {
  const published = await world.published('words');
  expect([...(published?.vectors.keys() ?? [])]).to.deep.equal([wordVector(kept).id]);
  expect(published?.vectors.get(wordVector(kept).id)).to.include({
    merchant_name: 'Corner Bakery',
    validated_labels: ',DATE,',
  });
  expect((await world.item(runItem(RECEIPT, RUN_ID)))?.['words_state']).to.deep.equal({ S: 'COMPLETED' });
}

/** The calls of an undisturbed run. */
async function callsOf(world: LambdaWorld): Promise<Call[]> {
  const before = world.aws.calls.entries.length;
  await deliverAll(world);
  const counts = new Map<string, number>();
  return world.aws.calls.entries.slice(before).map(({ service, operation }) => {
    const after = counts.get(operation) ?? 0;
    counts.set(operation, after + 1);
    return { service, operation, after };
  });
}

describe('scenario: any single call of the compaction goes wrong', () => {
  it('undisturbed, one delivery is enough', async () => {
    const world = await arrange();
    expect(await deliverAll(world)).to.equal(1);
    await expectDone(world);
    world.end();
  });

  for (const [what, effect] of Object.entries(EFFECTS)) {
    it(`it ${what}: no message is lost, and the outcome is the same (I1, I3, I5)`, async function () {
      this.timeout(60_000);
      const world = await arrange();
      const start = world.aws.mark();
      const calls = await callsOf(world);
      expect(calls.length).to.be.greaterThan(20);
      for (const call of calls) {
        world.aws.restore(start);
        world.aws.faults.add({ ...ONCE, ...call, effect });
        try {
          await deliverAll(world);
          await expectDone(world);
        } catch (error) {
          throw new Error(`${call.operation} ${call.after + 1}:\n${world.aws.calls.toText()}`, {
            cause: error,
          });
        }
      }
      world.end();
    });
  }
});
