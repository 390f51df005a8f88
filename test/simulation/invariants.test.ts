import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import * as invariants from '../../fakes';

describe('simulation/invariants', () => {
  let aws: FakeAws;
  beforeEach(() => (aws = fakeAws({ seed: 1 })));
  afterEach(() => aws.unplug());

  const returned = { kind: 'returned', value: 'ok', deliveries: 1 } as const;
  const threw = { kind: 'threw', error: new Error('no'), deliveries: 1 } as const;
  const rows: [string, () => void, string | undefined][] = [
    ['noLostUpdates', () => invariants.noLostUpdates(['a', 'b'], ['a']), undefined],
    ['noLostUpdates', () => invariants.noLostUpdates(['a'], ['a', 'b']), 'lost update: [b] is not in [a]'],
    ['noLostUpdates', () => invariants.noLostUpdates([], [1, 2]), 'lost update: [1, 2] are not in []'],
    [
      'noLostUpdates',
      () =>
        invariants.noLostUpdates(
          [],
          Array.from({ length: 12 }, (_, i) => i),
        ),
      'lost update: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, and 2 more] are not in []',
    ],
    ['noDuplicates', () => invariants.noDuplicates(['a', 'b']), undefined],
    ['noDuplicates', () => invariants.noDuplicates(['a', 'b', 'a']), 'duplicate: [a] 2 times'],
    [
      'noDuplicates by',
      () => invariants.noDuplicates([{ id: 1 }, { id: 1 }], ({ id }) => id),
      'duplicate: [1] 2 times',
    ],
    [
      'everyMessage',
      () =>
        invariants.everyMessageProcessedOrDeadLettered({
          sent: ['a', 'b', 'c'],
          processed: ['a'],
          deadLettered: ['b'],
          pending: ['c'],
        }),
      undefined,
    ],
    [
      'everyMessage',
      () =>
        invariants.everyMessageProcessedOrDeadLettered({
          sent: ['a', 'b'],
          processed: ['a'],
          deadLettered: [],
        }),
      'lost message: [b] neither processed nor dead-lettered',
    ],
    ['noDanglingReference', () => invariants.noDanglingReference(['a'], () => true), undefined],
    [
      'noDanglingReference',
      () => invariants.noDanglingReference(['a', 'b'], (key) => key === 'a'),
      'dangling reference: [b] does not exist',
    ],
    [
      'noDanglingReference',
      () => invariants.noDanglingReference([1, 2], () => false),
      'dangling reference: [1, 2] do not exist',
    ],
    [
      'unknownOutcome',
      () =>
        invariants.unknownOutcomeNotTreatedAsFailure(
          { outcomes: { A: threw, B: returned } },
          (task) => task === 'B',
        ),
      undefined,
    ],
    [
      'unknownOutcome',
      () => invariants.unknownOutcomeNotTreatedAsFailure({ outcomes: { A: threw } }, () => true),
      'unknown outcome treated as failure: [A] reported a failure, but the work was done',
    ],
    [
      'unknownOutcome',
      () =>
        invariants.unknownOutcomeNotTreatedAsFailure(
          { outcomes: { A: returned } },
          () => true,
          (outcome) => outcome.kind === 'returned' && outcome.value === 'ok',
        ),
      'unknown outcome treated as failure: [A] reported a failure, but the work was done',
    ],
  ];
  for (const [name, check, message] of rows) {
    it(`${name}: ${message ?? 'holds'}`, () => {
      if (message === undefined) check();
      else expect(check).to.throw(invariants.InvariantBroken, message);
    });
  }

  it('idempotent: a second time changes nothing', async () => {
    const bucket = aws.s3.createBucket('bucket');
    const view = (world: FakeAws) => world.s3.bucket('bucket').keys();
    await invariants.idempotent(
      aws,
      async () => bucket.put('k', 'x'),
      (world) => world.s3.bucket('bucket').get('none')?.text,
    );
    bucket.put('k', 'x');
    await invariants.idempotent(aws, async () => bucket.put('k', 'x'), view);
    const again = invariants.idempotent(aws, async () => bucket.put('other', 'x'), view);
    const error = await again.catch((reason: unknown) => reason);
    expect(error).to.have.property(
      'message',
      'not idempotent: [["k"]] became [["k","other"]] when done once more',
    );
  });

  it("deadlineRespected: on the world's clock, from the first step", async () => {
    const at = aws.clock.now();
    const steps = [{ token: 'A', label: 'A', isDefault: true, task: 'A', at, calls: [], changes: [] }];
    await aws.clock.advance('5s');
    invariants.deadlineRespected({ steps, aws }, '1m');
    invariants.deadlineRespected({ steps: [], aws }, 0);
    expect(() => invariants.deadlineRespected({ steps, aws }, '4s')).to.throw(
      /deadline missed: the run took 50\d\d ms, allowed are 4000 ms/,
    );
  });
});
