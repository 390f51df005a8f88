import { expect } from 'chai';
import { faultPoints } from '../../fakes/simulation/fault-points';
import { arrangePointer, compareAndSwap } from './pointer-writers';

describe('simulation/fault-points', () => {
  it('are the calls of the undisturbed run', async () => {
    expect(
      await faultPoints({ arrange: arrangePointer, act: compareAndSwap('A'), assert: () => undefined }),
    ).to.deep.equal([
      { step: 0, number: 1, what: 'handler GetObject snapshots pointer' },
      { step: 1, number: 2, what: 'handler PutObject snapshots data/A' },
      { step: 2, number: 3, what: 'handler PutObject snapshots pointer "d751713988987e9331980363e24189ce"' },
    ]);
  });
});
