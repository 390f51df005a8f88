import { expect } from 'chai';
import { affords, describeBudget, describeCoverage, spend } from '../../fakes/simulation/budget';

const INFINITE = Number.POSITIVE_INFINITY;

describe('simulation/budget', () => {
  for (const kind of ['preemptions', 'faults', 'timeJumps'] as const) {
    it(`affords ${kind} until they are spent`, () => {
      const budget = { preemptions: 0, faults: 0, timeJumps: 0, [kind]: 1 };
      expect(affords(budget, { [kind]: 1 })).to.equal(true);
      const left = spend(budget, { [kind]: 1 });
      expect(left).to.deep.equal({ preemptions: 0, faults: 0, timeJumps: 0 });
      expect(affords(left, { [kind]: 1 })).to.equal(false);
      expect(affords(left, {})).to.equal(true);
    });
  }

  const rows: [number, number, number, string][] = [
    [INFINITE, 0, 0, 'all interleavings, no faults, no time jumps'],
    [0, 1, 2, 'no preemptions, at most 1 fault, at most 2 time jumps'],
    [1, INFINITE, 1, 'at most 1 preemption, any number of faults, at most 1 time jump'],
  ];
  for (const [preemptions, faults, timeJumps, text] of rows) {
    it(`says: ${text}`, () => {
      expect(describeBudget({ preemptions, faults, timeJumps })).to.equal(text);
      expect(describeCoverage({ preemptions, faults, timeJumps }, 3)).to.equal(text);
    });
  }

  it('says it as a sweep does', () => {
    const budget = { preemptions: 0, faults: 1, timeJumps: 0 };
    expect(describeCoverage(budget, 3)).to.equal('all single faults at 3 calls');
    expect(describeCoverage({ ...budget, faults: 2 }, 1)).to.equal(
      'all single faults and all pairs at 1 call',
    );
    expect(describeCoverage({ ...budget, faults: 3 }, 1)).to.contain('at most 3 faults');
  });
});
