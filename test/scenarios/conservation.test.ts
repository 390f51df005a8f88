import { GetItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import * as fc from 'fast-check';
import type { FakeAws } from '../../fakes';
import type { Compaction } from '../../src/compaction/handler';
import { labelItem, metadataItem, receiptItem, wordItem, type WordKey } from '../../src/shared/receipt-keys';
import { deploy, type Deployment, type QueueHandler } from '../arrange/deployment';
import { TABLE } from '../arrange/lambda-world';
import { watchPointers, type PointerWatch } from '../arrange/pointer-watch';
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
import { expectedVectors, tableMembers, type Members } from '../demo/expected';

const RECEIPTS = [RECEIPT, { ...RECEIPT, receiptId: 3 }];
const RUNS = [RUN_ID, '0b2f6a7e-5d1c-4f3b-9a68-3c7d2e1f4a50'];
const WORDS = RECEIPTS.flatMap((key) => [1, 2].map((word) => wordOf(key, 1, word)));

type Change = (world: Deployment) => Promise<void>;

const pick = <Value>(values: readonly Value[]): fc.Arbitrary<Value> => fc.constantFrom(...values);
const label = fc.tuple(pick(WORDS), pick(['DATE', 'TAX']), pick(['PENDING', 'VALID', 'INVALID'] as const));

/** Everything that can happen to two receipts. What is deleted does not come again: it would need an embedding of its own. */
const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 4,
    arbitrary: label.map(
      ([word, name, status]): Change =>
        (world) =>
          world.put(wordLabel(word, name, { status })),
    ),
  },
  {
    weight: 2,
    arbitrary: label.map(
      ([word, name]): Change =>
        (world) =>
          world.remove(labelItem(word, name)),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(pick(RECEIPTS), pick(['One', 'Two', 'Three'])).map(
      ([key, merchantName]): Change =>
        (world) =>
          world.put(receiptMetadata(key, { merchantName })),
    ),
  },
  {
    weight: 1,
    arbitrary: pick(RECEIPTS).map(
      (key): Change =>
        (world) =>
          world.remove(metadataItem(key)),
    ),
  },
  {
    weight: 1,
    arbitrary: pick(WORDS).map(
      (word: WordKey): Change =>
        (world) =>
          world.remove(wordItem(word)),
    ),
  },
  {
    weight: 1,
    arbitrary: pick(RECEIPTS).map(
      (key): Change =>
        (world) =>
          world.remove(receiptItem(key)),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.nat(8).map(
      (steps): Change =>
        (world) =>
          takeSteps(world, steps),
    ),
  },
);

/** Some of what is due, so that compactions fall between changes. */
async function takeSteps({ aws }: Deployment, steps: number): Promise<void> {
  for (let step = 0; step <= steps; step += 1) await aws.lambda.step();
}

/** The calls at which something goes wrong. */
const CALLS = [
  (aws: FakeAws) => aws.faults.on(GetItemCommand),
  (aws: FakeAws) => aws.faults.on(QueryCommand),
  (aws: FakeAws) => aws.faults.on(UpdateItemCommand),
  (aws: FakeAws) => aws.faults.on(GetObjectCommand),
  (aws: FakeAws) => aws.faults.on(ListObjectsV2Command),
  (aws: FakeAws) => aws.faults.on(PutObjectCommand),
  (aws: FakeAws) => aws.faults.on(SendMessageBatchCommand),
];

type Fault = (aws: FakeAws) => void;
type Kinds = ReturnType<FakeAws['faults']['on']>;
const KINDS = [
  (rule: Kinds) => rule.serverError().wholeOperation(),
  (rule: Kinds) => rule.throttled().wholeOperation(),
  (rule: Kinds) => rule.answerLost(),
  (rule: Kinds) => rule.crashes('before'),
  (rule: Kinds) => rule.crashes('after'),
];

/** Something goes wrong at the n-th call of a command, in either function. */
const fault = fc.tuple(pick(CALLS), pick(KINDS), fc.nat(12)).map(([call, kind, after]): Fault => (aws) => {
  for (const name of ['stream-processor', 'compaction']) kind(call(aws)).for(name).after(after).optional();
});

/** What the snapshot must say: of every word whose receipt is there as well. */
function expected(world: Deployment): Record<string, Members> {
  const items = world.aws.dynamodb.table(TABLE).items();
  const alive = new Set(
    items.flatMap(({ TYPE, PK, SK }) =>
      TYPE === 'RECEIPT' && typeof PK === 'string' && typeof SK === 'string' ? [`${PK}#${SK}`] : [],
    ),
  );
  const all = [...expectedVectors(items, 'words')];
  return Object.fromEntries(all.filter(([id]) => alive.has(id.slice(0, id.indexOf('#LINE#')))));
}

async function published(world: Deployment): Promise<Record<string, Members>> {
  const vectors = [...((await world.published('words'))?.vectors ?? [])];
  return Object.fromEntries(vectors.map(([id, metadata]) => [id, tableMembers(metadata ?? {})]));
}

interface Life {
  readonly fifo?: boolean;
  /** Makes the compaction naive. */
  readonly wrap?: (ours: Compaction) => QueueHandler;
}

/** Two receipts with all that happens to them, until all is quiet. */
async function live(changes: readonly Change[], faults: readonly Fault[], how: Life = {}): Promise<void> {
  let watch: PointerWatch | undefined;
  const world = await deploy({
    fifo: how.fifo ?? false,
    maxReceiveCount: 100,
    streamSource: { maximumRetryAttempts: 50 },
    queueSource: { batchSize: 3 },
    compaction: (given) => {
      watch = watchPointers(given.aws);
      const ours = given.compaction({ clients: watch.watched(given.clients) });
      return how.wrap?.(ours) ?? ours;
    },
  });
  try {
    for (const arm of faults) arm(world.aws);
    await writeReceipts(world);
    for (const happen of changes) await happen(world);
    await world.settle(400);
    const left = { waiting: world.waiting(), dead: world.deadLetters() };
    expect(left).to.deep.equal({ waiting: [0, 0], dead: [] });
    expect(await published(world)).to.deep.equal(expected(world));
    expect(watch?.problems).to.deep.equal([]);
  } finally {
    world.end();
  }
}

/** The items, and runs whose deltas say what was true long ago. */
async function writeReceipts(world: Deployment): Promise<void> {
  for (const [index, key] of RECEIPTS.entries()) {
    const words = WORDS.filter(({ receiptId }) => receiptId === key.receiptId);
    await world.put(receipt(key), receiptMetadata(key), ...words.map((word) => receiptWord(word)));
    const runId = RUNS[index] ?? RUN_ID;
    const stale = { merchant_name: 'long ago', validated_labels: ',OLD,' };
    await world.delta(
      'words',
      `words/delta/${runId}`,
      words.map((word) => wordVector(word, stale)),
    );
    await world.delta('lines', `lines/delta/${runId}`, []);
    await world.put(compactionRun(key, runId));
  }
}

describe('property: whatever happens, and whatever goes wrong with it', function () {
  this.timeout(60_000);
  const property = (how: Life) =>
    fc.asyncProperty(
      fc.array(change, { minLength: 4, maxLength: 16 }),
      fc.array(fault, { minLength: 1, maxLength: 6 }),
      (changes, faults) => live(changes, faults, how),
    );

  for (const fifo of [false, true]) {
    it(`every change is reflected in the end, on ${fifo ? 'FIFO' : 'standard'} queues (I1, I2, I3, I6)`, async () => {
      await fc.assert(property({ fifo }), { seed: fifo ? 2 : 1, numRuns: 12 });
    });
  }

  it('which is found not to hold for a compaction that acknowledges what has failed', async () => {
    const wrap =
      (ours: Compaction): QueueHandler =>
      async (event, context) => {
        await ours(event, context);
        return { batchItemFailures: [] };
      };
    const { failed } = await fc.check(property({ wrap }), { seed: 1, numRuns: 15, endOnFailure: true });
    expect(failed).to.equal(true);
  });
});
