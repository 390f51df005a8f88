import { expect } from 'chai';
import type { JournalEntry } from '../../fakes';
import {
  columnsOf,
  describeCall,
  formatOthers,
  formatOutcome,
  formatViolation,
  replayOf,
  type Violation,
} from '../../fakes/simulation/report';
import type { StepTaken } from '../../fakes/simulation/run';

const call = (members: Partial<JournalEntry> = {}): JournalEntry => ({
  call: 1,
  attempt: 1,
  startedAt: 0,
  endedAt: 0,
  service: 'S3',
  operation: 'PutObject',
  region: 'us-east-1',
  caller: 'A',
  input: { Key: 'k' },
  outcome: { kind: 'answer', output: {} },
  fault: undefined,
  ...members,
});
const step = (members: Partial<StepTaken> = {}): StepTaken => ({
  token: 'A',
  label: 'A PutObject k',
  isDefault: true,
  task: 'A',
  at: 1_000,
  calls: [call()],
  changes: [],
  ...members,
});
const violation = (steps: readonly StepTaken[], message = 'broken'): Violation => {
  const run = {
    steps,
    outcomes: { A: { kind: 'returned', value: 1, deliveries: 1 } as const },
    pruned: false,
    tied: false,
    stuck: undefined,
  };
  return { replay: replayOf(run), message, error: new Error(message), run };
};

describe('simulation/report', () => {
  it('has the invariant, every step in a column per task, outcomes and the replay line', () => {
    const error = new Error('Gone');
    error.name = 'Gone';
    const text = formatViolation(
      violation([
        step(),
        step({
          token: 'B!throttled',
          task: 'B',
          at: 1_005,
          calls: [call({ attempt: 2, outcome: { kind: 'error', error } })],
        }),
        step({ token: 'T', task: undefined, at: 1_010 }),
        step({ at: 2_000, calls: [] }),
        step({ at: 2_000, calls: [], label: 'A (yields) here' }),
        step({ at: 2_000, calls: [call(), call({ outcome: { kind: 'noAnswer' } })] }),
      ]),
      ['A'],
    );
    expect(text.split('\n').map((line) => line.replaceAll(/ {3,}/g, '   '))).to.deep.equal([
      'broken',
      '',
      ' step   t(ms)  A   B',
      '   1   0  PutObject k -> ok',
      '   2   5   PutObject k (attempt 2) -> Gone  ! throttled',
      '   3   10  (time moves on)',
      '   4   1000  (waits)',
      '   5   1000  (yields)',
      '   6   1000  PutObject k -> ok',
      '   PutObject k -> no answer',
      '  A returned',
      '',
      "  replay: AWS_FAKES_REPLAY='v1/A.B!throttled.T.A*3'",
    ]);
  });

  it('adds columns for tasks that came up in the run', () => {
    expect(
      columnsOf(violation([step({ task: 'C' }), step({ task: undefined })]).run, ['A', 'B']),
    ).to.deep.equal(['A', 'B', 'C']);
  });

  it('says how a task ended', () => {
    expect(formatOutcome({ kind: 'returned', value: 1, deliveries: 2 })).to.equal('returned at delivery 2');
    expect(formatOutcome({ kind: 'threw', error: new Error('no'), deliveries: 1 })).to.equal(
      'threw Error: no',
    );
    expect(formatOutcome({ kind: 'crashed', deliveries: 1 })).to.equal('crashed');
    expect(describeCall(call())).to.equal('PutObject k -> ok');
  });

  it('lists other failures, a line each, ten at most', () => {
    expect(formatOthers([])).to.deep.equal([]);
    const others = Array.from({ length: 12 }, () => violation([step()], 'first\nsecond'));
    const lines = formatOthers(others);
    expect(lines.slice(0, 2)).to.deep.equal(['  also failing:', '    first [v1/A]']);
    expect(lines).to.have.lengthOf(12);
    expect(lines.at(-1)).to.equal('    and 2 more');
  });

  it('an empty run has an empty report', () => {
    expect(formatViolation(violation([]), ['A'])).to.contain("AWS_FAKES_REPLAY='v1/'");
  });

  it('tells what was in force and what the run changed', () => {
    const change = { collection: 's3.objects', key: ['b', 'k'], before: { size: 1 }, after: { size: 2 } };
    const text = formatViolation(
      { ...violation([step({ changes: [change] })]), faults: ['S3.PutObject: throttled, 1 time (struck 1)'] },
      ['A'],
    );
    expect(text).to.contain(
      '  A returned\n\n  faults in force:\n    S3.PutObject: throttled, 1 time (struck 1)\n\n' +
        '  changed by the run:\n    s3.objects b k\n      - size: 1\n      + size: 2\n\n  replay: ',
    );
    expect(formatViolation(violation([step()]), ['A'])).to.not.match(/in force|changed by/);
  });
});
