import { expect } from 'chai';
import type { JournalEntry } from '../../fakes';
import { requireSameRun } from '../../fakes/simulation/determinism';
import type { RunResult, StepTaken } from '../../fakes/simulation/run';

const call = (members: Partial<JournalEntry> = {}): JournalEntry => ({
  call: 1,
  attempt: 1,
  startedAt: 0,
  endedAt: 0,
  service: 'S3',
  operation: 'PutObject',
  region: 'us-east-1',
  caller: 'A',
  input: { Key: 'k', Body: Buffer.from('x') },
  outcome: { kind: 'answer', output: { ETag: 'e' } },
  fault: undefined,
  ...members,
});
const step = (members: Partial<StepTaken> = {}): StepTaken => ({
  token: 'A',
  label: 'A PutObject k',
  isDefault: true,
  task: 'A',
  at: 0,
  calls: [call()],
  changes: [],
  ...members,
});
const run = (steps: readonly StepTaken[], stuck?: string): RunResult => ({
  steps,
  outcomes: {},
  pruned: false,
  tied: false,
  stuck,
});

describe('simulation/determinism', () => {
  it('the same run is the same', () => {
    requireSameRun(run([step()]), run([step()]));
  });

  const refused = (name: string) => ({ kind: 'error', error: new Error(name) }) as const;
  const long = 'y'.repeat(100);
  const rows: [string, RunResult, string][] = [
    [
      'another call',
      run([step({ label: 'A GetObject k' })]),
      'step 1: the first run had [A PutObject k], the same run again had [A GetObject k].',
    ],
    ['another time', run([step({ at: 5 })]), '[A PutObject k] at 0, the same run again had it at 5'],
    [
      'a longer run',
      run([step(), step()]),
      'step 2: the first run had the end, the same run again had a step',
    ],
    ['a shorter run', run([]), 'step 1: the first run had a step, the same run again had the end'],
    ['a run that is stuck', run([step()], 'deadlock'), 'the same run again had deadlock'],
    ['no call', run([step({ calls: [] })]), 'had PutObject, the same run again had no call'],
    [
      'another body',
      run([step({ calls: [call({ input: { Key: 'k', Body: Buffer.from('y') } })] })]),
      'PutObject.input.Body = "x", the same run again had "y"',
    ],
    [
      'another member',
      run([step({ calls: [call({ input: { Key: long, Body: Buffer.from('x') } })] })]),
      `PutObject.input.Key = "k", the same run again had "${'y'.repeat(79)}...`,
    ],
    [
      'an error',
      run([step({ calls: [call({ outcome: refused('no') })] })]),
      'PutObject.error = undefined, the same run again had "Error"',
    ],
  ];
  for (const [name, other, message] of rows) {
    it(`names ${name}`, () => {
      expect(() => requireSameRun(run([step()]), other)).to.throw(message);
    });
  }

  it('words of errors may differ', () => {
    const first = run([step({ calls: [call({ outcome: refused('one') })] })]);
    requireSameRun(first, run([step({ calls: [call({ outcome: refused('two') })] })]));
  });
});
