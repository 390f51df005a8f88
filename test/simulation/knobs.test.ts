import { expect } from 'chai';
import { explore, type ExploreOptions } from '../../fakes';
import { readKnobs } from '../../fakes/simulation/knobs';
import { arrangePointer, compareAndSwap } from './pointer-writers';

describe('simulation/knobs', () => {
  it('are not set, or empty', () => {
    const unset = {
      replay: undefined,
      seed: undefined,
      runs: undefined,
      budgetMs: undefined,
      report: undefined,
    };
    expect(readKnobs({})).to.deep.equal(unset);
    expect(readKnobs({ AWS_FAKES_REPLAY: '', AWS_FAKES_SEED: '' })).to.deep.equal(unset);
  });

  it('are read', () => {
    const environment = {
      AWS_FAKES_REPLAY: 'v1/A',
      AWS_FAKES_SEED: '0',
      AWS_FAKES_RUNS: '1',
      AWS_FAKES_BUDGET_MS: '500',
      AWS_FAKES_REPORT: 'report.html',
    };
    expect(readKnobs(environment)).to.deep.equal({
      replay: 'v1/A',
      seed: 0,
      runs: 1,
      budgetMs: 500,
      report: 'report.html',
    });
  });

  for (const [name, value] of [
    ['AWS_FAKES_SEED', '-1'],
    ['AWS_FAKES_SEED', 'seven'],
    ['AWS_FAKES_RUNS', '0'],
    ['AWS_FAKES_BUDGET_MS', '1.5'],
  ] as const) {
    it(`refuse ${name}=${value}`, () => {
      expect(() => readKnobs({ [name]: value })).to.throw(`${name}=${value}: give a whole number`);
    });
  }

  describe('in an exploration', () => {
    const options: ExploreOptions = {
      arrange: arrangePointer,
      tasks: { A: compareAndSwap('A'), B: compareAndSwap('B') },
      assert: () => undefined,
      reduce: false,
    };
    const set = (name: string, value: string): void => void (process.env[name] = value);
    afterEach(() => {
      for (const name of ['SEED', 'RUNS', 'BUDGET_MS']) delete process.env[`AWS_FAKES_${name}`];
    });

    it('the seed is that of the environment', async () => {
      set('AWS_FAKES_SEED', '99');
      expect((await explore({ ...options, world: { seed: 3 } })).summary).to.match(/seed 99$/);
    });

    it('the runs are those of the environment, and the summary says how far it got', async () => {
      set('AWS_FAKES_RUNS', '5');
      const report = await explore(options);
      expect(report).to.include({ runs: 5, complete: false });
      expect(report.summary).to.contain('not complete (limit of 5 runs)');
    });

    it('stops when its time is up, and says so', async () => {
      set('AWS_FAKES_BUDGET_MS', '1');
      const report = await explore({ ...options, strategy: 'random', runs: 1_000_000 });
      expect(report.runs).to.be.below(1_000);
      expect(report.summary).to.contain('not complete (limit of 1 ms)');
    });
  });
});
