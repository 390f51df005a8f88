import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import { faultPoints } from '../../fakes/simulation/fault-points';
import { arrangePointer, compareAndSwap } from './pointer-writers';

describe('simulation/fault-points', () => {
  it('are the calls of the undisturbed run, with what can go wrong at each', async () => {
    const faults = ['throttled', 'staleRead', 'crashAfter'] as const;
    const tried = ['throttled', 'crashAfter'];
    expect(
      await faultPoints({
        arrange: arrangePointer,
        act: compareAndSwap('A'),
        faults,
        assert: () => undefined,
      }),
    ).to.deep.equal([
      { step: 0, number: 1, what: 'handler GetObject snapshots pointer', faults: tried },
      { step: 1, number: 2, what: 'handler PutObject snapshots data/A', faults: tried },
      {
        step: 2,
        number: 3,
        what: 'handler PutObject snapshots pointer "d751713988987e9331980363e24189ce"',
        faults: tried,
      },
    ]);
  });

  it('are calls only: the passing of time is none', async () => {
    const act = async (): Promise<void> => {
      await sleep(1_000);
      await compareAndSwap('A')();
    };
    const points = await faultPoints({ arrange: arrangePointer, act, assert: () => undefined });
    expect(points.map(({ step, number }) => [step, number])).to.deep.equal([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it('of several handlers list the faults of their own calls only', async () => {
    const points = await faultPoints({
      arrange: arrangePointer,
      act: { A: compareAndSwap('A'), B: compareAndSwap('B') },
      faults: ['throttled'],
      assert: () => undefined,
    });
    expect(points.map(({ what, faults }) => [what.slice(0, 1), ...faults])).to.deep.equal(
      ['A', 'A', 'A', 'B', 'B', 'B'].map((name) => [name, 'throttled']),
    );
  });
});
