import { expect } from 'chai';
import * as fc from 'fast-check';
import type { Compaction } from '../../src/compaction/handler';
import type { CompactionMessage } from '../../src/shared/compaction-message';
import { labelItem, metadataItem, receiptItem, wordItem } from '../../src/shared/receipt-keys';
import { body, lambdaContext, sqsRecord } from '../arrange/events';
import { lambdaWorld, type LambdaWorld } from '../arrange/lambda-world';
import {
  compactionRun,
  RECEIPT,
  receipt,
  receiptMetadata,
  receiptWord,
  RUN_ID,
  wordLabel,
  wordOf,
} from '../arrange/receipts';
import { wordVector } from '../arrange/snapshots';

const other = { ...RECEIPT, receiptId: 3 };
const [kept, removed, foreign] = [wordOf(RECEIPT, 1, 1), wordOf(RECEIPT, 1, 2), wordOf(other, 1, 1)];
const SECOND_RUN = '0b2f6a7e-5d1c-4f3b-9a68-3c7d2e1f4a50';

/** A change of the table, and the message that the stream processor makes of it. */
interface Change {
  readonly write: (world: LambdaWorld) => Promise<void>;
  readonly message: CompactionMessage;
}

/** A receipt's life. Every change of it is a trap of the incident list: deltas carry metadata of long ago. */
const HISTORY: readonly Change[] = [
  { write: (world) => world.put(compactionRun(RECEIPT)), message: body.run('words') },
  {
    write: (world) => world.put(wordLabel(kept, 'DATE', { proposedBy: 'llm-1' })),
    message: body.label(1, 1, 'DATE'),
  },
  {
    write: (world) => world.put(wordLabel(kept, 'DATE', { status: 'VALID' })),
    message: body.label(1, 1, 'DATE'),
  },
  {
    write: (world) => world.put(wordLabel(kept, 'TAX', { status: 'VALID' })),
    message: body.label(1, 1, 'TAX'),
  },
  { write: (world) => world.remove(labelItem(kept, 'TAX')), message: body.label(1, 1, 'TAX') },
  {
    write: (world) => world.put(receiptMetadata(RECEIPT, { merchantName: 'New name' })),
    message: body.metadata(),
  },
  { write: (world) => world.remove(wordItem(removed)), message: body.wordGone(1, 2) },
  {
    write: (world) => world.put(compactionRun(other, SECOND_RUN)),
    message: body.run('words', SECOND_RUN, other),
  },
  { write: (world) => world.remove(metadataItem(other)), message: body.metadata(other) },
  { write: (world) => world.remove(receiptItem(other)), message: body.receiptGone(other) },
];

/** What is in the collection at the end, without the times of the changes. */
const EXPECTED = {
  [wordVector(kept).id]: {
    image_id: RECEIPT.imageId,
    receipt_id: 2,
    line_id: 1,
    word_id: 1,
    merchant_name: 'New name',
    place_id: 'pl-778',
    label_status: 'validated',
    validated_labels: ',DATE,',
    invalid_labels: '',
    label_validated_at: '2025-10-01T09:16:10.000Z',
  },
};

type Step = { readonly at: number } & ({ readonly write: number } | { readonly deliver: number });

/** Changes happen in order; each message is delivered once or twice, some time after its change. */
const schedules = fc
  .array(fc.array(fc.integer({ min: 0, max: 2 * HISTORY.length }), { minLength: 1, maxLength: 2 }), {
    minLength: HISTORY.length,
    maxLength: HISTORY.length,
  })
  .map((delays) =>
    delays
      .flatMap((some, index): Step[] => [
        { at: index, write: index },
        ...some.map((delay) => ({ at: index + delay + 0.5, deliver: index })),
      ])
      .toSorted((a, b) => a.at - b.at),
  );

describe('scenario: messages arrive late, repeated and in any order', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
    for (const key of [RECEIPT, other]) await world.put(receipt(key), receiptMetadata(key));
    await world.put(receiptWord(kept), receiptWord(removed), receiptWord(foreign));
    const stale = {
      label_status: 'auto_suggested',
      invalid_labels: ',DATE,',
      merchant_name: 'Old name',
      address: 'gone',
    };
    await world.delta('words', `words/delta/${RUN_ID}`, [
      wordVector(kept, stale),
      wordVector(removed, stale),
    ]);
    await world.delta('words', `words/delta/${SECOND_RUN}`, [wordVector(foreign, stale)]);
  });
  afterEach(() => world.end());

  async function deliver(compaction: Compaction, indices: readonly number[]): Promise<void> {
    const Records = indices.flatMap((index, position) => {
      const change = HISTORY[index];
      return change === undefined ? [] : [sqsRecord('words', change.message, { messageId: `m${position}` })];
    });
    if (Records.length === 0) return;
    expect((await compaction({ Records }, lambdaContext())).batchItemFailures).to.deep.equal([]);
  }

  /** Writes and deliveries as scheduled; deliveries between two writes share a batch. */
  async function play(steps: readonly Step[]): Promise<void> {
    const compaction = world.compaction();
    let batch: number[] = [];
    for (const step of steps) {
      if ('deliver' in step) {
        batch.push(step.deliver);
        continue;
      }
      await deliver(compaction, batch);
      batch = [];
      await HISTORY[step.write]?.write(world);
    }
    await deliver(compaction, batch);
  }

  async function content(): Promise<unknown> {
    const { vectors = new Map() } = (await world.published('words')) ?? {};
    return Object.fromEntries(
      [...vectors].map(([id, metadata]) => {
        const { last_metadata_update: _m, last_label_update: _l, ...rest } = metadata ?? {};
        return [id, rest];
      }),
    );
  }

  it('and the vectors still become what DynamoDB says (R51, R52, R61, R62, R70, R72, R76)', async function () {
    this.timeout(30_000);
    const start = world.aws.mark();
    await fc.assert(
      fc.asyncProperty(schedules, async (steps) => {
        world.aws.restore(start);
        await play(steps);
        expect(await content()).to.deep.equal(EXPECTED);
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  it('each on its own, last first', async () => {
    for (const { write } of HISTORY) await write(world);
    const compaction = world.compaction();
    for (const index of [...HISTORY.keys()].toReversed()) await deliver(compaction, [index]);
    expect(await content()).to.deep.equal(EXPECTED);
  });

  it('and once everything is as it should be, no message makes a new version (I5)', async () => {
    for (const { write } of HISTORY) await write(world);
    const compaction = world.compaction();
    await deliver(compaction, [...HISTORY.keys()]);
    const version = (await world.published('words'))?.version;
    await world.aws.clock.advance('1h');
    await deliver(compaction, [...HISTORY.keys()]);
    expect((await world.published('words'))?.version).to.equal(version);
  });
});
