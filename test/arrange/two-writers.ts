import { rmSync } from 'node:fs';
import { expect } from 'chai';
import { explore, type ExploreOptions, type ExploreReport, type FakeAws, type Finished } from '../../fakes';
import { createCompaction, type CompactionResult } from '../../src/compaction/handler';
import type { Clients } from '../../src/shared/clients';
import { createRuntime } from '../../src/shared/runtime';
import { body, lambdaContext, sqsRecord } from './events';
import { lambdaWorldOn, type LambdaWorld } from './lambda-world';
import { watchPointers, type PointerWatch } from './pointer-watch';
import { RECEIPT, receipt, receiptWord, wordLabel, wordOf } from './receipts';
import { wordVector } from './snapshots';

const other = { ...RECEIPT, receiptId: 3 };
const WORDS = { A: wordOf(RECEIPT, 1, 1), B: wordOf(other, 1, 1) } as const;
/** The names of the two invocations. */
export type Writer = keyof typeof WORDS;

export interface TwoWritersOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Makes an invocation naive. */
  readonly adapt?: (clients: Clients, writer: Writer) => Clients;
  /** Dice of an invocation; by default its own. */
  readonly random?: () => number;
  readonly bounds?: ExploreOptions['bounds'];
}

/**
 * Two compactions of one collection at once, each with a label of its own to write, call by call. What was acknowledged
 * is in the live snapshot, which is whole (I1, I3), and the history has no fork (I2).
 */
export async function exploreTwoWriters(options: TwoWritersOptions = {}): Promise<ExploreReport> {
  let world: LambdaWorld | undefined;
  let watch: PointerWatch | undefined;
  const arranged = (): LambdaWorld => {
    if (world === undefined) throw new Error('not arranged');
    return world;
  };
  const compact = async (writer: Writer): Promise<CompactionResult> => {
    const { clients, env } = arranged();
    const { random, uuid } = diceOf(writer);
    const runtime = createRuntime({
      clients: watch?.watched(options.adapt?.(clients, writer) ?? clients) ?? clients,
      env: { ...env, ...options.env },
      random: options.random ?? random,
      uuid,
      write: () => undefined,
    });
    const message = body.label(1, 1, 'DATE', WORDS[writer]);
    return createCompaction(runtime)({ Records: [sqsRecord('words', message)] }, lambdaContext());
  };
  const clean = (): void => rmSync(arranged().env['WORK_DIRECTORY'] ?? '', { recursive: true, force: true });
  const scenario: ExploreOptions = {
    async arrange(aws: FakeAws) {
      world = await lambdaWorldOn(aws);
      watch = watchPointers(aws);
      const words = Object.values(WORDS);
      for (const word of words)
        await world.put(receipt(word), receiptWord(word), wordLabel(word, 'DATE', { status: 'VALID' }));
      await world.snapshot(
        'words',
        'v1',
        words.map((word) => wordVector(word)),
      );
    },
    tasks: { A: () => compact('A'), B: () => compact('B') },
    async assert(finished) {
      await nothingLost(arranged(), finished);
      expect(watch?.problems, 'the pointer').to.deep.equal([]);
    },
    bounds: { preemptions: 1, ...options.bounds },
    reset() {
      clean();
      watch?.restart();
    },
  };
  try {
    return await explore(scenario);
  } finally {
    clean();
  }
}

function diceOf(writer: Writer): { random: () => number; uuid: () => string } {
  let throws = writer === 'A' ? 1 : 2;
  const random = (): number => (throws = (throws * 16_807) % 2_147_483_647) / 2_147_483_647;
  const uuid = (): string =>
    `0000000${writer.toLowerCase()}-0000-4000-8000-${String(Math.floor(random() * 1e12)).padStart(12, '0')}`;
  return { random, uuid };
}

async function nothingLost(world: LambdaWorld, { outcomes, sometimes }: Finished): Promise<void> {
  const published = await world.published('words');
  const acknowledged = (['A', 'B'] as const).filter((writer) => {
    const outcome = outcomes[writer];
    return outcome?.kind === 'returned' && JSON.stringify(outcome.value).includes('"batchItemFailures":[]');
  });
  for (const writer of acknowledged) {
    const { id } = wordVector(WORDS[writer]);
    expect(published?.vectors.get(id), `${writer} was acknowledged`).to.include({
      validated_labels: ',DATE,',
    });
  }
  expect(world.leftovers()).to.deep.equal([]);
  sometimes('both were acknowledged', acknowledged.length === 2);
}
