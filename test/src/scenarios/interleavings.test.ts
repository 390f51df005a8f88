import { rmSync } from 'node:fs';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import type { FakeAws } from '../../../fakes';
import { explore } from '../../../fakes/simulation/explore';
import {
  SimulationFailure,
  type ExploreOptions,
  type Finished,
} from '../../../fakes/simulation/explore-options';
import { createCompaction, type CompactionResult } from '../../../src/compaction/handler';
import type { Clients } from '../../../src/shared/clients';
import { createRuntime } from '../../../src/shared/runtime';
import { body, lambdaContext, sqsRecord } from '../../arrange/events';
import { intercept } from '../../arrange/intercept';
import { lambdaWorldOn, type LambdaWorld } from '../../arrange/lambda-world';
import { RECEIPT, receipt, receiptWord, wordLabel, wordOf } from '../../arrange/receipts';
import { wordVector } from '../../arrange/snapshots';

const other = { ...RECEIPT, receiptId: 3 };
const WORDS = { A: wordOf(RECEIPT, 1, 1), B: wordOf(other, 1, 1) } as const;
type Name = keyof typeof WORDS;
type Adapt = (clients: Clients) => Clients;

describe('scenario: two compactions of one collection at once, call by call', function () {
  this.timeout(120_000);
  let world: LambdaWorld;

  async function arrange(aws: FakeAws): Promise<void> {
    world = await lambdaWorldOn(aws);
    for (const word of Object.values(WORDS)) {
      await world.put(receipt(word), receiptWord(word), wordLabel(word, 'DATE', { status: 'VALID' }));
    }
    await world.snapshot(
      'words',
      'v1',
      Object.values(WORDS).map((word) => wordVector(word)),
    );
  }

  /** One invocation, with dice and ids of its own. */
  const task = (name: Name, env: Record<string, string>, adapt: Adapt) => (): Promise<CompactionResult> => {
    let throws = name === 'A' ? 1 : 2;
    const random = (): number => (throws = (throws * 16_807) % 2_147_483_647) / 2_147_483_647;
    const uuid = (): string =>
      `0000000${name === 'A' ? 'a' : 'b'}-0000-4000-8000-${String(Math.floor(random() * 1e12)).padStart(12, '0')}`;
    const runtime = createRuntime({
      clients: adapt(world.clients),
      env: { ...world.env, ...env },
      random,
      uuid,
      write: () => undefined,
    });
    const { receiptId, imageId } = WORDS[name];
    return createCompaction(runtime)(
      { Records: [sqsRecord('words', body.label(1, 1, 'DATE', { receiptId, imageId }))] },
      lambdaContext(),
    );
  };

  /** What was acknowledged is in the live snapshot, which is whole (I1, I3). */
  async function nothingLost(finished: Finished): Promise<void> {
    const published = await world.published('words');
    const acknowledged = (['A', 'B'] as const).filter((name) => {
      const outcome = finished.outcomes[name];
      return outcome?.kind === 'returned' && JSON.stringify(outcome.value).includes('"batchItemFailures":[]');
    });
    for (const name of acknowledged) {
      const { id } = wordVector(WORDS[name]);
      expect(published?.vectors.get(id), name).to.include({ validated_labels: ',DATE,' });
    }
    finished.sometimes('both were acknowledged', acknowledged.length === 2);
    expect(world.leftovers()).to.deep.equal([]);
  }

  const both = (env: Record<string, string>, adapt: Adapt = (clients) => clients): ExploreOptions => ({
    arrange,
    tasks: { A: task('A', env, adapt), B: task('B', env, adapt) },
    assert: nothingLost,
    bounds: { preemptions: 1 },
  });
  afterEach(() => rmSync(world.env['WORK_DIRECTORY'] ?? '', { recursive: true }));

  for (const locked of ['true', 'false']) {
    it(`no acknowledged update is lost, with LOCK_ENABLED=${locked}`, async () => {
      const report = await explore(both({ LOCK_ENABLED: locked }));
      expect(report).to.include({ complete: true, failures: 0 });
    });
  }

  it('one is lost with an unconditional pointer, in some order of the calls: the naive way (R10)', async () => {
    const options = both({ LOCK_ENABLED: 'false' }, unconditional);
    const failure = await explore(options).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(SimulationFailure);
  });
});

/** Clients that write the pointer whatever it says meanwhile. */
const unconditional: Adapt = (clients) => ({
  ...clients,
  s3: intercept(new S3Client({}), (command) => {
    if (command instanceof PutObjectCommand) delete command.input.IfMatch;
  }),
});
