import { expect } from 'chai';
import { patchVectors } from '../../../../src/compaction/apply/patch-vectors';
import { applyContext } from '../../../arrange/apply-world';
import { lambdaWorld, type LambdaWorld } from '../../../arrange/lambda-world';

describe('patchVectors', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
  });
  afterEach(() => world.end());

  it('writes where something differs, with a stamp, and nothing elsewhere', async () => {
    const vectors = [
      { id: 'a', metadata: { place_id: 'p', text: 'x' }, embedding: [1] },
      { id: 'b', metadata: { address: 'here' }, embedding: [1] },
    ];
    const { engine } = await applyContext(world, 'words', vectors);
    const content = { set: { place_id: 'p' }, unset: ['address'] };
    expect(await patchVectors(engine, ['a', 'b', 'x'], content, { stamp: 'now' })).to.deep.equal({
      patched: 1,
      missing: 1,
    });
    const stored = await engine.get(['a', 'b']);
    expect(stored.get('a')?.metadata).to.deep.equal({ place_id: 'p', text: 'x' });
    expect(stored.get('b')?.metadata).to.deep.equal({ place_id: 'p', stamp: 'now' });
  });
});
