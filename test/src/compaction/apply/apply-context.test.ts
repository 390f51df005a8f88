import { expect } from 'chai';
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
    expect(await attempt(context, ['m1'], 'label', () => Promise.resolve())).to.equal(true);
    expect([...context.failures]).to.deep.equal([]);
  });

  it('fails the messages behind work that fails, and no other (R47)', async () => {
    const context = await applyContext(world, 'words');
    expect(await attempt(context, ['m1', 'm2'], 'label', () => Promise.reject(new Error('no')))).to.equal(
      false,
    );
    expect([...context.failures]).to.deep.equal([
      ['m1', 'label: no'],
      ['m2', 'label: no'],
    ]);
  });

  it('begins nothing when time is short', async () => {
    const context = await applyContext(world, 'words', [], TARGET_RESERVE_MS - 1);
    let begun = false;
    await attempt(context, ['m1'], 'label', async () => {
      begun = true;
    });
    expect([begun, context.failures.get('m1')]).to.deep.equal([false, 'deadline']);
  });
});
