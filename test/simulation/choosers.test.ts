import { expect } from 'chai';
import fc from 'fast-check';
import { createRng } from '../../fakes/kernel/rng';
import { explore, replay, type ExploreOptions } from '../../fakes';
import type { Option } from '../../fakes/simulation/choices';
import { deviating, following, numbered, wandering } from '../../fakes/simulation/choosers';
import { arrangePointer, everyNameOnce, naive } from './pointer-writers';

const option = (token: string, cost: Option['cost'] = {}): Option => ({
  token,
  label: token,
  cost,
  task: token,
});
const three = [option('A'), option('B', { preemptions: 1 }), option('T', { timeJumps: 1 })];
const budget = { preemptions: 1, faults: 0, timeJumps: 0 };

describe('simulation/choosers', () => {
  it('deviating: the undisturbed way but for the deviations that are there', () => {
    const { choose } = deviating(
      new Map([
        [1, 'B'],
        [2, 'C'],
      ]),
    );
    expect([choose(three), choose(three), choose(three), choose(three)]).to.deep.equal([0, 1, 0, 0]);
  });

  it('following: the tape, then the undisturbed way; refuses what does not fit', () => {
    const { choose } = following(['T', 'A']);
    expect([choose(three), choose(three), choose(three)]).to.deep.equal([2, 0, 0]);
    expect(() => following(['X']).choose(three)).to.throw('step 1 wants "X", available: A, B, T');
  });

  it('numbered: the n-th affordable option, modulo how many there are', () => {
    const { choose } = numbered([3, 1, 5], budget);
    // 3 mod 2 = 1 spends the preemption; from there on only A is affordable.
    expect([choose(three), choose(three), choose(three), choose(three)]).to.deep.equal([1, 0, 0, 0]);
  });

  it('wandering: stays within the budget', () => {
    const { choose } = wandering(createRng(1), budget);
    const taken = Array.from({ length: 50 }, () => choose(three));
    expect(taken.filter((index) => index === 1)).to.have.lengthOf(1);
    expect(taken).to.not.include(2);
  });

  describe('recipes with fast-check', () => {
    const race: ExploreOptions = {
      arrange: arrangePointer,
      tasks: { A: naive('A'), B: naive('B') },
      assert: everyNameOnce('A', 'B'),
    };

    it('drives and shrinks the tape: to one switch, whatever the seed', async () => {
      for (const seed of [1, 2, 3]) {
        const result = await fc.check(
          fc.asyncProperty(fc.array(fc.nat(5)), async (tape) => (await replay(tape, race)).failures === 0),
          { seed },
        );
        expect(result.failed).to.equal(true);
        const tape = result.counterexample?.[0] ?? [];
        expect(tape.filter((choice) => choice !== 0)).to.have.lengthOf(1);
        expect((await replay(tape, race)).violations[0]?.replay).to.match(/^v1\/A/);
      }
    });

    it('generates the workload and explores each', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(fc.constantFrom('A', 'B', 'C'), { minLength: 1, maxLength: 2 }),
          async (names) => {
            const tasks = Object.fromEntries(names.map((name) => [name, naive(name)]));
            const serial = await explore({
              ...race,
              tasks,
              assert: everyNameOnce(...names.toSorted()),
              bounds: { preemptions: 0 },
            });
            return serial.complete;
          },
        ),
        { numRuns: 10, seed: 1 },
      );
    });
  });
});
