import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { explore, SimulationFailure, type ExploreOptions } from '../../fakes';
import { arrangePointer, everyNameOnce, naive, namesBehindPointer, uploadAndSwap } from './pointer-writers';

type Writer = typeof naive;

const NAMES = ['A', 'B', 'C'] as const;

/** So many writers of a kind behind one pointer, and what the pointer listed in the end. */
function writers(
  writer: Writer,
  count: number,
): { readonly options: ExploreOptions; readonly ends: Set<string> } {
  const names = NAMES.slice(0, count);
  const ends = new Set<string>();
  const options: ExploreOptions = {
    arrange: arrangePointer,
    tasks: Object.fromEntries(names.map((name) => [name, writer(name)])),
    assert: ({ aws }) => {
      ends.add(namesBehindPointer(aws).join(''));
      everyNameOnce(...names)({ aws });
    },
    runs: 10_000,
  };
  return { options, ends };
}

async function found(options: ExploreOptions): Promise<SimulationFailure['report']> {
  return explore({ ...options, keepGoing: true }).catch((error: unknown) => {
    if (error instanceof SimulationFailure) return error.report;
    throw error;
  });
}

/** What a prototype measured before this library was written, with the library. */
describe('simulation: proofs', function () {
  this.timeout(120_000);

  it('compare-and-swap of three writers holds in all 8,376 orders; the reduced set has the same end states', async () => {
    const full = writers(uploadAndSwap, 3);
    expect(await explore({ ...full.options, reduce: false })).to.include({
      runs: 8_376,
      failures: 0,
      complete: true,
    });
    const reduced = writers(uploadAndSwap, 3);
    expect(await explore(reduced.options)).to.include({ failures: 0, complete: true });
    expect(reduced.ends).to.deep.equal(full.ends);
    expect(full.ends).to.have.keys('ABC', 'ACB', 'BAC', 'BCA', 'CAB', 'CBA');
  });

  it('the naive writer fails in 1,674 of 1,680 orders of three; the reduced set has the same end states', async () => {
    const full = writers(naive, 3);
    expect(await found({ ...full.options, reduce: false })).to.include({
      runs: 1_680,
      failures: 1_674,
      complete: true,
    });
    const reduced = writers(naive, 3);
    const report = await found(reduced.options);
    expect(report.complete).to.equal(true);
    expect(report.runs).to.be.at.most(36);
    expect(reduced.ends).to.deep.equal(full.ends);
  });

  it('a preemption is enough: 6 runs, of which 4 fail; without one there are 2, which hold', async () => {
    const bounded = async (preemptions: number) =>
      found({ ...writers(naive, 2).options, bounds: { preemptions } });
    expect(await bounded(0)).to.include({ runs: 2, failures: 0, complete: true });
    expect(await bounded(1)).to.include({ runs: 6, failures: 4, complete: true });
    expect(await bounded(2)).to.include({ runs: 14, complete: true });
  });

  it('a random walk sees most orders and finds the bug at once, random priorities too', async () => {
    const walk = await found({ ...writers(naive, 2).options, strategy: 'random', runs: 500 });
    expect(new Set(walk.violations.map(({ replay }) => replay)).size).to.equal(18);
    expect(walk.failures / walk.runs).to.be.within(0.6, 0.9);
    for (const strategy of ['random', 'pct'] as const) {
      const first = await explore({ ...writers(naive, 2).options, strategy }).catch(
        (error: unknown) => error,
      );
      expect(first)
        .to.be.instanceOf(SimulationFailure)
        .with.nested.property('report.runs')
        .that.is.at.most(10);
    }
  });

  it('a failure comes again, a hundred times of a hundred, in a fresh process', async () => {
    const error = await explore(writers(naive, 2).options).catch((reason: unknown) => reason);
    const line = /replay: AWS_FAKES_REPLAY='(.+)'/.exec(String(error))?.[1] ?? expect.fail('no replay line');
    const root = join(__dirname, '../..');
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        '--require',
        './test/setup.cjs',
        '--require',
        'ts-node/register',
        'test/simulation/replay-process.ts',
        line,
        '100',
      ],
      { cwd: root, env: { ...process.env, AWS_FAKES_REPLAY: '', TS_NODE_TRANSPILE_ONLY: 'true' } },
    );
    const [message] = String(error)
      .replace(/^SimulationFailure: /, '')
      .split('\n');
    expect(JSON.parse(stdout)).to.deep.equal([{ count: 100, failures: 1, message, replay: line }]);
  });
});
