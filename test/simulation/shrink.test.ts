import { expect } from 'chai';
import fc from 'fast-check';
import { deviationsOf, shrink, type Deviations } from '../../fakes/simulation/shrink';

const deviations = (steps: readonly number[]): Deviations => new Map(steps.map((step) => [step, `t${step}`]));

describe('simulation/shrink', () => {
  it('finds the few deviations that matter among many (property)', async () => {
    const steps = fc.uniqueArray(fc.nat(100), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(), fc.nat(), async (all, a, b) => {
        const culprits = new Set([all[a % all.length], all[b % all.length]]);
        const holds = (kept: Deviations) => [...culprits].every((step) => kept.has(step as number));
        const result = await shrink(deviations(all), async (kept) => (holds(kept) ? kept.size : undefined));
        expect(new Set(result.deviations.keys())).to.deep.equal(culprits);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('ends with nothing when the undisturbed run fails too', async () => {
    const { deviations: left, result, runs } = await shrink(deviations([1, 2, 3]), async () => 'fails');
    expect(left.size).to.equal(0);
    expect(result).to.equal('fails');
    expect(runs).to.be.at.most(4);
  });

  it('keeps everything when nothing can go, and makes no run for nothing', async () => {
    const { deviations: left, result } = await shrink(deviations([1, 2]), async () => undefined);
    expect([...left.keys()]).to.deep.equal([1, 2]);
    expect(result).to.equal(undefined);
    expect((await shrink(new Map(), async () => 'fails')).runs).to.equal(0);
  });

  it('takes the deviations from the steps of a run', () => {
    const step = (token: string, isDefault: boolean) => ({
      token,
      label: token,
      isDefault,
      task: 'A',
      at: 0,
      calls: [],
      changes: [],
    });
    expect([...deviationsOf([step('A', true), step('B', false)])]).to.deep.equal([[1, 'B']]);
  });
});
