import { expect } from 'chai';
import type { ExploreOptions } from '../../fakes';
import { readKnobs } from '../../fakes/simulation/knobs';
import { Scenario } from '../../fakes/simulation/scenario';
import { search, type Found, type SearchOptions } from '../../fakes/simulation/search';
import { arrangePointer, everyNameOnce, naive } from './pointer-writers';

const race: ExploreOptions = {
  arrange: arrangePointer,
  tasks: { A: naive('A'), B: naive('B') },
  assert: everyNameOnce('A', 'B'),
  reduce: false,
};
const budget = { preemptions: Number.POSITIVE_INFINITY, faults: 0, timeJumps: 0 };

async function found(members: Partial<SearchOptions>): Promise<Found> {
  const options = { ...race, ...members };
  const scenario = await Scenario.arrange(options, undefined);
  try {
    return await search(scenario, { budget, knobs: readKnobs({}), ...options });
  } finally {
    scenario.end();
  }
}

describe('simulation/search', () => {
  it('makes every run, the undisturbed one first', async () => {
    const { runs, complete, stopped, first, violations } = await found({ keepGoing: true });
    expect({ runs, complete, stopped, failures: violations.length }).to.deep.equal({
      runs: 20,
      complete: true,
      stopped: undefined,
      failures: 18,
    });
    expect(first?.steps.every(({ isDefault }) => isDefault)).to.equal(true);
  });

  it('stops at the first failure', async () => {
    expect(await found({})).to.include({ runs: 2, complete: false, stopped: 'stopped at the first failure' });
  });

  it('stops at a limit of runs: for a walk that is its end', async () => {
    expect(await found({ runs: 3, keepGoing: true })).to.include({ runs: 3, stopped: 'limit of 3 runs' });
    const walk = await found({ strategy: 'random', runs: 3, keepGoing: true });
    expect(walk).to.include({ runs: 3, complete: false, stopped: undefined });
  });

  it('stops when its time is up', async () => {
    const stopped = await found({ budgetMs: 0, keepGoing: true });
    expect(stopped).to.include({ runs: 1, stopped: 'limit of 0 ms' });
  });
});
