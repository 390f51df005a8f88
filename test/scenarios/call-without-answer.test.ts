import type { SQSEvent } from 'aws-lambda';
import { expect } from 'chai';
import type { LambdaContext } from '../../src/shared/invocation';
import { body, sqsRecord } from '../arrange/events';
import { labelOfMine, publicationScene, type PublicationScene } from '../arrange/publication-scene';

/** Strikes one whole call of the compaction. */
const HANGS = {
  caller: 'compaction',
  level: 'operation',
  times: 1,
  probability: 1,
  until: Number.MAX_SAFE_INTEGER,
  optional: false,
  effect: { kind: 'never', applied: false },
} as const;

interface Call {
  readonly service: string;
  readonly operation: string;
  /** Calls of the operation that come before. */
  readonly after: number;
}

const event: SQSEvent = {
  Records: [
    sqsRecord('words', labelOfMine, { messageId: 'label' }),
    sqsRecord('words', body.metadata(), { messageId: 'place' }),
  ],
};

describe('scenario: any single call of the compaction is never answered (I11)', function () {
  this.timeout(60_000);
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
  });
  afterEach(() => scene.end());

  function deploy(adapt: (context: LambdaContext) => LambdaContext): void {
    const ours = scene.compaction({ env: { ...scene.env, ENABLE_METRICS: 'false' } });
    scene.aws.lambda.function('compaction', (given: SQSEvent, context) => ours(given, adapt(context)), {
      timeout: '2m',
    });
  }
  const invoke = async () => (await scene.aws.lambda.invoke('compaction', event)).outcome;

  /** The calls of an undisturbed run. */
  async function callsOf(): Promise<Call[]> {
    const before = scene.aws.calls.entries.length;
    expect((await invoke()).kind).to.equal('returned');
    const counts = new Map<string, number>();
    return scene.aws.calls.entries.slice(before).map(({ service, operation }) => {
      const after = counts.get(operation) ?? 0;
      counts.set(operation, after + 1);
      return { service, operation, after };
    });
  }

  it('the naive way knows no end: Lambda ends it, with its lock held and nothing reported', async () => {
    deploy((context) => ({ ...context, getRemainingTimeInMillis: () => 86_400_000 }));
    scene.aws.faults.add({ ...HANGS, service: 'S3', operation: 'GetObject', after: 0 });
    expect((await invoke()).kind).to.equal('timedOut');
    const lock = await scene.item({ pk: 'LOCK#words#snapshot', sk: 'LOCK' });
    expect(lock).to.have.property('owner');
  });

  it('ours ends in time, whichever call it is, and the next delivery does the rest', async () => {
    deploy((context) => context);
    const start = scene.aws.mark();
    const calls = await callsOf();
    expect(calls.length).to.be.greaterThan(15);
    for (const call of calls) {
      scene.aws.restore(start);
      scene.aws.faults.add({ ...HANGS, ...call });
      const what = `${call.operation} ${call.after + 1}`;
      expect((await invoke()).kind, what).to.equal('returned');
      await scene.aws.clock.advance('3m');
      expect(await invoke(), what)
        .to.have.nested.property('payload.batchItemFailures')
        .that.deep.equals([]);
      expect(await scene.labels(), what).to.deep.equal([',DATE,', undefined]);
    }
  });
});
