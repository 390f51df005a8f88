import { expect } from 'chai';
import type { Option } from '../../fakes/simulation/choices';
import { DepthFirst } from '../../fakes/simulation/depth-first';

const UNBOUNDED = { preemptions: Number.POSITIVE_INFINITY, faults: 0, timeJumps: 0 };

/** All ways through a tree of choices: at each step, what is offered depends on what was taken. */
function waysThrough(depthFirst: DepthFirst, offered: (taken: string) => readonly Option[]): string[] {
  const ways: string[] = [];
  do {
    const { choose } = depthFirst.chooser();
    let taken = '';
    for (;;) {
      const options = offered(taken);
      if (options.length === 0) break;
      const index = choose(options);
      if (index === 'prune') {
        taken += '|';
        break;
      }
      taken += options[index]?.token ?? '?';
    }
    ways.push(taken);
  } while (depthFirst.advance());
  return ways;
}

const option = (token: string, cost: Option['cost'] = {}): Option => ({
  token,
  label: token,
  cost,
  task: token,
});
const twoOf =
  (...options: Option[]) =>
  (taken: string): readonly Option[] =>
    taken.length < 2 ? options : [];

describe('simulation/depth-first', () => {
  it('takes every way once, the undisturbed one first', () => {
    const depthFirst = new DepthFirst(UNBOUNDED, { reduce: false });
    expect(waysThrough(depthFirst, twoOf(option('A'), option('B')))).to.deep.equal(['AA', 'AB', 'BA', 'BB']);
    expect(depthFirst.advance()).to.equal(false);
  });

  it('stays within the budget', () => {
    const depthFirst = new DepthFirst({ ...UNBOUNDED, faults: 1 }, { reduce: false });
    const ways = waysThrough(depthFirst, twoOf(option('A'), option('x', { faults: 1 })));
    expect(ways).to.deep.equal(['AA', 'Ax', 'xA']);
  });

  it('leaves out what it is not allowed', () => {
    const allows = (depth: number, { token }: Option) => (depth === 0) === (token === 'B');
    const depthFirst = new DepthFirst(UNBOUNDED, { reduce: false, allows });
    expect(waysThrough(depthFirst, twoOf(option('A'), option('B')))).to.deep.equal(['BA']);
  });

  it('prunes where nothing is left to try', () => {
    const depthFirst = new DepthFirst(UNBOUNDED, { reduce: false, allows: (depth) => depth === 0 });
    expect(waysThrough(depthFirst, twoOf(option('A')))).to.deep.equal(['A|']);
  });

  it('refuses what changes between runs', () => {
    const depthFirst = new DepthFirst(UNBOUNDED, { reduce: false });
    let run = 0;
    const changing = (taken: string): readonly Option[] => {
      if (taken === '') run++;
      return taken.length < 2 ? [option('A'), { ...option('B'), label: `B${taken === '' ? run : ''}` }] : [];
    };
    expect(() => waysThrough(depthFirst, changing)).to.throw(
      'Uncontrolled nondeterminism at step 1: the first run offered [A, B1], this one [A, B2]',
    );
  });

  it('sees footprints only when it reduces: with unbounded preemptions', () => {
    expect(new DepthFirst(UNBOUNDED, { reduce: true }).chooser()).to.have.property('onStep');
    expect(new DepthFirst(UNBOUNDED, { reduce: false }).chooser()).to.not.have.property('onStep');
    expect(new DepthFirst({ ...UNBOUNDED, preemptions: 2 }, { reduce: true }).chooser()).to.not.have.property(
      'onStep',
    );
  });
});
