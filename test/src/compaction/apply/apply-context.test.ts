import { expect } from 'chai';
import * as sinon from 'sinon';
import { attempt, TARGET_RESERVE_MS } from '../../../../src/compaction/apply/apply-context';
import { applyContext } from '../../../arrange/apply-world';
import { lambdaWorld, type LambdaWorld } from '../../../arrange/lambda-world';

describe('attempt', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
  });
  afterEach(() => world.end());

  it('does the work', async () => {
    const context = await applyContext(world, 'words');
    let done = false;
    await attempt(context, ['m1'], 'label', async () => {
      done = true;
    });
    expect(done).to.equal(true);
    expect([...context.failures]).to.deep.equal([]);
  });

  it('fails the messages behind work that fails, and no other (R47)', async () => {
    const context = await applyContext(world, 'words');
    await attempt(context, ['m1', 'm2'], 'label', () => Promise.reject(new Error('no')));
    expect([...context.failures]).to.deep.equal([
      ['m1', 'label: no'],
      ['m2', 'label: no'],
    ]);
  });

  for (const [what, merges] of [
    ['merge', 1],
    ['label', 0],
  ] as const) {
    it(`counts a failed ${what} ${merges === 1 ? 'as a merge that failed' : 'not as one'}`, async () => {
      const context = await applyContext(world, 'words');
      const count = sinon.spy(context.invocation.metrics, 'count');
      await attempt(context, ['m1'], what, () => Promise.reject(new Error('no')));
      const names = count.args.map(([name]) => name);
      expect(names.filter((name) => name === 'CompactionDeltaMergeError')).to.have.length(merges);
      expect(names).to.include('CompactionTargetError');
    });
  }

  it('begins nothing when time is short', async () => {
    const context = await applyContext(world, 'words', [], TARGET_RESERVE_MS - 1);
    let begun = false;
    await attempt(context, ['m1'], 'label', async () => {
      begun = true;
    });
    expect([begun, context.failures.get('m1')]).to.deep.equal([false, 'deadline']);
  });
});
