import { rmSync } from 'node:fs';
import { expect } from 'chai';
import { sweepFaults, type ExploreReport, type FakeAws, type SweepOptions } from '../../fakes';
import { createCompaction, type Compaction } from '../../src/compaction/handler';
import type { Clients } from '../../src/shared/clients';
import { runItem, wordItem } from '../../src/shared/receipt-keys';
import { body, lambdaContext, sqsRecord } from './events';
import { lambdaWorldOn, type LambdaWorld } from './lambda-world';
import {
  compactionRun,
  RECEIPT,
  receipt,
  receiptMetadata,
  receiptWord,
  RUN_ID,
  wordLabel,
  wordOf,
} from './receipts';
import { wordVector } from './snapshots';

const other = { ...RECEIPT, receiptId: 3 };
const [kept, gone, foreign] = [wordOf(RECEIPT, 1, 1), wordOf(RECEIPT, 1, 2), wordOf(other, 1, 1)];

/** One message of every kind. */
const MESSAGES = [
  sqsRecord('words', body.run('words'), { messageId: 'run' }),
  sqsRecord('words', body.metadata(), { messageId: 'place' }),
  sqsRecord('words', body.label(1, 1), { messageId: 'label' }),
  sqsRecord('words', body.wordGone(1, 2), { messageId: 'gone' }),
];

export interface SweptCompactionOptions extends Pick<SweepOptions, 'faults' | 'keepGoing' | 'redeliver'> {
  /** Makes a naive compaction out of the real one. */
  readonly wrap?: (ours: Compaction, clients: Clients) => Compaction;
  /** Makes the clients naive. */
  readonly adapt?: (clients: Clients) => Clients;
}

/**
 * A compaction with a message of every kind, under every single fault at each of its calls. Messages that come back are
 * delivered again after the visibility timeout. In the end everything is done and nothing else is lost (I1, I3, I5).
 */
export async function sweepCompaction(options: SweptCompactionOptions = {}): Promise<ExploreReport> {
  let world: LambdaWorld | undefined;
  const arranged = (): LambdaWorld => {
    if (world === undefined) throw new Error('not arranged');
    return world;
  };
  const clean = (): void => rmSync(arranged().env['WORK_DIRECTORY'] ?? '', { recursive: true, force: true });
  const { wrap = (ours: Compaction) => ours, adapt = (clients: Clients) => clients, ...sweep } = options;
  try {
    return await sweepFaults({
      ...sweep,
      async arrange(aws: FakeAws) {
        world = await arrange(aws);
      },
      act: () => deliverAll(wrap(compactionOf(arranged(), adapt), arranged().clients)),
      assert: async ({ outcomes }) => {
        const { handler } = outcomes;
        if (handler?.kind === 'threw') throw handler.error;
        await expectDone(arranged());
      },
      reset: clean,
    });
  } finally {
    clean();
  }
}

/** With dice of its own, so that every run is the same. */
function compactionOf(world: LambdaWorld, adapt: (clients: Clients) => Clients): Compaction {
  let throws = 7;
  const random = (): number => (throws = (throws * 16_807) % 2_147_483_647) / 2_147_483_647;
  let ids = 0;
  const uuid = (): string => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`;
  const { env, clients } = world;
  return createCompaction({ clients: adapt(clients), env, random, uuid, write: () => undefined });
}

async function arrange(aws: FakeAws): Promise<LambdaWorld> {
  const world = await lambdaWorldOn(aws);
  for (const key of [RECEIPT, other]) await world.put(receipt(key), receiptMetadata(key));
  await world.put(receiptWord(kept), receiptWord(gone), receiptWord(foreign), compactionRun(RECEIPT));
  await world.put(wordLabel(kept, 'DATE', { status: 'VALID' }));
  await world.remove(wordItem(gone));
  await world.snapshot('words', '20250101_000000', [wordVector(gone), wordVector(foreign)]);
  await world.delta('words', `words/delta/${RUN_ID}`, [wordVector(kept), wordVector(gone)]);
  return world;
}

/** Until nothing comes back, as long as the queue would keep trying. */
async function deliverAll(compaction: Compaction): Promise<void> {
  let waiting = MESSAGES;
  for (let delivery = 1; delivery <= 4 && waiting.length > 0; delivery += 1) {
    const { batchItemFailures } = await compaction({ Records: waiting }, lambdaContext());
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    waiting = MESSAGES.filter(({ messageId }) => failed.has(messageId));
    await new Promise((resolve) => void setTimeout(resolve, 900_000));
  }
  expect(
    waiting.map(({ messageId }) => messageId),
    'never succeeded',
  ).to.deep.equal([]);
}

async function expectDone(world: LambdaWorld): Promise<void> {
  const published = await world.published('words');
  const ids = [kept, foreign].map((word) => wordVector(word).id);
  expect([...(published?.vectors.keys() ?? [])], 'vectors').to.deep.equal(ids);
  expect(published?.vectors.get(wordVector(kept).id)).to.include({
    merchant_name: 'Corner Bakery',
    validated_labels: ',DATE,',
  });
  expect((await world.item(runItem(RECEIPT, RUN_ID)))?.['words_state']).to.deep.equal({ S: 'COMPLETED' });
}
