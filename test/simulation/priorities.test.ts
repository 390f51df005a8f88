import { expect } from 'chai';
import { explore, SimulationFailure, type ExploreOptions } from '../../fakes';
import { createRng } from '../../fakes/kernel/rng';
import type { Option } from '../../fakes/simulation/choices';
import { prioritized } from '../../fakes/simulation/priorities';
import { arrangePointer, everyNameOnce, naive } from './pointer-writers';

const option = (token: string, task: string | undefined, cost: Option['cost'] = {}): Option => ({
  token,
  label: token,
  cost,
  task,
});
const INFINITE = Number.POSITIVE_INFINITY;

describe('simulation/priorities', () => {
  const race: ExploreOptions = {
    arrange: arrangePointer,
    tasks: { A: naive('A'), B: naive('B') },
    assert: everyNameOnce('A', 'B'),
    strategy: 'pct',
    runs: 200,
    keepGoing: true,
  };

  it('finds the lost update in a good part of its runs, decided by the seed', async () => {
    const find = async (seed: number): Promise<string[]> => {
      const error = await explore({ ...race, world: { seed } }).catch((reason: unknown) => reason);
      if (!(error instanceof SimulationFailure)) throw new Error('found nothing');
      expect(error.report.failures).to.be.within(20, 190);
      expect(error.report.summary).to.contain('random priorities');
      return error.report.violations.map(({ replay }) => replay);
    };
    expect(await find(1)).to.deep.equal(await find(1));
    expect(await find(1)).to.not.deep.equal(await find(2));
  });

  it('lets as many faults strike as the budget has, at random steps', async () => {
    const counts = new Set<number>();
    await explore({
      ...race,
      bounds: { faults: 2, timeJumps: 1 },
      faults: ['throttled'],
      assert: ({ injected }) => void counts.add(injected.length),
    });
    expect(counts).to.deep.equal(new Set([0, 1, 2]));
  });

  it('moves time on at random steps, and takes the only option there is', () => {
    const { choose } = prioritized(createRng(1), { preemptions: INFINITE, faults: 0, timeJumps: 1 }, 1);
    expect(choose([option('A', 'A'), option('T', undefined, { timeJumps: 1 })])).to.equal(1);
    expect(choose([option('A', 'A'), option('T', undefined, { timeJumps: 1 })])).to.equal(0);
    expect(choose([option('T', undefined)])).to.equal(0);
  });

  it('prefers one task until its priority changes, twice at most', () => {
    const both = [option('A', 'A'), option('A:1', 'A'), option('B', 'B')];
    const switches = Array.from({ length: 20 }, (_, seed) => {
      const { choose } = prioritized(createRng(seed), { preemptions: INFINITE, faults: 0, timeJumps: 0 }, 6);
      const taken = Array.from({ length: 12 }, () => both[Number(choose(both))]?.token).join('');
      return taken.replaceAll(/(.)\1*/g, '$1').length - 1;
    });
    expect(Math.max(...switches)).to.equal(2);
    expect(Math.min(...switches)).to.equal(0);
  });
});
